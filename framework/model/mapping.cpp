// SPDX-License-Identifier: Apache-2.0
#include "model/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace forge::model {

namespace {

std::uint64_t ceil_div(std::uint64_t extent, std::uint64_t tile) {
  return extent / tile + (extent % tile != 0 ? 1 : 0);
}

// Walks a nest from the outside in and notes what is wrong. Each check stands alone, so that one mistake does not
// hide another.
class Checker {
 public:
  Checker(const Workload &workload, const Architecture &architecture, const Mapping &mapping)
      : architecture_(architecture), mapping_(mapping) {
    if (mapping.einsum < workload.einsums.size()) {
      einsum_ = &workload.einsums[mapping.einsum];
    }
  }

  std::vector<Error> run() {
    if (einsum_ == nullptr) {
      complain(mapping_.position, "the mapping is for an Einsum that the workload does not have");
      return std::move(errors_);
    }
    find_compute();
    if (!errors_.empty() || !check_references()) {
      return std::move(errors_);
    }
    check_membership();
    check_holders();
    check_order();
    const std::size_t before = errors_.size();
    check_loops();
    if (errors_.size() == before) {  // otherwise it is unclear how far they spread
      check_places();
    }
    return std::move(errors_);
  }

 private:
  void complain(const Position &position, std::string message) {
    errors_.push_back(Error{ErrorKind::mapping, std::move(message)}.at(position));
  }

  const std::string &name_of_variable(const NestNode &node) const { return einsum_->variables[node.variable].name; }
  const std::string &name_of_node(const NestNode &node) const { return architecture_.nodes[node.node].name; }
  std::string name_of_dimension(const NestNode &node) const {
    const Node &fanout = architecture_.nodes[node.node];
    return fanout.name + "." + fanout.dimensions[node.dimension].name;
  }

  void find_compute() {
    const NestNode *first = nullptr;
    for (const NestNode &node : mapping_.nest) {
      if (first != nullptr && node.kind == NestKind::compute) {
        complain(node.position, "a nest has one compute, this is the second");
        return;
      }
      if (first != nullptr) {
        complain(node.position, "nothing may stand below the compute");
        return;
      }
      if (node.kind == NestKind::compute) {
        first = &node;
      }
    }
    if (first == nullptr) {
      complain(mapping_.position,
               fmt::format("the nest of Einsum '{}' has no compute; end it with {{ compute = \"{}\" }}", einsum_->name,
                           any_compute()));
      return;
    }
    check_compute(*first);
  }

  std::string any_compute() const {
    const auto paths = architecture_.paths_for(*einsum_);
    return paths.empty() ? "NAME" : architecture_.nodes[paths.front().back()].name;
  }

  void check_compute(const NestNode &node) {
    if (node.node >= architecture_.nodes.size() || architecture_.nodes[node.node].kind != NodeKind::compute) {
      complain(node.position, "the nest ends in something that is no compute");
      return;
    }
    const auto &can_run = architecture_.nodes[node.node].einsums;
    if (!can_run.empty() && std::find(can_run.begin(), can_run.end(), einsum_->name) == can_run.end()) {
      complain(node.position, fmt::format("compute '{}' can't run Einsum '{}', only {}", name_of_node(node),
                                          einsum_->name, fmt::join(can_run, ", ")));
      return;
    }
    const auto path = architecture_.path_to(node.node);
    for (std::size_t depth = 0; depth < path.size(); ++depth) {
      depth_[path[depth]] = depth;
    }
  }

  // Indices that point nowhere would make the other checks meaningless.
  bool check_references() {
    for (const NestNode &node : mapping_.nest) {
      if (is_loop(node) && node.variable >= einsum_->variables.size()) {
        complain(node.position, "a loop over a rank variable that the Einsum does not have");
      }
      if (node.kind == NestKind::spread && (node.node >= architecture_.nodes.size() ||
                                            node.dimension >= architecture_.nodes[node.node].dimensions.size())) {
        complain(node.position, "a spatial loop over a dimension that no fan-out has");
      }
      if (node.kind == NestKind::keep && !refers_well(node)) {
        complain(node.position, "a keep of a tensor or in a memory that does not exist");
      }
    }
    return errors_.empty();
  }

