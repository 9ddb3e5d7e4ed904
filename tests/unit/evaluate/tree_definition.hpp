// SPDX-License-Identifier: Apache-2.0
//
// The executable definition of the access counts, extended to mapping trees. It replays a tree point by point, as
// shared/reference/trace.py replays a nest, and decides by sets of elements what a producer makes at a time: the box of
// its result that its consumers touch, without what the result's outermost keep still holds; shared keeps hold such
// boxes. It takes nothing from
// model::complete() but what the project says: variables, tiles and keeps.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/mapping_tree.hpp"
#include "model/workload.hpp"

namespace forge::tests {

using Element = std::vector<std::int64_t>;
using Elements = std::set<Element>;

// (memory, tensor) -> counts, over all Einsums.
struct TreeCounts {
  struct Counts {
    std::uint64_t tile = 0, fills = 0, reads = 0, updates = 0, drains = 0;
    bool operator==(const Counts &) const = default;
  };
  std::map<std::pair<std::size_t, std::string>, Counts> counts;
  std::map<std::string, std::uint64_t> computes, steps;  // by Einsum
  std::vector<std::string> faults;                       // what was read without being there
};

class TreeDefinition {
 public:
  // `mappings`: as read, before complete().
  TreeDefinition(const model::Workload &workload, const model::MappingTree &tree,
                 const std::vector<model::Mapping> &mappings)
      : workload_(workload), tree_(tree) {
    for (const std::size_t m : model::leaves(tree.root))
      leaves_.push_back({&mappings[m], &workload.einsums[mappings[m].einsum], {}});
  }

  TreeCounts run() {
    find_loops(tree_.root, {});
    run_section(tree_.root, Context(loops_.size()));
    count();
    return std::move(result_);
  }

 private:
  struct Point {
    std::vector<std::uint64_t> index;  // by node of the nest; what is no loop: 0
    std::vector<std::int64_t> value;   // by rank variable
    std::uint64_t version = 0;         // how often its result was made before
  };
  struct Leaf {
    const model::Mapping *mapping;
    const model::Einsum *einsum;
    std::vector<Point> points;
  };
  using Section = model::MappingTree::Section;
  using Key = std::vector<std::uint64_t>;
  using Context = std::vector<std::uint64_t>;  // iterations of the shared loops; of those elsewhere in the tree: 0
  using Versions = std::map<std::pair<std::size_t, Element>, std::uint64_t>;
  struct Range {
    std::int64_t begin = 0, end = 0;
  };

  static bool is_loop(const model::NestNode &node) {
    return node.kind == model::NestKind::loop || node.kind == model::NestKind::spread;
  }
  static Element element(const model::Tensor &tensor, const std::vector<std::int64_t> &value) {
    Element result;
    for (const auto &rank : tensor.index) {
      std::int64_t sum = 0;
      for (const auto &term : rank)
        sum += term.coefficient * value[term.variable];
      result.push_back(sum);
    }
    return result;
  }

  // Shared loops of the tree, section by section, and where each leaf stands.
  void find_loops(const Section &section, std::vector<const Section *> path) {
    for (const std::size_t node : section.nodes)
      find_loop(node);
    path.push_back(&section);
    if (section.branches.empty()) {
      paths_.push_back(std::move(path));
      return;
    }
    for (const Section &branch : section.branches)
      find_loops(branch, path);
  }

  // Iterations as the leaf sees them that has the loop by name.
  void find_loop(std::size_t node) {
    for (const Leaf &leaf : leaves_) {
      const auto at = model::find_shared(*leaf.mapping, node);
      if (!at || !is_loop(leaf.mapping->nest[*at]) || leaf.mapping->nest[*at].variable == model::absent_variable)
        continue;
      std::int64_t extent = static_cast<std::int64_t>(leaf.einsum->variables[leaf.mapping->nest[*at].variable].size);
      for (std::size_t n = 0; n < *at; ++n) {
        const auto &outer = leaf.mapping->nest[n];
        if (is_loop(outer) && outer.variable == leaf.mapping->nest[*at].variable)
          extent = std::min(extent, static_cast<std::int64_t>(outer.tile));
      }
      const auto tile = static_cast<std::int64_t>(leaf.mapping->nest[*at].tile);
      loops_.emplace_back(node, static_cast<std::uint64_t>((extent + tile - 1) / tile));
      return;
    }
  }

