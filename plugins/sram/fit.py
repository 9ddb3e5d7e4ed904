#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the constants of sram.hpp to figures of CACTI 7. Not part of the build; needs numpy and scipy.

usage: fit.py CSV   with the columns node, width, size, banks, ports, area, leak_power, read_energy, write_energy,
                    latency, throughput (SI units)
Prints for each figure the constants of its formula, the factors of the nodes above the smallest one, and the errors.
"""
import csv
import sys

import numpy as np
from scipy.optimize import least_squares

rows = list(csv.DictReader(open(sys.argv[1])))
C = {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}
node, width, size, banks, ports = (C[k] for k in ("node", "width", "size", "banks", "ports"))
nodes = np.unique(node)


def fit(name, figure, formula, start):
    """figure = node factor * formula(constants); robust least squares of the logarithm."""

    def predict(k):
        factor = np.interp(np.log(node), np.log(nodes), np.concatenate([[0], k[:4]]))
        return np.exp(factor) * formula(k[4:])

    best = None
    random = np.random.default_rng(0)
    for _ in range(8):
        first = np.concatenate([[0.7, 1.3, 2, 2.6], start + random.normal(0, 0.2, len(start))])
        found = least_squares(lambda k: np.log(predict(k) / figure), first, loss="soft_l1", f_scale=0.2)
        if best is None or found.cost < best.cost:
            best = found
    error = np.exp(np.abs(np.log(predict(best.x) / figure))) - 1
    print(f"{name:8} constants {[f'{v:.3g}' for v in best.x[4:]]} nodes {[f'{v:.3g}' for v in np.exp(best.x[:4])]}")
    print(f"         error: median {np.median(error):.1%}, 90th percentile {np.quantile(error, 0.9):.1%}, "
          f"largest factor {1 + np.max(error):.2f}")


def cells(k):  # bits, wires of the banks, edges of the banks; constants as logarithms
    return np.exp(k[0] - 30) * ports ** k[3] * (size + np.exp(k[1]) * banks * width**2 + np.exp(k[2]) * np.sqrt(size * banks))


def access(k):  # address and data wires, as long as the side of the macro
    side = np.sqrt(size ** k[2] * ports ** k[3] + np.exp(k[4]) * (banks - 1) * width**2 * ports ** k[5])
    return (np.exp(k[0] - 34) + np.exp(k[1] - 38) * width) * side


fit("area", C["area"], cells, [0, 0, 1, 1])
fit("leak", C["leak_power"], cells, [5, 0, 1, 0.2])
fit("read", C["read_energy"], access, [0, 0, 1.1, 2, 0, 3.4])
fit("write", C["write_energy"], access, [0, 0, 1.1, 2, 0, 3.4])
fit("latency", C["latency"], lambda k: ports ** k[2] * (np.exp(k[0] - 24) * np.log2(size) + np.exp(k[1] - 28) * np.sqrt(size)), [0, 0, 0.3])
fit("cycle", ports * banks / C["throughput"], lambda k: np.exp(k[0] - 24) * ports ** k[1] * (size / banks) ** k[2], [0, 0.3, 0.25])
