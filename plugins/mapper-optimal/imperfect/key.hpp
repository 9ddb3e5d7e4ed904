// SPDX-License-Identifier: Apache-2.0
//
// A sequence of numbers by which something is found again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace forge::plugins::optimal::imperfect {

using Key = std::vector<std::uint64_t>;

struct KeyHash {
  std::size_t operator()(const Key &key) const {
    std::uint64_t hash = 0;
    for (const std::uint64_t part : key) {
      hash = (hash ^ part) * 0x9e3779b97f4a7c15ULL;
      hash ^= hash >> 29;
    }
    return hash;
  }
};

}  // namespace forge::plugins::optimal::imperfect
