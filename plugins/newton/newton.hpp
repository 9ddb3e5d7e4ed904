// SPDX-License-Identifier: Apache-2.0
// What Newton adds to the components of ISAAC (README.md has the sources).
#pragma once

#include "forge/sdk/published.hpp"

namespace forge::plugins::newton {

namespace published = sdk::published;

inline constexpr double adc_rate = 1.2e9;  // conversions per second

inline constexpr published::Sheet adaptive_adc = {
    .id = "newton-adaptive-adc",
    .classes = "adc",
    .summary = "adaptive ADC of Newton: 9 bits, of which a conversion finds as many as are needed",
    .source = "A. Nag et al., Newton, IEEE Micro 38(5), 2018; L. Kull et al., ISSCC 2013 (32 nm)",
    .node = {32e-9},
    .area = {1500e-12, "0.0015 mm^2 (Kull)"},
    .leak_power = {0, "0: the paper prints total power, which is in the energy"},
    .actions = {{.name = "convert",
                 .energy = {3.1e-3 / adc_rate, "3.1 mW at 1.2 GS/s (Kull); in proportion to the bits (Newton)"},
                 .latency = {1 / adc_rate, "one sample at 1.2 GS/s, however many bits are found"},
                 .throughput = {adc_rate, "1.2 GS/s, however many bits are found"}}},
    .parameters = {{.name = "resolution",
                    .unit = "bit",
                    .summary = "bits that a conversion finds, on average",
                    .published = 9,
                    .lowest = 1,
                    .highest = 9,
                    .energy = published::linear}},
};

}  // namespace forge::plugins::newton
