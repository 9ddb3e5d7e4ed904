#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Calibrates the model `sram` on figures of CACTI 7, and tells how well it fits. Needs numpy and scipy.

usage: calibrate.py CSV            prints the deviations, node by node: fitted, and held out (six folds)
       calibrate.py CSV --write    also writes calibration.hpp and cacti_subset.csv beside this script

CSV has the columns node, width, size, banks, ports, area, leak_power, read_energy, write_energy, latency,
throughput, in SI units and bits.
Every sixth row goes into cacti_subset.csv; the constants that are written are fitted to the other rows only.

The formulas are those of organization.hpp, macro.hpp and grid.hpp, which explain them; names are the same. The table
does not tell which organization CACTI took. So two steps alternate: each row takes the organization that explains its
six figures best, and then the constants that explain the rows best are found (non-negative least squares of the
relative deviation).
"""
import csv
import os
import sys

import numpy as np
from scipy.optimize import least_squares, nnls

NODES = (22, 32, 45, 65, 90)
FIGURES = ("area", "leak_power", "read_energy", "write_energy", "latency", "cycle")
FOLDS = 6
ROUNDS = 12

# Where the alternation starts: rough costs at 45 nm, in the order of technology.hpp; other nodes scale them.
START = {
    "leak_power": [2.6e-12, 3.6e-13, 1.8e-10, 6e-11, 2.4e-11, 2.4e-7],
    "read_energy": [3.8e-10, 8.8e-15, 1e-14, 2e-9, 4e-15, 3.8e-10, 2e-17, 2e-10],
    "write_energy": [3.8e-10, 8.3e-15, 8e-15, 6e-9, 4.9e-15, 3.8e-10, 1.9e-16, 5.6e-10],
    "latency": [2.6e-10, 5e-11, 2.4e-11, 1.6e-12, 1.5e-3, 8e-7, 8.6e-4, 8.7e-7, 2.6e-10],
    "cycle": [3.6e-10, 1.6e-11, 2.3e-12, 2.4e-6, 3.9e-3],
}
START_AREA = [2900, 1, 30]
# An organization that misses the least energy * delay^2 by x % is as unlikely as one that misses a figure by sqrt(x) %.
PREFERENCE = 1.0


class Arrays:
    """All organizations of settings (node, width, words of a bank, banks, ports), one after the other."""

    def __init__(self, node, width, words, banks, ports):
        options = [np.arange(n) for n in (18, 20, 5)]
        mux, across, tall = (2.0 ** a.ravel() for a in np.meshgrid(*options))
        rows = np.ceil(words[:, None] / (mux * across * across * tall))
        fits = (rows >= 16) & (rows <= 1024) & (mux * across >= 2)
        fits &= (mux <= np.maximum(2, 2**14 / width[:, None])) & ((tall > 1) | (across == 1))
        self.setting, option = np.nonzero(fits)
        self.mux, self.across, self.tall, self.rows = mux[option], across[option], tall[option], rows[fits]
        self.node, self.width, self.words, self.banks, self.ports = (
            a[self.setting] for a in (node, width, words, banks, ports))
        self.down = self.across * self.tall
        self.columns = self.width * self.mux / 4
        self.feature = self.node * 1e-9
        self.cell_width = self.feature * (10 + 7.5 / 16 + 5 * (self.ports - 1))
        self.cell_height = self.feature * (14.6 + 5 * (self.ports - 1))
        self.word_line, self.bit_line = self.columns * self.cell_width, self.rows * self.cell_height

    def take(self, places):
        part = object.__new__(Arrays)
        part.__dict__ = {name: values[places] for name, values in self.__dict__.items()}
        return part

    def least(self, score):
        """For each setting the place of its organization with the least score."""
        order = np.lexsort((score, self.setting))
        return order[np.searchsorted(self.setting[order], np.arange(self.setting[-1] + 1))]

    def lay_out(self, margins):
        port_pitch, pitch = self.ports * self.feature, 4 * self.feature
        mat_height = 2 * self.bit_line + port_pitch * (
            margins[0] * self.feature / self.cell_width + 4 * self.width + margins[1] * self.mux)
        mat_width = 2 * self.word_line + port_pitch * margins[2] * np.log2(self.columns)
        address, data = np.log2(self.words) * self.ports, self.width * self.ports
        levels, extra = np.log2(self.across), np.log2(self.tall)
        bank_height = mat_height * self.down + pitch * (address * (self.across - 1 + extra) + 2 * data * levels)
        bank_width = mat_width * self.across + pitch * (
            address * (self.across - 1 + extra) + 2 * data * (levels + 2 * (1 - 1 / self.tall)))
        half = np.log2(self.banks) / 2
        banks_down = 2 ** np.where(bank_height > bank_width, np.floor(half), np.ceil(half))
        banks_across = self.banks / banks_down
        bundle = 2 * pitch * (address + 2 * data)
        height = bank_height * banks_down + bundle * (1 - 1 / banks_across)
        width = bank_width * banks_across + bundle * (1 - 1 / banks_down)
        self.area = height * width
        to_bank = width * (1 - 1 / banks_across) + height / 2 * (1 - 1 / banks_down)
        self.path = to_bank + bank_width * (1 - 1 / self.across) + bank_height / 2 * (1 - 1 / self.down)
        self.branches = 2 * levels + extra
        self.wires = address + data
        self.repeaters = self.banks * (address + 2 * data) * to_bank

    def terms(self, figure):
        one, mats = np.ones_like(self.rows), self.across * self.down * self.banks
        bits = self.words * self.width * self.banks
        access = [self.wires * self.path, self.wires * self.branches, self.columns, self.word_line, self.width,
                  self.width * self.word_line]
        return np.array({
            "leak_power": [bits, bits * self.ports, mats * self.rows, mats * self.columns,
                           mats * self.width * self.ports, self.repeaters],
            "read_energy": access + [self.columns * self.rows, self.columns * self.bit_line],
            "write_energy": access + [self.width * self.rows, self.width * self.bit_line],
            "latency": [one, np.log2(self.rows), np.log2(self.columns), self.rows, self.bit_line**2, self.word_line,
                        self.word_line**2, self.path, self.branches],
            "cycle": [one, np.log2(self.columns), self.rows, self.word_line, self.word_line**2],
        }[figure])

    def figures(self, constants, margins):
        self.lay_out(margins)
        found = {"area": self.area}
        for figure in START:
            terms, found[figure] = self.terms(figure), np.zeros(len(self.rows))
            for node in NODES:
                at = self.node == node
                found[figure][at] = constants[node][figure] @ terms[:, at]
        return found


def calibrate(settings, observed, use):
    """Constants of the nodes, {node: {figure: [...]}}, and margins of a mat, from the settings where `use` is true."""
    arrays = Arrays(*settings)
    constants, margins = {node: START for node in NODES}, START_AREA
    starts = np.searchsorted(arrays.setting, np.arange(len(use)))
    for step in range(ROUNDS):
        found = arrays.figures(constants, margins)
        cost = 2 * np.log(found["latency"]) + np.log(found["read_energy"])
        score = PREFERENCE * (cost - np.minimum.reduceat(cost, starts)[arrays.setting])
        for figure in FIGURES:
            deviation = np.log(found[figure] / observed[figure][arrays.setting])
            for node in NODES if step == 0 and figure != "area" else ():
                deviation[arrays.node == node] -= np.median(deviation[arrays.node == node])
            score += deviation**2
        taken = arrays.take(arrays.least(score)[use])
        goal = {figure: observed[figure][taken.setting] for figure in FIGURES}

        def miss(k):
            taken.lay_out(k)
            return np.log(taken.area / goal["area"])

        margins = least_squares(miss, margins, bounds=(0, np.inf), loss="soft_l1", f_scale=0.05, x_scale=START_AREA).x
        taken.lay_out(margins)
        constants = {node: {} for node in NODES}
        for node in NODES:
            at = taken.node == node
            for figure in START:
                relative = taken.terms(figure)[:, at] / goal[figure][at]
                constants[node][figure] = nnls(relative.T, np.ones(at.sum()))[0]
    return constants, margins


class Grid:
    """The figures at powers of two of size and width, as in grid.hpp. `priced`: logarithms by (words, width)."""

    AREA, LEAK, READ, WRITE = range(4)

    def __init__(self, priced):
        self.priced, self.points = priced, {}

    def scaled(self, size, width):
        words, bits = min(size - width - 6, 0), min(width - 5, 0)
        figures = self.priced[max(size - width, 6), max(width, 5)].copy()
        figures[[self.AREA, self.LEAK]] += (words + bits) * np.log(2)
        figures[[self.READ, self.WRITE]] += 0.78 * words * np.log(2) + np.log(0.7 * 2.0**bits + 0.3)
        return figures

    def at(self, size, width):
        if (size, width) not in self.points:
            figures = self.scaled(size, width)
            for wider in range(width + 1, 6):
                figures[2:4] = np.minimum(figures[2:4], self.scaled(size, wider)[2:4])
            if size > 0 and size >= width:
                figures[:4] = np.maximum(figures[:4], self.at(size - 1, width)[:4])
            if width > 0:
                figures[2:4] = np.maximum(figures[2:4], self.at(size, width - 1)[2:4])
            self.points[size, width] = figures
        return self.points[size, width]


def evaluate(table, constants, margins):
    """The figures of the model. Banks are powers of two in the table; grid.hpp interpolates between them, too."""
    keys = list(zip(np.round(table["node"] * 1e9), table["banks"], table["ports"]))
    lines = sorted(set(keys))
    words, width = (a.ravel() for a in np.meshgrid(np.arange(6, 28), np.arange(5, 12)))
    node, banks, ports = (np.repeat(values, len(words)) for values in np.array(lines).T)
    arrays = Arrays(node, np.tile(2.0**width, len(lines)), np.tile(2.0**words, len(lines)), banks, ports)
    found = arrays.figures(constants, margins)
    best = arrays.least(found["latency"] ** 2 * found["read_energy"])
    logarithms = np.log([found[figure][best] for figure in FIGURES]).T.reshape(len(lines), len(words), -1)
    grids = {line: Grid(dict(zip(zip(words, width), values))) for line, values in zip(lines, logarithms)}

    result = []
    for key, size, width in zip(keys, np.log2(table["size"] / table["banks"]), np.log2(table["width"])):
        s, w = int(size), int(width)
        corners = [(i, j, (1 - abs(size - i)) * (1 - abs(width - j))) for i in (s, s + 1) for j in (w, w + 1)]
        result.append(np.exp(sum(share * grids[key].at(i, j) for i, j, share in corners if share > 0)))
    return dict(zip(FIGURES, np.array(result).T))


def deviations(predicted, observed, at):
    ratio = predicted[at] / observed[at]
    return np.maximum(ratio, 1 / ratio) - 1


def report(title, predicted, observed, node, at):
    print(f"{title}: median, 95th percentile in per cent; largest factor\n")
    print("| figure | all | " + " | ".join(f"{n} nm" for n in NODES) + " | worst |\n|" + "---|" * 8)
    for figure in FIGURES:
        cells = []
        for part in [at] + [at & (node == n) for n in NODES]:
            e = deviations(predicted[figure], observed[figure], part)
            cells.append(f"{100 * np.median(e):.1f}, {100 * np.quantile(e, 0.95):.0f}")
        worst = 1 + deviations(predicted[figure], observed[figure], at).max()
        print(f"| {figure} | " + " | ".join(cells) + f" | {worst:.2f} |")
    print()


def write(folder, constants, margins, lines):
    def numbers(values):
        return "{" + ", ".join(f"{v:.4g}" for v in values) + "}"

    with open(os.path.join(folder, "calibration.hpp"), "w") as file:
        file.write("""// SPDX-License-Identifier: Apache-2.0
