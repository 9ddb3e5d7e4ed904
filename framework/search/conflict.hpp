// SPDX-License-Identifier: Apache-2.0
//
// Why a problem has no valid mapping: a smallest set of its limits that can't hold together.
//
// What a memory must hold and how many places a fan-out has are seen as given at first: the set is the smallest one of
// all other limits, and of those two kinds it then has what it takes to rule everything out. No member of the set can be
// left out.
#pragma once

#include <forge/abi/problem.h>

#include <functional>
#include <optional>
#include <vector>

#include "plugin/host.hpp"
#include "plugin/strategy.hpp"
#include "search/limits.hpp"

namespace forge::search {

enum class Feasibility { feasible, infeasible, unknown };

// Asks a solver whether a problem has a valid mapping; its deadline is that of the problem. Never throws for what the
// solver does: then the answer is not known.
Feasibility feasibility(const plugin::Strategy &strategy, plugin::Host &host, const forge_problem &problem,
                        const plugin::OptionValues &options, std::uint64_t seed);

struct Member {
  Limit limit;
  double bound = 0;              // as bound_of says
  std::optional<double> demand;  // where only this limit were another one: what would do
  bool is_exact = true;          // and nothing between it and the bound would
};

struct Conflict {
  std::vector<Member> members;  // in the order of limits_of
  bool is_proven = true;        // false: time ran out, so that fewer of them might do
};

// Nothing where lifting all limits would not help, or where too little is known. The order of the questions does not
// depend on anything but the problem.
std::optional<Conflict> find_conflict(const forge_problem &problem,
                                      const std::function<Feasibility(const forge_problem &)> &ask);

}  // namespace forge::search
