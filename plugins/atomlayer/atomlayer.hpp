// SPDX-License-Identifier: Apache-2.0
// The components that AtomLayer adds to those of ISAAC (README.md has the sources).
#pragma once

#include <string_view>

#include "forge/sdk/published.hpp"

namespace forge::plugins::atomlayer {

namespace published = sdk::published;

inline constexpr std::string_view paper = "X. Qiao et al., AtomLayer, DAC 2018 (32 nm)";
inline constexpr published::Figure in_the_energies = {0, "0: the paper prints total power, which is in the energies"};

// depth^0.78 and linear in the width, with depth = size / width: size^0.78 width^0.22.
inline constexpr published::Parameter size = {.name = "size",
                                              .unit = "bit",
                                              .summary = "capacity",
                                              .published = 128 * 16,
                                              .lowest = 1,
                                              .highest = 1e7,
                                              .area = published::linear,
                                              .leak_power = published::power(0.78),
                                              .energy = published::power(0.78)};
inline constexpr published::Parameter width = {.name = "width",
                                               .unit = "bit",
                                               .summary = "bits of one access",
                                               .published = 16,
                                               .lowest = 1,
                                               .highest = 65536,
                                               .leak_power = published::power(0.22),
                                               .energy = published::power(0.22)};

inline constexpr published::Sheet register_ladder = {
    .id = "atomlayer-register-ladder",
    .classes = "register-ladder",
    .summary = "register ladder of AtomLayer: registers that hand values along",
    .source = paper,
    .node = {32e-9},
    .area = {1620e-12, "128 registers of 16 bits"},
    .leak_power = in_the_energies,
    .actions = {{.name = "read",
                 .energy = {0.083e-12, "0.166 pJ for a read and a write, as hwcomponents-library derives it"},
                 .latency = {1e-9, "1 GHz"},
                 .throughput = {1e9, "1 GHz"},
                 .also = "write"}},
    .parameters = {size, width},
};

inline constexpr published::Sheet input_buffer_transfers = {
    .id = "atomlayer-input-buffer-transfers",
    .classes = "buffer-transfer",
    .summary = "network between the input buffers of AtomLayer",
    .source = paper,
    .node = {32e-9},
    .area = {2100e-12, "128 entries of 16 bits"},
    .leak_power = in_the_energies,
    .actions = {{.name = "transfer", .energy = {6.46e-12, "1.24 mW, 256 accesses in 1.33 us"}, .also = "read hop"}},
    .parameters = {size, width},
};

}  // namespace forge::plugins::atomlayer
