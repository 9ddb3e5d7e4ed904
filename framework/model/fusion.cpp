// SPDX-License-Identifier: Apache-2.0
//
// complete(): what the shared loops of a tree mean for the Einsums that lack their rank variables, whether every Einsum
// finds what it reads, and who pays for tiles that are shared.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "model/mapping_tree.hpp"

namespace forge::model {

namespace {

bool is_loop(const NestNode &node) {
  return node.kind == NestKind::loop || node.kind == NestKind::spread;
}

class Completion {
 public:
  Completion(const Workload &workload, const MappingTree &tree, std::vector<Mapping> &mappings)
      : workload_(workload), tree_(tree), mappings_(mappings), order_(leaves(tree.root)) {}

  std::vector<Error> run() {
    check_repeats();
    check_accesses();
    check_order(tree_.root);
    if (errors_.empty())
      check_ways();
    // Consumers first: what a producer does follows from them.
    for (std::size_t i = order_.size(); errors_.empty() && i-- > 0;)
      derive_loops(i);
    if (errors_.empty())
      check_flow();
    if (errors_.empty())
      share_tiles();
    return std::move(errors_);
  }

 private:
  // How a loop moves a rank of a tensor: iteration i begins at i * step (+ lead) and sees `overlap` beyond its step.
  struct Motion {
    std::int64_t step = 0, lead = 0, overlap = 0;
    bool operator==(const Motion &) const = default;
  };

  const Mapping &leaf(std::size_t i) const { return mappings_[order_[i]]; }
  const Einsum &einsum(std::size_t i) const { return workload_.einsums[leaf(i).einsum]; }
  const std::string &name(std::size_t i) const { return einsum(i).name; }
  const Tensor &result_of(std::size_t i) const { return einsum(i).tensors.back(); }

  Error &complain(const Position &position, std::string message) {
    errors_.push_back(Error{ErrorKind::mapping, std::move(message)}.at(position));
    return errors_.back();
  }

  std::optional<std::size_t> tensor_called(std::size_t i, const std::string &tensor) const {
    const auto &tensors = einsum(i).tensors;
    for (std::size_t t = 0; t < tensors.size(); ++t) {
      if (tensors[t].name == tensor)
        return t;
    }
    return std::nullopt;
  }

  // Leaves that read what leaf `producer` writes.
  std::vector<std::size_t> consumers_of(std::size_t producer) const {
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const auto tensor = tensor_called(i, result_of(producer).name);
      if (i != producer && tensor && !einsum(i).tensors[*tensor].output)
        result.push_back(i);
    }
    return result;
  }

  void check_repeats() {
    for (std::size_t i = 1; i < order_.size(); ++i) {
      if (einsum(i).repeat != einsum(0).repeat) {
        complain(tree_.position,
                 fmt::format("Einsums of one tree run equally often, but '{}' runs {} times and '{}' {}", name(0),
                             einsum(0).repeat, name(i), einsum(i).repeat));
      }
    }
  }

  // What a consumer needs at a time is a box only where it indexes a tensor in one way.
  void check_accesses() {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      for (const Tensor &tensor : einsum(i).tensors) {
        if (!tensor.further.empty()) {
          complain(
              tree_.position,
              fmt::format("tensor '{}' of Einsum '{}' stands twice with different indices, which a tree can't have",
                          tensor.name, name(i)))
              .note(fmt::format("give '{}' a nest of its own, or the second access a name of its own", name(i)));
        }
      }
    }
  }

  // What is read has been written before: in an earlier branch, which does not run in parallel.
  void check_order(const MappingTree::Section &section) {
    for (std::size_t a = 0; a < section.branches.size(); ++a) {
      for (std::size_t b = 0; b < section.branches.size(); ++b) {
        if (a != b && (a > b || section.split == SplitKind::parallel))
          check_independent(section, section.branches[a], section.branches[b]);
      }
      check_order(section.branches[a]);
    }
  }