  // The iterations of a section's own loops, in the order of time; places one after the other.
  std::vector<Context> contexts_in(const Section &section, Context context) const {
    std::vector<std::size_t> own;
    for (const std::size_t node : section.nodes) {
      if (number_of(node) < loops_.size())
        own.push_back(number_of(node));
    }
    std::vector<Context> contexts;
    const auto walk = [&](const auto &self, std::size_t depth) -> void {
      if (depth == own.size()) {
        contexts.push_back(context);
        return;
      }
      for (context[own[depth]] = 0; context[own[depth]] < loops_[own[depth]].second; ++context[own[depth]])
        self(self, depth + 1);
      context[own[depth]] = 0;
    };
    walk(walk, 0);
    const auto time = [&](const Context &one) {
      Context result;
      for (const std::size_t loop : own) {
        if (!is_spatial(loop))
          result.push_back(one[loop]);
      }
      return result;
    };
    std::stable_sort(contexts.begin(), contexts.end(),
                     [&](const Context &a, const Context &b) { return time(a) < time(b); });
    return contexts;
  }

  std::size_t leaf_of(const Section &section) const {
    std::size_t l = 0;
    while (paths_[l].back() != &section)
      ++l;
    return l;
  }

  void run_section(const Section &section, const Context &above) {
    for (const Context &now : contexts_in(section, above)) {
      for (const Section &branch : section.branches) {
        if (!branch.branches.empty()) {
          run_section(branch, now);
          continue;
        }
        const std::size_t l = leaf_of(branch);
        if (const auto box = box_of(l, now))
          run_leaf(l, now, *box);
      }
    }
  }

  // Goes through what is to come of a section as it will run, and leaves no trace but in what is held. Leaves after
  // `from` only: what is held of others has no part in it.
  template <class Visit> void run_ahead(const Section &section, const Context &now, std::size_t from, Visit visit) {
    if (section.branches.empty()) {
      const std::size_t l = leaf_of(section);
      visit(l, now);
      const auto box = l > from ? box_of(l, now) : std::nullopt;
      if (box && consumed(l))
        each_result(l, *box, [&](const Element &x) { present(l, now).insert(x); });
      return;
    }
    for (const Context &inside : contexts_in(section, now)) {
      for (const Section &branch : section.branches)
        run_ahead(branch, inside, from, visit);
    }
  }

  std::size_t number_of(std::size_t shared) const {
    for (std::size_t i = 0; i < loops_.size(); ++i) {
      if (loops_[i].first == shared)
        return i;
    }
    return loops_.size();
  }

  // What the loops by name leave of the rank variables of a leaf; empty: nothing.
  std::optional<std::vector<Range>> named_box(const Leaf &leaf, const Context &now) const {
    std::vector<Range> box;
    for (const auto &variable : leaf.einsum->variables)
      box.push_back({0, static_cast<std::int64_t>(variable.size)});
    for (const auto &node : leaf.mapping->nest) {
      if (!is_loop(node) || !node.shared || node.variable == model::absent_variable)
        continue;
      Range &range = box[node.variable];
      range.begin += static_cast<std::int64_t>(now[number_of(*node.shared)] * node.tile);
      range.end = std::min(range.end, range.begin + static_cast<std::int64_t>(node.tile));
      if (range.begin >= range.end)
        return std::nullopt;
    }
    return box;
  }

  static bool follows(const Leaf &leaf) {
    return std::any_of(leaf.mapping->nest.begin(), leaf.mapping->nest.end(),
                       [](const auto &node) { return is_loop(node) && node.variable == model::absent_variable; });
  }

  // Ranks of a leaf's result that loops move whose rank variables it does not have.
  std::set<std::size_t> followed_ranks(std::size_t l) const {
    std::set<std::size_t> ranks;
    for (const auto &node : leaves_[l].mapping->nest) {
      if (is_loop(node) && node.variable == model::absent_variable)
        ranks.merge(ranks_moved(l, *node.shared));
    }
    return ranks;
  }

