// SPDX-License-Identifier: Apache-2.0
#include "evaluate/lifetimes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

namespace forge::evaluate {

namespace {

using model::MappingTree;
using model::NestKind;
using model::NestNode;
using model::SplitKind;
using Section = MappingTree::Section;

// A keep of one tensor with the part of the tree in which it lives.
struct Keep {
  Lifetime life;
  std::size_t memory = 0;         // into Architecture::nodes
  const Section *home = nullptr;  // the section whose branches it outlives
  bool moves = false;             // its tile changes while the tree runs
  std::uint64_t runs = 1;         // that have a tile of their own
};

struct Peak {
  double bits = 0;
  std::string at, terms;
};

class Lifetimes {
 public:
  Lifetimes(const model::Architecture &architecture, const MappingTree &tree, const std::vector<TreeLeaf> &leaves,
            TreeResult &result)
      : architecture_(architecture), tree_(tree), leaves_(leaves), result_(result) {}

  void run() {
    std::vector<const Section *> path;
    visit(tree_.root, path);
    for (Keep &keep : keeps_) {
      double bits_per_value = 0;
      const model::Node &memory = architecture_.nodes[keep.memory];
      for (const std::size_t user : keep.life.users)
        bits_per_value = std::max(bits_per_value, model::bits_in(memory, *leaves_[user].einsum, tensor_of(keep, user)));
      keep.life.bits = static_cast<double>(keep.life.tile) * bits_per_value;
    }
    for (std::size_t node = 0; node < architecture_.nodes.size(); ++node)
      add_memory(node);
    for (const Keep &keep : keeps_)
      result_.lifetimes.push_back(keep.life);
  }

 private:
  std::size_t tensor_of(const Keep &keep, std::size_t leaf) const {
    const auto &tensors = leaves_[leaf].einsum->tensors;
    return static_cast<std::size_t>(
        std::find_if(tensors.begin(), tensors.end(),
                     [&](const model::Tensor &tensor) { return tensor.name == keep.life.tensor; }) -
        tensors.begin());
  }

  std::pair<std::size_t, std::size_t> leaves_of(const Section &section) const {
    const auto all = model::leaves(tree_.root), below = model::leaves(section);
    const auto first = static_cast<std::size_t>(std::find(all.begin(), all.end(), below.front()) - all.begin());
    return {first, first + below.size() - 1};
  }

  void visit(const Section &section, std::vector<const Section *> &path) {
    path.push_back(&section);
    for (const Section &branch : section.branches)
      visit(branch, path);
    if (section.branches.empty())
      add_leaf(path, leaves_of(section).first);
    path.pop_back();
  }

  void add_leaf(const std::vector<const Section *> &path, std::size_t leaf) {
    const auto &nest = leaves_[leaf].mapping->nest;
    for (std::size_t n = 0; n < nest.size(); ++n) {
      for (const std::size_t tensor : nest[n].tensors)
        add_keep(path, leaf, n, tensor);
    }
  }

  // Which section of the path a node of the leaf's nest stands in.
  static std::size_t section_of(const std::vector<const Section *> &path, const NestNode &node) {
    for (std::size_t s = 0; s + 1 < path.size(); ++s) {
      const auto &nodes = path[s]->nodes;
      if (node.shared && std::find(nodes.begin(), nodes.end(), *node.shared) != nodes.end())
        return s;
    }
    return path.size() - 1;
  }