  void check_independent(const MappingTree::Section &section, const MappingTree::Section &producer,
                         const MappingTree::Section &consumer) {
    for (const std::size_t writes : leaves(producer)) {
      for (const std::size_t reads : leaves(consumer)) {
        const Einsum &writer = workload_.einsums[mappings_[writes].einsum];
        const Einsum &reader = workload_.einsums[mappings_[reads].einsum];
        const auto &tensors = reader.tensors;
        const std::string &result = writer.tensors.back().name;
        if (std::none_of(tensors.begin(), tensors.end() - 1, [&](const Tensor &one) { return one.name == result; }))
          continue;
        complain(section.position,
                 section.split == SplitKind::parallel
                     ? fmt::format("'{}' reads {}, which '{}' makes: they can't run in parallel", reader.name, result,
                                   writer.name)
                     : fmt::format("'{}' reads {} before '{}' makes it", reader.name, result, writer.name));
      }
    }
  }

  // The outermost keep of a tensor in a nest.
  static std::optional<std::size_t> outermost_keep(const Mapping &mapping, std::size_t tensor) {
    for (std::size_t n = 0; n < mapping.nest.size(); ++n) {
      const auto &held = mapping.nest[n].tensors;
      if (mapping.nest[n].kind == NestKind::keep && std::find(held.begin(), held.end(), tensor) != held.end())
        return n;
    }
    return std::nullopt;
  }

  // What goes from one Einsum to another one is held above the split between them.
  void check_ways() {
    for (std::size_t producer = 0; producer < order_.size(); ++producer) {
      const auto from = outermost_keep(leaf(producer), einsum(producer).output());
      for (const std::size_t consumer : consumers_of(producer)) {
        const std::size_t tensor = *tensor_called(consumer, result_of(producer).name);
        const auto to = outermost_keep(leaf(consumer), tensor);
        if (!from || !to)
          continue;  // said by the check of the nest
        const NestNode &a = leaf(producer).nest[*from], &b = leaf(consumer).nest[*to];
        if (a.shared && a.shared == b.shared)
          continue;
        complain(b.position, fmt::format("{} goes from '{}' to '{}', but its outermost keeps there are not one and the "
                                         "same",
                                         result_of(producer).name, name(producer), name(consumer)))
            .note("keep it above the split, in the memory that passes it on");
      }
    }
  }

  // Sum of the terms of a rank that are about one rank variable.
  static std::int64_t coefficient(const std::vector<Term> &rank, std::size_t variable) {
    std::int64_t sum = 0;
    for (const Term &term : rank)
      sum += term.variable == variable ? term.coefficient : 0;
    return sum;
  }

  static std::int64_t reach(const Einsum &einsum, const std::vector<Term> &rank, std::size_t but) {
    std::int64_t sum = 0;
    for (const Term &term : rank) {
      if (term.variable != but)
        sum += term.coefficient * static_cast<std::int64_t>(einsum.variables[term.variable].size - 1);
    }
    return sum;
  }

  // How a loop of the nest of leaf i moves a rank of one of its tensors.
  Motion motion(std::size_t i, std::size_t tensor, std::size_t rank, const NestNode &loop) const {
    const auto &index = einsum(i).tensors[tensor].index[rank];
    const std::int64_t c = coefficient(index, loop.variable);
    if (c == 0)
      return {};
    return {c * static_cast<std::int64_t>(loop.tile), c * static_cast<std::int64_t>(loop.lead),
            c * (loop.overlap - 1) + reach(einsum(i), index, loop.variable) + 1};
  }

  void derive_loops(std::size_t producer) {
    auto &nest = mappings_[order_[producer]].nest;
    for (std::size_t n = 0; n < nest.size() && errors_.empty(); ++n) {
      if (is_loop(nest[n]) && nest[n].variable == absent_variable)
        derive(producer, n);
    }
  }

