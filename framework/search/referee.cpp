// SPDX-License-Identifier: Apache-2.0
#include "search/referee.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include "search/nest_text.hpp"
#include "search/progress_line.hpp"

namespace forge::search {
namespace {

constexpr double tolerance = 1e-6;  // relative; sums in another order differ by far less

bool agree(double a, double b) {
  return a == b || (std::isfinite(a - b) && std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b)));
}

// Fills what a callee says about its failure; cut at a character of UTF-8.
void put_text(forge_error *error, forge_status status, std::string_view text) noexcept {
  if (error == nullptr || !FORGE_HAS(error, forge_error, capacity)) {
    return;
  }
  error->code = status;
  if (error->text == nullptr || error->capacity == 0) {
    return;
  }
  std::size_t size = std::min<std::size_t>(text.size(), error->capacity - 1);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0u) == 0x80u) {
    --size;
  }
  std::memcpy(error->text, text.data(), size);
  error->text[size] = '\0';
}

std::vector<model::Quantity> objectives_of(const forge_problem &problem) {
  std::vector<model::Quantity> objectives;
  for (std::uint32_t i = 0; i < problem.n_objectives; ++i) {
    const model::Objective objective{static_cast<model::Measure>(problem.objective[i])};
    const std::int32_t node = objective.has_node() ? problem.objective_node[i] : -1;
    const forge_str name = node >= 0 ? problem.node_name[node] : forge_str{"", 0};
    objectives.push_back(quantity_of(objective, {name.ptr, name.len}));
  }
  return objectives;
}

Budget deadline_of(const forge_problem &problem) {
  Budget budget;
  if (std::isfinite(problem.deadline)) {
    budget.seconds = problem.deadline;
  }
  return budget;
}

bool is_complete(const forge_solution *solution) {
  // NOLINTNEXTLINE(bugprone-sizeof-expression): the size of the pointer is meant
  return solution != nullptr && FORGE_HAS(solution, forge_solution, node) &&
         (solution->n_nodes == 0 || solution->node != nullptr);
}

}  // namespace

Referee::Referee(std::string owner, const forge_problem &problem, const NestEvaluator &evaluate, Progress &progress)
    : owner_(std::move(owner)),
      problem_(problem),
      evaluate_(evaluate),
      progress_(progress),
      objectives_(objectives_of(problem)),
      kept_(problem.pareto != 0),
      spending_(deadline_of(problem)) {
  sink_.struct_size = sizeof(forge_solver_sink);
  sink_.impl = this;
  sink_.incumbent = [](const forge_solver_sink *sink, const forge_solution *solution, forge_error *error) noexcept {
    auto &self = *static_cast<Referee *>(sink->impl);
    return self.guarded(error, [&] {
      if (!is_complete(solution) || !FORGE_HAS(solution, forge_solution, claim) || solution->claim == nullptr) {
        throw self.blame("handed over a solution without nodes or claims");
      }
      return self.judge(*solution);
    });
  };
  sink_.bound = [](const forge_solver_sink *sink, double bound) noexcept {
    auto &self = *static_cast<Referee *>(sink->impl);
    self.guarded(nullptr, [&] {
      self.raise_bound(bound);
      return FORGE_OK;
    });
  };
  sink_.evaluate = [](const forge_solver_sink *sink, const forge_solution *const *nest, std::uint64_t n_nests,
                      double *const *objective, forge_status *row_status, forge_error *error) noexcept {
    auto &self = *static_cast<Referee *>(sink->impl);
    return self.guarded(error, [&] {
      if (n_nests > 0 && (nest == nullptr || objective == nullptr || row_status == nullptr)) {
        throw self.blame("asked for an evaluation without saying of what, or where to put it");
      }
      return self.evaluate_all({nest, n_nests}, objective, row_status);
    });
  };
}

template <class Body> forge_status Referee::guarded(forge_error *error, const Body &body) noexcept {
  if (failure_) {
    put_text(error, FORGE_INVALID, "an earlier call was wrong; give up");
    return FORGE_INVALID;
  }
  try {
    return body();
  } catch (const Error &wrong) {
    failure_ = std::current_exception();
    const auto status = wrong.kind() == ErrorKind::plugin ? FORGE_INVALID : FORGE_INTERNAL;
    put_text(error, status, wrong.message());
    return status;
  } catch (...) {
    failure_ = std::current_exception();
    put_text(error, FORGE_INTERNAL, "a fault of the host");
    return FORGE_INTERNAL;
  }
}

