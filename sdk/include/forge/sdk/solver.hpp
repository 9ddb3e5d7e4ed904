// SPDX-License-Identifier: Apache-2.0
// Strategies that see the whole problem, as value types. Solvers<Optimal> is the table "forge.solver/1".
//
//   struct Optimal {
//     static constexpr std::string_view id = "acme.optimal", summary = "...";
//     static constexpr forge_column_info options[] = {...};     // where it has any
//     explicit Optimal(const SolverSetup &setup);
//     Certificate solve(const forge_problem &problem, const SolverSink &sink);
//   };
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>

#include "forge/abi/solver.h"
#include "forge/sdk/host.hpp"
#include "forge/sdk/options.hpp"

namespace forge::sdk {

struct SolverSetup {
  Host host;
  Options options;  // valid during the constructor
  std::uint64_t seed;
};

// How a search ended. The best solution is the last good incumbent.
struct Certificate {
  forge_status status = FORGE_OK;                           // FORGE_INFEASIBLE: proven; FORGE_CANCELLED: nothing found
  bool is_optimal = false;                                  // nothing is better by more than rounding
  double bound = std::numeric_limits<double>::quiet_NaN();  // on the first objective
  std::uint64_t n_evaluated = 0;
};

// Where solutions go and what can be asked, during solve().
class SolverSink {
 public:
  SolverSink(const forge_solver_sink &sink, std::size_t n_objectives, forge_error *error) noexcept
      : sink_(sink), n_objectives_(n_objectives), error_(error) {}

  // A better mapping with the objectives that the solver believes in. Throws when the model does not confirm it.
  void incumbent(std::span<const forge_nest_node> nest, std::span<const double> claim) const {
    require(claim.size() == n_objectives_, "incumbent(): one claim for each objective");
    const forge_solution solution{sizeof(forge_solution), static_cast<std::uint32_t>(nest.size()), nest.data(),
                                  claim.data()};
    pass(sink_.incumbent(&sink_, &solution, error_));
  }
  void bound(double bound) const { sink_.bound(&sink_, bound); }

  // Evaluates nests with the model: objective[o][i] and status[i] answer nests[i].
  void evaluate(std::span<const forge_solution *const> nests, std::span<double *const> objective,
                std::span<forge_status> status) const {
    require(objective.size() == n_objectives_ && status.size() == nests.size(),
            "evaluate(): one column for each objective, one status for each nest");
    pass(sink_.evaluate(&sink_, nests.data(), nests.size(), objective.data(), status.data(), error_));
  }

 private:
  static void pass(forge_status status) {
    if (status != FORGE_OK) {
      throw Returned(status);
    }
  }
  const forge_solver_sink &sink_;
  std::size_t n_objectives_;
  forge_error *error_;
};

template <typename Strategy> consteval bool is_solver() {
  static_assert(has_identity<Strategy>() && has_good_options<Strategy>());
  static_assert(std::constructible_from<Strategy, const SolverSetup &>,
                "missing: a constructor from const forge::sdk::SolverSetup &");
  static_assert(
      requires(Strategy & strategy, const forge_problem &problem, const SolverSink &sink) {
        { strategy.solve(problem, sink) } -> std::same_as<Certificate>;
      },
      "missing: Certificate solve(const forge_problem &, const SolverSink &)");
  return true;
}

template <typename... Strategies> class Solvers {
  static_assert(sizeof...(Strategies) > 0, "Solvers<> needs at least one strategy");
  static_assert((is_solver<Strategies>() && ...));
  static_assert(has_distinct_ids<Strategies...>(), "two strategies have the same id");

  struct Instance {
    virtual ~Instance() = default;
    virtual Certificate solve(const forge_problem &problem, const SolverSink &sink) = 0;
  };
  template <typename Strategy> struct Holder final : Instance {
    explicit Holder(const SolverSetup &setup) : strategy(setup) {}
    Certificate solve(const forge_problem &problem, const SolverSink &sink) override {
      return strategy.solve(problem, sink);
    }
    Strategy strategy;
  };
  struct Entry {
    forge_strategy_info info;
    std::span<const forge_column_info> options;
    std::unique_ptr<Instance> (*make)(const SolverSetup &);
  };
  static constexpr Entry entries[] = {
      {{sizeof(forge_strategy_info), 0, to_abi(Strategies::id), to_abi(Strategies::summary)},
       options_of<Strategies>(),
       [](const SolverSetup &setup) -> std::unique_ptr<Instance> {
         return std::make_unique<Holder<Strategies>>(setup);
       }}...};

  static const forge_strategy_info *strategy_info(std::uint32_t strategy) noexcept {
    return strategy < std::size(entries) ? &entries[strategy].info : nullptr;
  }
  static const forge_column_info *option_info(std::uint32_t strategy, std::uint32_t option) noexcept {
    return strategy < std::size(entries) ? at_or_null(entries[strategy].options, option) : nullptr;
  }
  static forge_status create(const forge_host *host, std::uint32_t strategy, const forge_options *options,
                             std::uint64_t seed, forge_solver **out, forge_error *error) noexcept {
    return guarded(error, [&] {
      if (strategy >= std::size(entries) || out == nullptr) {
        throw Invalid("this plugin has no strategy " + std::to_string(strategy));
      }
      const Entry &entry = entries[strategy];
      const SolverSetup setup{Host(host), Options(entry.options, options), seed};
      *out = reinterpret_cast<forge_solver *>(entry.make(setup).release());
    });
  }
  static void destroy(forge_solver *self) noexcept { delete reinterpret_cast<Instance *>(self); }
  static forge_status solve(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                            forge_certificate *certificate, forge_error *error) noexcept {
    return guarded(error, [&] {
      const auto end =
          reinterpret_cast<Instance *>(self)->solve(*problem, SolverSink(*sink, problem->n_objectives, error));
      certificate->is_optimal = end.is_optimal ? 1 : 0;
      certificate->bound = end.bound;
      certificate->n_evaluated = end.n_evaluated;
      return end.status;
    });
  }

 public:
  static constexpr std::string_view id = FORGE_SOLVER_ID;
  static constexpr forge_solver_interface table = {.struct_size = sizeof(forge_solver_interface),
                                                   .pad0 = 0,
                                                   .strategy_info = strategy_info,
                                                   .option_info = option_info,
                                                   .create = create,
                                                   .destroy = destroy,
                                                   .solve = solve};
};

}  // namespace forge::sdk