// Written by calibrate.py from five of every six rows of 1 197 figures of CACTI 7 (README.md). Do not edit.
#pragma once

#include <array>

#include "technology.hpp"

namespace forge::plugins::sram {

inline constexpr std::array<Technology, 5> technologies = {{
""")
        for node in NODES:
            file.write(f"    {{{node}e-9,\n     {numbers(margins)},\n")
            file.write(",\n".join(f"     {numbers(constants[node][figure])}" for figure in START) + "},\n")
        file.write("}};\n\n}  // namespace forge::plugins::sram\n")
    with open(os.path.join(folder, "cacti_subset.csv"), "w") as file:
        file.writelines(lines[:1] + lines[1::FOLDS])


def main():
    with open(sys.argv[1]) as file:
        lines = file.readlines()
    cells = list(csv.DictReader(lines))
    table = {name: np.array([float(row[name]) for row in cells]) for name in cells[0]}
    table["cycle"] = table["banks"] * table["ports"] / table["throughput"]
    node, fold = np.round(table["node"] * 1e9), np.arange(len(cells)) % FOLDS

    # The runs had at least 32 bits; their figures were scaled to narrower widths (README.md).
    width = np.maximum(table["width"], 32)
    share = table["width"] / width
    words = np.maximum(table["size"] / table["width"] / table["banks"], 64)
    scale = {"area": share, "leak_power": share, "read_energy": 0.7 * share + 0.3, "write_energy": 0.7 * share + 0.3}
    observed = {figure: table[figure] / scale.get(figure, 1) for figure in FIGURES}
    settings = (node, width, words, table["banks"], table["ports"])

    held_out = {figure: np.zeros(len(cells)) for figure in FIGURES}
    for k in range(FOLDS):
        constants = calibrate(settings, observed, fold != k)
        for figure, values in evaluate(table, *constants).items():
            held_out[figure][fold == k] = values[fold == k]
        if k == 0:
            committed = constants
    every = fold >= 0
    report("All rows, constants of calibration.hpp", evaluate(table, *committed), table, node, every)
    report("All rows, each held out in one of six folds", held_out, table, node, every)
    report("cacti_subset.csv, held out", held_out, table, node, fold == 0)
    if "--write" in sys.argv:
        write(os.path.dirname(os.path.abspath(__file__)), *committed, lines)


if __name__ == "__main__":
    main()
