// SPDX-License-Identifier: Apache-2.0
// What the components of RAELLA are made of (README.md has the sources): arithmetic of Aladdin, and a small SRAM that
// generates its own addresses.
#pragma once

#include <algorithm>
#include <cmath>

#include "forge/sdk/aladdin.hpp"

namespace forge::plugins::raella {

// At the node asked for.
struct Part {
  double area;        // m^2
  double leak_power;  // W
  double energy;      // J of an operation
  double delay;       // s
};

// Y. S. Shao et al., "Aladdin", ISCA 2014. Registers are without leakage in hwcomponents-library, and so they are here.
inline Part from_aladdin(const sdk::aladdin::Unit &unit, double node) noexcept {
  const sdk::aladdin::Unit scaled = sdk::aladdin::at(node, unit);
  return {scaled.area, scaled.leak, scaled.energy, sdk::aladdin::delay_at(node)};
}
inline Part adder(double width, double node) noexcept {
  return from_aladdin(sdk::aladdin::adder(width), node);
}
inline Part multiplier(double width_a, double width_b, double node) noexcept {
  return from_aladdin(sdk::aladdin::multiplier(width_a, width_b), node);
}
inline Part register_of(double width, double node) noexcept {
  return from_aladdin(sdk::aladdin::flip_flops(width, 0), node);
}

// CACTI 7 (R. Balasubramonian et al., ACM TACO 14(2), 2017): 64 rows of 64 bits at 32 nm, cells and periphery of low standby
// power. Other sizes: area and leakage in proportion, energy linear in the width and with the rows to the power of 0.78.
inline constexpr double sram_node = 32e-9;
inline constexpr double sram_side = 64;
inline constexpr double sram_area = 1087.92e-12;
inline constexpr double sram_leak = 35.2128e-9;
inline constexpr double sram_read = 0.745094e-12;
inline constexpr double sram_write = 1.22144e-12;
inline constexpr double sram_delay = 0.549871e-9;

// A square SRAM of at least 16 bits a row. Its address comes out of a register, to which an adder adds another one.
class Buffer {
 public:
  Buffer(double size, double node) noexcept : width_(std::max(16.0, std::ceil(std::sqrt(size)))) {
    namespace technology = sdk::technology;
    const double rows = size / width_;
    const double address_bits = std::max(1.0, std::ceil(std::log2(rows)));
    const Part address = register_of(address_bits, node);
    const Part sum = adder(address_bits, node);
    const double share = size / (sram_side * sram_side);
    const double energy_factor = technology::energy_factor(sram_node, node);
    const double energy = width_ / sram_side * std::pow(rows / sram_side, 0.78) * energy_factor;
    const double delay = sram_delay * technology::delay_factor(sram_node, node);
    area = sram_area * share * technology::area_factor(sram_node, node) + 2 * address.area + sum.area;
    leak_power = sram_leak * share * energy_factor + sum.leak_power;
    row_read_ = sram_read * energy + 2 * address.energy + sum.energy;
    row_write_ = sram_write * energy + 2 * address.energy + sum.energy;
    read_latency = delay + sum.delay;
    write_latency = delay + address.delay + sum.delay;
    rows_per_second_ = 1 / sum.delay;
  }

  // Of `bits`, which is a part of a row, or several rows.
  double read_energy(double bits) const noexcept { return row_read_ * bits / width_; }
  double write_energy(double bits) const noexcept { return row_write_ * bits / width_; }
  double throughput(double bits) const noexcept { return rows_per_second_ * width_ / bits; }

  double area, leak_power, read_latency, write_latency;

 private:
  double width_;
  double row_read_, row_write_, rows_per_second_;
};

}  // namespace forge::plugins::raella
