// SPDX-License-Identifier: Apache-2.0
//
// Stage 5: every strategy, with the problems that fit it.
#include "check/strategies.hpp"

#include "check/fake_host.hpp"
#include "check/stages.hpp"
#include "check/values.hpp"
#include "plugin/loaded_plugin.hpp"

namespace forge::check {

void check_strategies(const Context &context, Reporter &reporter) {
  const FakeHost host;
  const plugin::LoadedPlugin plugin(context.file, host.table());
  if (plugin.strategies.empty()) {
    reporter.skipped("it offers no strategy");
    return;
  }
  std::uint32_t n_samplers = 0;
  std::uint32_t n_solvers = 0;
  for (const auto &strategy : plugin.strategies) {
    const std::uint32_t index = strategy->is_solver() ? n_solvers++ : n_samplers++;
    const Values values = values_for(strategy->options, context.options);
    if (!values.missing.empty()) {
      reporter.note(missing_words(strategy->owner(), values));
    } else if (!strategy->is_solver()) {
      check_sampler(*strategy, *plugin.sampler_table(), index, values.options, context.options, reporter);
    } else {
      for (const auto &problem : context.options.solver_cases) {
        check_solver(*strategy, *plugin.solver_table(), index, values.options, problem, context.options, reporter);
      }
      if (context.options.solver_cases.empty()) {
        reporter.note(strategy->owner() + " was not run: there are no problems at hand");
      }
    }
  }
}

}  // namespace forge::check