  bool refers_well(const NestNode &keep) const {
    const auto known = [this](std::size_t tensor) { return tensor < einsum_->tensors.size(); };
    return keep.node < architecture_.nodes.size() && architecture_.nodes[keep.node].kind == NodeKind::memory &&
           std::all_of(keep.tensors.begin(), keep.tensors.end(), known);
  }

  bool on_path(const NestNode &node) const { return depth_.count(node.node) != 0; }

  void check_membership() {
    const std::string &compute = name_of_node(mapping_.nest.back());
    for (const NestNode &node : mapping_.nest) {
      if (node.kind == NestKind::keep && !on_path(node)) {
        complain(node.position,
                 fmt::format("memory '{}' is not on the way to compute '{}'", name_of_node(node), compute));
      }
      if (node.kind == NestKind::spread && !on_path(node)) {
        complain(node.position,
                 fmt::format("fan-out '{}' is not on the way to compute '{}'", name_of_node(node), compute));
      }
    }
  }

  void check_loops() {
    Extents left(*einsum_);
    for (const NestNode &node : mapping_.nest) {
      if (!is_loop(node)) {
        continue;
      }
      const std::uint64_t extent = left.of(node.variable);
      if (node.tile == 0) {
        complain(node.position,
                 fmt::format("the loop over '{}' has tile 0; a tile is at least 1", name_of_variable(node)));
      } else if (node.tile > extent) {
        complain(node.position, fmt::format("tile {} of '{}' is larger than what is left of it, {}", node.tile,
                                            name_of_variable(node), extent));
      } else {
        left.enter(node);
      }
    }
    for (std::size_t i = 0; i < einsum_->variables.size(); ++i) {
      if (left.of(i) > 1) {
        complain(mapping_.nest.back().position,
                 fmt::format("the loops do not cover '{0}': {1} of it are left at the compute; "
                             "a last loop {{ for = \"{0}\", tile = 1 }} would",
                             einsum_->variables[i].name, left.of(i)));
      }
    }
  }

  // Every tensor is held somewhere, once in a memory, from outer to inner memories.
  void check_holders() {
    std::vector<std::vector<const NestNode *>> holders(einsum_->tensors.size());
    for (const NestNode &node : mapping_.nest) {
      if (node.kind != NestKind::keep || !on_path(node)) {
        continue;
      }
      for (const std::size_t tensor : node.tensors) {
        check_next_holder(einsum_->tensors[tensor].name, holders[tensor], node);
        holders[tensor].push_back(&node);
      }
    }
    for (std::size_t i = 0; i < holders.size(); ++i) {
      if (holders[i].empty()) {
        complain(mapping_.position,
                 fmt::format("no memory keeps tensor '{}' of Einsum '{}'", einsum_->tensors[i].name, einsum_->name));
      }
    }
  }

  void check_next_holder(const std::string &tensor, const std::vector<const NestNode *> &above, const NestNode &node) {
    for (const NestNode *other : above) {
      if (other->node == node.node) {
        complain(node.position, fmt::format("tensor '{}' is kept twice in memory '{}'", tensor, name_of_node(node)));
        return;
      }
    }
    if (!above.empty() && depth_.at(above.back()->node) > depth_.at(node.node)) {
      complain(node.position,
               fmt::format("tensor '{}' is kept in '{}' below '{}', which the architecture has further in", tensor,
                           name_of_node(node), name_of_node(*above.back())));
    }
  }

