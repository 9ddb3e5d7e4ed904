// SPDX-License-Identifier: Apache-2.0
// Scaling of figures of CMOS logic between technology nodes, supply voltages and temperatures, for component models.
//
//   using namespace forge::sdk::technology;
//   energy = 0.21e-12 * energy_factor(40e-9, node) * voltage_energy_factor(node, voltage);
//   leak = 2.4e-6 * energy_factor(40e-9, node) * leakage_factor(node, voltage, temperature);
//   area = 278e-12 * area_factor(40e-9, node);
//   delay = 1e-9 * delay_factor(40e-9, node) * voltage_delay_factor(node, voltage);
//
// technology_columns.hpp has the inputs, which say what is covered, so that the host warns beyond it.
//
// Nodes: A. Stillmaker, B. Baas, "Scaling equations for the accurate prediction of CMOS device performance from 180 nm
// to 7 nm", Integration 58 (2017) 74-81, doi:10.1016/j.vlsi.2017.02.002: the table of area factors and the fitted
// polynomials of the energy of a switching inverter. The paper has these for single nodes; what lies between or beyond
// them, and which of its devices to take, is decided here as hwcomponents-library does, so that figures agree with it:
//   - devices: those for low power at 45 and 32 nm, those for high performance at 20 nm and below; 0.8 V;
//   - between two nodes: linear in nm (energy: between the two polynomials; area: between the four entries). Entries are
//     rounded ratios, so that a way over a third node gives a few per cent else than the direct one, and what starts
//     between two nodes, as at 40 nm, is up to 16 % larger at all others. Around the node that an area starts from the
//     factor goes through 1, so that nothing jumps;
//   - 180 nm, which the library leaves out, has the paper's areas and delays. Its energies are those of 130 nm times the
//     ratio of both polynomials at 1.3 V, 2.9, the highest voltage at which both hold: below 0.9 V that of 180 nm falls
//     to nothing;
//   - outside of 7 ... 180 nm: as the nearest node, times the ratio of the nodes (area) or its square root (energy). Made
//     for 250 ... 2 nm.
//
// Voltages: the same paper's polynomials of energy (second order) and delay (third order), as ratios to what they give
// at 0.8 V, where the nodes are compared: a figure that was scaled between nodes counts as one at 0.8 V. All of the
// polynomials are physical, energy rising and delay falling, from 0.6 to 0.95 V; those of 32 nm and coarser up to 1.3 V.
// Above its polynomials a node has E ~ V^2, and the alpha-power law, delay ~ V / (V - Vt)^alpha (T. Sakurai, A. R. Newton,
// JSSC 25(2), 1990), with an alpha of 1.3, as is usual for short channels, and the Vt of the 14 nm devices of the
// predictive technology model (PTM, ptm.asu.edu).
//
// Leakage: proportional to the voltage (J. A. Butts, G. S. Sohi, "A static power model for architects", MICRO 2000; the
// growth of the current itself with the voltage is not in it), and to T^2 exp(-A / T), the subthreshold current of BSIM
// (see Y. Zhang et al., "HotLeakage", University of Virginia CS-2003-05). A is fitted to the off-currents of PTM devices
// at 300, 310 ... 400 K, as tabulated with NeuroSim (P.-Y. Chen, X. Peng, S. Yu, IEEE TCAD 37(12), 2018); the fit is
// within 0.8 % at each of them.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace forge::sdk::technology {

// Ends of a range, both in it.
struct Range {
  double lowest, highest;
  constexpr bool has(double value) const noexcept { return value >= lowest && value <= highest; }
};
inline constexpr Range nodes = {2e-9, 250e-9};
inline constexpr Range covered_nodes = {7e-9, 180e-9};
inline constexpr Range voltages = {0.6, 1.3};
inline constexpr Range covered_voltages = {0.6, 0.95};  // at each node
inline constexpr Range temperatures = {250, 425};
inline constexpr Range covered_temperatures = {300, 400};

inline constexpr double reference_voltage = 0.8;
inline constexpr double reference_temperature = 300;

inline constexpr std::size_t n_nodes = 11;
inline constexpr std::array<double, n_nodes> nodes_in_nm = {180, 130, 90, 65, 45, 32, 20, 16, 14, 10, 7};

// area_table[from][to]: what an area is multiplied by (the paper rounds to two digits).
inline constexpr std::array<std::array<double, n_nodes>, n_nodes> area_table = {{
    {1, 0.34, 0.15, 0.08, 0.053, 0.025, 0.011, 0.01, 0.0093, 0.0055, 0.0032},
    {2.9, 1, 0.44, 0.23, 0.16, 0.072, 0.033, 0.03, 0.027, 0.016, 0.0092},
    {6.6, 2.3, 1, 0.53, 0.35, 0.16, 0.075, 0.067, 0.061, 0.036, 0.021},
    {12, 4.3, 1.9, 1, 0.66, 0.31, 0.14, 0.13, 0.12, 0.068, 0.039},
    {19, 6.4, 2.8, 1.5, 1, 0.46, 0.21, 0.19, 0.17, 0.1, 0.059},
    {40, 14, 6.1, 3.3, 2.2, 1, 0.46, 0.41, 0.38, 0.22, 0.13},
    {88, 30, 13, 7.1, 4.7, 2.2, 1, 0.89, 0.82, 0.48, 0.28},
    {99, 34, 15, 7.9, 5.3, 2.4, 1.1, 1, 0.91, 0.54, 0.31},
    {110, 37, 16, 8.7, 5.8, 2.7, 1.2, 1.1, 1, 0.59, 0.34},
    {180, 63, 28, 15, 9.8, 4.5, 2.1, 1.9, 1.7, 1, 0.58},
    {320, 110, 48, 25, 17, 7.8, 3.6, 3.2, 2.9, 1.7, 1},
}};

