// SPDX-License-Identifier: Apache-2.0
//
// The part of stage 5 for solvers: what they claim is what the model says, the same seed gives the same answer, and
// they stop when they are told to.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "check/fake_host.hpp"
#include "check/strategies.hpp"
#include "plugin/call.hpp"
#include "plugin/option_tables.hpp"

namespace forge::check {
namespace {

using Nest = std::vector<forge_nest_node>;
using std::chrono::milliseconds;

constexpr milliseconds answer_time{1000};
constexpr double tolerance = 1e-6;  // of claims, relative: what `forge run` allows

struct Subject {
  const plugin::Strategy &strategy;
  const forge_solver_interface &table;
  std::uint32_t index;
  const plugin::OptionValues &values;
  const SolverCase &problem;
};

bool is_close(double claim, double value) {
  return std::abs(claim - value) <= tolerance * std::max(std::abs(claim), std::abs(value));
}

// The sink that a solver writes to: evaluates each incumbent and remembers what was wrong.
class Judge {
 public:
  explicit Judge(const SolverCase &problem)
      : problem_(problem), sink_{sizeof(forge_solver_sink), 0, this, incumbent, bound, evaluate} {}
  Judge(const Judge &) = delete;
  Judge &operator=(const Judge &) = delete;

  const forge_solver_sink *sink() const { return &sink_; }
  const std::string &complaint() const { return complaint_; }
  const std::vector<double> &best() const { return best_; }

 private:
  static Judge &self(const forge_solver_sink *sink) { return *static_cast<Judge *>(sink->impl); }

  // The model's verdict; malformed nests have none, and are a complaint where `handed_over`.
  std::optional<std::vector<double>> verdict(const forge_solution &solution, bool handed_over) noexcept {
    try {
      return problem_.evaluate({solution.node, solution.n_nodes});
    } catch (const std::exception &exception) {
      if (handed_over) {
        complain(exception.what());
      }
      return std::nullopt;
    }
  }

  void complain(const std::string &words) {
    if (complaint_.empty()) {
      complaint_ = words;
    }
  }

  static forge_status incumbent(const forge_solver_sink *sink, const forge_solution *solution, forge_error *) noexcept {
    Judge &judge = self(sink);
    if (solution == nullptr || solution->struct_size < sizeof(forge_solution) || solution->node == nullptr ||
        solution->claim == nullptr) {
      judge.complain("an incumbent without nodes or claims");
      return FORGE_INVALID;
    }
    const auto values = judge.verdict(*solution, true);
    if (!values) {
      judge.complain("an incumbent is no valid mapping");
      return FORGE_INVALID;
    }
    for (std::size_t i = 0; i < values->size(); ++i) {
      if (!is_close(solution->claim[i], (*values)[i])) {
        judge.complain("it claims " + plugin::number_text(solution->claim[i]) + ", but the model says " +
                       plugin::number_text((*values)[i]));
        return FORGE_INVALID;
      }
    }
    judge.best_ = *values;
    return FORGE_OK;
  }

  static void bound(const forge_solver_sink *sink, double value) noexcept {
    if (std::isnan(value)) {
      self(sink).complain("a bound that is NaN");
    }
  }

  static forge_status evaluate(const forge_solver_sink *sink, const forge_solution *const *nest, uint64_t n_nests,
                               double *const *objective, forge_status *row_status, forge_error *) noexcept {
    Judge &judge = self(sink);
    for (uint64_t i = 0; i < n_nests; ++i) {
      const auto values = judge.verdict(*nest[i], false);
      row_status[i] = values ? FORGE_OK : FORGE_INFEASIBLE;
      for (uint32_t o = 0; o < judge.problem_.problem->n_objectives; ++o) {
        objective[o][i] = values ? (*values)[o] : std::numeric_limits<double>::infinity();
      }
    }
    return FORGE_OK;
  }

  const SolverCase &problem_;
  forge_solver_sink sink_;
  std::string complaint_;
  std::vector<double> best_;
};

struct Ending {
  forge_status status = FORGE_OK;
  forge_certificate certificate{};
  std::vector<double> best;
};

Ending solve(const Subject &subject, const FakeHost &host, std::uint64_t seed) {
  const std::string owner = subject.strategy.owner();
  const plugin::OptionTable options(subject.values);
  const auto instance =
      plugin::make_instance<forge_solver>(owner, subject.table.destroy, [&](forge_solver **out, forge_error *error) {
        return subject.table.create(host.table(), subject.index, options.table(), seed, out, error);
      });
  Judge judge(subject.problem);
  Ending ending;
  ending.certificate = {sizeof(forge_certificate), 0, std::numeric_limits<double>::quiet_NaN(), 0};
  plugin::Words words;
  ending.status = plugin::guarded(owner, "solve", [&] {
    return subject.table.solve(instance.get(), subject.problem.problem, judge.sink(), &ending.certificate,
                               words.table());
  });
  if (!judge.complaint().empty()) {
    throw Error{ErrorKind::plugin, owner + ": " + judge.complaint()};
  }
  const bool legal = ending.status == FORGE_OK || ending.status == FORGE_INFEASIBLE ||
                     ending.status == FORGE_CANCELLED || ending.status == FORGE_UNSUPPORTED;
  if (!legal) {
    throw plugin::failure(owner, "solve", ending.status, words.text());
  }
  if (ending.status == FORGE_UNSUPPORTED && words.text().empty()) {
    throw Error{ErrorKind::plugin, owner + ": it refuses a problem without a text"};
  }
  ending.best = judge.best();
  return ending;
}

void check_ending(const Subject &subject, const Ending &ending, Reporter &reporter) {
  const std::string where = subject.strategy.owner() + ", problem '" + subject.problem.name + "': ";
  if (ending.status == FORGE_UNSUPPORTED) {
    reporter.note(where + "refused as unsupported");
    return;
  }
  if (!subject.problem.feasible && ending.status == FORGE_OK) {
    reporter.failure(where + "it says OK, but no mapping is valid");
  }
  if (subject.problem.feasible && ending.status == FORGE_INFEASIBLE) {
    reporter.failure(where + "it says that no mapping is valid, but there is one");
  }
  if (ending.status == FORGE_OK && ending.best.empty()) {
    reporter.failure(where + "it says OK, but gave no mapping");
  }
  if (ending.status == FORGE_CANCELLED) {
    reporter.failure(where + "it says that it was cancelled, but nobody did");
  }
  const double bound = ending.certificate.bound;
  if (!ending.best.empty() && bound > ending.best.front() * (1 + tolerance)) {
    reporter.failure(where + "its bound " + plugin::number_text(bound) + " lies above the best that it found, " +
                     plugin::number_text(ending.best.front()));
  }
}

}  // namespace

void check_solver(const plugin::Strategy &strategy, const forge_solver_interface &table, std::uint32_t index,
                  const plugin::OptionValues &values, const SolverCase &problem, const Options &options,
                  Reporter &reporter) {
  const Subject subject{strategy, table, index, values, problem};
  const std::string owner = strategy.owner() + ", problem '" + problem.name + "'";
  FakeHost host;
  reporter.step(owner + ": solve");
  const Ending first = solve(subject, host, options.seed);
  check_ending(subject, first, reporter);
  reporter.step(owner + ": solve once more");
  const Ending second = solve(subject, host, options.seed);
  if (second.status != first.status || second.best != first.best) {
    reporter.failure(owner + ": the same seed gives another answer");
  }
  host.cancel_after(milliseconds(0));
  reporter.step(owner + ": cancelled from the start", answer_time);
  solve(subject, host, options.seed);
}

}  // namespace forge::check