  void add_keep(const std::vector<const Section *> &path, std::size_t leaf, std::size_t n, std::size_t tensor) {
    const auto &nest = leaves_[leaf].mapping->nest;
    const NestNode &node = nest[n];
    const std::string &name = leaves_[leaf].einsum->tensors[tensor].name;
    const std::size_t at = section_of(path, node);
    auto keep = std::find_if(keeps_.begin(), keeps_.end(), [&](const Keep &known) {
      return node.shared && known.life.shared && known.life.node == *node.shared && known.life.tensor == name;
    });
    if (keep == keeps_.end()) {
      keep = keeps_.insert(keeps_.end(), Keep{});
      keep->memory = node.node;
      keep->home = path[at];
      keep->life.memory = architecture_.nodes[node.node].name;
      keep->life.tensor = name;
      keep->life.shared = node.shared.has_value();
      keep->life.node = node.shared.value_or(n);
      keep->life.first = keep->life.last = leaf;
    }
    keep->life.users.push_back(leaf);
    // What is passed on has the tile of its producer, which comes first: consumers may count padding, too.
    const bool made_before = keep->life.users.size() > 1 && !leaves_[leaf].einsum->tensors[tensor].output &&
                             leaves_[keep->life.users.front()].einsum->tensors.back().name == name;
    for (const StorageCounts &row : leaves_[leaf].result->storage) {
      if (row.memory == keep->life.memory && row.tensor == name && !made_before)
        keep->life.tile = std::max(keep->life.tile, row.tile);
    }
    const auto extend = [&](const Section &section) {
      const auto [first, last] = leaves_of(section);
      keep->life.first = std::min(keep->life.first, first);
      keep->life.last = std::max(keep->life.last, last);
    };
    keep->life.first = std::min(keep->life.first, leaf);
    keep->life.last = std::max(keep->life.last, leaf);
    std::size_t home = at;
    for (std::size_t l = 0; l < nest.size(); ++l) {
      const NestNode &loop = nest[l];
      const std::size_t section = section_of(path, loop);
      if (loop.kind != NestKind::loop || iterations(leaf, l) == 1 || section + 1 == path.size())
        continue;
      if (l > n) {
        extend(*path[section]);  // the branches come back to it
        continue;
      }
      keep->moves = keep->moves || moves(leaf, tensor, loop);
      if (!survives(leaf, tensor, n, l))
        continue;
      extend(*path[section]);
      home = std::min(home, section);
    }
    // A persistent tensor stays in its outermost memory for the next run.
    const auto holds_it = [&](const NestNode &other) {
      return std::find(other.tensors.begin(), other.tensors.end(), tensor) != other.tensors.end();
    };
    if (leaves_[leaf].einsum->tensors[tensor].persistent &&
        std::none_of(nest.begin(), nest.begin() + static_cast<std::ptrdiff_t>(n), holds_it)) {
      extend(*path[0]);
      home = 0;
      keep->life.copies = keep->runs = leaves_[leaf].einsum->repeat;
    }
    if (home < at)
      keep->home = path[home];
  }

  std::uint64_t iterations(std::size_t leaf, std::size_t n) const { return leaves_[leaf].result->iterations[n]; }

  static std::int64_t step(const std::vector<model::Term> &rank, const NestNode &loop) {
    std::int64_t sum = 0;
    for (const model::Term &term : rank)
      sum += term.variable == loop.variable ? term.coefficient * static_cast<std::int64_t>(loop.tile) : 0;
    return sum;
  }

  bool moves(std::size_t leaf, std::size_t tensor, const NestNode &loop) const {
    const auto &index = leaves_[leaf].einsum->tensors[tensor].index;
    return std::any_of(index.begin(), index.end(), [&](const auto &rank) { return step(rank, loop) != 0; });
  }

  // Does something of the tile stay when loop l advances and those between it and the keep start over?
  bool survives(std::size_t leaf, std::size_t tensor, std::size_t keep, std::size_t l) const {
    const auto &nest = leaves_[leaf].mapping->nest;
    if (!nest[keep].retain)
      return false;
    model::Extents extents(*leaves_[leaf].einsum);
    for (std::size_t n = 0; n < keep; ++n) {
      if (model::is_loop(nest[n]))
        extents.enter(nest[n]);
    }
    for (const auto &rank : leaves_[leaf].einsum->tensors[tensor].index) {
      std::int64_t width = 1, shift = step(rank, nest[l]);
      for (const model::Term &term : rank)
        width += term.coefficient * static_cast<std::int64_t>(extents.of(term.variable) - 1);
      for (std::size_t n = l + 1; n < keep; ++n) {
        if (nest[n].kind == NestKind::loop)
          shift -= step(rank, nest[n]) * static_cast<std::int64_t>(iterations(leaf, n) - 1);
      }
      if (std::abs(shift) >= width)
        return false;
    }
    return true;
  }

