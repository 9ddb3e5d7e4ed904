// SPDX-License-Identifier: Apache-2.0
// Published cells of resistive, phase-change and magnetic memories (README.md lists them with what they leave open).
#pragma once

#include <string_view>

namespace forge::plugins::nonvolatile {

struct Cell {
  std::string_view id, summary, source, classes;
  double features;                // area in squares of the node
  double efficiency;              // share of cells in the area of a macro
  double node;                    // m, of the energies
  double scaling;                 // energies go with node^scaling
  double read;                    // J, of one cell
  double set, reset;              // J, of one cell
  double sense;                   // s
  double set_pulse, reset_pulse;  // s
  double leak;                    // W for each bit, of the periphery at 22 nm and 350 K
};

inline constexpr double leak_bits = 8.0 * 1024 * 1024;  // of the arrays whose leakage NVMExplorer gives

// Cell, density and sensing: P. Jain et al., ISSCC 2019 (22FFL: 0.0486 um^2, 10.1 Mb/mm^2, 5 ns at 0.7 V). Read 0.1 pJ: NVSim,
// sample_RRAM.cell; 0.6 pJ in 10 ns to switch, leakage: NVMExplorer, HPCA 2022, default cell in a 1 MB array.
inline constexpr Cell resistive = {
    .id = "rram",
    .summary = "resistive memory, one transistor and one resistor for a bit",
    .source =
        "P. Jain et al., ISSCC 2019 (22 nm: cell, density, sensing); NVSim and NVMExplorer (HPCA 2022): energies, "
        "pulses, leakage",
    .classes = "reram memristor",
    .features = 0.0486e-12 / (22e-9 * 22e-9),
    .efficiency = 0.0486 * 1.048576 * 10.1,
    .node = 22e-9,
    .scaling = 0,
    .read = 0.1e-12,
    .set = 0.6e-12,
    .reset = 0.6e-12,
    .sense = 5e-9,
    .set_pulse = 10e-9,
    .reset_pulse = 10e-9,
    .leak = 3.432e-3 / leak_bits,
};

// Cell and sensing: L. Wei et al., ISSCC 2019 (22FFL, layout of the RRAM: 0.0486 um^2, 4 ns at 0.9 V). 30 uW while sensed,
// 1 pJ (80 uA) in 10 ns to switch, leakage: NVMExplorer, HPCA 2022, default cell in a 1 MB array.
inline constexpr Cell magnetic = {
    .id = "sttram",
    .summary = "spin-transfer torque memory, one transistor and one magnetic junction for a bit",
    .source = "L. Wei et al., ISSCC 2019 (22 nm: cell, sensing); NVMExplorer (HPCA 2022): energies, pulses, leakage",
    .classes = "stt-mram mram",
    .features = resistive.features,
    .efficiency = resistive.efficiency,
    .node = 22e-9,
    .scaling = 0,
    .read = 30e-6 * 4e-9,
    .set = 1e-12,
    .reset = 1e-12,
    .sense = 4e-9,
    .set_pulse = 10e-9,
    .reset_pulse = 10e-9,
    .leak = 2.097e-3 / leak_bits,
};

// B. C. Lee et al., ISCA 2009 (90 nm): 9 to 12 F^2; 2 pJ to read, 13.5 pJ to set, 19.2 pJ to reset; 48 ns to read, pulses of
// 150 and 40 ns; currents, and with them energies, go with the node. Share of cells and leakage: NVMExplorer, HPCA 2022,
// default cell in a 1 MB array.
inline constexpr Cell phase_change = {
    .id = "pcm",
    .summary = "phase-change memory, one bipolar selector and one resistor for a bit",
    .source = "B. C. Lee et al., ISCA 2009 (90 nm); NVMExplorer (HPCA 2022): share of cells, leakage",
    .classes = "pcram phase-change-memory",
    .features = 12,
    .efficiency = 0.43434,
    .node = 90e-9,
    .scaling = 1,
    .read = 2e-12,
    .set = 13.5e-12,
    .reset = 19.2e-12,
    .sense = 48e-9,
    .set_pulse = 150e-9,
    .reset_pulse = 40e-9,
    .leak = 21.368e-3 / leak_bits,
};

}  // namespace forge::plugins::nonvolatile
