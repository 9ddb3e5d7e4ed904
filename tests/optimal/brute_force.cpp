// SPDX-License-Identifier: Apache-2.0
#include "optimal/brute_force.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "optimal/nest_cost.hpp"

namespace forge::test {

namespace {

using Mask = std::uint64_t;

class Best {
 public:
  Best(bool pareto, std::vector<Point> &points) : pareto_(pareto), points_(points) {}

  void offer(const std::vector<double> &objectives, const std::vector<forge_nest_node> &nest) {
    if (pareto_) {
      for (const Point &point : points_) {
        if (no_worse(point.objectives, objectives))
          return;
      }
      std::erase_if(points_, [&](const Point &point) { return no_worse(objectives, point.objectives); });
      points_.push_back({objectives, nest});
    } else if (points_.empty() || better(objectives, points_.front().objectives)) {
      points_.assign(1, {objectives, nest});
    }
  }

 private:
  static bool better(const std::vector<double> &a, const std::vector<double> &b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!same(a[i], b[i]))
        return a[i] < b[i];
    }
    return false;
  }

  bool pareto_;
  std::vector<Point> &points_;
};

class Walk {
 public:
  Walk(const LoadedProblem &problem, const Enumeration &enumeration, Truth &truth)
      : problem_(problem),
        table_(problem.table()),
        enumeration_(enumeration),
        truth_(truth),
        best_(table_.pareto != 0, truth.best),
        cost_(table_),
        by_model_(enumeration.by_model || table_.factors != FORGE_PERFECT),
        held_(table_.n_nodes),
        left_(table_.variable_size, table_.variable_size + table_.n_variables),
        iterations_(std::size_t{table_.n_nodes} * table_.n_variables, 1) {}

  void run() { choose_chains(0, 0); }

 private:
  // What stands directly above, within the block.
  struct Above {
    enum { nothing, keep, loop } kind = nothing;
    std::uint32_t which = 0;  // tensor or rank variable
    std::uint64_t tile = 0;
    std::size_t rank = 0;  // of the last loop of the block in its memory's order
    Mask looped = 0;       // rank variables with a loop since the last keep
  };

  std::int32_t rule(std::uint32_t node, std::uint32_t tensor) const {
    return table_.node_kind[node] == FORGE_MEMORY ? table_.keep[node * table_.n_tensors + tensor] : FORGE_BYPASS;
  }

  // Which memories hold each tensor: every choice that the rules of the table allow.
  void choose_chains(std::uint32_t tensor, std::uint32_t node) {
    if (tensor == table_.n_tensors)
      return at_node(0);
    if (node == table_.n_nodes) {
      if (chain_is_legal(tensor))
        choose_chains(tensor + 1, 0);
      return;
    }
    if (rule(node, tensor) != FORGE_MUST_KEEP)
      choose_chains(tensor, node + 1);
    if (rule(node, tensor) == FORGE_BYPASS)
      return;
    held_[node] |= Mask{1} << tensor;
    choose_chains(tensor, node + 1);
    held_[node] &= ~(Mask{1} << tensor);
  }

  bool chain_is_legal(std::uint32_t tensor) const {
    bool somewhere = false;
    for (std::uint32_t n = 0; n < table_.n_nodes; ++n) {
      const bool here = holds(n, tensor);
      const std::int32_t other = table_.keep_unless[n * table_.n_tensors + tensor];
      const bool there = other >= 0 && holds(static_cast<std::uint32_t>(other), tensor);
      const bool instead = table_.keep[n * table_.n_tensors + tensor] == FORGE_KEEP_INSTEAD;
      if ((!here && other >= 0 && !there) || (instead && here && there))
        return false;
      somewhere = somewhere || here;
    }
    return somewhere;
  }

  bool holds(std::uint32_t node, std::uint32_t tensor) const { return (held_[node] >> tensor & 1) != 0; }

  // Asked at each step: where limits leave few nests, many steps lead to none.
  bool stopped() {
    constexpr std::uint64_t steps_per_nest = 20;
    if (enumeration_.most_nests != 0 && ++steps_ > steps_per_nest * enumeration_.most_nests)
      truth_.complete = false;
    return !truth_.complete;
  }

  void at_node(std::uint32_t node) {
    if (stopped() || !what_is_left_fits(node))
      return;
    switch (table_.node_kind[node]) {
      case FORGE_MEMORY:
        if (held_[node] == 0)
          return may_hold_any(node) ? leave(node) : at_node(node + 1);
        return in_block(node, held_[node], 0, {});
      case FORGE_FANOUT:
        return in_fanout(node, 0, 1);
      case FORGE_CONVERTER:
        return at_node(node + 1);
      default:
        nest_.push_back({FORGE_NEST_COMPUTE, 0, static_cast<std::int32_t>(node), 0, 0});
        complete();
        nest_.pop_back();
    }
  }

