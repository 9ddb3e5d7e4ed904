// SPDX-License-Identifier: Apache-2.0
//
// The nests of the labels: a tree of nodes, each pointing to the one around it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "forge/abi/problem.h"

namespace forge::plugins::optimal::imperfect {

using NestId = std::uint32_t;

class Nests {
 public:
  static constexpr NestId none = 0;

  Nests() { clear(); }
  void clear() { records_.assign(1, Record{none, {}}); }
  NestId add(NestId around, const forge_nest_node &node) {
    records_.push_back({around, node});
    return static_cast<NestId>(records_.size() - 1);
  }
  // Its node, and the nest around it.
  const forge_nest_node &node(NestId nest) const { return records_[nest].node; }
  NestId around(NestId nest) const { return records_[nest].around; }
  std::size_t size() const { return records_.size(); }
  void shrink(std::size_t size) { records_.resize(size); }
  // Outermost first.
  std::vector<forge_nest_node> nodes(NestId innermost) const {
    std::vector<forge_nest_node> nodes;
    for (; innermost != none; innermost = records_[innermost].around)
      nodes.push_back(records_[innermost].node);
    std::reverse(nodes.begin(), nodes.end());
    return nodes;
  }

 private:
  struct Record {
    NestId around;
    forge_nest_node node;
  };
  std::vector<Record> records_;
};

}  // namespace forge::plugins::optimal::imperfect
