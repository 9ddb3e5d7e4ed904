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
#include <initializer_list>
#include <numbers>
#include <optional>
#include <vector>

#include "macro.hpp"

namespace forge::plugins::sram {

// Logarithms of figures: area, leak power, energies of a read and of a write, latency, cycle.
using Logarithms = std::array<double, 6>;

// All macros of 2^banks banks with so many ports. What was asked for once is kept.
class Grid {
 public:
  // Exponents of the size of a bank, and of the width.
  static constexpr std::size_t most_size = 44, most_width = 17;

  Grid(const Technology &technology, int banks, double ports) : technology_(technology), banks_(banks), ports_(ports) {}

  // A bank of 2^size bits, words of 2^width bits.
  const Logarithms &at(int size, int width) {
    auto &point = points_[index(size, width)];
    if (!point) {
      Logarithms figures = alone(size, width);
      if (size > 0 && size >= width) {
        raise(figures, at(size - 1, width), {area, leak_power, read_energy, write_energy});
      }
      if (width > 0) {
        raise(figures, at(size, width - 1), {read_energy, write_energy});
      }
      point = figures;
    }
    return *point;
  }

 private:
  enum Figure : std::size_t { area, leak_power, read_energy, write_energy };

  static void raise(Logarithms &figures, const Logarithms &smaller, std::initializer_list<Figure> which) {
    for (const Figure figure : which) {
      figures[figure] = std::max(figures[figure], smaller[figure]);
    }
  }

  // A narrow word can be read as a part of a wider one.
  Logarithms alone(int size, int width) {
    Logarithms figures = scaled(size, width);
    for (int wider = width + 1; wider <= least_width; ++wider) {
      const Logarithms other = scaled(size, wider);
      for (const Figure energy : {read_energy, write_energy}) {
        figures[energy] = std::min(figures[energy], other[energy]);
      }
    }
    return figures;
  }

  // hwcomponents-cacti 1.0.40, from which the figures of CACTI are, runs no banks of less than 64 words, nor words of
  // less than 32 bits: it scales what it got to what was asked for, and so do we.
  Logarithms scaled(int size, int width) {
    const double words = std::min(size - width - fewest_words, 0) * std::numbers::ln2;
    const double bits = std::min(width - least_width, 0) * std::numbers::ln2;
    Logarithms figures = priced({std::max(size - width, fewest_words), std::max(width, least_width)});
    for (const Figure cells : {area, leak_power}) {
      figures[cells] += words + bits;
    }
    for (const Figure energy : {read_energy, write_energy}) {
      figures[energy] += 0.78 * words + std::log(0.7 * std::exp(bits) + 0.3);
    }
    return figures;
  }

  const Logarithms &priced(const Bank &bank) {
    auto &priced = priced_[index(bank.words, bank.width)];
    if (!priced) {
      const Figures f = Macro(technology_, bank, banks_, ports_).figures();
      priced = {std::log(f.area),         std::log(f.leak_power), std::log(f.read_energy),
                std::log(f.write_energy), std::log(f.latency),    std::log(f.cycle)};
    }
    return *priced;
  }

  static constexpr std::size_t index(int size, int width) noexcept {
    return static_cast<std::size_t>(size) * (most_width + 1) + static_cast<std::size_t>(width);
  }
  using Points = std::vector<std::optional<Logarithms>>;

  const Technology &technology_;
  int banks_;
  double ports_;
  Points points_ = Points((most_size + 1) * (most_width + 1));
  Points priced_ = points_;  // by words and width
};

}  // namespace forge::plugins::sram
