// SPDX-License-Identifier: Apache-2.0
// The DAC of BRAHMS (README.md has the sources).
#pragma once

#include "forge/sdk/published.hpp"

namespace forge::plugins::brahms {

namespace published = sdk::published;

inline constexpr published::Sheet dac = {
    .id = "brahms-dac",
    .classes = "dac",
    .summary = "DAC of BRAHMS: 8 bits, 1.1 GS/s",
    .source =
        "H. Chen et al., a >3 GHz ERBW 1.1 GS/s 8b two-step SAR ADC, VLSI Circuits 2018 (40 nm); used by T. Song et "
        "al., "
        "BRAHMS, DAC 2021",
    .node = {40e-9},
    .area = {438e-12, "438 um^2, measured on the chip photograph by hwcomponents-library"},
    .leak_power = {0, "0: the power printed is total, which is in the energy"},
    .actions = {{.name = "convert",
                 .energy = {0.291e-12, "0.32 mW at 1.1 GS/s"},
                 .latency = {1 / 1.1e9, "one sample at 1.1 GS/s"},
                 .throughput = {1.1e9, "1.1 GS/s"}}},
    .parameters = {{.name = "resolution",
                    .unit = "bit",
                    .summary = "bits of a value",
                    .published = 8,
                    .lowest = 1,
                    .highest = 16,
                    .area = published::doubling,
                    .leak_power = published::doubling,
                    .energy = published::doubling,
                    .latency = published::linear,
                    .throughput = published::reciprocal}},
};

}  // namespace forge::plugins::brahms
