// SPDX-License-Identifier: Apache-2.0
#include "model/workload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace forge::model {

bool is_intermediate(const Workload &workload, const std::string &tensor) {
  bool written = false;
  bool read = false;
  for (const auto &einsum : workload.einsums) {
    for (const auto &one : einsum.tensors) {
      if (one.name == tensor) {
        (one.output ? written : read) = true;
      }
    }
  }
  return written && read;
}

std::vector<const Index *> accesses(const Tensor &tensor) {
  std::vector<const Index *> all{&tensor.index};
  for (const Index &index : tensor.further) {
    all.push_back(&index);
  }
  return all;
}

bool uses(const Tensor &tensor, std::size_t variable) {
  for (const Index *index : accesses(tensor)) {
    for (const auto &rank : *index) {
      if (std::any_of(rank.begin(), rank.end(), [&](const Term &term) { return term.variable == variable; })) {
        return true;
      }
    }
  }
  return false;
}

std::uint64_t computes(const Einsum &einsum) {
  constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  std::uint64_t product = 1;
  for (const auto &variable : einsum.variables) {
    if (variable.size > limit / product) {
      throw Error{ErrorKind::mapping,
                  fmt::format("Einsum '{}' has more than 2^63 - 1 points, too many to count exactly", einsum.name)}
          .at(einsum.position);
    }
    product *= variable.size;
    if (product == 0) {
      return 0;
    }
  }
  return product;
}

}  // namespace forge::model
