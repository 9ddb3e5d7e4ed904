// SPDX-License-Identifier: Apache-2.0
#include "app/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

#include "app/explain_tree.hpp"
#include "app/interrupt.hpp"
#include "app/quantity.hpp"
#include "app/run.hpp"
#include "app/session.hpp"
#include "app/workload_run.hpp"
#include "evaluate/explanation.hpp"
#include "evaluate/tree.hpp"
#include "report/files.hpp"
#include "search/progress.hpp"

namespace forge::app {
namespace {

using evaluate::ActionExplanation;
using evaluate::ComponentExplanation;
using evaluate::EinsumResult;

constexpr int digits = 4;

std::string amount(double value, std::string_view unit) {
  return quantity(value, unit, digits);
}

// "I reads 65536 x 16 b / 64 b"
std::string term_text(const evaluate::ActionTerm &term) {
  std::string text = term.tensor.empty() ? term.transfer : term.tensor + " " + term.transfer;
  text += fmt::format(" {}", term.values);
  if (term.width > 0) {
    text += fmt::format(" x {} b / {} b", term.bits, term.width);
    const double scale = term.actions_per_value * term.width / term.bits;
    if (std::abs(scale - 1) > 1e-12) {
      text += fmt::format(" x {:g}", scale);
    }
  } else if (term.actions_per_value != 1) {
    text += fmt::format(" x {:g}", term.actions_per_value);
  }
  return text;
}

class Explanation {
 public:
  Explanation(const evaluate::Evaluator &evaluator, const std::optional<std::string> &component)
      : evaluator_(evaluator), component_(component) {}

  void add(const EinsumResult &result) {
    line("{}: energy {}, latency {}{}", result.name, amount(result.energy, "J"), amount(result.latency, "s"),
         result.repeat > 1 ? fmt::format(" (each of {} runs)", result.repeat) : "");
    line("  counts by {}; bound by {}{}", result.counted_by, result.bottleneck,
         result.next_bottleneck.empty() ? "" : "; next would be " + result.next_bottleneck);
    for (const auto &explained : evaluate::explain(evaluator_, result)) {
      if (!component_ || explained.use->name == *component_) {
        add_component(explained, result);
      }
    }
    if (!component_) {
      add_totals(result);
    }
    for (const auto &violation : result.violations) {
      add_violation(violation);
    }
    line("");
  }

  void add_text(const std::string &text) { text_ += text; }

  std::string take() { return std::move(text_); }

 private:
  template <typename... Args> void line(fmt::format_string<Args...> format, Args &&...args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }

  void add_component(const ComponentExplanation &component, const EinsumResult &result) {
    const auto &use = *component.use;
    line("  {} ({}{})", use.name, use.kind,
         use.instances_used == 0 ? ", not used"
                                 : fmt::format(", {} of {:g} instances", use.instances_used, use.instances));
    for (const auto &action : component.actions) {
      add_action(action);
    }
    for (const auto &text : component.way) {
      line("    {:<10} {}", "way", text);
    }
    if (use.instances_used > 0 && use.kind != "fanout") {
      add_latency(component, result);
    }
    if (!component.kept.empty()) {
      line("    occupancy  {} = {} of {}", fmt::join(component.kept, " + "), amount(use.occupancy.value_or(0), "b"),
           amount(use.capacity.value_or(0), "b"));
    }
    if (std::isnan(component.leak_power)) {
      line("    leakage    not modelled");
    } else {
      line("    leakage    {} x {:g} instances x {} = {}", amount(component.leak_power, "W"), use.instances,
           amount(result.latency, "s"), amount(use.leak_energy, "J"));
    }
  }

  void add_action(const ActionExplanation &action) {
    std::vector<std::string> terms;
    std::transform(action.terms.begin(), action.terms.end(), std::back_inserter(terms), term_text);
    line("    {:<10} {} = {:.10g} actions", action.action,
         terms.empty() ? "nothing" : fmt::format("{}", fmt::join(terms, " + ")), action.count);
    std::string price =
        std::isnan(action.energy_each) && action.energy_per_bit > 0
            ? ""
            : fmt::format("{:.10g} x {} ({})", action.count, amount(action.energy_each, "J"), action.source);
    if (action.energy_per_bit > 0) {
      price += fmt::format("{}{:.10g} b x {} of wire", price.empty() ? "" : " + ", action.bits_moved,
                           amount(action.energy_per_bit, "J"));
    }
    line("    {:<10} {} = {}", "", price, amount(action.energy, "J"));
  }

