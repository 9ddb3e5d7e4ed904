// SPDX-License-Identifier: Apache-2.0
// Digital components of the processor of Jia et al. (README.md has the sources).
#pragma once

#include <string_view>

#include "forge/sdk/published.hpp"

namespace forge::plugins::jia {

namespace published = sdk::published;
using published::linear;
using published::quadratic;
using published::reciprocal;

inline constexpr std::string_view paper =
    "H. Jia et al., JSSC 55(9), 2020 (65 nm, 1.2 V), divided among components by hwcomponents-library";
inline constexpr published::Node base_node = {.published = 65e-9, .delay = false};  // array_period sets the pace
inline constexpr published::Parameter supply_voltage = {.name = "voltage",
                                                        .unit = "V",
                                                        .summary = "supply voltage",
                                                        .published = 1.2,
                                                        .lowest = 0.5,
                                                        .highest = 1.5,
                                                        .covered_lowest = 0.85,
                                                        .covered_highest = 1.2,
                                                        .leak_power = quadratic,
                                                        .energy = quadratic};
inline constexpr published::Parameter array_period = {.name = "array_period",
                                                      .unit = "s",
                                                      .summary = "time of one activation of the analog array",
                                                      .published = 540e-9,
                                                      .lowest = 1e-9,
                                                      .highest = 1e-3,
                                                      .latency = linear,
                                                      .throughput = reciprocal};
inline constexpr published::Figure eighth = {540e-9 / 8, "an eighth of array_period"};
inline constexpr published::Figure eightfold = {8 / 540e-9, "8 in each array_period"};

inline constexpr published::Sheet shift_add = {
    .id = "jia-shift-add",
    .classes = "shift-add",
    .summary = "shift-and-add unit of Jia with its register",
    .source = paper,
    .node = base_node,
    .area = {5000e-12, "5000 um^2 for values of 8 bits"},
    .leak_power = {2.22e-6, "2.22 uW for values of 8 bits"},
    .actions = {{.name = "shift_and_add",
                 .energy = {2.25e-12, "2.25 pJ for values of 8 bits"},
                 .latency = eighth,
                 .throughput = eightfold,
                 .also = "shift_add compute read write"}},
    .parameters = {{.name = "resolution",
                    .unit = "bit",
                    .summary = "bits of a value that is added",
                    .published = 8,
                    .lowest = 1,
                    .highest = 64,
                    .area = linear,
                    .leak_power = linear,
                    .energy = linear},
                   supply_voltage,
                   array_period},
};

inline constexpr published::Sheet datapath = {
    .id = "jia-datapath",
    .classes = "near-memory-datapath",
    .summary = "near-memory datapath of Jia: quantizes and activates an output",
    .source = paper,
    .node = base_node,
    .area = {10535e-12, "10535 um^2"},
    .leak_power = {4.44e-6, "4.44 uW"},
    .actions = {{.name = "process",
                 .energy = {12e-12, "12 pJ"},
                 .latency = eighth,
                 .throughput = eightfold,
                 .also = "compute"}},
    .parameters = {supply_voltage, array_period},
};

}  // namespace forge::plugins::jia
