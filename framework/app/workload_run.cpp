// SPDX-License-Identifier: Apache-2.0
#include "app/workload_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "app/collect.hpp"
#include "app/interrupt.hpp"
#include "app/mapper.hpp"
#include "app/quantity.hpp"
#include "app/sharing.hpp"
#include "evaluate/tree.hpp"
#include "support/log.hpp"

namespace forge::app {
namespace {

using evaluate::RunResult;
using Clock = std::chrono::steady_clock;

// How many reasons a message lists; what rules out fewer points is rarely the cause.
constexpr std::size_t max_reasons = 6;

std::string reason_of(const evaluate::Rejection &rejection, std::uint64_t evaluated) {
  if (rejection.bound == 0 && rejection.best_demand == 0) {
    return fmt::format("{} ruled out {} of {} mappings", rejection.limit, rejection.points, evaluated);
  }
  const auto [best, bound] = distinct_quantities(rejection.best_demand, rejection.bound, rejection.unit);
  const bool is_minimum = rejection.best_demand < rejection.bound;
  return fmt::format("{} ruled out {} of {} mappings; the best one {} {} of {}", rejection.limit, rejection.points,
                     evaluated, is_minimum ? "reaches" : "needs", best, bound);
}

void throw_if_invalid(const std::vector<evaluate::Violation> &violations, const std::string &what,
                      const Position &position) {
  if (violations.empty()) {
    return;
  }
  Error error{ErrorKind::mapping, what + " is invalid"};
  error.at(position);
  for (const auto &violation : violations) {
    const auto [demand, bound] = distinct_quantities(violation.demand, violation.bound, violation.unit);
    error.note(fmt::format("{}: {} {} {}{}", violation.what, demand, violation.demand > violation.bound ? ">" : "<",
                           bound, violation.detail.empty() ? "" : " (" + violation.detail + ")"));
  }
  throw error;
}

Error nothing_valid(const model::Einsum &einsum, const Searched &searched) {
  const auto evaluated = searched.outcome.evaluated;
  std::string message = "no valid mapping for Einsum '" + einsum.name + "'";
  if (searched.infeasible) {
    message += " exists: " + searched.outcome.strategy + " has proven it";
  } else if (evaluated == 0) {
    message += ": the search ended (" + searched.outcome.stopped_by + ") before it tried one";
  } else {
    message += fmt::format(" among the {} that {} tried", evaluated, searched.outcome.strategy);
  }
  Error error{ErrorKind::mapping, message};
  error.at(einsum.position);
  for (std::size_t i = 0; i < searched.rejections.size() && i < max_reasons; ++i) {
    error.note(reason_of(searched.rejections[i], evaluated));
  }
  for (const auto &note : searched.why_not) {
    error.note(note);
  }
  return error;
}

// One run over a workload: the Einsums in their order, each searched at most once.
class WorkloadRun {
 public:
  WorkloadRun(Session &session, const evaluate::Evaluator &evaluator, search::Progress &progress)
      : session_(session), project_(session.project), evaluator_(evaluator), progress_(progress), start_(Clock::now()) {
    plan();
  }

  RunResult run() {
    if (n_searches_ > 1 && mapper_->strategy().is_solver()) {
      solve_all();
    }
    for (std::size_t i = 0; i < project_.workload.einsums.size(); ++i) {
      collect_invalid([&] { run_einsum(i); });
    }
    progress_.clear();
    for (const auto &tree : project_.trees) {
      collect_invalid([&] { run_tree(tree); });
    }
    if (!interrupted()) {
      errors_.throw_if_any();
    }
    result_.totals = evaluator_.totals(result_.einsums, result_.trees);
    warn_of_interrupt();
    return std::move(result_);
  }

 private:
  void plan() {
    const auto &einsums = project_.workload.einsums;
    given_.resize(einsums.size(), nullptr);
    for (const auto &mapping : project_.mappings) {
      given_[mapping.einsum] = &mapping;
    }
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < einsums.size(); ++i) {
      same_as_.push_back(i);
      if (given_[i] == nullptr) {
        same_as_[i] = first.emplace(fingerprint(project_.workload, project_.architecture, einsums[i]), i).first->second;
      }
    }
    n_searches_ = first.size();
    if (n_searches_ > 0) {
      mapper_.emplace(session_, evaluator_, progress_);
    }
  }

  // An invalid mapping does not keep the other Einsums from being looked at; a failing plugin ends the run.
  template <typename Body> void collect_invalid(const Body &body) {
    try {
      body();
    } catch (const Error &error) {
      if (error.kind() != ErrorKind::mapping) {
        throw;
      }
      errors_.add(error);
    } catch (const Errors &errors) {
      for (const auto &error : errors.all()) {
        errors_.add(error);
      }
    }
  }

  void run_einsum(std::size_t i) {
    if (given_[i] != nullptr) {
      add(evaluate_given(project_, evaluator_, *given_[i]));
      return;
    }
    if (same_as_[i] != i) {
      log::debug("{} is searched as {}", name(i), name(same_as_[i]));
    } else if (solved_.count(i) != 0 || !interrupted()) {
      search(i);
    }
    const auto found = found_.find(same_as_[i]);
    if (found == found_.end()) {
      unmapped_.push_back(name(i));
      return;
    }
    auto mapping = found->second.front().mapping;
    mapping.einsum = i;
    add(evaluator_.evaluate(mapping));
    add_front(i, found->second);
  }

