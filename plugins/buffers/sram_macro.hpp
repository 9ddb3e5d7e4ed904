// SPDX-License-Identifier: Apache-2.0
// What the models here need of an SRAM macro, priced by plugins/sram. Nothing else here knows how.
#pragma once

#include "../sram/sram.hpp"

namespace forge::plugins::buffers {

struct Macro {
  double area;         // m^2
  double leak;         // W
  double read, write;  // J for `width` bits
  double latency;      // s
  double cycle;        // s between two accesses to one port of one bank
};

// A bank has at least one row; wider ones the model "sram" does not have.
constexpr bool is_macro(double size, double width, double banks) noexcept {
  return size >= width * banks && width <= 65536;
}

class Macros {
 public:
  Macro at(double size, double width, double banks, double ports, double node) {
    const sram::Figures figures = pricer_.figures({size, width, banks, ports}, node);
    return {figures.area,         figures.leak_power, figures.read_energy,
            figures.write_energy, figures.latency,    figures.cycle};
  }

 private:
  sram::Pricer pricer_;
};

}  // namespace forge::plugins::buffers
