// SPDX-License-Identifier: Apache-2.0
// The components of Colonnade (README.md has the sources): cells of NeuroSim, calibrated on the chip.
#pragma once

#include <string_view>

#include "forge/sdk/published.hpp"

namespace forge::plugins::colonnade {

namespace published = sdk::published;
using published::linear;
using published::quadratic;

inline constexpr std::string_view source =
    "cells: X. Peng et al., DNN+NeuroSim V1.3 (65 nm); calibrated by hwcomponents-library on H. Kim et al., Colonnade, "
    "JSSC "
    "56(7), 2021 (65 nm, 0.8 V)";
inline constexpr published::Node node = {65e-9};

// An adder of n bits and a flip-flop of NeuroSim. The adder's energy is 8.51 fJ n + 0.59 fJ.
inline constexpr double adder_area = 12.13758e-12;
inline constexpr double adder_leak = 0.5897883e-9;
inline constexpr double adder_energy = 9.100018e-15;
inline constexpr double adder_fixed_share = 0.06484667;
inline constexpr double flip_flop_area = 10.78896e-12;
inline constexpr double flip_flop_leak = 0.5989355e-9;
inline constexpr double flip_flop_energy = 19.48006e-15;

inline constexpr double voltage_of_figures = 0.8;
inline constexpr double activity_of_figures = 0.5;
inline constexpr double wire_capacitance = 1e-15;  // F from one cell to the next

inline constexpr published::Parameter voltage = {.name = "voltage",
                                                 .unit = "V",
                                                 .summary = "supply voltage",
                                                 .published = voltage_of_figures,
                                                 .lowest = 0.5,
                                                 .highest = 1.2,
                                                 .energy = quadratic};

inline constexpr published::Sheet cim_logic = {
    .id = "colonnade-cim-logic",
    .classes = "cim-logic",
    .summary = "logic beside the memory cells of Colonnade: two multiplexers, an XNOR and a full adder for each bit",
    .source = source,
    .node = node,
    .area = {0.9 * adder_area, "an adder of NeuroSim, times 0.9"},
    .leak_power = {15 * adder_leak, "an adder of NeuroSim, times 15"},
    .actions = {{.name = "compute",
                 .energy = {0.0285 * activity_of_figures * adder_energy,
                            "an adder of NeuroSim, times 0.0285 and activity"}}},
    .parameters = {{.name = "width",
                    .unit = "bit",
                    .summary = "bits of the adder, which are the cells in use",
                    .published = 1,
                    .lowest = 1,
                    .highest = 256,
                    .area = linear,
                    .leak_power = linear,
                    .energy = published::affine(adder_fixed_share)},
                   {.name = "activity",
                    .summary = "share of the nodes that switch",
                    .published = activity_of_figures,
                    .lowest = 0,
                    .highest = 1,
                    .energy = linear},
                   voltage},
};

inline constexpr published::Sheet input_port = {
    .id = "colonnade-cim-logic-input-port",
    .classes = "input-port",
    .summary = "the bit of an input that goes to all XNORs of a row of Colonnade",
    .source = source,
    .node = node,
    .area = {0, "0: in the logic"},
    .leak_power = {0, "0: in the logic"},
    .actions = {{.name = "drive",
                 .energy = {(adder_energy + wire_capacitance * voltage_of_figures * voltage_of_figures) *
                                activity_of_figures * activity_of_figures,
                            "an adder of NeuroSim and 1 fF of wire for each column"},
                 .also = "convert hop"}},
    .parameters = {{.name = "columns",
                    .summary = "columns that a row drives",
                    .published = 1,
                    .lowest = 1,
                    .highest = 65536,
                    .is_whole = true,
                    .energy = linear},
                   {.name = "activity",
                    .summary = "share of the nodes that switch",
                    .published = activity_of_figures,
                    .lowest = 0,
                    .highest = 1,
                    .energy = quadratic},
                   voltage},
};

inline constexpr published::Sheet pipeline_register = {
    .id = "colonnade-register",
    .classes = "pipeline-register",
    .summary = "register between parts of a column of Colonnade",
    .source = source,
    .node = node,
    .area = {8 * 1.3 * flip_flop_area, "8 flip-flops of NeuroSim, times 1.3"},
    .leak_power = {8 * flip_flop_leak, "8 flip-flops of NeuroSim"},
    .actions = {{.name = "read",
                 .energy = {4.5 * flip_flop_energy, "a flip-flop of NeuroSim, times 4.5, for 8 bits"},
                 .latency = {0.5e-9, "half a cycle of 1 GHz"},
                 .throughput = {2e9, "two in a cycle of 1 GHz"}},
                {.name = "write",
                 .energy = {0, "0: in the read"},
                 .latency = {0.5e-9, "half a cycle of 1 GHz"},
                 .throughput = {2e9, "two in a cycle of 1 GHz"}}},
    .parameters = {{.name = "width",
                    .unit = "bit",
                    .summary = "bits of the register",
                    .published = 8,
                    .lowest = 1,
                    .highest = 4096,
                    .area = linear,
                    .leak_power = linear,
                    .energy = linear},
                   voltage},
};

}  // namespace forge::plugins::colonnade
