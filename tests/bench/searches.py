# SPDX-License-Identifier: Apache-2.0
"""Searches by forge in processes of their own, for the scripts that measure them."""
import json
import pathlib
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def build():
    subprocess.run([ROOT / "scripts/build", "release", "program"], check=True)


def search(project, limit):
    """Runs a project, given as text, on one thread: its results.json and "process" seconds, or {"error": why}."""
    with tempfile.TemporaryDirectory() as directory:
        file, answer = pathlib.Path(directory) / "project.toml", pathlib.Path(directory) / "results.json"
        file.write_text(project)
        command = [ROOT / "build/bin/forge", "run", file, "--quiet", "--threads", "1", "--timeout", f"{limit} s",
                   "--report", f"json={answer}"]
        start = time.perf_counter()
        try:
            # The search ends by itself at its limit; where it does not, it is no longer waited for.
            outcome = subprocess.run(command, capture_output=True, text=True, timeout=2 * limit + 10, check=False)
        except subprocess.TimeoutExpired:
            return {"error": "did not stop at its time limit"}
        seconds = time.perf_counter() - start
        if outcome.returncode != 0:
            return {"error": outcome.stderr.strip().split("error: ", 1)[-1].splitlines()[0]}
        return {**json.loads(answer.read_text()), "process": seconds}


def design(name):
    """The lines of a project that stand for a design of configs/architectures."""
    return f'forge = 1\ninclude = ["{ROOT}/configs/architectures/{name}.toml"]\n'
