// SPDX-License-Identifier: Apache-2.0
// How likely values are that lie between 0 and 1 of full scale, as a user writes it: "0.5 0.25 0.25" are the probabilities
// of 0, 1/2 and 1. Without a text all values are alike.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "forge/sdk/error.hpp"

namespace forge::plugins::in_memory {

class Distribution {
 public:
  static constexpr std::size_t most_values = 65536;

  Distribution() = default;
  // Throws Invalid, naming the option, where the text does not hold probabilities.
  Distribution(std::string_view text, const std::string &option) {
    const char *at = text.data();
    const char *const end = at + text.size();
    while (true) {
      while (at != end && (*at == ' ' || *at == '\t' || *at == ',' || *at == '\n')) {
        ++at;
      }
      if (at == end) {
        break;
      }
      double p = 0;
      const auto [next, error] = std::from_chars(at, end, p);
      if (error != std::errc() || !(p >= 0) || !std::isfinite(p)) {
        throw sdk::Invalid(option + ": '" + std::string(at, end) + "' does not start with a probability");
      }
      probabilities_.push_back(p);
      at = next;
    }
    if (!probabilities_.empty()) {
      normalize(option);
    }
  }

  bool is_given() const noexcept { return !probabilities_.empty(); }
  const std::vector<double> &probabilities() const noexcept { return probabilities_; }
  double value(std::size_t i) const noexcept {
    return static_cast<double>(i) / static_cast<double>(probabilities_.size() - 1);
  }

  // E[v] and E[v^2].
  double mean() const noexcept {
    return is_given() ? sum([](double v) { return v; }) : 1.0 / 2;
  }
  double mean_square() const noexcept {
    return is_given() ? sum([](double v) { return v * v; }) : 1.0 / 3;
  }
  // E[max(0, v1 - v0)] of a value and its predecessor, which do not depend on each other.
  double mean_rise() const noexcept {
    if (!is_given()) {
      return 1.0 / 6;
    }
    double rise = 0;
    double below = 0;        // P(v0 < v1)
    double below_value = 0;  // E[v0; v0 < v1]
    for (std::size_t i = 0; i < probabilities_.size(); ++i) {
      rise += probabilities_[i] * (value(i) * below - below_value);
      below += probabilities_[i];
      below_value += probabilities_[i] * value(i);
    }
    return std::max(0.0, rise);
  }

 private:
  template <typename Weight> double sum(Weight &&weight) const noexcept {
    double total = 0;
    for (std::size_t i = 0; i < probabilities_.size(); ++i) {
      total += probabilities_[i] * weight(value(i));
    }
    return total;
  }
  void normalize(const std::string &option) {
    if (probabilities_.size() < 2 || probabilities_.size() > most_values) {
      throw sdk::Invalid(option + " needs 2 to " + std::to_string(most_values) +
                         " probabilities, of values from 0 to full scale");
    }
    double total = 0;
    for (const double p : probabilities_) {
      total += p;
    }
    if (std::abs(total - 1) > 1e-3) {
      throw sdk::Invalid(option + ": the probabilities sum to " + std::to_string(total) + ", not to 1");
    }
    for (double &p : probabilities_) {
      p /= total;
    }
  }
  std::vector<double> probabilities_;
};

}  // namespace forge::plugins::in_memory
