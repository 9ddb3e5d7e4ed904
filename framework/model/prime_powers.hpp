// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace forge::model {

// (prime, exponent) of n >= 1, ascending. Microseconds for small factors, milliseconds for any n.
std::vector<std::pair<std::uint64_t, std::uint32_t>> prime_powers(std::uint64_t n);

}  // namespace forge::model