  // Where an Einsum of the tree is invalid, that is all there is to say.
  void run_tree(const model::MappingTree &tree) {
    for (const auto mapping : model::leaves(tree.root)) {
      const auto einsum = project_.mappings[mapping].einsum;
      if (std::none_of(result_.einsums.begin(), result_.einsums.end(),
                       [&](const auto &one) { return one.mapping.einsum == einsum; })) {
        return;
      }
    }
    auto result = evaluate::evaluate_tree(evaluator_, tree, project_.mappings, result_.einsums);
    throw_if_invalid(result.violations, "the mapping tree", tree.position);
    result_.warnings.insert(result_.warnings.end(), result.warnings.begin(), result.warnings.end());
    result_.trees.push_back(std::move(result));
  }

  // Solvers do one Einsum after the other, but several at the same time. What they find or say is looked at later, in
  // the order of the Einsums.
  void solve_all() {
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < same_as_.size(); ++i) {
      if (given_[i] == nullptr && same_as_[i] == i) {
        wanted.push_back(i);
        solved_[i];
      }
    }
    const double at_once = std::min(static_cast<double>(session_.pool.threads()), static_cast<double>(wanted.size()));
    std::atomic<std::size_t> n_begun{0};
    session_.pool.for_each(wanted.size(), [&](std::uint64_t number, unsigned thread) {
      const std::size_t i = wanted[number];
      Solving &solving = solved_.find(i)->second;
      const std::size_t begun = n_begun.fetch_add(1);
      if (interrupted()) {
        return;
      }
      Pool alone(1);
      plugin::Host host(interrupted(), alone);
      search::Progress silent(false);
      auto &progress = thread == 0 ? progress_ : silent;
      progress.start(fmt::format("{} ({} of {})", name(i), begun + 1, wanted.size()));
      try {
        auto seconds = seconds_left(wanted.size() - begun);
        if (seconds) {
          *seconds *= at_once;
        }
        solving.found = mapper_->search(i, seconds, {host, progress});
      } catch (...) {
        solving.failure = std::current_exception();
      }
    });
  }

  Searched take_or_search(std::size_t i) {
    const auto solving = solved_.find(i);
    if (solving == solved_.end()) {
      progress_.start(fmt::format("{} ({} of {})", name(i), n_done_ + 1, n_searches_));
      return mapper_->search(i, seconds_left(n_searches_ - n_done_));
    }
    if (solving->second.failure) {
      std::rethrow_exception(solving->second.failure);
    }
    return std::move(solving->second.found);
  }

  void search(std::size_t i) {
    auto searched = take_or_search(i);
    ++n_done_;
    if (searched.outcome.stopped_by == search::name_of(search::StoppedBy::interrupted)) {
      cut_short_ = name(i);
    }
    if (!searched.best.empty()) {
      result_.searches.push_back(std::move(searched.outcome));
      found_.emplace(i, std::move(searched.best));
    } else if (!interrupted()) {
      if (searched.infeasible) {
        searched.why_not = mapper_->explain_infeasible(i, seconds_left(1).value_or(INFINITY));
      }
      throw nothing_valid(project_.workload.einsums[i], searched);
    }
  }

  // The timeout is the run's: what is left of it is shared among the searches that are left. None of them gets less
  // than what a busy machine takes to look at its first mappings.
  std::optional<double> seconds_left(std::size_t n_searches) const {
    const auto &timeout = project_.mapper.timeout;
    if (!timeout) {
      return std::nullopt;
    }
    const double spent = std::chrono::duration<double>(Clock::now() - start_).count();
    constexpr double least = 0.05;
    return std::max(least, (*timeout - spent) / static_cast<double>(n_searches));
  }

  void add(evaluate::EinsumResult result) { result_.einsums.push_back(std::move(result)); }

  void add_front(std::size_t i, const std::vector<Candidate> &front) {
    if (!project_.mapper.pareto) {
      return;
    }
    for (const auto &candidate : front) {
      auto mapping = candidate.mapping;
      mapping.einsum = i;
      result_.pareto.push_back({name(i), candidate.objectives, std::move(mapping)});
    }
  }

  void warn_of_interrupt() {
    if (!interrupted()) {
      return;
    }
    std::string text = "interrupted";
    if (!cut_short_.empty()) {
      text += ": the search for " + cut_short_ + " was cut short";
    }
    if (!unmapped_.empty()) {
      text += fmt::format("; not mapped, and not in the totals: {}", fmt::join(unmapped_, ", "));
    }
    result_.warnings.push_back(text);
  }

  const std::string &name(std::size_t i) const { return project_.workload.einsums[i].name; }

  Session &session_;
  const project::Project &project_;
  const evaluate::Evaluator &evaluator_;
  search::Progress &progress_;
  Clock::time_point start_;
  std::optional<Mapper> mapper_;
  std::vector<const model::Mapping *> given_;  // for each Einsum; null: to be searched
  std::vector<std::size_t> same_as_;           // the Einsum whose search this one shares
  std::size_t n_searches_ = 0, n_done_ = 0;
  struct Solving {
    Searched found;
    std::exception_ptr failure;
  };
  std::map<std::size_t, Solving> solved_;  // by Einsum, where solvers ran beforehand
  std::map<std::size_t, std::vector<Candidate>> found_;
  std::vector<std::string> unmapped_;
  std::string cut_short_;
  Collector errors_;
  RunResult result_;
};

}  // namespace

evaluate::EinsumResult evaluate_given(const project::Project &project, const evaluate::Evaluator &evaluator,
                                      const model::Mapping &mapping) {
  auto errors = model::structural_errors(project.workload, project.architecture, mapping);
  if (!errors.empty()) {
    throw Errors{std::move(errors)};
  }
  auto result = evaluator.evaluate(mapping);
  throw_if_invalid(result.violations, "the mapping of Einsum '" + result.name + "'", mapping.position);
  return result;
}

RunResult run_workload(Session &session, const evaluate::Evaluator &evaluator, search::Progress &progress) {
  return WorkloadRun(session, evaluator, progress).run();
}

}  // namespace forge::app
