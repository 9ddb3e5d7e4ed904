// SPDX-License-Identifier: Apache-2.0
//
// The search of one path with a solver; declared in mapper.hpp.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include "app/gathered.hpp"
#include "app/interrupt.hpp"
#include "app/mapper.hpp"
#include "app/why_not.hpp"
#include "evaluate/objectives.hpp"
#include "evaluate/problem.hpp"
#include "search/conflict.hpp"
#include "search/solve.hpp"
#include "support/log.hpp"

namespace forge::app {
namespace {

// While it lives, what a solver says of its progress is shown. Its other threads are not listened to: the line belongs
// to one.
class SolverProgress {
 public:
  SolverProgress(plugin::Host &host, search::Progress &progress) : host_(host) {
    host_.on_progress = [&progress, mine = std::this_thread::get_id()](double share, std::string_view text) {
      if (std::this_thread::get_id() != mine || !progress.due()) {
        return;
      }
      search::ProgressState state;
      state.share = std::isnan(share) ? std::nullopt : std::optional(share);
      state.best = text;
      progress.update(state);
    };
  }
  SolverProgress(const SolverProgress &) = delete;
  SolverProgress &operator=(const SolverProgress &) = delete;
  ~SolverProgress() { host_.on_progress = nullptr; }

 private:
  plugin::Host &host_;
};

}  // namespace

evaluate::ProblemSettings Mapper::problem_settings() const {
  const auto &mapper = session_.project.mapper;
  evaluate::ProblemSettings settings;
  settings.objectives = mapper.objectives;
  settings.pareto = mapper.pareto;
  settings.factors = mapper.factors;
  settings.retain = mapper.retain;
  settings.tolerance = mapper.tolerance;
  return settings;
}

void Mapper::solve(std::size_t einsum, const std::vector<std::size_t> &path, std::size_t n_paths,
                   std::optional<double> seconds, const Workplace &workplace, Gathered &gathered) {
  const auto &project = session_.project;
  const auto &mapper = project.mapper;
  auto settings = problem_settings();
  settings.deadline = seconds ? *seconds / static_cast<double>(n_paths) : INFINITY;
  const evaluate::Problem problem(evaluator_, einsum, path, settings);

  const auto evaluate = [&](std::span<const forge_nest_node> nest) {
    std::optional<std::vector<double>> values;
    const auto mapping = problem.mapping(nest);
    if (auto errors = model::structural_errors(project.workload, project.architecture, mapping); !errors.empty()) {
      throw errors.front();
    }
    if (const auto result = evaluator_.evaluate(mapping); result.violations.empty()) {
      values = evaluate::values_of(mapper.objectives, project.architecture, result);
    }
    return values;
  };
  const SolverProgress shown(workplace.host, workplace.progress);
  const auto solved = search::solve(*strategy_, workplace.host, problem.table(), options_, mapper.seed, evaluate,
                                    interrupted(), workplace.progress);

  log::debug("{}: {} states in {:.3g} s", project.workload.einsums[einsum].name, solved.evaluated, solved.seconds);
  for (const auto &solution : solved.best) {
    gathered.archive.offer(solution.objectives, [&] { return problem.mapping(solution.nest); });
  }
  gathered.outcome.mapspace = std::numeric_limits<double>::quiet_NaN();  // a solver walks a space of its own
  auto &bound = gathered.outcome.bound;
  if (solved.bound && !solved.infeasible) {
    bound = bound ? std::min(*bound, *solved.bound) : *solved.bound;
  }
  gathered.n_optimal += solved.optimal || solved.infeasible ? 1 : 0;
  gathered.n_infeasible += solved.infeasible ? 1 : 0;
  gathered.count(solved.evaluated, solved.valid, solved.seconds, solved.stopped_by);
}

std::vector<std::string> Mapper::explain_infeasible(std::size_t einsum, double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const auto spent = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  const double all = std::min(seconds, explain_seconds_ / 2);
  constexpr double most_of_one = 8;  // a hard question is not to take the time of all others
  const auto &paths = evaluator_.paths_for(einsum);
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const double until = spent() + (all - spent()) / static_cast<double>(paths.size() - i);
    bool is_late = false;
    const auto ask = [&](forge_problem table) {
      table.deadline = interrupted() ? 0 : std::min(until - spent(), all / most_of_one);
      const auto asked = spent();
      const auto answer = search::feasibility(*strategy_, session_.host, table, options_, session_.project.mapper.seed);
      is_late = is_late || (answer == search::Feasibility::unknown && spent() - asked >= table.deadline);
      return answer;
    };
    const evaluate::Problem problem(evaluator_, einsum, paths[i], problem_settings());
    const auto conflict = search::find_conflict(problem.table(), ask);
    if (!conflict && !is_late) {
      continue;  // no limit is to blame, or the solver can't say
    }
    if (paths.size() > 1) {
      notes.push_back("on the path to " + session_.project.architecture.nodes[paths[i].back()].name + ":");
    }
    if (!conflict) {
      notes.emplace_back("there was no time to see which limits rule everything out");
      continue;
    }
    const auto of_path = why_not(session_.project, einsum, paths[i], *conflict);
    notes.insert(notes.end(), of_path.begin(), of_path.end());
  }
  explain_seconds_ -= spent();
  return notes;
}

}  // namespace forge::app
