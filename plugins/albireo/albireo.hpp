// SPDX-License-Identifier: Apache-2.0
// The components of Albireo, electronic and photonic (README.md has the sources).
#pragma once

#include <string_view>

#include "forge/sdk/published.hpp"

namespace forge::plugins::albireo {

namespace published = sdk::published;
using published::linear;
using published::reciprocal;
using published::Rule;
using published::steps;

inline constexpr std::string_view paper =
    "K. Shiflett et al., Albireo, ISCA 2021 (7 nm; three projections of the devices)";
inline constexpr published::Figure in_the_energies = {0, "0: what it draws is in the energy"};
inline constexpr published::Figure passive = {0, "0: passive"};
inline constexpr published::Figure static_only = {0, "0: what it draws is static"};

inline constexpr forge_str projections[] = {sdk::to_abi("conservative"), sdk::to_abi("moderate"),
                                            sdk::to_abi("aggressive")};
// What changes with the projection, as printed for conservative, moderate and aggressive.
constexpr Rule projected(double conservative, double moderate, double aggressive) {
  return steps(1, moderate / conservative, aggressive / conservative);
}
constexpr published::Parameter projection(const Rule &leak_power, const Rule &energy) {
  return {.name = "scaling",
          .summary = "which of the paper's projections of the devices",
          .choices = projections,
          .leak_power = leak_power,
          .energy = energy};
}

// Electronic: these scale with the node. A clock sets when a photocurrent is taken.
inline constexpr published::Parameter clock = {.name = "clock",
                                               .unit = "Hz",
                                               .summary = "values in a second",
                                               .published = 1e9,
                                               .lowest = 1e3,
                                               .highest = 100e9,
                                               .latency = reciprocal,
                                               .throughput = linear};

inline constexpr published::Sheet tia = {
    .id = "albireo-tia",
    .classes = "tia",
    .summary = "transimpedance amplifier of Albireo",
    .source = paper,
    .node = {.published = 7e-9, .delay = false},
    .area = {2769e-12, "2769 um^2"},
    .leak_power = in_the_energies,
    .actions = {{.name = "amplify",
                 .energy = {0.625e-12, "0.625, 0.3125, 0.045 pJ"},
                 .latency = {1e-9, "one period of `clock`"},
                 .throughput = {1e9, "one in each period of `clock`"},
                 .also = "convert"}},
    .parameters = {projection({}, projected(0.625, 0.3125, 0.045)), clock},
};

inline constexpr published::Sheet dac = {
    .id = "albireo-dac",
    .classes = "dac",
    .summary = "DAC of Albireo, which drives a modulator",
    .source = paper,
    .node = {7e-9},
    .area = {153e-12, "153 um^2"},
    .leak_power = in_the_energies,
    .actions = {{.name = "convert", .energy = {5.2e-12, "5.2, 2.6, 0.325 pJ"}}},
    .parameters = {projection({}, projected(5.2, 2.6, 0.325))},
};

// Photonic: their size goes with the wavelength of the light, not with the node.
inline constexpr published::Sheet mach_zehnder_modulator = {
    .id = "albireo-mzm",
    .classes = "mzm albireo-mach-zehnder-modulator",
    .summary = "Mach-Zehnder modulator of Albireo",
    .source = paper,
    .area = {15066e-12, "15066 um^2"},
    .leak_power = {11.3e-3, "11.3, 1.41, 0.565 mW"},
    .actions = {{.name = "modulate", .energy = static_only, .also = "convert compute"}},
    .parameters = {projection(projected(11.3, 1.41, 0.565), {})},
};

inline constexpr Rule ring_leak = projected(3.1, 0.388, 0.155);
inline constexpr published::Sheet micro_ring_resonator = {
    .id = "albireo-mrr",
    .classes = "mrr albireo-micro-ring-resonator",
    .summary = "micro-ring resonator of Albireo, which picks a wavelength",
    .source = paper,
    .area = {410e-12, "410 um^2"},
    .leak_power = {3.1e-3, "3.1, 0.388, 0.155 mW"},
    .actions = {{.name = "route", .energy = static_only, .also = "hop compute"}},
    .parameters = {projection(ring_leak, {})},
};

inline constexpr published::Sheet double_micro_ring_resonator = {
    .id = "albireo-double-mrr",
    .classes = "double-mrr albireo-double-micro-ring-resonator",
    .summary = "two micro-ring resonators of Albireo, for positive and negative values",
    .source = paper,
    .area = {2 * 410e-12, "2 x 410 um^2"},
    .leak_power = {2 * 3.1e-3, "2 x 3.1, 0.388, 0.155 mW"},
    .actions = {{.name = "route", .energy = static_only, .also = "hop compute"}},
    .parameters = {projection(ring_leak, {})},
};

inline constexpr published::Sheet photodiode = {
    .id = "albireo-photodiode",
    .classes = "photodiode",
    .summary = "photodiode of Albireo",
    .source = paper,
    .area = {1846e-12, "1846 um^2"},
    .leak_power = passive,
    .actions = {{.name = "detect",
                 .energy = passive,
                 .latency = {1e-9, "one period of `clock`"},
                 .throughput = {1e9, "one in each period of `clock`"},
                 .also = "convert"}},
    .parameters = {clock},
};

inline constexpr published::Sheet arrayed_waveguide_grating = {
    .id = "albireo-awg",
    .classes = "awg albireo-arrayed-waveguide-grating",
    .summary = "arrayed waveguide grating of Albireo, which parts the wavelengths",
    .source = paper,
    .area = {1108089e-12, "1108089 um^2"},
    .leak_power = passive,
    .actions = {{.name = "route", .energy = passive, .also = "hop"}},
};

inline constexpr published::Sheet star_coupler = {
    .id = "albireo-star-coupler",
    .classes = "star-coupler",
    .summary = "star coupler of Albireo: light from each row to each column",
    .source = paper,
    .area = {262500e-12, "262500 um^2"},
    .leak_power = passive,
    .actions = {{.name = "route", .energy = passive, .also = "hop"}},
};

inline constexpr published::Sheet laser = {
    .id = "albireo-laser",
    .classes = "laser",
    .summary = "laser of Albireo",
    .source = paper,
    .area = {6153e-12, "6153 um^2"},
    .leak_power = {1.94e-3, "1.94, 0.0743, 0.0614 mW"},
    .actions = {{.name = "emit", .energy = static_only, .also = "convert hop"}},
    .parameters = {projection(projected(1.94, 0.0743, 0.0614), {})},
};

}  // namespace forge::plugins::albireo
