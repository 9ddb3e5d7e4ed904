// SPDX-License-Identifier: Apache-2.0
//
// Stage 2: everything that a plugin declares.
#include <array>
#include <set>
#include <string>

#include "check/fake_host.hpp"
#include "check/stages.hpp"
#include "plugin/library.hpp"
#include "plugin/loaded_plugin.hpp"

namespace forge::check {
namespace {

constexpr std::array known_ids{FORGE_COMPONENT_ID, FORGE_SAMPLER_ID, FORGE_SOLVER_ID, FORGE_REPORT_ID};
constexpr std::uint32_t far_index = 1u << 20;

void check_interface_ids(const forge_plugin &table, Reporter &reporter) {
  std::set<std::string> wrong{"", "forge", "nonsense"};
  for (const std::string id : known_ids) {
    wrong.insert(id + "x");
    wrong.insert(id.substr(0, id.size() - 1));
  }
  for (const auto &id : wrong) {
    reporter.step("get_interface(\"" + id + "\")");
    if (table.get_interface(id.c_str()) != nullptr) {
      reporter.failure("get_interface answers the unknown id '" + id + "'; it must compare the whole id");
    }
  }
  for (const char *id : known_ids) {
    reporter.step(std::string("get_interface(\"") + id + "\")");
    if (table.get_interface(id) != table.get_interface(id)) {
      reporter.failure(std::string("get_interface(\"") + id + "\") returns another pointer when it is called again");
    }
  }
}

// A list gives the same pointers again, and nothing far behind its end.
template <class Info> void check_list(Info info, std::size_t size, const std::string &what, Reporter &reporter) {
  reporter.step(what);
  if (info(far_index) != nullptr || info(~std::uint32_t{0}) != nullptr) {
    reporter.failure(what + " answers an index far behind its end");
  }
  for (std::uint32_t i = 0; i < size; ++i) {
    if (info(i) != info(i)) {
      reporter.failure(what + " returns another pointer when it is called again");
      return;
    }
  }
}

template <class Info>
void check_column_list(Info info, std::uint32_t owner, std::size_t size, const std::string &what, Reporter &reporter) {
  check_list([&](std::uint32_t i) { return info(owner, i); }, size, what, reporter);
  reporter.step(what + " of an owner that does not exist");
  if (info(far_index, 0) != nullptr) {
    reporter.failure(what + " answers for an owner that does not exist");
  }
}

void check_words(const std::vector<plugin::Description> &list, const std::string &owner, Reporter &reporter) {
  const std::set<std::string> units{"", "J", "s", "W", "m^2", "m", "Hz", "V", "bit", "F", "F/m", "Ohm", "K"};
  for (const auto &description : list) {
    const std::string name = owner + ": '" + description.name + "'";
    if (!units.contains(description.unit)) {
      reporter.warning(name + " has the unit '" + description.unit + "', which forge does not know");
    }
    if (description.summary.empty()) {
      reporter.warning(name + " has no summary");
    }
  }
}

void check_components(const plugin::LoadedPlugin &plugin, Reporter &reporter) {
  const auto *table = plugin.component_table();
  if (table == nullptr) {
    return;
  }
  check_list(table->model_info, plugin.components.size(), "model_info", reporter);
  if (plugin.components.empty()) {
    reporter.warning("it offers " FORGE_COMPONENT_ID ", but no model");
  }
  for (std::uint32_t i = 0; i < plugin.components.size(); ++i) {
    const auto &model = *plugin.components[i];
    const std::string owner = "model '" + model.id + "'";
    check_column_list(table->input_info, i, model.inputs.size(), owner + ": input_info", reporter);
    check_column_list(table->output_info, i, model.outputs.size(), owner + ": output_info", reporter);
    check_column_list(table->text_info, i, model.texts.size(), owner + ": text_info", reporter);
    check_words(model.inputs, owner, reporter);
    check_words(model.outputs, owner, reporter);
    check_words(model.texts, owner, reporter);
    if (model.outputs.empty()) {
      reporter.warning(owner + " has no outputs");
    }
    if (model.summary.empty() || model.source.empty()) {
      reporter.warning(owner + " has no summary or does not say where its figures come from");
    }
  }
}

template <class Table>
void check_strategies_of(const Table *table, const plugin::LoadedPlugin &plugin, bool solvers, const std::string &kind,
                         Reporter &reporter) {
  if (table == nullptr) {
    return;
  }
  std::uint32_t index = 0;
  for (const auto &strategy : plugin.strategies) {
    if (strategy->is_solver() == solvers) {
      const std::string owner = kind + " '" + strategy->id + "'";
      check_column_list(table->option_info, index++, strategy->options.size(), owner + ": option_info", reporter);
      check_words(strategy->options, owner, reporter);
      if (strategy->summary.empty()) {
        reporter.warning(owner + " has no summary");
      }
    }
  }
  check_list(table->strategy_info, index, kind + ": strategy_info", reporter);
  if (index == 0) {
    reporter.warning("it offers the interface of a " + kind + ", but no strategy");
  }
}

void check_writers(const plugin::LoadedPlugin &plugin, Reporter &reporter) {
  const auto *table = plugin.report_table();
  if (table == nullptr) {
    return;
  }
  check_list(table->writer_info, plugin.writers.size(), "writer_info", reporter);
  if (plugin.writers.empty()) {
    reporter.warning("it offers " FORGE_REPORT_ID ", but no writer");
  }
  for (std::uint32_t i = 0; i < plugin.writers.size(); ++i) {
    const auto &writer = *plugin.writers[i];
    const std::string owner = "writer '" + writer.id + "'";
    check_column_list(table->option_info, i, writer.options.size(), owner + ": option_info", reporter);
    check_words(writer.options, owner, reporter);
    if (writer.summary.empty() || writer.extension.empty()) {
      reporter.warning(owner + " has no summary or no extension for file names");
    }
  }
}

}  // namespace

void check_tables(const Context &context, Reporter &reporter) {
  const FakeHost host;
  reporter.step("reading what it declares");
  const plugin::LoadedPlugin plugin(context.file, host.table());
  reporter.payload(plugin.identity.id + " " + plugin.identity.version);
  const forge_plugin table = plugin::adapted(plugin::open(context.file, host.table()));
  check_interface_ids(table, reporter);
  check_components(plugin, reporter);
  check_strategies_of(plugin.sampler_table(), plugin, false, "sampler", reporter);
  check_strategies_of(plugin.solver_table(), plugin, true, "solver", reporter);
  check_writers(plugin, reporter);
  if (plugin.identity.version.empty() || plugin.identity.license.empty() || plugin.identity.summary.empty()) {
    reporter.warning("it lacks a version, a license or a summary");
  }
}

}  // namespace forge::check
