// SPDX-License-Identifier: Apache-2.0
//
// Loops over rank variables that a producer does not have: it makes what its consumers need.
#include "model/fusion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace forge::model {

void Completion::derive_loops(std::size_t producer) {
  auto &nest = mappings_[order_[producer]].nest;
  for (std::size_t n = 0; n < nest.size() && errors_.empty(); ++n) {
    if (is_loop(nest[n]) && nest[n].variable == absent_variable)
      derive(producer, n);
  }
}

void Completion::derive(std::size_t producer, std::size_t n) {
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
      complain(loop.position, fmt::format("the Einsums that read {} need different parts of it at a time; give each a "
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

std::optional<std::pair<std::size_t, Completion::Motion>> Completion::asked_by(std::size_t producer,
                                                                               std::size_t consumer,
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

void Completion::apply(std::size_t producer, std::size_t n, std::size_t rank, Motion needed,
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
  if (!repeats_for_all(producer, n, rank, needed, consumers)) {
    complain(loop.position, fmt::format("the Einsums that read {} need different halos of it, of which the last "
                                        "iteration makes nothing new",
                                        result))
        .note("choose another tile, or keep the halo: its outermost keep above the loop, with retain = true");
    return;
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

bool Completion::repeats_for_all(std::size_t producer, std::size_t n, std::size_t rank, const Motion &needed,
                                 const std::vector<std::size_t> &consumers) const {
  if (needed.overlap <= 0)
    return true;
  const auto &nest = leaf(producer).nest;
  const std::size_t variable = result_of(producer).index[rank][0].variable;
  const auto size = static_cast<std::int64_t>(einsum(producer).variables[variable].size);
  for (const std::size_t consumer : consumers) {
    const std::size_t tensor = *tensor_called(consumer, result_of(producer).name);
    const NestNode &its_loop = leaf(consumer).nest[*find_shared(leaf(consumer), *nest[n].shared)];
    const std::int64_t overlap = motion(consumer, tensor, rank, its_loop).overlap;
    if (overlap == needed.overlap)
      continue;
    const std::int64_t total =
        reach(einsum(consumer), einsum(consumer).tensors[tensor].index[rank], absent_variable) + 1;
    const auto iterations = [&](std::int64_t extent) { return (extent + needed.step - 1) / needed.step; };
    const bool is_split =
        std::any_of(nest.begin(), nest.begin() + static_cast<std::ptrdiff_t>(n),
                    [&](const NestNode &outer) { return outer.derived && outer.variable == variable; });
    if (is_split || iterations(total - std::max<std::int64_t>(overlap, 0)) > iterations(size - needed.overlap))
      return false;
  }
  return true;
}

void Completion::check_halo(std::size_t producer, std::size_t n, std::uint64_t total) {
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
  for (std::size_t outer = 0; outer < n; ++outer) {
    if (!is_loop(nest[outer]) || nest[outer].variable != loop.variable)
      continue;
    const std::uint64_t begin = begin_of_last(nest[outer], made);
    const auto again = static_cast<std::uint64_t>(std::max<std::int64_t>(nest[outer].overlap, 0));
    asked = std::min(asked - begin, nest[outer].tile + again + (begin == 0 ? nest[outer].lead : 0));
    made = std::min(made - begin, asked);
  }
  const std::uint64_t begin = begin_of_last(loop, asked);
  if (made < asked && loop.overlap > 0 && begin > 0 && made <= begin + static_cast<std::uint64_t>(loop.overlap)) {
    complain(loop.position, fmt::format("the last iteration needs nothing new of '{}' but padding; choose another "
                                        "tile, or keep the halo (retain = true)",
                                        variable.name));
  }
}

std::uint64_t Completion::begin_of_last(const NestNode &loop, std::uint64_t extent) {
  const std::uint64_t iterations = parts(loop, extent).iterations;
  return iterations > 1 ? (iterations - 1) * loop.tile + loop.lead : 0;
}

}  // namespace forge::model