// Energy in units of the paper: a V^2 + b V + c. Only ratios mean something.
struct EnergyPolynomial {
  double a, b, c;
  constexpr double at(double voltage) const noexcept { return (a * voltage + b) * voltage + c; }
};
inline constexpr EnergyPolynomial energy_at_130_nm = {7.171, -6.709, 2.904}, energy_at_180_nm = {24.64, -17.98, 0};
inline constexpr double energy_of_180_nm = energy_at_180_nm.at(1.3) / energy_at_130_nm.at(1.3);
inline constexpr std::array<EnergyPolynomial, n_nodes> energy_table = {{
    {energy_of_180_nm * energy_at_130_nm.a, energy_of_180_nm *energy_at_130_nm.b, energy_of_180_nm *energy_at_130_nm.c},
    energy_at_130_nm,
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

// Delay in units of the paper, ((a V + b) V + c) V + d, of the same devices. Only ratios at one node mean something here.
struct DelayPolynomial {
  double a, b, c, d;
  constexpr double at(double voltage) const noexcept { return ((a * voltage + b) * voltage + c) * voltage + d; }
};
inline constexpr std::array<DelayPolynomial, n_nodes> delay_table = {{
    {0, 97.09, -356.7, 406.5},  // 180 nm
    {-76.65, 334.9, -493.4, 275.8},
    {-60.34, 262.5, -384.2, 210.9},
    {-53.3, 230.4, -333.9, 178.6},
    {-285.7, 1239, -1795, 898.8},  // 45 nm, low power
    {-325.9, 1374, -1922, 913.2},
    {0, 34.63, -66.37, 41.15},  // 20 nm, high performance
    {0, 24.8, -47.52, 28.87},
    {-40.66, 109.2, -100.6, 35.92},
    {-34.95, 93.65, -85.99, 30.4},
    {-28.58, 76.6, -70.26, 24.69},
}};

// Above these the polynomials rise again, or fall to nothing.
inline constexpr std::array<double, n_nodes> highest_voltage_table = {1.3,  1.3,  1.3,  1.3,  1.3, 1.3,
                                                                      0.95, 0.95, 0.95, 0.95, 0.95};

// A of T^2 exp(-A / T) in K: n-channel, low power from 130 to 32 nm, high performance (FinFETs) below; there is no 180 nm,
// which has what 130 nm has, and PTM has no 20 and 16 nm there, so that these have what 14 nm has.
inline constexpr std::array<double, n_nodes> leakage_table = {2206, 2206, 2233, 2360, 2568, 2761,
                                                              3068, 3068, 3068, 3054, 3072};

inline constexpr double alpha_of_short_channels = 1.3;
inline constexpr double threshold_voltage = 0.173;

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
  const Place x = place_of(from);
  const Place y = place_of(to);
  const auto column = [&x](std::size_t i) {
    return area_table[x.index][i] * (1 - x.share) + area_table[x.index + 1][i] * x.share;
  };
  double coarser = column(y.index), finer = column(y.index + 1), share = y.share;
  if (x.index == y.index) {  // through 1 at `from`
    if (y.share <= x.share) {
      finer = 1;
      share = x.share > 0 ? y.share / x.share : 1;
    } else {
      coarser = 1;
      share = (y.share - x.share) / (1 - x.share);
    }
  }
  return (coarser * (1 - share) + finer * share) * y.beyond / x.beyond;
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

// What the energy of an operation at 0.8 V is multiplied by to hold at another voltage, at the same node.
inline double voltage_energy_factor(double node, double voltage) noexcept {
  const auto of_column = [voltage](std::size_t i) {
    const double covered = std::min(voltage, highest_voltage_table[i]);
    const double beyond = voltage / covered;
    return energy_table[i].at(covered) * beyond * beyond;
  };
  const Place p = place_of(node);
  const auto &low = energy_table[p.index];
  const auto &high = energy_table[p.index + 1];
  return (of_column(p.index) * (1 - p.share) + of_column(p.index + 1) * p.share) /
         (low.at(reference_voltage) * (1 - p.share) + high.at(reference_voltage) * p.share);
}

// The same for a delay. Between two nodes: between the two slowdowns.
inline double voltage_delay_factor(double node, double voltage) noexcept {
  const auto alpha_law = [](double v) { return v / std::pow(v - threshold_voltage, alpha_of_short_channels); };
  const auto of_column = [voltage, alpha_law](std::size_t i) {
    const double covered = std::min(voltage, highest_voltage_table[i]);
    return delay_table[i].at(covered) / delay_table[i].at(reference_voltage) *
           (voltage > covered ? alpha_law(voltage) / alpha_law(covered) : 1);
  };
  const Place p = place_of(node);
  return of_column(p.index) * (1 - p.share) + of_column(p.index + 1) * p.share;
}

// What leakage power at 0.8 V and 300 K is multiplied by to hold at another voltage and temperature, at the same node.
inline double leakage_factor(double node, double voltage, double temperature) noexcept {
  const Place p = place_of(node);
  const double a = leakage_table[p.index] * (1 - p.share) + leakage_table[p.index + 1] * p.share;
  const double warmer = temperature / reference_temperature;
  return voltage / reference_voltage * warmer * warmer * std::exp(a * (1 / reference_temperature - 1 / temperature));
}

// What a delay at node `from` is multiplied by to hold at node `to`: proportional to the feature size, which is the
// classical rule of constant-field scaling (R. H. Dennard et al., JSSC 9(5), 1974), not the paper's.
constexpr double delay_factor(double from, double to) noexcept {
  return to / from;
}

}  // namespace forge::sdk::technology