  // A spread separates what stands outside of its fan-out from what stands inside.
  void check_order() {
    const NestNode *spread = nullptr;  // the innermost fan-out that was spread over so far
    for (const NestNode &node : mapping_.nest) {
      const bool matters = node.kind == NestKind::keep || node.kind == NestKind::spread;
      if (!matters || !on_path(node)) {
        continue;
      }
      if (spread != nullptr && depth_.at(spread->node) > depth_.at(node.node)) {
        complain(node.position, fmt::format("{} '{}' stands outside of fan-out '{}' in the architecture, "
                                            "so it can't stand below its loops",
                                            node.kind == NestKind::keep ? "memory" : "fan-out", name_of_node(node),
                                            name_of_node(*spread)));
      } else if (node.kind == NestKind::spread) {
        spread = &node;
      } else {
        check_spreads_below(node);
      }
    }
  }

  // No keep may stand above the loops of a fan-out that surrounds its memory.
  void check_spreads_below(const NestNode &keep) {
    const auto begin = mapping_.nest.begin() + (&keep - mapping_.nest.data());
    for (auto node = begin; node != mapping_.nest.end(); ++node) {
      if (node->kind == NestKind::spread && on_path(*node) && depth_.at(node->node) < depth_.at(keep.node)) {
        complain(keep.position, fmt::format("memory '{}' stands inside of fan-out '{}' in the architecture, "
                                            "so it can't stand above its loops",
                                            name_of_node(keep), name_of_node(*node)));
        return;
      }
    }
  }

  void check_places() {
    const auto counts = iterations(*einsum_, mapping_.nest);
    std::map<std::pair<std::size_t, std::size_t>, std::uint64_t> used;
    std::set<std::pair<std::size_t, std::size_t>> full;
    for (std::size_t i = 0; i < mapping_.nest.size(); ++i) {
      const NestNode &node = mapping_.nest[i];
      if (node.kind != NestKind::spread) {
        continue;
      }
      const std::pair key{node.node, node.dimension};
      const std::uint64_t size = architecture_.nodes[node.node].dimensions[node.dimension].size;
      std::uint64_t &places = used.emplace(key, 1).first->second;
      if (full.count(key) == 0 && counts[i] > size / places) {
        full.insert(key);
        complain(node.position, fmt::format("the spatial loops over '{}' need {} places, it has {}",
                                            name_of_dimension(node), product(places, counts[i]), size));
      }
      places = full.count(key) != 0 ? places : places * counts[i];
    }
  }

  static std::string product(std::uint64_t a, std::uint64_t b) {
    return b > UINT64_MAX / a ? "more than 2^64" : std::to_string(a * b);
  }

  const Architecture &architecture_;
  const Mapping &mapping_;
  const Einsum *einsum_ = nullptr;
  std::map<std::size_t, std::size_t> depth_;  // of the nodes on the path to the compute
  std::vector<Error> errors_;
};

}  // namespace

Extents::Extents(const Einsum &einsum) {
  for (const auto &variable : einsum.variables)
    extents_.push_back(variable.size);
}

std::uint64_t Extents::enter(const NestNode &loop) {
  std::uint64_t &extent = extents_[loop.variable];
  const auto again = static_cast<std::uint64_t>(std::max<std::int64_t>(loop.overlap, 0));
  const std::uint64_t tile = std::clamp<std::uint64_t>(loop.tile, 1, std::max<std::uint64_t>(extent, 1));
  const std::uint64_t first = tile + again + loop.lead;
  const std::uint64_t iterations = extent <= first ? 1 : 1 + ceil_div(extent - first, tile);
  extent = std::min(extent, tile + static_cast<std::uint64_t>(loop.overlap) + loop.lead);
  return iterations;
}

std::vector<std::uint64_t> iterations(const Einsum &einsum, const std::vector<NestNode> &nest) {
  Extents extents(einsum);
  std::vector<std::uint64_t> result;
  result.reserve(nest.size());
  for (const NestNode &node : nest)
    result.push_back(is_loop(node) ? extents.enter(node) : 1);
  return result;
}

std::vector<Error> structural_errors(const Workload &workload, const Architecture &architecture,
                                     const Mapping &mapping) {
  return Checker(workload, architecture, mapping).run();
}

}  // namespace forge::model