  // The loop at `n` is over a rank variable that the producer does not have: its consumers say what it means.
  void derive(std::size_t producer, std::size_t n) {
    NestNode &loop = mappings_[order_[producer]].nest[n];
    std::vector<std::size_t> consumers;
    for (const std::size_t i : consumers_of(producer)) {
      if (find_shared(leaf(i), *loop.shared))
        consumers.push_back(i);
    }
    const std::string &result = result_of(producer).name;
    if (consumers.empty()) {
      complain(loop.position, fmt::format("Einsum '{}' does not have the rank variable of this loop, and nothing below "
                                          "the loop reads what it makes, {}",
                                          name(producer), result))
          .note("move the loop into the branches that it concerns");
      return;
    }
    std::optional<std::pair<std::size_t, Motion>> asked;  // rank of the result, and how it moves
    for (const std::size_t consumer : consumers) {
      const auto one = asked_by(producer, consumer, loop);
      if (!one)
        return;
      if (asked && (asked->first != one->first || asked->second.step != one->second.step ||
                    asked->second.lead != one->second.lead)) {
        complain(loop.position,
                 fmt::format("the Einsums that read {} need different parts of it at a time; give each a "
                             "loop of its own",
                             result));
        return;
      }
      const std::int64_t overlap = asked ? asked->second.overlap : one->second.overlap;
      asked = one;
      asked->second.overlap = std::max(overlap, one->second.overlap);
    }
    apply(producer, n, asked->first, asked->second, consumers);
  }

  // What a consumer needs of the result in one iteration of a loop.
  std::optional<std::pair<std::size_t, Motion>> asked_by(std::size_t producer, std::size_t consumer,
                                                         const NestNode &loop) {
    const NestNode &its_loop = leaf(consumer).nest[*find_shared(leaf(consumer), *loop.shared)];
    const std::string &result = result_of(producer).name;
    const std::size_t tensor = *tensor_called(consumer, result);
    const auto &index = einsum(consumer).tensors[tensor].index;
    std::vector<std::size_t> moved;
    for (std::size_t r = 0; r < index.size(); ++r) {
      if (coefficient(index[r], its_loop.variable) != 0)
        moved.push_back(r);
    }
    if (moved.size() != 1) {
      const std::string &variable = einsum(consumer).variables[its_loop.variable].name;
      complain(loop.position,
               moved.empty() ? fmt::format("Einsum '{}' has no rank variable '{}', and the part of {} that '{}' needs "
                                           "does not depend on it",
                                           name(producer), variable, result, name(consumer))
                             : fmt::format("'{}' moves several ranks of {} at once, so Einsum '{}' can't follow it",
                                           variable, result, name(producer)))
          .note("move the loop into the branch of '" + name(consumer) + "'");
      return std::nullopt;
    }
    if (its_loop.overlap < 0) {
      complain(loop.position, fmt::format("'{}' leaves out a part of what it could make, so '{}' can't follow it",
                                          name(consumer), name(producer)));
      return std::nullopt;
    }
    // Another shared loop that moves the same rank would make the need no simple slide.
    for (const Term &term : index[moved[0]]) {
      for (const NestNode &other : leaf(consumer).nest) {
        if (is_loop(other) && other.variable == term.variable && term.variable != its_loop.variable && other.shared &&
            find_shared(leaf(producer), *other.shared)) {
          complain(other.position, fmt::format("two rank variables of the index of {} in '{}' have loops above the "
                                               "split; one of them has to stand in the branch",
                                               result, name(consumer)));
          return std::nullopt;
        }
      }
    }
    return std::pair{moved[0], motion(consumer, tensor, moved[0], its_loop)};
  }