  std::set<std::size_t> ranks_moved(std::size_t l, std::size_t shared) const {
    const std::string &result = leaves_[l].einsum->tensors.back().name;
    std::set<std::size_t> ranks;
    for (std::size_t c = l + 1; c < leaves_.size(); ++c) {
      const auto at = model::find_shared(*leaves_[c].mapping, shared);
      if (!at)
        continue;
      const model::Tensor &made = leaves_[c].einsum->tensors.back();
      std::set<std::size_t> variables{leaves_[c].mapping->nest[*at].variable};
      if (variables.contains(model::absent_variable)) {
        variables.clear();
        for (const std::size_t r : ranks_moved(c, shared))
          variables.insert(made.index[r][0].variable);
      }
      for (const auto &tensor : leaves_[c].einsum->tensors) {
        for (std::size_t r = 0; !tensor.output && tensor.name == result && r < tensor.index.size(); ++r) {
          for (const auto &term : tensor.index[r]) {
            if (variables.contains(term.variable))
              ranks.insert(r);
          }
        }
      }
    }
    return ranks;
  }

  // The box of points that a leaf computes in a context, before it does so.
  std::optional<std::vector<Range>> box_of(std::size_t l, const Context &now) {
    const Leaf &leaf = leaves_[l];
    auto box = named_box(leaf, now);
    if (!box || !follows(leaf))
      return box;
    const model::Tensor &result = leaf.einsum->tensors.back();
    auto touched = touched_by_consumers(l, now);
    if (!touched)
      return std::nullopt;
    // Ranks that no followed loop moves are made in full.
    const std::set<std::size_t> followed = followed_ranks(l);
    for (std::size_t r = 0; r < touched->size(); ++r) {
      if (!followed.contains(r))
        (*touched)[r] = (*box)[result.index[r][0].variable];
    }
    const Elements &held = present(l, now);
    // New elements: a box, or the mapping should have been refused.
    Elements fresh;
    each_element(*touched, *box, result, [&](const Element &x) {
      if (!held.contains(x))
        fresh.insert(x);
    });
    if (fresh.empty())
      return std::nullopt;
    std::size_t volume = 1;
    for (std::size_t r = 0; r < result.index.size(); ++r) {
      Range range{INT64_MAX, INT64_MIN};
      for (const Element &x : fresh) {
        range.begin = std::min(range.begin, x[r]);
        range.end = std::max(range.end, x[r] + 1);
      }
      volume *= static_cast<std::size_t>(range.end - range.begin);
      (*box)[result.index[r][0].variable] = range;
    }
    if (volume != fresh.size())
      result_.faults.push_back("what '" + leaf.einsum->name + "' has to make is no box");
    return box;
  }

  template <class Visit>
  static void each_element(const std::vector<Range> &touched, const std::vector<Range> &box,
                           const model::Tensor &result, Visit visit) {
    Element x(result.index.size());
    const auto walk = [&](const auto &self, std::size_t r) -> void {
      if (r == x.size()) {
        visit(x);
        return;
      }
      const Range &own = box[result.index[r][0].variable];
      for (x[r] = std::max(touched[r].begin, own.begin); x[r] < std::min(touched[r].end, own.end); ++x[r])
        self(self, r + 1);
    };
    walk(walk, 0);
  }

  static void unite(std::optional<std::vector<Range>> &all, const std::vector<Range> &touched) {
    if (!all) {
      all = touched;
      return;
    }
    for (std::size_t r = 0; r < touched.size(); ++r) {
      (*all)[r].begin = std::min((*all)[r].begin, touched[r].begin);
      (*all)[r].end = std::max((*all)[r].end, touched[r].end);
    }
  }

  // The box of its result that all consumers touch in a context, whatever the iterations of loops of their own branches.
  std::optional<std::vector<Range>> touched_by_consumers(std::size_t l, const Context &now) {
    std::optional<std::vector<Range>> all;
    for (std::size_t depth = 0; depth + 1 < paths_[l].size(); ++depth) {
      bool later = false;
      for (const Section &branch : paths_[l][depth]->branches) {
        if (later && branch.branches.empty()) {
          touch(l, leaf_of(branch), now, all);
        } else if (later) {
          const auto before = held_;
          run_ahead(branch, now, l, [&](std::size_t c, const Context &inside) { touch(l, c, inside, all); });
          held_ = before;
        }
        later = later || &branch == paths_[l][depth + 1];
      }
    }
    return all;
  }

