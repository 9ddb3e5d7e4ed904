// SPDX-License-Identifier: Apache-2.0
#include "optimal/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <vector>

#include "search/nest_text.hpp"

namespace forge::test {

namespace {

// For each point of `b` one of `a` that is no worse.
template <class A, class B> bool covers(const A &a, const B &b) {
  return std::all_of(b.begin(), b.end(), [&](const auto &point) {
    return std::any_of(a.begin(), a.end(),
                       [&](const auto &other) { return no_worse(other.objectives, point.objectives); });
  });
}

std::vector<Point> points_of(const search::Solved &solved) {
  std::vector<Point> points;
  for (const auto &solution : solved.best)
    points.push_back({solution.objectives, solution.nest});
  return points;
}

}  // namespace

search::Solved solve(LoadedProblem &problem, const plugin::Strategy &strategy, const plugin::OptionValues &options) {
  const auto evaluate = [&](std::span<const forge_nest_node> nest) {
    std::optional<std::vector<double>> values;
    if (const auto figures = problem.evaluate(nest))
      values = problem.objectives(*figures);
    return values;
  };
  search::Progress progress(false);
  return search::solve(strategy, problem.host(), problem.table(), options, problem.project().mapper.seed, evaluate,
                       problem.cancelled(), progress);
}

std::string difference(const search::Solved &solved, const Truth &truth, bool pareto) {
  if (solved.infeasible != truth.best.empty())
    return truth.best.empty() ? "it does not say that no mapping is valid" : "it says that no mapping is valid";
  if (truth.best.empty())
    return "";
  if (solved.best.empty())
    return "it has no answer";
  const auto &best = truth.best.front().objectives;
  if (pareto) {
    if (!covers(solved.best, truth.best))
      return "points of the front are missing";
    if (!covers(truth.best, solved.best))
      return "it has points that the enumeration does not know";
  } else {
    const auto &found = solved.best.front().objectives;
    for (std::size_t o = 0; o < best.size(); ++o) {
      if (!same(found[o], best[o]))
        return fmt::format("objective {} is {:.12g}, not {:.12g}", o, found[o], best[o]);
    }
  }
  if (!solved.optimal)
    return "it does not say that its answer is optimal";
  if (!solved.bound || !same(*solved.bound, best[0]))
    return fmt::format("its bound is {:.12g}, not {:.12g}", solved.bound.value_or(0), best[0]);
  return "";
}

std::string describe(const forge_problem &problem, const std::vector<Point> &points) {
  std::string text;
  for (const Point &point : points) {
    for (const double value : point.objectives)
      text += fmt::format("{:.12g}  ", value);
    text += search::nest_text(problem, point.nest) + "\n";
  }
  return text.empty() ? "nothing\n" : text;
}

std::string compare(SolvedProblem &known, const plugin::Strategy &strategy, const plugin::OptionValues &options) {
  const forge_problem &table = known.problem->table();
  search::Solved solved;
  std::string wrong;
  try {
    solved = solve(*known.problem, strategy, options);
    wrong = difference(solved, known.truth, table.pareto != 0);
  } catch (const std::exception &error) {
    wrong = error.what();
  }
  if (wrong.empty())
    return "";
  return fmt::format("{}\n{}\nthe solver's:\n{}brute force, {} nests, {} of them valid:\n{}", wrong, known.toml,
                     describe(table, points_of(solved)), known.truth.nests, known.truth.valid,
                     describe(table, known.truth.best));
}

}  // namespace forge::test