  void add_latency(const ComponentExplanation &component, const EinsumResult &result) {
    std::vector<std::string> terms;
    for (const auto &action : component.actions) {
      if (action.count > 0) {
        terms.push_back(fmt::format("{} at {}", action.action,
                                    std::isfinite(action.throughput) ? amount(action.throughput, "Hz") : "any rate"));
      }
    }
    const auto &use = *component.use;
    const std::string rule = use.kind == "compute" && component.latency_rule == "sum of its actions"
                                 ? fmt::format("{} steps", result.steps)
                                 : component.latency_rule + " of the busiest instance";
    line("    latency    {}: {}{} = {} ({:.3g} % of the Einsum's)", rule, fmt::join(terms, ", "),
         component.copies != 1 ? fmt::format(", over {:g} copies", component.copies) : "", amount(use.latency, "s"),
         100 * use.utilization);
  }

  void add_totals(const EinsumResult &result) {
    double dynamic = 0, leakage = 0;
    for (const auto &use : result.components) {
      dynamic += use.energy;
      leakage += use.leak_energy;
    }
    line("  energy  {} of actions + {} of leakage = {}", amount(dynamic, "J"), amount(leakage, "J"),
         amount(result.energy, "J"));
    if (result.latency_terms.empty()) {
      line("  latency {} of {}: the slowest component decides, all others overlap with it", amount(result.latency, "s"),
           result.bottleneck);
      return;
    }
    std::vector<std::string> terms;
    for (const auto &term : result.latency_terms) {
      terms.push_back(fmt::format("{} of {}", amount(term.seconds, "s"), term.name));
    }
    line("  latency {} = {}", fmt::join(terms, " + "), amount(result.latency, "s"));
    const auto &options = evaluator_.latency_options();
    line("          overlap: {}; pipeline fill and drain: {}",
         options.overlap == model::Overlap::perfect
             ? "all components overlap"
             : "only double buffered memories exchange tiles while what is below them works",
         options.pipeline_fill ? "added" : "not added");
  }

  void add_violation(const evaluate::Violation &violation) {
    const auto [demand, bound] = distinct_quantities(violation.demand, violation.bound, violation.unit);
    line("  INVALID {}: {} > {} by {}", violation.what, demand, bound,
         amount(violation.demand - violation.bound, violation.unit));
    line("          demand: {}", violation.detail);
    line("          what helps: smaller tiles of these tensors here, one of them bypassing, or a larger memory");
  }

  const evaluate::Evaluator &evaluator_;
  const std::optional<std::string> &component_;
  std::string text_;
};

}  // namespace

int explain(const RunOptions &options, const std::optional<std::string> &component) {
  Session session(load(options));
  const auto &project = session.project;
  if (component && !project.architecture.find(*component)) {
    std::vector<std::string> names;
    for (const auto &node : project.architecture.nodes) {
      names.push_back(node.name);
    }
    throw Error{ErrorKind::usage, "there is no component '" + *component + "'" + did_you_mean(*component, names)};
  }
  const auto costs = session.costs();
  log_warnings(costs);
  const evaluate::Evaluator evaluator(project.workload, project.architecture, costs, project.latency);
  Explanation explanation(evaluator, component);
  bool valid = true;
  if (project.mappings.size() == project.workload.einsums.size()) {  // invalid ones are explained too
    std::vector<EinsumResult> results;
    for (const auto &mapping : project.mappings) {
      auto errors = model::structural_errors(project.workload, project.architecture, mapping);
      if (!errors.empty()) {
        throw Errors{std::move(errors)};
      }
      results.push_back(evaluator.evaluate(mapping));
      valid = valid && results.back().violations.empty();
      explanation.add(results.back());
    }
    for (const auto &tree : project.trees) {
      const auto result = evaluate::evaluate_tree(evaluator, tree, project.mappings, results);
      valid = valid && result.violations.empty();
      explanation.add_text(explain_tree(project.workload, result, results, component));
    }
  } else {
    search::Progress progress(false);
    handle_interrupts();
    const auto run = run_workload(session, evaluator, progress);
    for (const auto &result : run.einsums) {
      explanation.add(result);
    }
    for (const auto &tree : run.trees) {
      explanation.add_text(explain_tree(project.workload, tree, run.einsums, component));
    }
  }
  report::write_stdout(explanation.take());
  return interrupted() ? exit_code(ErrorKind::interrupted) : valid ? 0 : exit_code(ErrorKind::mapping);
}

}  // namespace forge::app