  void touch(std::size_t l, std::size_t c, const Context &now, std::optional<std::vector<Range>> &all) {
    for (const auto &tensor : leaves_[c].einsum->tensors) {
      const bool reads = !tensor.output && tensor.name == leaves_[l].einsum->tensors.back().name;
      const auto box = reads ? box_of(c, now) : std::nullopt;
      if (!box)
        continue;
      std::vector<Range> touched;
      for (const auto &rank : tensor.index) {
        Range range{0, 1};
        for (const auto &term : rank) {
          range.begin += term.coefficient * (*box)[term.variable].begin;
          range.end += term.coefficient * ((*box)[term.variable].end - 1);
        }
        touched.push_back(range);
      }
      unite(all, touched);
    }
  }

  // The outermost keep of a leaf's result, and the shared loops above it.
  const model::NestNode *keep_of(std::size_t l, std::vector<std::size_t> &above) const {
    const auto &nest = leaves_[l].mapping->nest;
    const std::size_t result = leaves_[l].einsum->output();
    for (const auto &node : nest) {
      if (is_loop(node) && node.shared)
        above.push_back(number_of(*node.shared));
      if (node.kind == model::NestKind::keep &&
          std::find(node.tensors.begin(), node.tensors.end(), result) != node.tensors.end())
        return &node;
    }
    return nullptr;
  }

  bool is_spatial(std::size_t loop) const {
    for (const Leaf &leaf : leaves_) {
      if (const auto at = model::find_shared(*leaf.mapping, loops_[loop].first))
        return leaf.mapping->nest[*at].kind == model::NestKind::spread;
    }
    return false;
  }

  // An element at the place of the outermost keep of a leaf's result.
  Element at_place(std::size_t l, Element x, const Context &now) const {
    std::vector<std::size_t> above;
    keep_of(l, above);
    for (const std::size_t loop : above) {
      if (is_spatial(loop))
        x.push_back(static_cast<std::int64_t>(now[loop]));
    }
    return x;
  }

  // Elements of a leaf's result that its outermost keep holds in a context.
  Elements &present(std::size_t l, const Context &now) {
    std::vector<std::size_t> above;
    const model::NestNode *keep = keep_of(l, above);
    Context time, place;
    for (const std::size_t loop : above)
      (is_spatial(loop) ? place : time).push_back(now[loop]);
    const std::pair key{l, place};
    if (held_[key].time && *held_[key].time != time) {  // the next tile: what it shares with the last one stays
      Elements stays;
      if (keep->retain) {
        const Elements next = tile_of(l, now, above), &last = held_[key].elements;
        std::set_intersection(last.begin(), last.end(), next.begin(), next.end(), std::inserter(stays, stays.end()));
      }
      held_[key].elements = std::move(stays);
    }
    held_[key].time = time;
    return held_[key].elements;
  }

  // What the tree touches of a leaf's result while the loops above its keep stand still: found by running its consumers
  // ahead, which do not depend on what is held of it.
  Elements tile_of(std::size_t l, const Context &now, const std::vector<std::size_t> &above) {
    const auto before = held_;
    Elements tile;
    std::vector<Range> whole;
    for (const auto &variable : leaves_[l].einsum->variables)
      whole.push_back({0, static_cast<std::int64_t>(variable.size)});
    // The section of the keep: the loops above it stand still.
    std::size_t depth = 0;
    while (!holds_result(*paths_[l][depth], l))
      ++depth;
    const auto visit = [&](std::size_t leaf, const Context &context) {
      const auto touched = leaf == l ? touched_by_consumers(l, context) : std::nullopt;
      if (touched)
        each_element(*touched, whole, leaves_[l].einsum->tensors.back(), [&](const Element &x) { tile.insert(x); });
    };
    for (const Context &context : contexts_in(*paths_[l][depth], now)) {
      if (std::any_of(above.begin(), above.end(), [&](std::size_t loop) { return context[loop] != now[loop]; }))
        continue;
      for (const Section &branch : paths_[l][depth]->branches)
        run_ahead(branch, context, l, visit);
    }
    held_ = before;
    return tile;
  }

