// SPDX-License-Identifier: Apache-2.0
// The gain-cell memory of RAAAM (README.md has the sources).
#pragma once

#include "forge/sdk/published.hpp"

namespace forge::plugins::raaam {

namespace published = sdk::published;

inline constexpr double clock = 300e6;

// depth^0.78 and linear in the width, with depth = size / width: size^0.78 width^0.22.
inline constexpr published::Sheet edram = {
    .id = "raaam-edram",
    .classes = "edram gain-cell-edram",
    .summary = "gain-cell eDRAM of three transistors: 1 Mb in 16 nm FinFET at 0.6 V",
    .source =
        "R. Giterman et al., a 1-Mbit fully logic-compatible 3T gain-cell embedded DRAM in 16-nm FinFET, IEEE "
        "Solid-State Circuits Letters 3, 2020 (0.6 V)",
    .node = {16e-9},
    .area = {131570e-12, "131570 um^2 for 1 Mb"},
    .leak_power = {381e-6, "105 uW of leakage and 276 uW of refresh"},
    .actions = {{.name = "read",
                 .energy = {1024 * 2.58e-12, "2.58 uW/MHz, taken for one bit; see the README"},
                 .latency = {1 / clock, "300 MHz"},
                 .throughput = {clock, "300 MHz"}},
                {.name = "write",
                 .energy = {1024 * 2.46e-12, "2.46 uW/MHz, taken for one bit; see the README"},
                 .latency = {1 / clock, "300 MHz"},
                 .throughput = {clock, "300 MHz"}}},
    .parameters = {{.name = "size",
                    .unit = "bit",
                    .summary = "capacity",
                    .published = 1024 * 1024,
                    .lowest = 1024,
                    .highest = 1e10,
                    .area = published::linear,
                    .leak_power = published::linear,
                    .energy = published::power(0.78)},
                   {.name = "width",
                    .unit = "bit",
                    .summary = "bits of one access",
                    .published = 1024,
                    .lowest = 1,
                    .highest = 65536,
                    .energy = published::power(0.22)}},
};

}  // namespace forge::plugins::raaam