  void apply(std::size_t producer, std::size_t n, std::size_t rank, Motion needed,
             const std::vector<std::size_t> &consumers) {
    NestNode &loop = mappings_[order_[producer]].nest[n];
    const auto &index = result_of(producer).index[rank];
    const std::string &result = result_of(producer).name;
    if (index.size() != 1 || index[0].coefficient != 1) {
      complain(loop.position,
               fmt::format("a rank of {} is no single rank variable of '{}', which makes it, so '{}' can't "
                           "follow this loop",
                           result, name(producer), name(producer)));
      return;
    }
    const auto &variable = einsum(producer).variables[index[0].variable];
    std::uint64_t total = 0;
    std::optional<bool> kept;
    const std::size_t keep = *outermost_keep(leaf(producer), einsum(producer).output());
    for (const std::size_t consumer : consumers) {
      const auto &read = einsum(consumer).tensors[*tensor_called(consumer, result)].index[rank];
      total = std::max(total, static_cast<std::uint64_t>(reach(einsum(consumer), read, absent_variable)) + 1);
      const auto one = keeps_halo(producer, n, keep, rank, consumer);
      if (!one)
        return;
      if (kept && *kept != *one) {
        complain_of_halo(n, producer);
        return;
      }
      kept = one;
    }
    if (variable.size > total) {
      complain(loop.position, fmt::format("'{}' makes {} of '{}', '{}' needs only {} of them", name(producer),
                                          variable.size, variable.name, name(consumers.front()), total))
          .note(fmt::format("set the size of '{}' to {}", variable.name, total));
      return;
    }
    if (*kept && needed.overlap > 0) {
      needed.lead += needed.overlap;
      needed.overlap = 0;
    }
    loop.variable = index[0].variable;
    loop.derived = true;
    loop.tile = static_cast<std::uint64_t>(needed.step);
    loop.lead = static_cast<std::uint64_t>(needed.lead);
    loop.overlap = needed.overlap;
    const std::int64_t first = needed.step + needed.lead + needed.overlap;
    const auto size = static_cast<std::int64_t>(variable.size);
    const bool repeats = needed.overlap > 0 && static_cast<std::int64_t>(total) > first;
    if (size <= std::max(first, needed.step) && !repeats) {  // one iteration: nothing is left to lead or to overlap
      loop.tile = variable.size;
      loop.lead = 0;
      loop.overlap = std::min<std::int64_t>(first - size, 0);
    }
    check_halo(producer, n, total);
  }

  // Combinations that have no meaning as loops of the producer.
  void check_halo(std::size_t producer, std::size_t n, std::uint64_t total) {
    const auto &nest = leaf(producer).nest;
    const NestNode &loop = nest[n];
    const auto &variable = einsum(producer).variables[loop.variable];
    const auto mixed = [](const NestNode &one) { return one.lead > 0 && one.overlap != 0; };
    for (std::size_t other = 0; other < n; ++other) {
      const NestNode &outer = nest[other];
      if (!is_loop(outer) || outer.variable != loop.variable)
        continue;
      const bool has_halo = outer.lead > 0 || outer.overlap != 0;
      const bool repeats_inside = outer.lead > 0 && loop.overlap > 0;
      const bool shifts =
          loop.lead > 0 && outer.lead > 0 && (loop.kind == NestKind::spread || outer.kind == NestKind::spread);
      if (has_halo && (mixed(outer) || mixed(loop) || repeats_inside || shifts || outer.overlap < 0)) {
        complain(loop.position,
                 fmt::format("the halo of '{}' can't be split over this loop and the one above it", variable.name))
            .note("use one shared loop over this rank variable");
        return;
      }
    }
    if (loop.lead > 0 && loop.overlap < 0) {
      complain(loop.position,
               fmt::format("the parts of '{}' that are needed have gaps that change with time", variable.name));
      return;
    }
    // With padding the producer has less than is asked of it; the last iteration must not ask for padding only.
    std::uint64_t asked = total, made = variable.size;
    for (std::size_t outer = 0; outer < n && asked > made; ++outer) {
      if (!is_loop(nest[outer]) || nest[outer].variable != loop.variable)
        continue;
      const std::uint64_t begin = begin_of_last(nest[outer], asked);
      asked -= begin;
      made -= std::min(made, begin);
    }
    if (made < asked && loop.overlap > 0) {
      const std::uint64_t begin = begin_of_last(loop, asked);
      if (made <= begin + static_cast<std::uint64_t>(loop.overlap) && begin > 0) {
        complain(loop.position, fmt::format("the last iteration needs nothing new of '{}' but padding; choose another "
                                            "tile, or keep the halo (retain = true)",
                                            variable.name));
      }
    }
  }

  // Where the last iteration of a loop over an extent begins.
  static std::uint64_t begin_of_last(const NestNode &loop, std::uint64_t extent) {
    const std::uint64_t iterations = parts(loop, extent).iterations;
    return iterations > 1 ? (iterations - 1) * loop.tile + loop.lead : 0;
  }