  bool holds_result(const Section &section, std::size_t l) const {
    std::vector<std::size_t> above;
    const model::NestNode *keep = keep_of(l, above);
    return section.branches.empty() ||
           std::find(section.nodes.begin(), section.nodes.end(), *keep->shared) != section.nodes.end();
  }

  // Elements of its result that a leaf makes in a box of points; such results have simple indices.
  template <class Visit> void each_result(std::size_t l, const std::vector<Range> &box, Visit visit) const {
    std::vector<Range> all;
    for (const auto &rank : leaves_[l].einsum->tensors.back().index)
      all.push_back(box[rank[0].variable]);
    each_element(all, box, leaves_[l].einsum->tensors.back(), visit);
  }

  void run_leaf(std::size_t l, const Context &now, const std::vector<Range> &box) {
    Leaf &leaf = leaves_[l];
    check_operands(l, now, box);
    if (!latest_)
      latest_ = std::make_shared<const Versions>(versions_);
    const auto &nest = leaf.mapping->nest;
    Point point{std::vector<std::uint64_t>(nest.size()), {}};
    for (std::size_t n = 0; n < nest.size(); ++n) {
      if (is_loop(nest[n]) && nest[n].shared)
        point.index[n] = now[number_of(*nest[n].shared)];
    }
    seen_[context_of(leaf, point)] = latest_;
    std::vector<Range> left = box;
    Elements made;
    const auto walk = [&](const auto &self, std::size_t n) -> void {
      if (n == nest.size()) {
        point.value.clear();
        for (const Range &range : left)
          point.value.push_back(range.begin);
        const Element x = element(leaf.einsum->tensors.back(), point.value);
        made.insert(x);
        point.version = versions_[{l, at_place(l, x, now)}];
        leaf.points.push_back(point);
        return;
      }
      if (!is_loop(nest[n]) || nest[n].shared) {
        self(self, n + 1);
        return;
      }
      const Range before = left[nest[n].variable];
      const auto tile = static_cast<std::int64_t>(nest[n].tile);
      for (std::int64_t i = 0; before.begin + i * tile < before.end; ++i) {
        point.index[n] = static_cast<std::uint64_t>(i);
        left[nest[n].variable] = {before.begin + i * tile, std::min(before.end, before.begin + (i + 1) * tile)};
        self(self, n + 1);
      }
      left[nest[n].variable] = before;
    };
    walk(walk, 0);
    if (!consumed(l))
      return;
    present(l, now).insert(made.begin(), made.end());
    if (follows(leaf)) {
      for (const Element &x : made)
        ++versions_[{l, at_place(l, x, now)}];
      latest_ = nullptr;
    }
  }

  bool consumed(std::size_t l) const {
    const std::string &name = leaves_[l].einsum->tensors.back().name;
    return std::any_of(leaves_.begin(), leaves_.end(), [&](const Leaf &leaf) {
      const auto &tensors = leaf.einsum->tensors;
      return std::any_of(tensors.begin(), tensors.end() - 1, [&](const auto &tensor) { return tensor.name == name; });
    });
  }

  // Everything that a leaf reads has been made and is held, but for padding.
  void check_operands(std::size_t l, const Context &now, const std::vector<Range> &box) {
    for (std::size_t p = 0; p < l; ++p) {
      const model::Tensor &made = leaves_[p].einsum->tensors.back();
      for (const auto &tensor : leaves_[l].einsum->tensors) {
        if (tensor.output || tensor.name != made.name)
          continue;
        const Elements &held = present(p, now);
        std::vector<std::int64_t> value;
        const auto walk = [&](const auto &self, std::size_t v) -> void {
          if (v == box.size()) {
            const Element x = element(tensor, value);
            if (!is_padding(tensor.name, x) && !held.contains(x))
              result_.faults.push_back("'" + leaves_[l].einsum->name + "' reads " + tensor.name +
                                       " before it is there");
            return;
          }
          for (std::int64_t i = box[v].begin; i < box[v].end; ++i) {
            value.push_back(i);
            self(self, v + 1);
            value.pop_back();
          }
        };
        walk(walk, 0);
      }
    }
  }

