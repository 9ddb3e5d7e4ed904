// SPDX-License-Identifier: Apache-2.0
// Figures of any size and width: geometric interpolation between powers of two.
//
// Organizations change from one power of two to the next, and figures jump with them, now and then down. A macro can be
// read as if it were smaller, or its words narrower, so what a smaller one costs is the least that a larger one costs:
// at the powers of two the model keeps the largest figure so far, and between them it grows, too.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "circuit.hpp"

namespace forge::plugins::sram {

// Logarithms of figures: area, leak power, energies of a read and of a write, latency, cycle.
using Logarithms = std::array<double, 6>;

// All macros of 2^banks banks with so many ports. Points are computed when they are first asked for.
class Grid {
 public:
  // The largest exponents of the size of a bank, and of the width.
  static constexpr int most_size = 44, most_width = 17;

  Grid(const Technology &technology, int banks, double ports)
      : technology_(technology), banks_(banks), ports_(ports), points_((most_size + 1) * (most_width + 1)) {}

  // A bank of 2^size bits, words of 2^width bits.
  const Logarithms &at(int size, int width) {
    auto &point = points_[static_cast<std::size_t>(size * (most_width + 1) + width)];
    if (!point) {
      Logarithms figures = alone(size, width);
      if (size > 0 && size >= width) {
        grow(figures, at(size - 1, width), 0, 4);
      }
      if (width > 0) {
        grow(figures, at(size, width - 1), 2, 4);
      }
      point = figures;
    }
    return *point;
  }

 private:
  static void grow(Logarithms &figures, const Logarithms &smaller, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      figures[i] = std::max(figures[i], smaller[i]);
    }
  }

  // hwcomponents-cacti 1.0.40, from which the figures of CACTI are, runs no banks of less than 64 words, nor words of less
  // than 32 bits: it scales what it asked for to what it got, and so do we.
  Logarithms alone(int size, int width) const {
    const Bank bank{std::max(size - width, fewest_words), std::max(width, least_width)};
    const Figures f = Macro(technology_, bank, banks_, ports_).figures();
    Logarithms figures = {std::log(f.area),         std::log(f.leak_power), std::log(f.read_energy),
                          std::log(f.write_energy), std::log(f.latency),    std::log(f.cycle)};
    const int words = std::min(size - width - fewest_words, 0);
    const int bits = std::min(width - least_width, 0);
    for (const std::size_t cells : {0, 1}) {
      figures[cells] += (words + bits) * std::log(2);
    }
    for (const std::size_t energy : {2, 3}) {
      figures[energy] += 0.78 * words * std::log(2) + std::log(0.7 * power_of_two(bits) + 0.3);
    }
    if (bits < 0) {  // a narrow word can be read as a part of a wider one
      const Logarithms wider = alone(size, width + 1);
      for (const std::size_t energy : {2, 3}) {
        figures[energy] = std::min(figures[energy], wider[energy]);
      }
    }
    return figures;
  }

  const Technology &technology_;
  int banks_;
  double ports_;
  std::vector<std::optional<Logarithms>> points_;
};

}  // namespace forge::plugins::sram