  // Is what consecutive iterations need in common still held by a keep? None: neither all of it nor nothing.
  std::optional<bool> keeps_halo(std::size_t producer, std::size_t n, std::size_t keep, std::size_t rank,
                                 std::size_t consumer) {
    const auto &nest = leaf(producer).nest;
    if (keep < n) {
      if (nest[n].kind == NestKind::spread && continues_inside(producer, n, consumer)) {
        complain(nest[n].position, fmt::format("the places of this loop make parts of {} that their neighbours need "
                                               "earlier",
                                               result_of(producer).name))
            .note("keep it below this loop, or move the inner loop over the same rank variable into the branches");
        return std::nullopt;
      }
      return true;
    }
    if (nest[n].kind == NestKind::spread || !nest[keep].retain)
      return false;
    // The loops between start over when this one advances.
    bool continues = false;  // one of them is over the same rank variable
    const Mapping &reader = leaf(consumer);
    const std::size_t tensor = *tensor_called(consumer, result_of(producer).name);
    const NestNode &moving = reader.nest[*find_shared(reader, *nest[n].shared)];
    for (std::size_t inner = n + 1; inner < keep; ++inner) {
      const auto at = is_loop(nest[inner]) ? find_shared(reader, *nest[inner].shared) : std::nullopt;
      if (!at)
        continue;
      if (nest[inner].kind == NestKind::spread) {
        if (reader.nest[*at].variable != moving.variable)
          continue;
        // Each place moves on by the whole step, over its own part only.
        if (continues) {
          complain_of_halo(n, producer);
          return std::nullopt;
        }
        const Motion part = motion(consumer, tensor, rank, reader.nest[*at]);
        if (motion(consumer, tensor, rank, moving).step >= part.step + part.overlap)
          return false;
        complain_of_halo(n, producer);
        return std::nullopt;
      }
      const auto [fewest, most] = iterations_of(consumer, *at);
      if (most == 1)
        continue;
      const NestNode &loop = reader.nest[*at];
      for (std::size_t r = 0; r < einsum(consumer).tensors[tensor].index.size(); ++r) {
        const Motion moved = motion(consumer, tensor, r, loop);
        if (moved.step == 0)
          continue;
        if (r == rank && loop.variable == moving.variable) {
          continues = true;
          if (moving.overlap <= 0)
            continue;  // it goes on where the inner loop has ended
          complain_of_halo(n, producer);
          return std::nullopt;
        }
        const std::int64_t width = moved.step + moved.overlap;
        if (static_cast<std::int64_t>(fewest - 1) * moved.step >= width && !idles_some(consumer, *at, keep))
          return false;
        complain_of_halo(n, producer);
        return std::nullopt;
      }
    }
    return true;
  }

  // Iterations of a loop over an extent, and what the first, the others and the last of them cover.
  struct Parts {
    std::uint64_t iterations = 1;
    std::vector<std::uint64_t> covered;
  };
  static Parts parts(const NestNode &loop, std::uint64_t extent) {
    const auto again = static_cast<std::uint64_t>(std::max<std::int64_t>(loop.overlap, 0));
    const std::uint64_t first = loop.tile + loop.lead + again;
    if (extent <= first)
      return {1, {extent}};
    const std::uint64_t others = (extent - first + loop.tile - 1) / loop.tile;
    const std::uint64_t last = extent - (loop.lead + others * loop.tile);
    return {1 + others, {first, others > 1 ? loop.tile + again : last, last}};
  }

  // Is there a temporal loop below the loop at node n, over the same rank variable of the consumer?
  bool continues_inside(std::size_t producer, std::size_t n, std::size_t consumer) const {
    const auto &nest = leaf(producer).nest;
    const Mapping &reader = leaf(consumer);
    const std::size_t variable = reader.nest[*find_shared(reader, *nest[n].shared)].variable;
    return std::any_of(nest.begin() + static_cast<std::ptrdiff_t>(n) + 1, nest.end(), [&](const NestNode &inner) {
      const auto at = inner.kind == NestKind::loop && inner.shared ? find_shared(reader, *inner.shared) : std::nullopt;
      return at && reader.nest[*at].variable == variable;
    });
  }

  void complain_of_halo(std::size_t n, std::size_t producer) {
    complain(leaf(producer).nest[n].position,
             fmt::format("when this loop advances, part of the halo of {} is still held and part is not",
                         result_of(producer).name))
        .note("smaller tiles in the loops below, or retain = false, make it clear");
  }

