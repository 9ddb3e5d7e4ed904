// SPDX-License-Identifier: Apache-2.0
// Scaling of figures of CMOS logic from one technology node to another, for component models.
//
// Source: A. Stillmaker, B. Baas, "Scaling equations for the accurate prediction of CMOS device performance from 180 nm
// to 7 nm", Integration 58 (2017) 74-81, doi:10.1016/j.vlsi.2017.02.002: the table of area factors and the fitted
// polynomials of the energy of a switching inverter. The paper has these for single nodes; what lies between or beyond
// them, and which of its devices to take, is decided here as hwcomponents-library does, so that figures agree with it:
//   - devices: those for low power at 45 and 32 nm, those for high performance at 20 nm and below; 0.8 V;
//   - between two nodes: linear in nm (energy: between the two polynomials; area: between the four entries);
//     the entries are rounded ratios, so that a way over a third node, or 40 -> 40.1 nm, gives a few per cent (areas near
//     40 nm: 20 %) else than the direct one; 40 -> 40 nm is 1;
//   - outside of 7 ... 130 nm: as the nearest node, times the ratio of the nodes (area) or its square root (energy).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace forge::sdk::technology {

inline constexpr std::size_t n_nodes = 10;
inline constexpr std::array<double, n_nodes> nodes_in_nm = {130, 90, 65, 45, 32, 20, 16, 14, 10, 7};

// area_table[from][to]: what an area is multiplied by (the paper rounds to two digits).
inline constexpr std::array<std::array<double, n_nodes>, n_nodes> area_table = {{
    {1, 0.44, 0.23, 0.16, 0.072, 0.033, 0.03, 0.027, 0.016, 0.0092},
    {2.3, 1, 0.53, 0.35, 0.16, 0.075, 0.067, 0.061, 0.036, 0.021},
    {4.3, 1.9, 1, 0.66, 0.31, 0.14, 0.13, 0.12, 0.068, 0.039},
    {6.4, 2.8, 1.5, 1, 0.46, 0.21, 0.19, 0.17, 0.1, 0.059},
    {14, 6.1, 3.3, 2.2, 1, 0.46, 0.41, 0.38, 0.22, 0.13},
    {30, 13, 7.1, 4.7, 2.2, 1, 0.89, 0.82, 0.48, 0.28},
    {34, 15, 7.9, 5.3, 2.4, 1.1, 1, 0.91, 0.54, 0.31},
    {37, 16, 8.7, 5.8, 2.7, 1.2, 1.1, 1, 0.59, 0.34},
    {63, 28, 15, 9.8, 4.5, 2.1, 1.9, 1.7, 1, 0.58},
    {110, 48, 25, 17, 7.8, 3.6, 3.2, 2.9, 1.7, 1},
}};

// Energy in units of the paper: a V^2 + b V + c. Only ratios mean something.
struct EnergyPolynomial {
  double a, b, c;
  constexpr double at(double voltage) const noexcept { return (a * voltage + b) * voltage + c; }
};
inline constexpr std::array<EnergyPolynomial, n_nodes> energy_table = {{
    {7.171, -6.709, 2.904},     // 130 nm
    {4.762, -4.781, 2.092},     // 90 nm
    {3.755, -4.398, 1.975},     // 65 nm
    {1.103, -0.362, 0.2767},    // 45 nm, low power
    {0.9559, -0.7823, 0.471},   // 32 nm, low power
    {0.373, -0.1582, 0.04104},  // 20 nm, high performance, like those below
    {0.2958, -0.1241, 0.03024},
    {0.2363, -0.09675, 0.02239},
    {0.2068, -0.09311, 0.02375},
    {0.1776, -0.09097, 0.02447},
}};

// A node between two columns of the tables: (1 - share) of `index`, `share` of index + 1.
struct Place {
  std::size_t index;
  double share;
  double beyond;  // the node over the nearest one in the tables; 1 inside
};
inline Place place_of(double node) noexcept {
  const double nm = node * 1e9;
  const double inside = std::clamp(nm, nodes_in_nm.back(), nodes_in_nm.front());
  std::size_t i = 0;
  while (i + 2 < n_nodes && inside < nodes_in_nm[i + 1]) {
    ++i;
  }
  return {i, (nodes_in_nm[i] - inside) / (nodes_in_nm[i] - nodes_in_nm[i + 1]), nm / inside};
}

// What an area at node `from` is multiplied by to hold at node `to`. Nodes in m, above 0.
inline double area_factor(double from, double to) noexcept {
  if (from == to) {
    return 1;
  }
  const Place x = place_of(from);
  const Place y = place_of(to);
  const auto &low = area_table[x.index];
  const auto &high = area_table[x.index + 1];
  const auto row = [&y](const auto &r) { return r[y.index] * (1 - y.share) + r[y.index + 1] * y.share; };
  return (row(low) * (1 - x.share) + row(high) * x.share) * y.beyond / x.beyond;
}

// The same for the energy of an operation; also used for leakage power, for which the paper has no figures.
inline double energy_factor(double from, double to, double voltage = 0.8) noexcept {
  const auto energy = [voltage](double node) {
    const Place p = place_of(node);
    return (energy_table[p.index].at(voltage) * (1 - p.share) + energy_table[p.index + 1].at(voltage) * p.share) *
           std::sqrt(p.beyond);
  };
  return energy(to) / energy(from);
}

// The same for a delay: proportional to the feature size, which is the classical rule of constant-field scaling
// (R. H. Dennard et al., JSSC 9(5), 1974), not the paper's.
constexpr double delay_factor(double from, double to) noexcept {
  return to / from;
}

}  // namespace forge::sdk::technology
