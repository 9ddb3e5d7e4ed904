// SPDX-License-Identifier: Apache-2.0
// The components of ISAAC (README.md has the sources). AtomLayer, FORMS, Newton and TIMELY take some of them as they are
// and say so in their papers: these models answer to those names, too.
#pragma once

#include <string_view>

#include "forge/sdk/published.hpp"

namespace forge::plugins::isaac {

namespace published = sdk::published;
using published::doubling;
using published::linear;
using published::power;
using published::reciprocal;

inline constexpr std::string_view paper = "A. Shafiee et al., ISAAC, ISCA 2016, table 1 (32 nm)";
inline constexpr published::Figure in_the_energies = {0, "0: the paper prints total power, which is in the energies"};
inline constexpr double adc_rate = 1.2e9;  // conversions per second

inline constexpr published::Sheet adc = {
    .id = "isaac-adc",
    .classes = "adc atomlayer-adc newton-adc",
    .summary = "ADC of ISAAC: 8-bit SAR, 1.2 GS/s",
    .source = paper,
    .node = {32e-9},
    .area = {9600e-12 / 8, "9600 um^2 for 8 ADCs (table 1)"},
    .leak_power = in_the_energies,
    .actions = {{.name = "convert",
                 .energy = {16e-3 / 8 / adc_rate, "16 mW for 8 ADCs at 1.2 GS/s (table 1)"},
                 .latency = {1 / adc_rate, "one sample at 1.2 GS/s (table 1)"},
                 .throughput = {adc_rate, "1.2 GS/s (table 1)"}}},
    .parameters = {{.name = "resolution",
                    .unit = "bit",
                    .summary = "bits of a result",
                    .published = 8,
                    .lowest = 1,
                    .highest = 16,
                    .covered_lowest = 6,
                    .covered_highest = 9,
                    .area = doubling,
                    .leak_power = doubling,
                    .energy = doubling,
                    .latency = linear,
                    .throughput = reciprocal}},
};

// A DAC holds its input while an ADC converts 128 columns one after the other.
inline constexpr published::Sheet dac = {
    .id = "isaac-dac",
    .classes = "dac atomlayer-dac forms-dac newton-dac",
    .summary = "DACs of ISAAC: one bit for each row of a crossbar",
    .source = paper,
    .node = {32e-9},
    .area = {170e-12 / 1024, "170 um^2 for 8 x 128 DACs (table 1)"},
    .leak_power = in_the_energies,
    .actions = {{.name = "convert",
                 .energy = {4e-3 / 1024 * 128 / adc_rate,
                            "4 mW for 8 x 128 DACs (table 1), during 128 samples of an ADC"},
                 .latency = {1e-9, "mean time between two results: 1 ns over `rows`"},
                 .throughput = {1e9, "1 GHz for each of `rows`"}}},
    .parameters = {{.name = "resolution",
                    .unit = "bit",
                    .summary = "bits of an input",
                    .published = 1,
                    .lowest = 1,
                    .highest = 12,
                    .covered_lowest = 1,
                    .covered_highest = 2,
                    .area = doubling,
                    .leak_power = doubling,
                    .energy = doubling,
                    .latency = linear,
                    .throughput = reciprocal},
                   {.name = "rows",
                    .summary = "DACs that work at once; an energy is that of one",
                    .published = 1,
                    .lowest = 1,
                    .highest = 65536,
                    .is_whole = true,
                    .area = linear,
                    .leak_power = linear,
                    .latency = reciprocal,
                    .throughput = linear}},
};

// depth^0.78 and linear in the width, with depth = size / width: size^0.78 width^0.22.
inline constexpr published::Rule of_size = power(0.78);
inline constexpr published::Rule of_width = power(0.22);

inline constexpr published::Sheet edram = {
    .id = "isaac-edram",
    .classes = "edram atomlayer-edram newton-edram",
    .summary = "eDRAM buffer of an ISAAC tile: 64 KB with 256 bits",
    .source = paper,
    .node = {32e-9},
    .area = {83000e-12, "0.083 mm^2 (table 1)"},
    .leak_power = in_the_energies,
    .actions = {{.name = "read",
                 .energy = {20.45e-12, "20.7 mW (table 1): 144 accesses for each of 12 IMAs in 1.71 us"},
                 .also = "write"}},
    .parameters = {{.name = "size",
                    .unit = "bit",
                    .summary = "capacity",
                    .published = 524288,
                    .lowest = 1024,
                    .highest = 1e10,
                    .area = linear,
                    .leak_power = of_size,
                    .energy = of_size},
                   {.name = "width",
                    .unit = "bit",
                    .summary = "bits of one access",
                    .published = 256,
                    .lowest = 1,
                    .highest = 65536,
                    .leak_power = of_width,
                    .energy = of_width}},
};

inline constexpr published::Parameter transfer_width = {.name = "width",
                                                        .unit = "bit",
                                                        .summary = "bits of one transfer",
                                                        .published = 256,
                                                        .lowest = 1,
                                                        .highest = 65536,
                                                        .area = linear,
                                                        .leak_power = linear,
                                                        .energy = linear};

inline constexpr published::Sheet edram_bus = {
    .id = "isaac-edram-bus",
    .classes = "bus atomlayer-edram-bus newton-edram-bus",
    .summary = "bus between the eDRAM of an ISAAC tile and an IMA",
    .source = paper,
    .node = {32e-9},
    .area = {7500e-12, "0.090 mm^2 for 12 IMAs (table 1)"},
    .leak_power = in_the_energies,
    .actions = {{.name = "transfer",
                 .energy = {256 * 0.054e-12, "7 mW (table 1): 18432 bits for each of 12 IMAs in 1.71 us"},
                 .also = "hop"}},
    .parameters = {transfer_width},
};

inline constexpr published::Figure router_energy = {
    20.74e-12, "42 mW for 4 tiles (table 1): 72 transfers for each of 12 IMAs in 1.71 us"};

inline constexpr published::Sheet router = {
    .id = "isaac-router",
    .classes = "router atomlayer-router newton-router",
    .summary = "router of ISAAC, whole: four tiles share one",
    .source = paper,
    .node = {32e-9},
    .area = {150000e-12, "0.15 mm^2 (table 1)"},
    .leak_power = in_the_energies,
    .actions = {{.name = "transfer", .energy = router_energy, .also = "hop"}},
    .parameters = {transfer_width},
};
inline constexpr published::Sheet router_shared_by_four = {
    .id = "isaac-router-shared-by-four",
    .classes = "router",
    .summary = "a tile's quarter of a router of ISAAC",
    .source = paper,
    .node = {32e-9},
    .area = {150000e-12 / 4, "0.15 mm^2 for four tiles (table 1)"},
    .leak_power = in_the_energies,
    .actions = {{.name = "transfer", .energy = router_energy, .also = "hop"}},
    .parameters = {transfer_width},
};

inline constexpr published::Sheet shift_add = {
    .id = "isaac-shift-add",
    .classes = "shift-add atomlayer-shift-add newton-shift-add",
    .summary = "shift-and-add unit of ISAAC with its register",
    .source = paper,
    .node = {32e-9},
    .area = {240e-12 / 4, "240 um^2 for 4 (table 1)"},
    .leak_power = in_the_energies,
    .actions = {{.name = "shift_add",
                 .energy = {0.021e-12, "0.2 mW for 4 (table 1) at the rate of 8 ADCs, 1.2 GS/s"},
                 .latency = {1 / adc_rate, "one sample of an ADC, 1.2 GS/s"},
                 .throughput = {adc_rate, "as fast as an ADC, 1.2 GS/s"},
                 .also = "compute read write"}},
    .parameters = {{.name = "width",
                    .unit = "bit",
                    .summary = "bits of a value that is added",
                    .published = 16,
                    .lowest = 1,
                    .highest = 512,
                    .area = linear,
                    .leak_power = linear,
                    .energy = linear}},
};

// A standard sets the rate of the link, so only area and energy go with the node.
inline constexpr published::Sheet chip2chip_link = {
    .id = "isaac-chip2chip-link",
    .classes = "chip2chip-link timely-chip2chip-link",
    .summary = "HyperTransport link between chips of ISAAC",
    .source = "A. Shafiee et al., ISAAC, ISCA 2016, table 1, at 65 nm in hwcomponents-library",
    .node = {.published = 65e-9, .delay = false},
    .area = {23e-6, "about 22.9 mm^2 for the links of a chip (table 1)"},
    .leak_power = in_the_energies,
    .actions = {{.name = "transfer",
                 .energy = {26e-12, "as hwcomponents-library has it; see the README: far too low"},
                 .throughput = {6.4 * 8e9 / 128, "6.4 GB/s (table 1) over `width`"},
                 .also = "hop"}},
    .parameters = {{.name = "width",
                    .unit = "bit",
                    .summary = "bits of one transfer",
                    .published = 128,
                    .lowest = 1,
                    .highest = 65536,
                    .area = linear,
                    .leak_power = linear,
                    .energy = linear,
                    .throughput = reciprocal}},
};

}  // namespace forge::plugins::isaac
