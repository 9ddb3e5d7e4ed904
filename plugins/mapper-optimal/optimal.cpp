// SPDX-License-Identifier: Apache-2.0
#include "optimal.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include "bounds.hpp"
#include "instance.hpp"
#include "nest.hpp"
#include "objective.hpp"
#include "search.hpp"
#include "stages.hpp"

namespace forge::plugins {

sdk::Certificate Optimal::solve(const forge_problem &problem, const sdk::SolverSink &sink) const {
  using namespace optimal;
  const Instance instance(problem);
  const Stages stages(instance);
  sdk::Certificate end;
  if (stages.starts().empty()) {
    end.status = FORGE_INFEASIBLE;
    return end;
  }
  const Bounds bounds(instance, stages, [&] { host_.throw_if_cancelled(); });

  Incumbents incumbents({problem.objective, problem.n_objectives}, problem.pareto != 0, problem.tolerance);
  Search search(instance, stages, bounds, incumbents);
  const double root = search.bound();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (root < infinity)
    sink.bound(root);

  std::vector<Incumbents::Entry> told;
  const auto tell = [&] {
    for (const Incumbents::Entry &entry : incumbents.entries()) {
      const bool known = std::any_of(told.begin(), told.end(),
                                     [&](const Incumbents::Entry &old) { return old.values == entry.values; });
      if (!known)
        sink.incumbent(make_nest(instance, search.history(), entry.record), entry.values);
    }
    told = incumbents.entries();
  };
  // Dives find good nests: the better they are the less there is to be looked at for the proof. A proof that takes long
  // in comparison makes way for a wider dive.
  constexpr std::size_t first_width = 2, last_width = 2048;
  constexpr std::uint64_t patience = 2, unlimited = std::numeric_limits<std::uint64_t>::max();
  const auto is_cancelled = [&] {
    if (root < infinity)
      sink.bound(root);  // so that what is shown of the search stays alive
    return host_.is_cancelled();
  };
  Search::End proof = Search::End::limit;
  for (std::size_t width = first_width; proof == Search::End::limit; width *= 8) {
    if (width <= last_width) {
      search.dive(width, is_cancelled);
      tell();
    }
    proof = search.prove(width <= last_width ? patience * search.n_labels() : unlimited, is_cancelled);
    tell();
  }
  const bool is_done = proof == Search::End::done;
  end.n_evaluated = search.n_labels();
  if (incumbents.empty()) {
    end.status = is_done ? FORGE_INFEASIBLE : FORGE_CANCELLED;
    return end;
  }
  const double best = std::min_element(incumbents.entries().begin(), incumbents.entries().end(), [](auto &a, auto &b) {
                        return a.values[0] < b.values[0];
                      })->values[0];
  end.is_optimal = is_done && problem.tolerance == 0;
  end.bound = is_done ? best * (1 - problem.tolerance) : std::max(root, std::min(best, search.left_out()));
  return end;
}

}  // namespace forge::plugins