  // Are there places below the loop at node n that have nothing to do in its last iteration?
  bool idles_some(std::size_t i, std::size_t n, std::size_t keep) const {
    const auto &nest = leaf(i).nest;
    bool is_spread = false;
    for (std::size_t inner = n + 1; inner < std::min(keep, nest.size()); ++inner)
      is_spread = is_spread || (nest[inner].kind == NestKind::spread && nest[inner].variable == nest[n].variable);
    const auto covered = parts(nest[n], extents_below(i, n)[nest[n].variable]).covered;
    return is_spread && covered.front() != covered.back();
  }

  // The fewest and the most iterations of the loop at node n of leaf i's nest: outer loops may leave less of its rank
  // variable in their last iteration.
  std::pair<std::uint64_t, std::uint64_t> iterations_of(std::size_t i, std::size_t n) const {
    const auto &nest = leaf(i).nest;
    std::set<std::uint64_t> extents{einsum(i).variables[nest[n].variable].size};
    for (std::size_t outer = 0; outer < n; ++outer) {
      if (!is_loop(nest[outer]) || nest[outer].variable != nest[n].variable)
        continue;
      std::set<std::uint64_t> inside;
      for (const std::uint64_t extent : extents) {
        const auto covered = parts(nest[outer], extent).covered;
        inside.insert(covered.begin(), covered.end());
      }
      extents = std::move(inside);
    }
    std::uint64_t fewest = ~std::uint64_t{0}, most = 1;
    for (const std::uint64_t extent : extents) {
      const std::uint64_t iterations = parts(nest[n], extent).iterations;
      fewest = std::min(fewest, iterations);
      most = std::max(most, iterations);
    }
    return {fewest, most};
  }

  // Extents of leaf i's rank variables below its loops before `end` that the tree shares.
  std::vector<std::uint64_t> extents_below(std::size_t i, std::size_t end) const {
    Extents extents(einsum(i));
    for (std::size_t n = 0; n < end; ++n) {
      if (is_loop(leaf(i).nest[n]))
        extents.enter(leaf(i).nest[n]);
    }
    std::vector<std::uint64_t> result;
    for (std::size_t v = 0; v < einsum(i).variables.size(); ++v)
      result.push_back(extents.of(v));
    return result;
  }

  std::int64_t width_of(std::size_t i, std::size_t tensor, std::size_t rank,
                        const std::vector<std::uint64_t> &extents) const {
    std::int64_t width = 1;
    for (const Term &term : einsum(i).tensors[tensor].index[rank])
      width += term.coefficient * static_cast<std::int64_t>(extents[term.variable] - 1);
    return width;
  }

  // The first node of leaf i's nest that leaf j does not share.
  std::size_t end_of_shared(std::size_t i, std::size_t j) const {
    std::size_t end = 0;
    for (std::size_t n = 0; n < leaf(i).nest.size(); ++n) {
      const auto &shared = leaf(i).nest[n].shared;
      if (shared && in_prefix(j, *shared))
        end = n + 1;
    }
    return end;
  }

  // A keep of the tree may hold nothing of an Einsum below; it is not in its nest then.
  bool in_prefix(std::size_t j, std::size_t shared) const {
    const auto passes = [&](const auto &self, const MappingTree::Section &section) -> bool {
      const auto below = leaves(section);
      if (std::find(below.begin(), below.end(), order_[j]) == below.end())
        return false;
      if (std::find(section.nodes.begin(), section.nodes.end(), shared) != section.nodes.end())
        return true;
      return std::any_of(section.branches.begin(), section.branches.end(),
                         [&](const auto &branch) { return self(self, branch); });
    };
    return passes(passes, tree_.root);
  }

  // Every part of an intermediate is there when it is read. Loops that were derived are right by construction.
  void check_flow() {
    for (std::size_t producer = 0; producer < order_.size(); ++producer) {
      for (const std::size_t consumer : consumers_of(producer))
        check_flow(producer, consumer);
    }
  }

