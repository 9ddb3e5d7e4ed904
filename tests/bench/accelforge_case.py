#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One search by AccelForge, in a process of its own, for scripts/bench-accelforge.

Usage: accelforge_case.py CASE.json ANSWER.json
"""
import json
import pathlib
import sys
import time

import accelforge
from accelforge.mapper.FFM.main import map_workload_to_arch

import accelforge_project

METRICS = {"energy": "ENERGY", "latency": "LATENCY", "edp": "ENERGY_DELAY_PRODUCT", "resource_usage": "RESOURCE_USAGE"}
# What it uses of each memory has no total.
COLUMNS = {"energy": "energy", "latency": "latency", "edp": "energy_delay_product"}


def example(name):
    """The file of an example; releases differ in the folders that they lie in."""
    examples = pathlib.Path(accelforge.__file__).parent.parent / "examples"
    direct = examples.parent / name
    return direct if direct.exists() else next(examples.rglob(pathlib.Path(name).name))


def specification(case):
    if not case["files"]:
        return accelforge_project.specification(case["project"])
    return accelforge.Spec.from_yaml(*map(example, case["files"]), jinja_parse_data=case["parameters"])


def main():
    case = json.loads(pathlib.Path(sys.argv[1]).read_text())
    accelforge.set_n_parallel_jobs(1)
    spec = specification(case)
    metrics = accelforge.Metrics(0)
    for objective in case["objectives"]:
        metrics |= accelforge.Metrics[METRICS[objective]]
    spec.mapper.metrics = metrics
    start = time.perf_counter()
    # The detailed evaluation of the result draws it with graphviz, and is no part of the search.
    mappings = map_workload_to_arch(spec, print_progress=False, eval_in_detail=False)
    seconds = time.perf_counter() - start
    values = {name: mappings.data["Total<SEP>" + COLUMNS[name]].astype(float).tolist()
              for name in case["objectives"] if name in COLUMNS}
    pathlib.Path(sys.argv[2]).write_text(json.dumps({"seconds": seconds, "values": values}))


if __name__ == "__main__":
    main()