  static bool lives_in(const Keep &keep, std::size_t first, std::size_t last) {
    return keep.life.first <= last && keep.life.last >= first;
  }

  void add(Peak &peak, const Keep &keep, std::uint64_t copies) const {
    copies *= keep.runs;
    peak.bits += keep.life.bits * static_cast<double>(copies);
    const double each = keep.life.tile > 0 ? keep.life.bits / static_cast<double>(keep.life.tile) : 0;
    peak.terms += fmt::format("{}{} {}{} x {} b", peak.terms.empty() ? "" : " + ", keep.life.tensor,
                              copies > 1 ? fmt::format("{} x ", copies) : "", keep.life.tile, each);
  }

  // What a memory holds at most while a section runs; `above`: keeps of the sections around it.
  Peak peak(const Section &section, std::size_t memory, std::vector<Keep *> above) {
    for (Keep &keep : keeps_) {
      if (keep.home == &section && keep.memory == memory)
        above.push_back(&keep);
    }
    const auto [first, last] = leaves_of(section);
    Peak result;
    if (section.branches.empty()) {
      result.at = leaves_[first].einsum->name;
      for (const Keep *keep : above) {
        if (lives_in(*keep, first, first))
          add(result, *keep, 1);
      }
      return result;
    }
    if (section.split == SplitKind::sequential) {
      for (const Section &branch : section.branches) {
        Peak one = peak(branch, memory, above);
        if (result.at.empty() || one.bits > result.bits)
          result = std::move(one);
      }
      return result;
    }
    for (Keep *keep : above) {
      if (!lives_in(*keep, first, last))
        continue;
      const std::uint64_t copies = section.split == SplitKind::pipelined && keep->moves ? stages(section, *keep) : 1;
      keep->life.copies = std::max(keep->life.copies, copies);
      add(result, *keep, copies);
    }
    for (const Section &branch : section.branches) {
      const Peak one = peak(branch, memory, {});
      result.bits += one.bits;
      result.at += (result.at.empty() ? "" : ", ") + one.at;
      if (!one.terms.empty())
        result.terms += (result.terms.empty() ? "" : " + ") + one.terms;
    }
    return result;
  }

  // Branches of a pipeline that a tile passes: each of them works on one of its own.
  std::uint64_t stages(const Section &section, const Keep &keep) const {
    std::size_t first = section.branches.size(), last = 0;
    for (std::size_t b = 0; b < section.branches.size(); ++b) {
      const auto [from, to] = leaves_of(section.branches[b]);
      const bool touched =
          std::any_of(keep.life.users.begin(), keep.life.users.end(),
                      [&, from = from, to = to](std::size_t leaf) { return from <= leaf && leaf <= to; });
      if (touched) {
        first = std::min(first, b);
        last = std::max(last, b);
      }
    }
    return first <= last ? last - first + 1 : 1;
  }

  void add_memory(std::size_t index) {
    if (std::none_of(keeps_.begin(), keeps_.end(), [&](const Keep &keep) { return keep.memory == index; }))
      return;
    const model::Node &node = architecture_.nodes[index];
    const double capacity = node.double_buffered ? node.size / 2 : node.size;
    const Peak most = peak(tree_.root, index, {});
    result_.memories.push_back({node.name, most.bits, capacity, most.at, most.terms});
    if (most.bits > capacity) {
      result_.violations.push_back(
          {"capacity of " + node.name + " during " + most.at, most.bits, capacity, "bit", most.terms});
    }
  }

  const model::Architecture &architecture_;
  const MappingTree &tree_;
  const std::vector<TreeLeaf> &leaves_;
  TreeResult &result_;
  std::vector<Keep> keeps_;
};

}  // namespace

void find_lifetimes(const model::Architecture &architecture, const MappingTree &tree,
                    const std::vector<TreeLeaf> &leaves, TreeResult &result) {
  Lifetimes(architecture, tree, leaves, result).run();
}

}  // namespace forge::evaluate