  void check_flow(std::size_t producer, std::size_t consumer) {
    const std::string &result = result_of(producer).name;
    const std::size_t in = *tensor_called(consumer, result), out = einsum(producer).output();
    const std::size_t end_p = end_of_shared(producer, consumer), end_c = end_of_shared(consumer, producer);
    const auto made = extents_below(producer, end_p), read = extents_below(consumer, end_c);
    const std::size_t ranks = result_of(producer).index.size();
    if (einsum(consumer).tensors[in].index.size() != ranks) {
      complain(tree_.position, fmt::format("{} has {} ranks in '{}' and {} in '{}'", result, ranks, name(producer),
                                           einsum(consumer).tensors[in].index.size(), name(consumer)));
      return;
    }
    check_complete(producer, consumer, end_p);
    for (std::size_t r = 0; r < ranks && errors_.empty(); ++r) {
      bool moves = false, derived = false;
      for (std::size_t n = 0; n < end_p; ++n) {
        const NestNode &loop = leaf(producer).nest[n];
        if (!is_loop(loop) || !loop.shared)
          continue;
        const NestNode &its_loop = leaf(consumer).nest[*find_shared(leaf(consumer), *loop.shared)];
        const Motion mine = motion(producer, out, r, loop), its = motion(consumer, in, r, its_loop);
        moves = moves || mine.step != 0;
        derived = derived || (mine.step != 0 && loop.derived);
        if (mine.step == its.step || (mine.step != 0 && loop.derived))
          continue;
        complain(loop.position,
                 fmt::format("this loop moves {} by {} in '{}', which makes it, and by {} in '{}', which reads it",
                             result, mine.step, name(producer), its.step, name(consumer)))
            .note(
                "rank variables of the same name share a loop; give them different names where they are not the same");
        return;
      }
      const std::int64_t width_p = width_of(producer, out, r, made), width_c = width_of(consumer, in, r, read);
      if (moves && !derived && width_c > width_p) {
        complain(tree_.position, fmt::format("'{}' reads {} of a rank of {} at a time, of which '{}' has made {}",
                                             name(consumer), width_c, result, name(producer), width_p))
            .note("where its rank variable has another name than the consumer's, the producer makes what is needed");
      }
    }
  }

  // A loop that both share and that splits a sum of the producer lets the consumer read parts of the sum.
  void check_complete(std::size_t producer, std::size_t consumer, std::size_t end) {
    const auto &nest = leaf(producer).nest;
    const auto &index = result_of(producer).index;
    for (std::size_t n = 0; n < end && errors_.empty(); ++n) {
      if (!is_loop(nest[n]) || !nest[n].shared || nest[n].derived || iterations_of(producer, n).second == 1)
        continue;
      bool splits = true;
      for (const auto &rank : index) {
        const bool moves = coefficient(rank, nest[n].variable) != 0;
        splits = splits && !moves;
        const auto also = std::count_if(rank.begin(), rank.end(), [&](const Term &term) {
          return term.variable != nest[n].variable && einsum(producer).variables[term.variable].size > 1;
        });
        if (moves && also > 0) {
          splits = true;
          break;
        }
      }
      if (!splits)
        continue;
      const std::string &variable = einsum(producer).variables[nest[n].variable].name;
      complain(nest[n].position, fmt::format("this loop splits the sum over '{}' in '{}': '{}' would read {} before it "
                                             "is complete",
                                             variable, name(producer), name(consumer), result_of(producer).name))
          .note(fmt::format("move the loop into the branches; where '{}' is not the same in '{}', give it another name",
                            variable, name(consumer)));
    }
  }

  // Tiles below a keep of the tree that has another one above come from there once.
  void share_tiles() {
    std::map<std::pair<std::size_t, std::string>, std::vector<std::size_t>> sharing;  // keep and tensor: leaves
    for (std::size_t i = 0; i < order_.size(); ++i) {
      for (std::size_t t = 0; t < einsum(i).tensors.size(); ++t) {
        bool outermost = true;
        for (const NestNode &node : leaf(i).nest) {
          if (node.kind != NestKind::keep ||
              std::find(node.tensors.begin(), node.tensors.end(), t) == node.tensors.end())
            continue;
          if (!outermost && node.shared)
            sharing[{*node.shared, einsum(i).tensors[t].name}].push_back(i);
          outermost = false;
        }
      }
    }
    for (const auto &[what, users] : sharing) {
      if (users.size() > 1)
        share_tile(what.first, what.second, users);
    }
  }

