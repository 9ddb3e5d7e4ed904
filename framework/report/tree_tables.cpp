// SPDX-License-Identifier: Apache-2.0
#include "report/tree_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "model/mapping_tree.hpp"
#include "report/rows.hpp"

namespace forge::report {
namespace {

using evaluate::EinsumResult;
using evaluate::RunResult;
using evaluate::TreeResult;
using model::NestKind;
using model::NestNode;
using Section = model::MappingTree::Section;

// Writes the nodes of one tree in the order of the project file.
class TreeNodes {
 public:
  TreeNodes(const project::Project &project, const RunResult &run, const TreeResult &tree, std::uint64_t number,
            Rows &nodes, Rows &lifetimes)
      : project_(project), run_(run), tree_(tree), number_(number), nodes_(nodes), lifetimes_(lifetimes) {}

  void write() { write(tree_.tree.root, 0, 0); }

 private:
  const EinsumResult &leaf(std::size_t i) const { return run_.einsums[tree_.einsums[i]]; }
  const model::Einsum &einsum(std::size_t i) const { return project_.workload.einsums[leaf(i).mapping.einsum]; }

  // `first`: number of the section's first leaf.
  void write(const Section &section, std::uint64_t depth, std::size_t first) {
    const std::size_t count = model::leaves(section).size();
    for (const std::size_t node : section.nodes)
      write_shared(node, depth, first, count);
    if (section.branches.empty()) {
      for (std::size_t n = 0; n < leaf(first).mapping.nest.size(); ++n) {
        const NestNode &node = leaf(first).mapping.nest[n];
        if (!node.shared)
          write_node({{first, n}}, n, depth);
      }
      return;
    }
    nodes_.add({number_, row_++, depth, name_of(section.split), "", "", "", {}, {}, {}, "", ""});
    for (const Section &branch : section.branches) {
      std::string names;
      const std::size_t leaves = model::leaves(branch).size();
      for (std::size_t i = first; i < first + leaves; ++i)
        names += (names.empty() ? "" : ", ") + leaf(i).name;
      nodes_.add({number_, row_++, depth + 1, "branch", "", "", "", {}, {}, {}, names, ""});
      write(branch, depth + 2, first);
      first += leaves;
    }
  }

  struct At {
    std::size_t leaf, node;  // `node` in the leaf's nest
  };

  void write_shared(std::size_t shared, std::uint64_t depth, std::size_t first, std::size_t count) {
    std::vector<At> where;
    for (std::size_t i = first; i < first + count; ++i) {
      if (const auto at = model::find_shared(leaf(i).mapping, shared))
        where.push_back({i, *at});
    }
    // The Einsum that a loop is written for goes first.
    std::stable_partition(where.begin(), where.end(), [&](const At &at) { return !node_at(at).derived; });
    if (!where.empty())
      write_node(where, shared, depth);
  }

  const NestNode &node_at(const At &at) const { return leaf(at.leaf).mapping.nest[at.node]; }

  // `id`: what Lifetime::node says of a keep.
  void write_node(const std::vector<At> &where, std::size_t id, std::uint64_t depth) {
    const NestNode &node = node_at(where.front());
    const EinsumResult &first = leaf(where.front().leaf);
    const auto &place = project_.architecture.nodes[node.node];
    const std::string own = node.shared ? "" : first.name;
    switch (node.kind) {
      case NestKind::keep:
        nodes_.add({number_,
                    row_,
                    depth,
                    "keep",
                    write_lifetimes(where, id),
                    place.name,
                    "",
                    {},
                    {},
                    static_cast<std::uint64_t>(node.retain ? 1 : 0),
                    own,
                    ""});
        break;
      case NestKind::loop:
      case NestKind::spread:
        nodes_.add({number_,
                    row_,
                    depth,
                    node.kind == NestKind::loop ? "for" : "par",
                    "",
                    node.kind == NestKind::loop ? "" : place.name + "." + place.dimensions[node.dimension].name,
                    einsum(where.front().leaf).variables[node.variable].name,
                    node.tile,
                    first.iterations[where.front().node],
                    {},
                    own,
                    derived(where)});
        break;
      case NestKind::compute:
        nodes_.add({number_, row_, depth, "compute", "", place.name, "", {}, {}, {}, own, ""});
        break;
    }
    ++row_;
  }

