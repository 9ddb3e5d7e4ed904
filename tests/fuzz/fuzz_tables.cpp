// SPDX-License-Identifier: Apache-2.0
//
// Everything behind the border on tables that a fuzzer makes up: adaptation, descriptions, and the C++ faces of
// components, samplers, solvers and writers. Nothing but an Error that blames the plugin may come out.
#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "foreign.hpp"
#include "plugin/adapt.hpp"
#include "plugin/call.hpp"
#include "plugin/component.hpp"
#include "plugin/strategy.hpp"
#include "plugin/writer.hpp"
#include "search/sample.hpp"
#include "search/solve.hpp"
#include "support/log.hpp"
#include "verdict.hpp"

namespace {

using namespace forge;

const plugin::Provenance provenance{"acme.fuzz", "1.0", "1.0", "fuzz.so"};
constexpr std::uint32_t most = 3;  // models, strategies or writers that are looked at

plugin::OptionValues presets(const std::vector<plugin::Description> &options) {
  plugin::OptionValues values;
  for (const auto &option : options) {
    values.numbers.push_back(option.preset);
    values.texts.push_back(option.preset_text);
  }
  return values;
}

struct Target {
  Target() { log::configure({.level = log::Level::off}); }

  std::atomic<bool> cancelled{false};
  Pool pool{1};
  plugin::Host host{cancelled, pool};  // shows progress to nobody
  search::Progress progress{false};

  void component(fuzz::Foreign &foreign) {
    const auto table = plugin::adapted(foreign.component());
    const auto n = plugin::length_of(table.model_info, "model_info");
    for (std::uint32_t i = 0; i < n && i < most; ++i) {
      const plugin::ComponentModel model(table, i, provenance);
      std::vector<std::string> texts;
      for (const auto &text : model.texts) {
        texts.push_back(text.preset_text);
      }
      std::vector<double> row;
      for (const auto &input : model.inputs) {
        row.push_back(input.preset);
      }
      model.evaluate(host, texts, std::vector<std::vector<double>>(foreign.bytes().below(4), row));
    }
  }

  void sampler(fuzz::Foreign &foreign) {
    const auto table = plugin::adapted(foreign.sampler());
    const auto n = plugin::length_of(table.strategy_info, "strategy_info");
    const std::vector<forge_variable> variables{{{"a", 1}, FORGE_VARIABLE_OTHER, 3},
                                                {{"b", 1}, FORGE_VARIABLE_OTHER, 1},
                                                {{"c", 1}, FORGE_VARIABLE_OTHER, 1000}};
    const auto n_variables = static_cast<std::uint32_t>(foreign.bytes().below(4));
    const forge_space space{sizeof(forge_space), n_variables, variables.data(), 3000, 1, 0};
    for (std::uint32_t i = 0; i < n && i < most; ++i) {
      const plugin::Strategy strategy(table, i, provenance);
      const auto sampler = strategy.sampler(host, space, presets(strategy.options), 1);
      search::SampleSettings settings;
      settings.budget.evaluations = 40;
      settings.n_variables = n_variables;
      settings.batch = 8;
      search::sample(
          *sampler, settings,
          [&](const search::ScoreRange &range) {
            for (std::uint64_t row = 0; row < range.rows; ++row) {
              range.valid[row] = row % 2 == 0 ? 1 : 0;
              range.objectives[row] = n_variables > 0 ? range.points[row * n_variables] : 0;
            }
          },
          pool, cancelled, progress);
    }
  }

  void solver(fuzz::Foreign &foreign) {
    const auto table = plugin::adapted(foreign.solver());
    const auto n = plugin::length_of(table.strategy_info, "strategy_info");
    const std::vector<std::int32_t> objectives{FORGE_ENERGY, FORGE_LATENCY};
    const std::vector<forge_str> names{{"x", 1}, {"y", 1}};
    forge_problem problem{};
    problem.struct_size = sizeof problem;
    problem.n_variables = problem.n_tensors = problem.n_nodes = 2;
    problem.variable_name = problem.tensor_name = problem.node_name = names.data();
    problem.n_objectives = 1 + foreign.bytes().below(2);
    problem.objective = objectives.data();
    problem.pareto = static_cast<std::int32_t>(foreign.bytes().below(2));
    problem.deadline = std::numeric_limits<double>::infinity();
    const auto evaluate = [&](std::span<const forge_nest_node> nest) -> std::optional<std::vector<double>> {
      if (nest.size() > 4) {
        throw Error{ErrorKind::plugin, "too long"};
      }
      if (nest.size() > 3) {
        return std::nullopt;
      }
      return std::vector<double>(problem.n_objectives, static_cast<double>(nest.size()));
    };
    for (std::uint32_t i = 0; i < n && i < most; ++i) {
      const plugin::Strategy strategy(table, i, provenance);
      const auto solved =
          search::solve(strategy, host, problem, presets(strategy.options), 1, evaluate, cancelled, progress);
      if (solved.optimal && solved.best.empty()) {
        fuzz::finding("optimal, but nothing was found");
      }
    }
  }

  void report(fuzz::Foreign &foreign) {
    const auto table = plugin::adapted(foreign.report());
    const auto n = plugin::length_of(table.writer_info, "writer_info");
    const std::vector<Table> tables{{"t", 1, {{"a", "J", Column::Reals{1.0}}, {"b", "", Column::Texts{std::nullopt}}}}};
    for (std::uint32_t i = 0; i < n && i < most; ++i) {
      const plugin::Writer writer(table, i, provenance);
      writer.write(host, tables, presets(writer.options));
    }
  }
};

// What a plugin wrote must not reach a message as it is.
template <class Body> void printable_errors(const Body &body) {
  try {
    body();
  } catch (const Error &error) {
    if (plugin::printable(error.message()) != error.message()) {
      fuzz::finding(std::string("a message that would steer the terminal, or is not UTF-8: ") + error.what());
    }
    throw;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  fuzz::Foreign foreign({data, size});
  const fuzz::Current current(foreign);
  static Target target;
  fuzz::accept({ErrorKind::plugin}, [&] {
    printable_errors([&] {
      switch (foreign.bytes().below(5)) {
        case 0:
          plugin::identity(foreign.plugin());
          break;
        case 1:
          target.component(foreign);
          break;
        case 2:
          target.sampler(foreign);
          break;
        case 3:
          target.solver(foreign);
          break;
        default:
          target.report(foreign);
      }
    });
  });
  return 0;
}
