// SPDX-License-Identifier: Apache-2.0
#include "model/mapping_tree.hpp"

namespace forge::model {

std::vector<std::size_t> leaves(const MappingTree::Section &section) {
  if (section.branches.empty())
    return {section.mapping};
  std::vector<std::size_t> result;
  for (const auto &branch : section.branches) {
    const auto below = leaves(branch);
    result.insert(result.end(), below.begin(), below.end());
  }
  return result;
}

std::optional<std::size_t> find_shared(const Mapping &mapping, std::size_t shared) {
  for (std::size_t i = 0; i < mapping.nest.size(); ++i) {
    if (mapping.nest[i].shared == shared)
      return i;
  }
  return std::nullopt;
}

}  // namespace forge::model
