// SPDX-License-Identifier: Apache-2.0
// The ADC of FORMS (README.md has the sources).
#pragma once

#include "forge/sdk/published.hpp"

namespace forge::plugins::forms {

namespace published = sdk::published;

inline constexpr double adc_rate = 2.1e9;  // conversions per second

inline constexpr published::Sheet adc = {
    .id = "forms-adc",
    .classes = "adc",
    .summary = "ADC of FORMS: 4 bits, 2.1 GS/s",
    .source = "G. Yuan et al., FORMS, ISCA 2021 (32 nm)",
    .node = {32e-9},
    .area = {9100e-12 / 32, "9100 um^2 for 32 ADCs"},
    .leak_power = {0, "0: the paper prints total power, which is in the energy"},
    .actions = {{.name = "convert",
                 .energy = {15.2e-3 / 32 / adc_rate, "15.2 mW for 32 ADCs at 2.1 GS/s"},
                 .latency = {1 / adc_rate, "one sample at 2.1 GS/s"},
                 .throughput = {adc_rate, "2.1 GS/s"}}},
    .parameters = {{.name = "resolution",
                    .unit = "bit",
                    .summary = "bits of a result",
                    .published = 4,
                    .lowest = 1,
                    .highest = 16,
                    .covered_lowest = 3,
                    .covered_highest = 5,
                    .area = published::doubling,
                    .leak_power = published::doubling,
                    .energy = published::doubling,
                    .latency = published::linear,
                    .throughput = published::reciprocal}},
};

}  // namespace forge::plugins::forms