  // Beyond what its producer makes: nobody makes it, and no shared keep holds it.
  bool is_padding(const std::string &tensor, const Element &x) const {
    for (std::size_t l = 0; l < leaves_.size(); ++l) {
      for (std::size_t r = 0; r < x.size() && leaves_[l].einsum->tensors.back().name == tensor; ++r) {
        if (x[r] >= size_of_rank(l, r))
          return true;
      }
    }
    return false;
  }

  std::int64_t size_of_rank(std::size_t l, std::size_t rank) const {
    std::int64_t size = 1;
    for (const auto &term : leaves_[l].einsum->tensors.back().index[rank])
      size += term.coefficient * static_cast<std::int64_t>(leaves_[l].einsum->variables[term.variable].size - 1);
    return size;
  }

  // ---- counting, as trace.py does

  struct Holder {
    std::size_t node;  // in the nest
    std::size_t memory;
    bool retain;
    std::optional<std::size_t> shared;
  };

  std::vector<Holder> holders_of(const Leaf &leaf, std::size_t tensor) const {
    std::vector<Holder> result;
    for (std::size_t n = 0; n < leaf.mapping->nest.size(); ++n) {
      const auto &node = leaf.mapping->nest[n];
      if (node.kind == model::NestKind::keep &&
          std::find(node.tensors.begin(), node.tensors.end(), tensor) != node.tensors.end())
        result.push_back({n, node.node, node.retain, node.shared});
    }
    return result;
  }

  // Iterations of the temporal or spatial loops above node `end`.
  static std::vector<std::uint64_t> part(const Leaf &leaf, const Point &point, std::size_t begin, std::size_t end,
                                         bool spatial) {
    std::vector<std::uint64_t> result;
    for (std::size_t n = begin; n < end; ++n) {
      const auto &node = leaf.mapping->nest[n];
      if (is_loop(node) && (node.kind == model::NestKind::spread) == spatial)
        result.push_back(point.index[n]);
    }
    return result;
  }

  struct Tile {
    Elements made, read;
    Elements all() const {
      Elements both = made;
      both.insert(read.begin(), read.end());
      return both;
    }
  };
  // Of one holder: place -> time -> tile. `parents`: the place of the holder above.
  struct Grid {
    std::map<Key, std::map<Key, Tile>> tiles;
    std::map<Key, Key> parents;
  };

  void count() {
    std::set<std::pair<std::size_t, std::string>> done;  // shared keeps whose way from above is counted
    for (Leaf &leaf : leaves_) {
      std::set<Key> times;
      for (const Point &point : leaf.points)
        times.insert(part(leaf, point, 0, point.index.size(), false));
      result_.computes[leaf.einsum->name] = leaf.points.size();
      result_.steps[leaf.einsum->name] = times.size();
      for (std::size_t t = 0; t < leaf.einsum->tensors.size(); ++t) {
        const auto holders = holders_of(leaf, t);
        const std::string &name = leaf.einsum->tensors[t].name;
        for (std::size_t h = 0; h < holders.size(); ++h) {
          const bool last = h + 1 == holders.size();
          if (h == 0)
            count_tiles(leaf, holders[0], name);
          if (!last && holders[h + 1].shared && !done.insert({*holders[h + 1].shared, name}).second)
            continue;
          count_way(leaf, t, holders[h], last ? nullptr : &holders[h + 1]);
        }
      }
    }
  }

  // Which leaves take part in the tiles of a holder.
  std::vector<const Leaf *> sharing(const Leaf &leaf, const Holder *below, const std::string &tensor) const {
    if (below == nullptr || !below->shared)
      return {&leaf};
    std::vector<const Leaf *> result;
    for (const Leaf &other : leaves_) {
      const auto at = model::find_shared(*other.mapping, *below->shared);
      if (!at)
        continue;
      for (const std::size_t t : other.mapping->nest[*at].tensors) {
        if (other.einsum->tensors[t].name == tensor)
          result.push_back(&other);
      }
    }
    return result;
  }