  void share_tile(std::size_t keep, const std::string &tensor, const std::vector<std::size_t> &users) {
    std::size_t payer = users.front();
    for (const std::size_t i : users) {
      if (einsum(i).tensors[*tensor_called(i, tensor)].output) {
        payer = i;
        check_reload(keep, i, users);
      }
    }
    if (!einsum(payer).tensors[*tensor_called(payer, tensor)].output) {
      for (const std::size_t i : users) {
        if (covers(i, payer, keep, tensor) && !covers(payer, i, keep, tensor))
          payer = i;
      }
      for (const std::size_t i : users) {
        if (!covers(payer, i, keep, tensor)) {
          complain(
              leaf(i).nest[*find_shared(leaf(i), keep)].position,
              fmt::format("'{}' and '{}' need parts of {} of which none holds the other", name(payer), name(i), tensor))
              .note("keep it in each branch instead");
          return;
        }
      }
    }
    for (const std::size_t i : users) {
      if (i != payer) {
        auto &nest = mappings_[order_[i]].nest;
        nest[*find_shared(leaf(i), keep)].served_elsewhere.push_back(*tensor_called(i, tensor));
      }
    }
  }

  // A halo that an outer memory keeps must not have to come back.
  void check_reload(std::size_t keep, std::size_t producer, const std::vector<std::size_t> &users) {
    const auto &nest = leaf(producer).nest;
    const auto &index = result_of(producer).index;
    const std::size_t at = *find_shared(leaf(producer), keep);
    for (std::size_t n = 0; n < at && errors_.empty(); ++n) {
      if (!is_loop(nest[n]) || !nest[n].derived)
        continue;
      for (std::size_t r = 0; r < index.size(); ++r) {
        if (coefficient(index[r], nest[n].variable) == 0)
          continue;
        for (const std::size_t user : users) {
          if (user == producer)
            continue;
          const NestNode &its_loop = leaf(user).nest[*find_shared(leaf(user), *nest[n].shared)];
          const Motion needed = motion(user, *tensor_called(user, result_of(producer).name), r, its_loop);
          const auto kept = needed.lead + needed.overlap > 0 ? keeps_halo(producer, n, at, r, user) : true;
          if (!kept || *kept)
            continue;
          complain(nest[at].position,
                   fmt::format("the halo of {} stays in the memory above, but not here", result_of(producer).name))
              .note("keep it above the loops that move its halo, with retain = true, or let nothing above hold it");
          return;
        }
      }
    }
  }

  // Does the tile of `tensor` below the keep for leaf a contain that for leaf b, at all times?
  bool covers(std::size_t a, std::size_t b, std::size_t keep, const std::string &tensor) const {
    const std::size_t in_a = *tensor_called(a, tensor), in_b = *tensor_called(b, tensor);
    const std::size_t end_a = *find_shared(leaf(a), keep), end_b = *find_shared(leaf(b), keep);
    const auto extents_a = extents_below(a, end_a), extents_b = extents_below(b, end_b);
    const std::size_t ranks = einsum(a).tensors[in_a].index.size();
    if (einsum(b).tensors[in_b].index.size() != ranks)
      return false;
    for (std::size_t r = 0; r < ranks; ++r) {
      if (width_of(a, in_a, r, extents_a) < width_of(b, in_b, r, extents_b))
        return false;
      for (std::size_t n = 0; n < end_a; ++n) {
        const NestNode &loop = leaf(a).nest[n];
        if (!is_loop(loop) || !loop.shared)
          continue;
        const Motion mine = motion(a, in_a, r, loop);
        const Motion its = motion(b, in_b, r, leaf(b).nest[*find_shared(leaf(b), *loop.shared)]);
        if (mine.step != its.step || mine.lead != its.lead)
          return false;
      }
    }
    return true;
  }

  const Workload &workload_;
  const MappingTree &tree_;
  std::vector<Mapping> &mappings_;
  const std::vector<std::size_t> order_;
  std::vector<Error> errors_;
};

}  // namespace

std::vector<Error> complete(const Workload &workload, const MappingTree &tree, std::vector<Mapping> &mappings) {
  return Completion(workload, tree, mappings).run();
}

}  // namespace forge::model