  // "conv1: p1 x 8, 2 more kept" for each producer that follows the loop.
  std::string derived(const std::vector<At> &where) const {
    std::string text;
    for (const At &at : where) {
      const NestNode &node = node_at(at);
      if (!node.derived)
        continue;
      text += fmt::format("{}{}: {} x {}", text.empty() ? "" : "; ", leaf(at.leaf).name,
                          einsum(at.leaf).variables[node.variable].name, node.tile);
      if (node.lead > 0)
        text += fmt::format(", halo of {} kept", node.lead);
      if (node.overlap > 0)
        text += fmt::format(", halo of {} computed again", node.overlap);
      if (node.overlap < 0)
        text += fmt::format(", {} left out", -node.overlap);
    }
    return text;
  }

  std::string write_lifetimes(const std::vector<At> &where, std::size_t id) {
    std::string names;
    for (const evaluate::Lifetime &life : tree_.lifetimes) {
      const bool same = life.shared == node_at(where.front()).shared.has_value() && life.node == id &&
                        (life.shared || std::any_of(life.users.begin(), life.users.end(),
                                                    [&](std::size_t user) { return user == where.front().leaf; }));
      if (!same)
        continue;
      names += (names.empty() ? "" : ",") + life.tensor;
      lifetimes_.add({number_, row_, life.memory, life.tensor, life.tile, life.bits, life.copies, leaf(life.first).name,
                      leaf(life.last).name});
    }
    return names;
  }

  const project::Project &project_;
  const RunResult &run_;
  const TreeResult &tree_;
  const std::uint64_t number_;
  Rows &nodes_, &lifetimes_;
  std::uint64_t row_ = 0;
};

}  // namespace

std::vector<Table> tree_tables(const project::Project &project, const RunResult &run) {
  Rows trees("trees", {integer("tree"), text("einsums"), integer("repeat"), real("latency", "s"), real("energy", "J"),
                       real("edp", "J*s"), text("bottleneck"), real("pipeline_fill", "s")});
  Rows nodes("tree_nodes", {integer("tree"), integer("row"), integer("depth"), text("kind"), text("tensors"),
                            text("node"), text("variable"), integer("tile"), integer("iterations"), integer("retain"),
                            text("einsum"), text("derived")});
  Rows lifetimes("tree_lifetimes", {integer("tree"), integer("row"), text("memory"), text("tensor"), integer("tile"),
                                    real("size", "bit"), integer("copies"), text("first"), text("last")});
  Rows memories("tree_memories", {integer("tree"), text("memory"), real("peak", "bit"), real("capacity", "bit"),
                                  text("at"), text("detail")});
  for (std::uint64_t number = 0; number < run.trees.size(); ++number) {
    const TreeResult &tree = run.trees[number];
    std::string names;
    for (const std::size_t einsum : tree.einsums)
      names += (names.empty() ? "" : ",") + run.einsums[einsum].name;
    trees.add({number, names, tree.repeat, tree.latency, tree.energy, tree.energy * tree.latency, tree.bottleneck,
               tree.pipeline_fill > 0 ? Cell(tree.pipeline_fill) : Cell()});
    TreeNodes(project, run, tree, number, nodes, lifetimes).write();
    for (const auto &memory : tree.memories)
      memories.add({number, memory.memory, memory.peak, memory.capacity, memory.at, memory.detail});
  }
  std::vector<Table> result;
  for (Rows *rows : {&trees, &nodes, &lifetimes, &memories})
    result.push_back(rows->take());
  return result;
}

}  // namespace forge::report
