// SPDX-License-Identifier: Apache-2.0
// The components of TIMELY (README.md has the sources).
#pragma once

#include <string_view>

#include "forge/sdk/published.hpp"

namespace forge::plugins::timely {

namespace published = sdk::published;
using published::doubling;
using published::linear;
using published::power;
using published::reciprocal;

inline constexpr std::string_view paper = "W. Li et al., TIMELY, ISCA 2020, table 2 (65 nm)";
inline constexpr published::Node node = {65e-9};
inline constexpr published::Figure period = {150e-9, "one cycle of the time domain, 150 ns"};
inline constexpr published::Figure rate = {1 / 150e-9, "one in each cycle of 150 ns"};

inline constexpr published::Sheet i_adder = {
    .id = "timely-i-adder",
    .classes = "current-adder",
    .summary = "current adder of TIMELY",
    .source = paper,
    .node = node,
    .area = {40e-12, "table 2"},
    .actions = {{.name = "add",
                 .energy = {0.0368e-12, "table 2"},
                 .latency = period,
                 .throughput = rate,
                 .also = "compute convert"}},
};

inline constexpr published::Sheet p_sub_buf = {
    .id = "timely-p-sub-buf",
    .classes = "analog-buffer",
    .summary = "P-subBuf of TIMELY: current mirror that hands a partial sum on",
    .source = paper,
    .node = node,
    .area = {5e-12, "table 2"},
    .actions = {{.name = "drive",
                 .energy = {0.0023e-12, "table 2"},
                 .latency = period,
                 .throughput = rate,
                 .also = "convert hop"}},
};

inline constexpr published::Sheet x_sub_buf = {
    .id = "timely-x-sub-buf",
    .classes = "analog-buffer",
    .summary = "X-subBufs of TIMELY: latches that hand inputs on, one for each row",
    .source = paper,
    .node = node,
    .area = {5e-12, "table 2, for each row"},
    .actions = {{.name = "drive",
                 .energy = {0.00062e-12, "table 2, for each row"},
                 .latency = period,
                 .throughput = rate,
                 .also = "convert hop"}},
    .parameters = {{.name = "rows",
                    .summary = "rows that are driven at once",
                    .published = 1,
                    .lowest = 1,
                    .highest = 65536,
                    .is_whole = true,
                    .area = linear,
                    .energy = linear}},
};

inline constexpr published::Parameter resolution = {.name = "resolution",
                                                    .unit = "bit",
                                                    .summary = "bits of a value",
                                                    .published = 8,
                                                    .lowest = 1,
                                                    .highest = 16,
                                                    .area = doubling,
                                                    .energy = doubling};

inline constexpr published::Sheet dtc = {
    .id = "timely-dtc",
    .classes = "dac dtc",
    .summary = "digital-to-time converter of TIMELY",
    .source = paper,
    .node = node,
    .area = {240e-12, "table 2"},
    .actions = {{.name = "convert", .energy = {0.0375e-12, "table 2"}, .latency = period, .throughput = rate}},
    .parameters = {resolution},
};

inline constexpr published::Sheet tdc = {
    .id = "timely-tdc",
    .classes = "adc tdc",
    .summary = "time-to-digital converter of TIMELY",
    .source = paper,
    .node = node,
    .area = {310e-12, "table 2"},
    .actions = {{.name = "convert", .energy = {0.145e-12, "table 2"}, .latency = period, .throughput = rate}},
    .parameters = {resolution},
};

inline constexpr published::Sheet charging_comparator = {
    .id = "timely-charging-comparator",
    .classes = "charging-comparator",
    .summary = "charging unit and comparator of TIMELY",
    .source = paper,
    .node = node,
    .area = {40e-12, "table 2"},
    .actions = {{.name = "compare",
                 .energy = {0.0417e-12, "table 2"},
                 .latency = period,
                 .throughput = rate,
                 .also = "compute convert"}},
};

// depth^0.78 and linear in the width, with depth = size / width.
inline constexpr published::Sheet input_output_buffer = {
    .id = "timely-input-output-buffer",
    .classes = "timely-input-buffer timely-output-buffer",
    .summary = "input or output buffer of TIMELY: 128 rows of 128 bits",
    .source = paper,
    .node = node,
    .area = {40e-12, "as hwcomponents-library has it; see the README: far too small"},
    .actions = {{.name = "read",
                 .energy = {203.776e-12, "12.736 pJ for 8 bits"},
                 .latency = {128e-9 / 1024, "1 ns for 1024 bits"},
                 .throughput = {1024e9 / 128, "1024 bits in 1 ns"}},
                {.name = "write",
                 .energy = {496.624e-12, "31.039 pJ for 8 bits"},
                 .latency = {1280e-9 / 1024, "10 ns for 1024 bits"},
                 .throughput = {102.4e9 / 128, "1024 bits in 10 ns"}}},
    .parameters = {{.name = "size",
                    .unit = "bit",
                    .summary = "capacity",
                    .published = 16384,
                    .lowest = 16,
                    .highest = 1e8,
                    .area = linear,
                    .energy = power(0.78)},
                   {.name = "width",
                    .unit = "bit",
                    .summary = "bits of one access",
                    .published = 128,
                    .lowest = 1,
                    .highest = 65536,
                    .energy = power(0.22),
                    .latency = linear,
                    .throughput = reciprocal}},
};

}  // namespace forge::plugins::timely
