// SPDX-License-Identifier: Apache-2.0
// Counts through all combinations of digits, each once, in an order in which neighbours differ in most digits. So the first
// part of the count is already a fair sample of the whole, where a plain counter would stay in a corner.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace forge::sdk {

// Adds a constant that has no divisor in common with the number of combinations: then every combination comes before
// the first one comes again. The sum is kept digit by digit, so there may be more than 2^64 combinations.
class SpreadCounter {
 public:
  // `radix`: how many values each digit has (less than 1 counts as 1), the most significant first. `spread` = false: a
  // plain counter.
  explicit SpreadCounter(std::vector<std::int32_t> radix, bool spread = true)
      : radix_(std::move(radix)), digits_(radix_.size(), 0), start_(digits_), step_(digits_) {
    for (auto &r : radix_) {
      r = r < 1 ? 1 : r;
    }
    for (std::size_t d = 0; spread && d < radix_.size(); ++d) {
      constexpr double golden = 0.6180339887498949;  // its multiples are spread evenly
      const double part = static_cast<double>(d + 1) * golden;
      step_[d] = static_cast<std::int32_t>((part - std::floor(part)) * radix_[d]);
    }
    do {
      add_one_to_step();
    } while (!is_coprime());
  }

  std::span<const std::int32_t> digits() const noexcept { return digits_; }

  // Goes to the digits of another counter, each reduced to its own range, and ends when it comes there again.
  void start_at(std::span<const std::int32_t> digits) {
    for (std::size_t d = 0; d < digits_.size(); ++d) {
      digits_[d] = start_[d] = digits[d] % radix_[d];
    }
  }

  // False when it is back where it started.
  bool advance() noexcept {
    std::int64_t carry = 0;
    for (std::size_t d = digits_.size(); d-- > 0;) {
      const std::int64_t sum = std::int64_t{digits_[d]} + step_[d] + carry;
      carry = sum >= radix_[d] ? 1 : 0;
      digits_[d] = static_cast<std::int32_t>(sum - carry * radix_[d]);
    }
    return digits_ != start_;
  }

 private:
  void add_one_to_step() noexcept {
    for (std::size_t d = step_.size(); d-- > 0;) {
      if (++step_[d] < radix_[d]) {
        return;
      }
      step_[d] = 0;
    }
  }

  bool is_coprime() const noexcept {
    for (const std::int64_t modulus : radix_) {
      std::int64_t rest = 0;
      for (std::size_t d = 0; d < radix_.size(); ++d) {
        rest = (rest * (radix_[d] % modulus) + step_[d] % modulus) % modulus;
      }
      if (std::gcd(rest, modulus) != 1) {
        return false;
      }
    }
    return true;
  }

  std::vector<std::int32_t> radix_, digits_, start_, step_;
};

}  // namespace forge::sdk