  // Of the tiles below node `depth`, for leaves that share everything above it.
  Grid grid_of(const std::vector<const Leaf *> &leaves, const std::string &tensor, const Leaf &first, std::size_t above,
               std::size_t depth) const {
    Grid grid;
    // What is passed on is made, and held, in boxes: one for each time at which it is read.
    const bool passed_on = leaves.size() > 1 && std::any_of(leaves.begin(), leaves.end(), [&](const Leaf *leaf) {
                             return leaf->einsum->tensors.back().name == tensor;
                           });
    std::map<std::pair<Tile *, Key>, Elements> boxes;
    for (const Leaf *leaf : leaves) {
      const std::size_t end = end_in(*leaf, first, depth), top = end_in(*leaf, first, above);
      for (const auto &candidate : leaf->einsum->tensors) {
        if (candidate.name != tensor)
          continue;
        for (const Point &point : leaf->points) {
          const Key place = part(*leaf, point, 0, end, true);
          Tile &tile = grid.tiles[place][part(*leaf, point, 0, end, false)];
          grid.parents[place] = part(*leaf, point, 0, top, true);
          Element x = element(candidate, point.value);
          if (candidate.output) {
            x.push_back(static_cast<std::int64_t>(point.version));
            tile.made.insert(std::move(x));
          } else if (passed_on) {
            boxes[{&tile, context_of(*leaf, point)}].insert(std::move(x));
          } else {
            tile.read.insert(std::move(x));
          }
        }
      }
    }
    for (auto &[where, box] : boxes) {
      fill_box(box);
      for (Element x : box) {
        if (is_padding(tensor, x))
          continue;
        x.push_back(version_read(tensor, x, where.second));
        where.first->read.insert(std::move(x));
      }
    }
    return grid;
  }

  // The version of an element that is read in a context: the last one made.
  std::int64_t version_read(const std::string &tensor, const Element &x, const Key &context) const {
    for (std::size_t l = 0; l < leaves_.size(); ++l) {
      if (leaves_[l].einsum->tensors.back().name != tensor)
        continue;
      const Leaf &reader = leaves_[context[0]];
      Context now(loops_.size());
      std::size_t next = 1;
      for (const auto &node : reader.mapping->nest) {
        if (is_loop(node) && node.shared)
          now[number_of(*node.shared)] = context[next++];
      }
      const Versions &versions = *seen_.at(context);
      const auto found = versions.find({l, at_place(l, x, now)});
      return found == versions.end() || found->second == 0 ? 0 : static_cast<std::int64_t>(found->second - 1);
    }
    return 0;
  }

  static void fill_box(Elements &elements) {
    if (elements.empty())
      return;
    Element low = *elements.begin(), high = low;
    for (const Element &x : elements) {
      for (std::size_t r = 0; r < x.size(); ++r) {
        low[r] = std::min(low[r], x[r]);
        high[r] = std::max(high[r], x[r]);
      }
    }
    Element x = low;
    const auto walk = [&](const auto &self, std::size_t r) -> void {
      if (r == x.size()) {
        elements.insert(x);
        return;
      }
      for (x[r] = low[r]; x[r] <= high[r]; ++x[r])
        self(self, r + 1);
    };
    walk(walk, 0);
  }

  // The leaf and the iterations of the shared loops.
  Key context_of(const Leaf &leaf, const Point &point) const {
    Key key{static_cast<std::uint64_t>(&leaf - leaves_.data())};
    for (std::size_t n = 0; n < point.index.size(); ++n) {
      if (is_loop(leaf.mapping->nest[n]) && leaf.mapping->nest[n].shared)
        key.push_back(point.index[n]);
    }
    return key;
  }

  // Where the node `at` of `first` stands in the nest of another leaf that shares it.
  static std::size_t end_in(const Leaf &leaf, const Leaf &first, std::size_t at) {
    if (&leaf == &first || at >= first.mapping->nest.size())
      return at;
    const auto found = model::find_shared(*leaf.mapping, *first.mapping->nest[at].shared);
    return found ? *found : at;
  }