forge_status Referee::judge(const forge_solution &solution) {
  const std::span<const forge_nest_node> nest(solution.node, solution.n_nodes);
  const auto actual = evaluate(nest);
  if (!actual) {
    throw blame("handed over a mapping that is not valid", nest);
  }
  check_claims(nest, {solution.claim, problem_.n_objectives}, *actual);
  kept_.offer(*actual, [&] { return Nest(nest.begin(), nest.end()); });
  check_bound();
  show();
  return FORGE_OK;
}

std::optional<std::vector<double>> Referee::evaluate(std::span<const forge_nest_node> nest) {
  ++evaluated_;
  try {
    auto objectives = evaluate_(nest);
    valid_ += objectives ? 1 : 0;
    return objectives;
  } catch (const Error &error) {
    if (error.kind() == ErrorKind::internal) {
      throw;
    }
    throw blame("handed over something that is no mapping of this problem: " + error.message(), nest);
  }
}

void Referee::check_claims(std::span<const forge_nest_node> nest, std::span<const double> claims,
                           std::span<const double> actual) const {
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (!agree(claims[i], actual[i])) {
      throw blame(fmt::format("claims {} for a mapping that the model puts at {}", quantity(i, claims[i]),
                              quantity(i, actual[i])),
                  nest);
    }
  }
}

forge_status Referee::evaluate_all(std::span<const forge_solution *const> nests, double *const *objective,
                                   forge_status *row_status) {
  for (std::size_t row = 0; row < nests.size(); ++row) {
    if (!is_complete(nests[row])) {
      throw blame("asked for the evaluation of a nest without nodes");
    }
    const auto objectives = evaluate({nests[row]->node, nests[row]->n_nodes});
    row_status[row] = objectives ? FORGE_OK : FORGE_INFEASIBLE;
    for (std::size_t i = 0; i < problem_.n_objectives; ++i) {
      objective[i][row] = objectives ? (*objectives)[i] : std::numeric_limits<double>::infinity();
    }
  }
  return FORGE_OK;
}

void Referee::raise_bound(double bound) {
  if (std::isnan(bound)) {
    return;
  }
  bound_ = std::max(bound, bound_.value_or(bound));
  check_bound();
  show();
}

void Referee::check_bound() const {
  if (kept_.empty() || !bound_) {
    return;
  }
  const double best = kept_.entries().front().objectives.front();
  if (*bound_ > best && !agree(*bound_, best)) {
    throw blame(fmt::format("says that nothing is below {}, and has found a mapping with {}", quantity(0, *bound_),
                            quantity(0, best)),
                kept_.entries().front().payload);
  }
}

void Referee::conclude(double bound, bool is_optimal) {
  if (!std::isnan(bound)) {
    bound_ = std::max(bound, bound_.value_or(bound));
  }
  check_bound();
  if (!is_optimal || kept_.empty()) {
    return;
  }
  const double best = kept_.entries().front().objectives.front();
  if (bound_ && !agree(*bound_, best)) {
    throw blame(fmt::format("calls its best mapping optimal, which has {}, but proves only that nothing is below {}",
                            quantity(0, best), quantity(0, *bound_)));
  }
  bound_ = best;  // they differ by rounding
}

void Referee::throw_failure() const {
  if (failure_) {
    std::rethrow_exception(failure_);
  }
}

Error Referee::blame(const std::string &what) const {
  return Error{ErrorKind::plugin, owner_ + " " + what};
}

Error Referee::blame(const std::string &what, std::span<const forge_nest_node> nest) const {
  return blame(what).note("the mapping: " + nest_text(problem_, nest));
}

// All digits that can matter: what differs by little must look different.
std::string Referee::quantity(std::size_t objective, double value) const {
  const auto &[name, unit] = objectives_[objective];
  return fmt::format("{} = {:.9g}{}{}", name, value, unit.empty() ? "" : " ", unit);
}

void Referee::show() {
  if (!progress_.due()) {
    return;
  }
  ProgressState state;
  state.share = spending_.share();
  if (!kept_.empty()) {
    const auto &best = kept_.entries().front().objectives;
    state.best = described(best, objectives_);
    if (problem_.pareto != 0) {
      state.best = fmt::format("front of {}", kept_.entries().size());
    } else if (bound_) {
      state.best += fmt::format(", bound {}, gap {:.2g} %", with_prefix(*bound_, objectives_[0].unit),
                                best[0] > 0 ? 100 * (1 - *bound_ / best[0]) : 0);
    }
  }
  progress_.update(state);
}

}  // namespace forge::search
