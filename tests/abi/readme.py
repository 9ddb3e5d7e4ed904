#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the files that a README shows, so that a test can build them.

usage: readme.py README.md DIRECTORY
A file is a fenced block behind a line `<!-- file: NAME -->`; blocks behind `<!-- run -->` become DIRECTORY/run.sh.
"""
import pathlib
import re
import sys

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
directory = pathlib.Path(sys.argv[2])
directory.mkdir(parents=True, exist_ok=True)
commands = "set -eu\n"
for what, body in re.findall(r"<!-- (file: \S+|run) -->\n```\w+\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
    if what == "run":
        commands += body
    else:
        (directory / what.removeprefix("file: ")).write_text(body, encoding="utf-8")
(directory / "run.sh").write_text(commands, encoding="utf-8")
