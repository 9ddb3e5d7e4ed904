// SPDX-License-Identifier: Apache-2.0
//
// What Einsums pass on to each other, and tiles that they share.
#include "model/fusion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace forge::model {

std::size_t Completion::end_of_shared(std::size_t i, std::size_t j) const {
  std::size_t end = 0;
  for (std::size_t n = 0; n < leaf(i).nest.size(); ++n) {
    const auto &shared = leaf(i).nest[n].shared;
    if (shared && in_prefix(j, *shared))
      end = n + 1;
  }
  return end;
}

bool Completion::in_prefix(std::size_t j, std::size_t shared) const {
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

void Completion::check_flow() {
  for (std::size_t producer = 0; producer < order_.size(); ++producer) {
    for (const std::size_t consumer : consumers_of(producer))
      check_flow(producer, consumer);
  }
}

void Completion::check_flow(std::size_t producer, std::size_t consumer) {
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
  check_complete(producer, consumer);
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
          .note("rank variables of the same name share a loop; give them different names where they are not the same");
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

void Completion::check_complete(std::size_t producer, std::size_t consumer) {
  const auto &nest = leaf(producer).nest;
  const auto &index = result_of(producer).index;
  const std::size_t end = end_of_shared(producer, consumer);
  for (std::size_t n = 0; n < end && errors_.empty(); ++n) {
    if (!is_loop(nest[n]) || !nest[n].shared || nest[n].derived || iterations_of(producer, n).second == 1)
      continue;
    // Elements of a rank with further rank variables in its index, as T[p + r], are sums across iterations, too.
    bool sums = true;
    for (const auto &rank : index) {
      if (coefficient(rank, nest[n].variable) == 0)
        continue;
      sums = std::any_of(rank.begin(), rank.end(), [&](const Term &term) {
        return term.variable != nest[n].variable && einsum(producer).variables[term.variable].size > 1;
      });
      if (sums)
        break;
    }
    if (!sums)
      continue;
    const std::string &variable = einsum(producer).variables[nest[n].variable].name;
    complain(nest[n].position, fmt::format("this loop over '{}' splits sums of '{}': '{}' would read {} before it is "
                                           "complete",
                                           variable, name(producer), name(consumer), result_of(producer).name))
        .note(fmt::format("move the loop into the branches, or give '{}' another name in '{}' if it is another one",
                          variable, name(consumer)));
  }
}

void Completion::share_tiles() {
  std::map<std::pair<std::size_t, std::string>, std::vector<std::size_t>> sharing;  // keep and tensor: leaves
  for (std::size_t i = 0; i < order_.size(); ++i) {
    for (std::size_t t = 0; t < einsum(i).tensors.size(); ++t) {
      bool outermost = true;
      for (const NestNode &node : leaf(i).nest) {
        if (node.kind != NestKind::keep || std::find(node.tensors.begin(), node.tensors.end(), t) == node.tensors.end())
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

void Completion::share_tile(std::size_t keep, const std::string &tensor, const std::vector<std::size_t> &users) {
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

void Completion::check_reload(std::size_t keep, std::size_t producer, const std::vector<std::size_t> &users) {
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

// Does every element between the first and the last one that the rank's terms reach, in steps of their greatest common
// divisor, occur? 0: no, else these steps.
static std::int64_t dense_steps(const std::vector<Term> &rank, const std::vector<std::uint64_t> &least) {
  std::vector<std::pair<std::int64_t, std::int64_t>> terms;  // coefficient, extent
  std::int64_t steps = 0, reached = 0;
  for (const Term &term : rank) {
    if (least[term.variable] > 1)
      terms.emplace_back(term.coefficient, static_cast<std::int64_t>(least[term.variable]));
    steps = std::gcd(steps, term.coefficient);
  }
  std::sort(terms.begin(), terms.end());
  for (const auto &[coefficient, extent] : terms) {
    if (coefficient > reached + steps)
      return 0;
    reached += coefficient * (extent - 1);
  }
  return steps;
}

bool Completion::covers(std::size_t a, std::size_t b, std::size_t keep, const std::string &tensor) const {
  const std::size_t in_a = *tensor_called(a, tensor), in_b = *tensor_called(b, tensor);
  const std::size_t end_a = *find_shared(leaf(a), keep);
  const auto &ranks_a = einsum(a).tensors[in_a].index, &ranks_b = einsum(b).tensors[in_b].index;
  if (ranks_a.size() != ranks_b.size())
    return false;
  for (std::size_t r = 0; r < ranks_a.size(); ++r) {
    const auto widths = [&](std::size_t i, std::size_t t, std::size_t end) {
      return width_of(i, t, r, extents_below(i, end));
    };
    bool same = ranks_a[r].size() == ranks_b[r].size();
    const auto of_a = extents_below(a, end_a), of_b = extents_below(b, *find_shared(leaf(b), keep));
    for (std::size_t t = 0; same && t < ranks_a[r].size(); ++t) {
      const Term &x = ranks_a[r][t], &y = ranks_b[r][t];
      same = x.coefficient == y.coefficient && of_a[x.variable] == of_b[y.variable] &&
             einsum(a).variables[x.variable].size == einsum(b).variables[y.variable].size;
    }
    const std::int64_t steps = dense_steps(ranks_a[r], least_extents(a, end_a));
    const bool on_steps = steps > 0 && std::all_of(ranks_b[r].begin(), ranks_b[r].end(), [&](const Term &term) {
                            return term.coefficient % steps == 0 || einsum(b).variables[term.variable].size == 1;
                          });
    const auto &nest = leaf(a).nest;
    const bool leaves_out = std::any_of(nest.begin(), nest.end(), [&](const NestNode &node) {
      return is_loop(node) && node.overlap < 0 && coefficient(ranks_a[r], node.variable) != 0;
    });
    if (leaves_out || (!same && !on_steps) || widths(a, in_a, 0) < widths(b, in_b, 0))
      return false;
    for (std::size_t n = 0; n <= end_a; ++n) {
      const NestNode &loop = leaf(a).nest[n];
      if (n < end_a && (!is_loop(loop) || !loop.shared))
        continue;
      // The last iterations may be shorter: it has to hold at every loop.
      const std::size_t its_n = *find_shared(leaf(b), *loop.shared);
      if (widths(a, in_a, n) < widths(b, in_b, its_n))
        return false;
      if (n == end_a)
        break;
      const auto [fewest_a, most_a] = iterations_of(a, n);
      const auto [fewest_b, most_b] = iterations_of(b, its_n);
      if (fewest_a < fewest_b || most_a < most_b)
        return false;  // with padding, a has less to do
      const Motion mine = motion(a, in_a, r, loop), its = motion(b, in_b, r, leaf(b).nest[its_n]);
      if (mine.step != its.step || mine.lead != its.lead)
        return false;
    }
  }
  return true;
}

std::vector<std::uint64_t> Completion::least_extents(std::size_t i, std::size_t end) const {
  std::vector<std::uint64_t> result;
  for (std::size_t v = 0; v < einsum(i).variables.size(); ++v) {
    std::set<std::uint64_t> extents{einsum(i).variables[v].size};
    for (std::size_t n = 0; n < end; ++n) {
      if (!is_loop(leaf(i).nest[n]) || leaf(i).nest[n].variable != v)
        continue;
      std::set<std::uint64_t> inside;
      for (const std::uint64_t extent : extents) {
        const auto covered = parts(leaf(i).nest[n], extent).covered;
        inside.insert(covered.begin(), covered.end());
      }
      extents = std::move(inside);
    }
    result.push_back(*extents.begin());
  }
  return result;
}

}  // namespace forge::model