  // Constraints do not bind a memory that may hold nothing.
  bool may_hold_any(std::uint32_t node) const {
    const auto *rules = table_.keep + node * table_.n_tensors;
    return std::any_of(rules, rules + table_.n_tensors, [](std::int32_t rule) { return rule != FORGE_BYPASS; });
  }

  // Where no memory follows that holds something, only spatial loops can cover what is left. This prunes only.
  bool what_is_left_fits(std::uint32_t node) const {
    double places = 1, points = 1;
    for (std::uint32_t n = node; n < table_.n_nodes; ++n) {
      if (held_[n] != 0)
        return true;
      places *= static_cast<double>(table_.fanout_size[n]);
    }
    for (const std::uint64_t left : left_)
      points *= static_cast<double>(left);
    return points <= places;
  }

  void leave(std::uint32_t node) {
    if (constraints_hold(node))
      at_node(node + 1);
  }

  bool constraints_hold(std::uint32_t node) const {
    for (std::uint32_t c = 0; c < table_.n_constraints; ++c) {
      if (table_.constraint_node[c] != node)
        continue;
      Mask variables = 0;
      for (std::uint32_t i = table_.constraint_begin[c]; i < table_.constraint_begin[c + 1]; ++i)
        variables |= Mask{1} << table_.constraint_variable[i];
      double product = 1;
      for (std::uint32_t v = 0; v < table_.n_variables; ++v) {
        if (variables >> v & 1)
          product *= static_cast<double>(iterations_[node * table_.n_variables + v]);
      }
      const double bound = table_.constraint_bound[c];
      const bool above = product > bound, below = product < bound;
      if ((above && table_.constraint_relation[c] != FORGE_GREATER_EQUAL) ||
          (below && table_.constraint_relation[c] != FORGE_LESS_EQUAL))
        return false;
    }
    return true;
  }

  // A memory's block: its next keep, its next loop, or its end.
  void in_block(std::uint32_t node, Mask rest, double bits, Above above) {
    if (stopped())
      return;
    for (std::uint32_t t = 0; t < table_.n_tensors; ++t) {
      // Neighbouring keeps are the same in any order.
      if ((rest >> t & 1) == 0 || (above.kind == Above::keep && t < above.which))
        continue;
      const auto more = cost_.bits(node, t);
      by_model_ = by_model_ || !more;
      const double occupied = bits + more.value_or(0);
      if (!by_model_ && occupied > table_.capacity[node])
        continue;
      cost_.keep(node, t);
      nest_.push_back({FORGE_NEST_KEEP, static_cast<std::int32_t>(t), static_cast<std::int32_t>(node),
                       table_.retain != 0 ? 1 : 0, 0});
      in_block(node, rest & ~(Mask{1} << t), occupied, {Above::keep, t, 0, above.rank});
      nest_.pop_back();
      cost_.remove_keep(t);
    }
    if (above.kind != Above::nothing && !(rest != 0 && keeps_all_first(node)))
      add_loops(node, rest, bits, above);
    if (rest == 0)
      leave(node);
  }

  // Loops between these keeps can't do better than inside of them, unless they cut a rank variable once more.
  bool keeps_all_first(std::uint32_t node) const {
    const auto comes_first = [](std::int32_t kind) { return kind == FORGE_MEMORY || kind == FORGE_FANOUT; };
    return table_.factors != FORGE_PERFECT && std::isinf(table_.capacity[node]) &&
           std::none_of(table_.node_kind, table_.node_kind + node, comes_first);
  }

  void add_loops(std::uint32_t node, Mask rest, double bits, const Above &above) {
    const bool any_order = enumeration_.all_orders || (table_.retain != 0 && more_keeps(node, rest));
    for (std::uint32_t v = 0; v < table_.n_variables; ++v) {
      const std::size_t rank = rank_in_order(node, v);
      const bool after_loop = above.kind == Above::loop, again = after_loop && above.which == v;
      if (left_[v] == 1 || rank < above.rank)
        continue;
      if (after_loop && !any_order && rank == above.rank && v < above.which)
        continue;
      // Where factors need not divide, loops that are cut in two around others are another mapspace.
      if (table_.factors != FORGE_PERFECT && (above.looped >> v & 1) != 0)
        continue;
      for_tiles(v, false, [&](std::uint64_t tile, std::uint64_t iterations) {
        if (iterations == 1 || (again && above.tile % tile == 0))
          return;
        with_loop(node, v, tile, iterations, false, [&] {
          in_block(node, rest, bits, {Above::loop, v, tile, rank, above.looped | Mask{1} << v});
        });
      });
    }
  }

  bool more_keeps(std::uint32_t node, Mask rest) const {
    return rest != 0 || std::any_of(held_.begin() + node + 1, held_.end(), [](Mask held) { return held != 0; });
  }

  // Place in the memory's order; those that are not listed are inside of those that are.
  std::size_t rank_in_order(std::uint32_t node, std::uint32_t variable) const {
    const auto *begin = table_.order_variable + table_.order_begin[node];
    const auto *end = table_.order_variable + table_.order_begin[node + 1];
    return static_cast<std::size_t>(std::find(begin, end, variable) - begin);
  }

