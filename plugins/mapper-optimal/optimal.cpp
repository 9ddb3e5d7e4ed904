// SPDX-License-Identifier: Apache-2.0
#include "optimal.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <span>

#include "bounds.hpp"
#include "charges.hpp"
#include "imperfect/search.hpp"
#include "instance.hpp"
#include "objective.hpp"
#include "search.hpp"
#include "stages.hpp"

namespace forge::plugins {

using namespace optimal;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Dives find good nests: the better they are the less there is to be looked at for the proof. A proof that takes long
// in comparison makes way for a wider dive.
template <class Search>
sdk::Certificate run(const forge_problem &problem, const sdk::Host &host, const sdk::SolverSink &sink,
                     Incumbents &incumbents, Search &search) {
  const double root = search.bound();
  if (root < infinity)
    sink.bound(root);

  std::vector<Incumbents::Entry> told;
  const auto tell = [&] {
    for (const Incumbents::Entry &entry : incumbents.entries()) {
      const bool known = std::any_of(told.begin(), told.end(),
                                     [&](const Incumbents::Entry &old) { return old.values == entry.values; });
      if (!known)
        sink.incumbent(search.nest(entry.record), entry.values);
    }
    told = incumbents.entries();
  };
  constexpr std::size_t first_width = 2, last_width = 2048;
  constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();
  const auto is_cancelled = [&] {
    if (root < infinity)
      sink.bound(root);  // so that what is shown of the search stays alive
    return host.is_cancelled();
  };
  typename Search::End proof = Search::End::limit;
  for (std::size_t width = first_width; proof == Search::End::limit; width *= 8) {
    if (width <= last_width) {
      search.dive(width, is_cancelled);
      tell();
    }
    proof = search.prove(width <= last_width ? Search::patience * search.n_labels() : unlimited, is_cancelled);
    tell();
  }
  const bool is_done = proof == Search::End::done;
  sdk::Certificate end;
  end.n_evaluated = search.n_labels();
  if (incumbents.empty()) {
    end.status = is_done ? FORGE_INFEASIBLE : FORGE_CANCELLED;
    return end;
  }
  const double best = std::min_element(incumbents.entries().begin(), incumbents.entries().end(), [](auto &a, auto &b) {
                        return a.values[0] < b.values[0];
                      })->values[0];
  end.is_optimal = is_done && problem.tolerance == 0;
  // What is within the tolerance is not looked at.
  const double ignored = best * (1 - problem.tolerance);
  end.bound = is_done ? ignored : std::max(root, std::min(ignored, search.left_out()));
  return end;
}

void check_imperfect(const Charges &charges) {
  if (!charges.usages().empty())
    throw sdk::Unsupported("objectives of nodes, where factors are imperfect");
  for (std::size_t n = 0; n < charges.n_nodes(); ++n) {
    for (std::size_t t = 0; t < charges.n_tensors(); ++t) {
      if (charges.converts(n, t))
        throw sdk::Unsupported("a converter that charges for what passes, where factors are imperfect");
    }
  }
}

// What the host's model says of a nest; none where it refuses.
std::optional<std::vector<double>> ask_model(const sdk::SolverSink &sink, std::size_t n_objectives,
                                             std::span<const forge_nest_node> nest) {
  const forge_solution solution{sizeof(forge_solution), static_cast<std::uint32_t>(nest.size()), nest.data(), nullptr};
  const forge_solution *const solutions[] = {&solution};
  std::vector<double> values(n_objectives);
  std::vector<double *> columns;
  for (double &value : values)
    columns.push_back(&value);
  forge_status status = FORGE_OK;
  sink.evaluate(solutions, columns, {&status, 1});
  return status == FORGE_OK ? std::optional(values) : std::nullopt;
}

}  // namespace

sdk::Certificate Optimal::solve(const forge_problem &problem, const sdk::SolverSink &sink) const {
  const auto check = [&] { host_.throw_if_cancelled(); };
  Incumbents incumbents({problem.objective, problem.n_objectives}, problem.pareto != 0, problem.tolerance);
  if (problem.factors != FORGE_PERFECT) {
    const Charges charges(problem);
    check_imperfect(charges);
    const Stages stages(charges);
    const auto model = [&](std::span<const forge_nest_node> nest) {
      return ask_model(sink, problem.n_objectives, nest);
    };
    imperfect::Search search(charges, stages, incumbents, model, check);
    return run(problem, host_, sink, incumbents, search);
  }
  const Instance instance(problem);
  const Stages stages(instance);
  const Bounds bounds(instance, stages, check);
  Search search(instance, stages, bounds, incumbents);
  return run(problem, host_, sink, incumbents, search);
}

}  // namespace forge::plugins
