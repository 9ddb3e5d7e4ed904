// SPDX-License-Identifier: Apache-2.0
#include "search/archive.hpp"

namespace forge::search {

bool dominates(std::span<const double> a, std::span<const double> b) {
  assert(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace forge::search