  void count_tiles(const Leaf &leaf, const Holder &holder, const std::string &tensor) {
    const Grid grid = grid_of(sharing(leaf, &holder, tensor), tensor, leaf, holder.node, holder.node);
    auto &counts = result_.counts[{holder.memory, tensor}];
    for (const auto &[place, times] : grid.tiles) {
      for (const auto &[time, tile] : times)
        counts.tile = std::max<std::uint64_t>(counts.tile, tile.all().size());
    }
  }

  void count_way(const Leaf &leaf, std::size_t t, const Holder &up, const Holder *down) {
    const model::Tensor &tensor = leaf.einsum->tensors[t];
    const auto leaves = sharing(leaf, down, tensor.name);
    const std::size_t depth = down != nullptr ? down->node : leaf.mapping->nest.size();
    const Grid grid = grid_of(leaves, tensor.name, leaf, up.node, depth);
    const bool retain = down != nullptr && down->retain;
    struct Event {
      Key time, place;
      Elements need, leave, made;
    };
    std::vector<Event> events;
    TreeCounts::Counts unused;
    auto &above = result_.counts[{up.memory, tensor.name}];
    auto &below = down != nullptr ? result_.counts[{down->memory, tensor.name}] : unused;
    for (const auto &[place, times] : grid.tiles) {
      Elements resident, dirty;
      for (auto at = times.begin(); at != times.end(); ++at) {
        const Elements tile = at->second.all();
        below.tile = std::max<std::uint64_t>(below.tile, tile.size());
        const auto next = std::next(at);
        const Elements after = retain && next != times.end() ? next->second.all() : Elements{};
        Event event{at->first, place, {}, {}, at->second.made};
        dirty.insert(at->second.made.begin(), at->second.made.end());
        std::set_difference(tile.begin(), tile.end(), resident.begin(), resident.end(),
                            std::inserter(event.need, event.need.end()));
        for (const Element &x : tile) {
          if (dirty.contains(x) && !after.contains(x)) {
            event.leave.insert(x);
            dirty.erase(x);
          }
        }
        resident = retain ? tile : Elements{};
        events.push_back(std::move(event));
      }
    }
    std::stable_sort(events.begin(), events.end(), [](const Event &a, const Event &b) { return a.time < b.time; });
    std::map<Key, Elements> written;  // by parent place
    for (std::size_t begin = 0, end = 0; begin < events.size(); begin = end) {
      while (end < events.size() && events[end].time == events[begin].time)
        ++end;
      std::map<Key, Elements> served, drained;
      for (std::size_t i = begin; i < end; ++i) {
        const Key &parent = grid.parents.at(events[i].place);
        for (const Element &x : events[i].need) {
          if (events[i].made.contains(x) && !written[parent].contains(x))
            continue;
          ++below.fills;
          served[parent].insert(x);
        }
      }
      for (std::size_t i = begin; i < end; ++i) {
        const Key &parent = grid.parents.at(events[i].place);
        below.drains += events[i].leave.size();
        drained[parent].insert(events[i].leave.begin(), events[i].leave.end());
        written[parent].insert(events[i].leave.begin(), events[i].leave.end());
      }
      for (const auto &[parent, elements] : served)
        above.reads += elements.size();
      for (const auto &[parent, elements] : drained)
        above.updates += elements.size();
    }
  }

  struct Held {
    std::optional<Context> time;
    Elements elements;
  };

  const model::Workload &workload_;
  const model::MappingTree &tree_;
  std::vector<Leaf> leaves_;
  std::vector<std::pair<std::size_t, std::uint64_t>> loops_;  // shared: node and iterations
  std::map<std::pair<std::size_t, Context>, Held> held_;      // by leaf that makes it, and place
  Versions versions_;                                         // how often made
  std::shared_ptr<const Versions> latest_;                    // a copy of them
  std::map<Key, std::shared_ptr<const Versions>> seen_;       // when a leaf ran in a context
  std::vector<std::vector<const Section *>> paths_;  // of each leaf: the sections from the root down to its own
  TreeCounts result_;
};

}  // namespace forge::tests
