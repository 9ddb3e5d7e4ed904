// SPDX-License-Identifier: Apache-2.0
// The X-2X ladder behind C-2C and R-2R converters: a rung of admittance 1 from each bit to its node, links of 2 between
// neighbours, and a rung of 1 to ground at the node of the lowest bit. Admittances are in units of the rung's.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <vector>

#include "distribution.hpp"

namespace forge::plugins::in_memory {

// P(bit i is 1), and P(bits i and j are 1), of words of `resolution` bits, the lowest first.
class BitMoments {
 public:
  BitMoments(const Distribution &values, std::size_t resolution)
      : n_(resolution), both_(resolution * resolution, values.is_given() ? 0.0 : 0.25) {
    if (!values.is_given()) {  // all words alike
      for (std::size_t i = 0; i < n_; ++i) {
        both_[i * n_ + i] = 0.5;
      }
      return;
    }
    const double highest = std::ldexp(1.0, static_cast<int>(resolution)) - 1;
    for (std::size_t k = 0; k < values.probabilities().size(); ++k) {
      // A value between two words is shared out among them, so that the mean stays.
      const double word = values.value(k) * highest;
      const double low = std::floor(word);
      add(low, values.probabilities()[k] * (1 - (word - low)));
      add(low + 1, values.probabilities()[k] * (word - low));
    }
  }

  std::size_t size() const noexcept { return n_; }
  double one(std::size_t i) const noexcept { return both(i, i); }
  double both(std::size_t i, std::size_t j) const noexcept { return both_[i * n_ + j]; }
  // Bits that rise from one word to the next, which do not depend on each other.
  double rises() const noexcept {
    double sum = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      sum += one(i) * (1 - one(i));
    }
    return sum;
  }

 private:
  void add(double word, double probability) {
    if (probability <= 0) {
      return;
    }
    for (auto rest = static_cast<unsigned>(word); rest != 0; rest &= rest - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(rest));
      for (auto others = static_cast<unsigned>(word); others != 0; others &= others - 1) {
        both_[i * n_ + static_cast<std::size_t>(std::countr_zero(others))] += probability;
      }
    }
  }
  std::size_t n_;
  std::vector<double> both_;
};

// The same for each resolution: made once, as it takes a step for each probability.
class WordMoments {
 public:
  static constexpr std::size_t most_bits = 16;
  explicit WordMoments(const Distribution &values) {
    for (std::size_t bits = 1; bits <= most_bits; ++bits) {
      of_.emplace_back(values, bits);
    }
  }
  const BitMoments &of(double resolution) const { return of_.at(static_cast<std::size_t>(resolution) - 1); }

 private:
  std::vector<BitMoments> of_;
};

class Ladder {
 public:
  // `load`: admittance to ground at the output, which is the node of the highest bit.
  explicit Ladder(std::size_t resolution, double load = 0) : n_(resolution), response_(resolution * resolution) {
    std::vector<double> diagonal(n_);
    for (std::size_t i = 0; i < n_; ++i) {
      diagonal[i] = 1 + (i == 0 ? 1 : 2) + (i + 1 == n_ ? load : 2);
    }
    for (std::size_t i = 1; i < n_; ++i) {  // eliminate downwards; links are -2
      diagonal[i] -= 4 / diagonal[i - 1];
    }
    for (std::size_t j = 0; j < n_; ++j) {
      std::vector<double> v(n_, 0.0);
      v[j] = 1;
      for (std::size_t i = j + 1; i < n_; ++i) {
        v[i] = 2 * v[i - 1] / diagonal[i - 1];
      }
      for (std::size_t i = n_; i-- > 0;) {
        v[i] = (v[i] + (i + 1 < n_ ? 2 * v[i + 1] : 0.0)) / diagonal[i];
        response_[i * n_ + j] = v[i];
      }
    }
  }

  // Voltage of node i where bit j alone is at 1.
  double response(std::size_t i, std::size_t j) const noexcept { return response_[i * n_ + j]; }

  // Expectation of what flows from the supply into the rungs whose bits are 1, per admittance of a rung and volt.
  double drawn(const BitMoments &bits) const noexcept {
    double sum = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      sum += bits.one(i);
      for (std::size_t j = 0; j < n_; ++j) {
        sum -= response(i, j) * bits.both(i, j);
      }
    }
    return sum;
  }

 private:
  std::size_t n_;
  std::vector<double> response_;
};

}  // namespace forge::plugins::in_memory
