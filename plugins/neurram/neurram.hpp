// SPDX-License-Identifier: Apache-2.0
// The components of NeuRRAM (README.md has the sources).
#pragma once

#include <string_view>

#include "forge/sdk/published.hpp"

namespace forge::plugins::neurram {

namespace published = sdk::published;
using published::linear;
using published::quadratic;

inline constexpr std::string_view paper =
    "W. Wan et al., NeuRRAM, Nature 608, 2022 (130 nm, 1.8 V), divided among components by hwcomponents-library";
inline constexpr published::Node node = {130e-9};
inline constexpr published::Parameter voltage = {.name = "voltage",
                                                 .unit = "V",
                                                 .summary = "supply voltage",
                                                 .published = 1.8,
                                                 .lowest = 0.5,
                                                 .highest = 3.3,
                                                 .leak_power = quadratic,
                                                 .energy = quadratic};

inline constexpr published::Sheet shift_add = {
    .id = "neurram-shift-add",
    .classes = "shift-add",
    .summary = "shift-and-add unit of NeuRRAM with its register",
    .source = paper,
    .node = node,
    .area = {170e-12, "170 um^2 for values of 8 bits"},
    .leak_power = {5e-9, "5 nW"},
    .actions = {{.name = "shift_and_add",
                 .energy = {0.1e-12, "0.1 pJ for values of 8 bits"},
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
                   voltage},
};

inline constexpr published::Sheet adc = {
    .id = "neurram-adc",
    .classes = "adc neurram-variable-precision-adc",
    .summary = "ADC of variable precision of NeuRRAM: a neuron that compares",
    .source = paper,
    .node = node,
    .area = {400e-12, "400 um^2"},
    .leak_power = {10e-9, "10 nW"},
    .actions = {{.name = "convert", .energy = {0.3e-12, "0.3 pJ"}}},
    .parameters = {voltage},
};

inline constexpr published::Sheet analog_sample = {
    .id = "neurram-analog-sample",
    .classes = "sample-and-hold",
    .summary = "sampling of a charge in NeuRRAM",
    .source = paper,
    .node = node,
    .area = {45e-12, "45 um^2"},
    .leak_power = {10e-9, "10 nW"},
    .actions = {{.name = "sample", .energy = {1.2e-12, "1.2 pJ"}, .also = "convert compute"}},
    .parameters = {{.name = "width",
                    .summary = "samples that are held at once; energy and leakage are those of all",
                    .published = 1,
                    .lowest = 1,
                    .highest = 65536,
                    .is_whole = true,
                    .area = linear},
                   voltage},
};

inline constexpr published::Sheet analog_integrator = {
    .id = "neurram-analog-integrator",
    .classes = "analog-integrator",
    .summary = "integration of a sampled charge in NeuRRAM",
    .source = paper,
    .node = node,
    .area = {350e-12, "350 um^2"},
    .leak_power = {5e-9, "5 nW"},
    .actions = {{.name = "integrate", .energy = {0.25e-12, "0.25 pJ"}, .also = "convert compute"}},
    .parameters = {voltage},
};

}  // namespace forge::plugins::neurram