  template <class Use> void for_tiles(std::uint32_t variable, bool spatial, Use use) const {
    const std::uint64_t extent = left_[variable];
    const bool any = table_.factors == FORGE_IMPERFECT || (spatial && table_.factors == FORGE_IMPERFECT_SPATIAL);
    for (std::uint64_t tile = 1; tile < extent; ++tile) {
      if (any || extent % tile == 0)
        use(tile, (extent + tile - 1) / tile);
    }
  }

  template <class Inside>
  void with_loop(std::uint32_t node, std::uint32_t v, std::uint64_t tile, std::uint64_t iterations, bool spatial,
                 Inside inside) {
    const std::uint64_t extent = std::exchange(left_[v], tile);
    std::uint64_t &product = iterations_[node * table_.n_variables + v];
    const std::uint64_t before = product;
    product *= iterations;
    if (spatial) {
      cost_.spread(node, v, iterations, tile);
    } else {
      cost_.loop(v, iterations, tile);
    }
    nest_.push_back({spatial ? FORGE_NEST_PAR : FORGE_NEST_FOR, static_cast<std::int32_t>(v),
                     spatial ? static_cast<std::int32_t>(node) : -1, 0, tile});
    inside();
    nest_.pop_back();
    cost_.remove_loop();
    product = before;
    left_[v] = extent;
  }

  // `used`: rank variables that are spread already.
  void in_fanout(std::uint32_t node, Mask used, std::uint64_t places) {
    if (stopped())
      return;
    for (std::uint32_t v = 0; v < table_.n_variables; ++v) {
      const bool inner = enumeration_.all_orders ? (used >> v & 1) != 0 : used >> v != 0;
      if (inner || left_[v] == 1 || reused_across(node, v))
        continue;
      for_tiles(v, true, [&](std::uint64_t tile, std::uint64_t iterations) {
        if (places * iterations > table_.fanout_size[node])
          return;
        with_loop(node, v, tile, iterations, true, [&] { in_fanout(node, used | Mask{1} << v, places * iterations); });
      });
    }
    // A hair below: 0.3 of 10 places is 3.
    const double least = table_.min_utilization[node] * static_cast<double>(table_.fanout_size[node]) * (1 - 1e-12);
    if (static_cast<double>(places) >= least)
      leave(node);
  }

  bool reused_across(std::uint32_t node, std::uint32_t variable) const {
    for (std::uint32_t t = 0; t < table_.n_tensors; ++t) {
      if (table_.reuse[node * table_.n_tensors + t] == 0)
        continue;
      const auto *begin = table_.term_variable + table_.term_begin[table_.rank_begin[t]];
      const auto *end = table_.term_variable + table_.term_begin[table_.rank_begin[t + 1]];
      if (std::find(begin, end, variable) != end)
        return true;
    }
    return false;
  }

  bool uses_most_places() const {
    double used = 1;
    for (std::uint32_t n = 0; n < table_.n_nodes; ++n) {
      for (std::uint32_t v = 0; table_.max_utilization[n] != 0 && v < table_.n_variables; ++v)
        used *= static_cast<double>(iterations_[n * table_.n_variables + v]);
    }
    return used >= table_.most_places;
  }

  void complete() {
    if (std::any_of(left_.begin(), left_.end(), [](std::uint64_t left) { return left != 1; }) || !uses_most_places())
      return;
    if (++truth_.nests > enumeration_.most_nests && enumeration_.most_nests != 0) {
      truth_.complete = false;
      return;
    }
    std::optional<Figures> figures;
    if (!by_model_)
      figures = cost_.figures();
    if (!figures)
      figures = problem_.evaluate(nest_);
    if (!figures)
      return;
    ++truth_.valid;
    if (enumeration_.visit)
      enumeration_.visit(nest_, *figures);
    best_.offer(problem_.objectives(*figures), nest_);
  }

  const LoadedProblem &problem_;
  const forge_problem &table_;
  const Enumeration &enumeration_;
  Truth &truth_;
  Best best_;
  NestCost cost_;
  bool by_model_;
  std::uint64_t steps_ = 0;
  std::vector<Mask> held_;                 // by node: tensors
  std::vector<std::uint64_t> left_;        // by rank variable
  std::vector<std::uint64_t> iterations_;  // by node and rank variable: of the loops that stand there
  std::vector<forge_nest_node> nest_;
};

}  // namespace

bool same(double a, double b) {
  return a == b || std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

bool no_worse(const std::vector<double> &a, const std::vector<double> &b) {
  return std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) { return x <= y || same(x, y); });
}

Truth brute_force(const LoadedProblem &problem, const Enumeration &enumeration) {
  Truth truth;
  Walk(problem, enumeration, truth).run();
  std::sort(truth.best.begin(), truth.best.end(),
            [](const Point &a, const Point &b) { return a.objectives < b.objectives; });
  return truth;
}

}  // namespace forge::test
