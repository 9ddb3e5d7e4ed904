// SPDX-License-Identifier: Apache-2.0
// Random numbers for samplers: the same on every machine, unlike the distributions of the standard library.
#pragma once

#include <cstdint>
#include <limits>

namespace forge::sdk {

// SplitMix64: a counter through a mixing function. G. L. Steele, D. Lea, C. H. Flood, "Fast splittable
// pseudorandom number generators", OOPSLA 2014; constants of the mixing function: D. Stafford's variant 13.
class SplitMix64 {
 public:
  using result_type = std::uint64_t;
  static constexpr result_type min() noexcept { return 0; }
  static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }

  explicit SplitMix64(std::uint64_t seed) noexcept : state_(seed) {}
  std::uint64_t operator()() noexcept {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }

  // Uniform in 0 ... n - 1. Multiply and reject: D. Lemire, "Fast random integer generation in an interval", ACM
  // TOMACS 29(1), 2019. Where there is nothing to decide (n < 2) nothing is drawn.
  std::uint32_t below(std::uint32_t n) noexcept {
    if (n < 2) {
      return 0;
    }
    std::uint64_t product = half() * n;
    if (static_cast<std::uint32_t>(product) < n) {
      const std::uint32_t rest = (0U - n) % n;  // 2^32 mod n: so many products are drawn again
      while (static_cast<std::uint32_t>(product) < rest) {
        product = half() * n;
      }
    }
    return static_cast<std::uint32_t>(product >> 32U);
  }

  // Uniform in [0, 1).
  double unit() noexcept { return static_cast<double>((*this)() >> 11U) * 0x1p-53; }

 private:
  std::uint64_t half() noexcept { return (*this)() >> 32U; }

  std::uint64_t state_;
};

}  // namespace forge::sdk
