// SPDX-License-Identifier: Apache-2.0
#include "lattice.hpp"

#include <string>

#include "forge/sdk/error.hpp"

namespace forge::plugins::optimal {

namespace {

constexpr std::size_t most_tiles = std::size_t{1} << 22;

}  // namespace

Lattice::Lattice(std::span<const std::uint64_t> sizes) : sizes_(sizes.begin(), sizes.end()) {
  for (std::uint32_t v = 0; v < sizes.size(); ++v) {
    std::uint64_t left = sizes[v];
    const auto add = [&](std::uint64_t prime) {
      std::uint32_t exponent = 0;
      for (; left % prime == 0; left /= prime)
        ++exponent;
      if (exponent == 0)
        return;
      if (prime > UINT32_MAX || count_ * (exponent + 1) > most_tiles)
        throw sdk::Unsupported("more than " + std::to_string(most_tiles) + " tiles");
      axes_.push_back({v, static_cast<std::uint32_t>(prime), exponent, static_cast<std::uint32_t>(count_)});
      count_ *= exponent + 1;
    };
    for (std::uint64_t prime = 2; prime * prime <= left; ++prime)
      add(prime);
    if (left > 1)
      add(left);
  }
  digits_.resize(count_ * axes_.size());
  extents_.resize(count_ * sizes_.size(), 1);
  for (std::size_t tile = 0; tile < count_; ++tile) {
    for (std::size_t a = 0; a < axes_.size(); ++a) {
      const std::size_t digit = tile / axes_[a].stride % (axes_[a].exponent + 1);
      digits_[tile * axes_.size() + a] = static_cast<std::uint8_t>(digit);
      for (std::size_t i = 0; i < digit; ++i)
        extents_[tile * sizes_.size() + axes_[a].variable] *= axes_[a].prime;
    }
  }
}

}  // namespace forge::plugins::optimal
