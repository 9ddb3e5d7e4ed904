// SPDX-License-Identifier: Apache-2.0
#include "plugin/adapt.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <sstream>

#include "plugin/call.hpp"
#include "plugin/full_size.hpp"
#include "support/error.hpp"

namespace forge::plugin {
namespace {

constexpr std::uint64_t longest_text = 1 << 16;
constexpr std::size_t longest_id = 64;
constexpr std::uint32_t longest_list = 4096;

// Sizes of the tables of ABI 1.0: up to and with the last member of that release.
constexpr std::size_t plugin_1_0 = FORGE_END_OF(forge_plugin, get_interface);
constexpr std::size_t component_1_0 = FORGE_END_OF(forge_component_interface, evaluate);
constexpr std::size_t sampler_1_0 = FORGE_END_OF(forge_sampler_interface, tell);
constexpr std::size_t solver_1_0 = FORGE_END_OF(forge_solver_interface, solve);
constexpr std::size_t report_1_0 = FORGE_END_OF(forge_report_interface, write);
constexpr std::size_t model_info_1_0 = FORGE_END_OF(forge_model_info, source);
constexpr std::size_t strategy_info_1_0 = FORGE_END_OF(forge_strategy_info, summary);
constexpr std::size_t writer_info_1_0 = FORGE_END_OF(forge_writer_info, extension);

void check_id(const std::string &id, std::string_view what) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool good =
      !id.empty() && id.size() <= longest_id && letter(id.front()) &&
      std::all_of(id.begin(), id.end(), [&](char c) { return letter(c) || c == '-' || c == '_' || c == '.'; });
  if (!good) {
    bad_table(what, "'" + id.substr(0, longest_id) +
                        "' is no id: 1 to 64 lower case letters, digits, '-', '_', '.', a letter or digit first");
  }
}

template <class Function> void require(Function *function, std::string_view table, std::string_view name) {
  if (function == nullptr) {
    bad_table(table, "the function '" + std::string(name) + "' is null");
  }
}

}  // namespace

std::string text_of(forge_str text, std::string_view what) {
  if (text.len == 0) {
    return {};
  }
  if (text.ptr == nullptr) {
    bad_table(what, "the text is null, but has a length");
  }
  if (text.len > longest_text) {
    bad_table(what, "the text is longer than " + std::to_string(longest_text) + " bytes");
  }
  std::string result(text.ptr, static_cast<std::size_t>(text.len));
  if (result.find('\0') != std::string::npos) {
    bad_table(what, "the text has a NUL inside");
  }
  if (!is_utf8(result)) {
    bad_table(what, "the text is not UTF-8");
  }
  if (printable(result) != result) {
    bad_table(what, "the text has control characters");
  }
  return result;
}

forge_plugin adapted(const forge_plugin *foreign) {
  const auto result = full_size(foreign, plugin_1_0, "forge_plugin");
  require(result.get_interface, "forge_plugin", "get_interface");
  return result;
}

Identity identity(const forge_plugin *foreign) {
  const forge_plugin table = adapted(foreign);
  Identity result;
  result.id = text_of(table.id, "forge_plugin.id");
  check_id(result.id, "forge_plugin.id");
  result.version = text_of(table.version, "forge_plugin.version");
  result.license = text_of(table.license, "forge_plugin.license");
  result.summary = text_of(table.summary, "forge_plugin.summary");
  result.abi = std::to_string(FORGE_ABI_MAJOR) + "." + std::to_string(table.abi_minor);
  return result;
}

forge_component_interface adapted(const forge_component_interface *foreign) {
  constexpr std::string_view name = "forge_component_interface";
  const auto table = full_size(foreign, component_1_0, name);
  require(table.model_info, name, "model_info");
  require(table.input_info, name, "input_info");
  require(table.output_info, name, "output_info");
  require(table.text_info, name, "text_info");
  require(table.create, name, "create");
  require(table.destroy, name, "destroy");
  require(table.evaluate, name, "evaluate");
  return table;
}

forge_sampler_interface adapted(const forge_sampler_interface *foreign) {
  constexpr std::string_view name = "forge_sampler_interface";
  const auto table = full_size(foreign, sampler_1_0, name);
  require(table.strategy_info, name, "strategy_info");
  require(table.option_info, name, "option_info");
  require(table.create, name, "create");
  require(table.destroy, name, "destroy");
  require(table.ask, name, "ask");
  require(table.tell, name, "tell");
  return table;
}

forge_solver_interface adapted(const forge_solver_interface *foreign) {
  constexpr std::string_view name = "forge_solver_interface";
  const auto table = full_size(foreign, solver_1_0, name);
  require(table.strategy_info, name, "strategy_info");
  require(table.option_info, name, "option_info");
  require(table.create, name, "create");
  require(table.destroy, name, "destroy");
  require(table.solve, name, "solve");
  return table;
}

forge_report_interface adapted(const forge_report_interface *foreign) {
  constexpr std::string_view name = "forge_report_interface";
  const auto table = full_size(foreign, report_1_0, name);
  require(table.writer_info, name, "writer_info");
  require(table.option_info, name, "option_info");
  require(table.write, name, "write");
  return table;
}

ModelTitle title(const forge_model_info *foreign) {
  constexpr std::string_view what = "forge_model_info";
  const auto info = full_size(foreign, model_info_1_0, what);
  ModelTitle result;
  result.id = text_of(info.id, "forge_model_info.id");
  result.summary = text_of(info.summary, "forge_model_info.summary");
  result.extra = text_of(info.source, "forge_model_info.source");
  check_id(result.id, "forge_model_info.id");
  std::istringstream classes(text_of(info.classes, "forge_model_info.classes"));
  for (std::string name; classes >> name;) {
    check_id(name, "forge_model_info.classes");
    result.classes.push_back(name);
  }
  result.accuracy = info.accuracy;
  if (!(std::isfinite(result.accuracy) && result.accuracy >= 0)) {
    bad_table(what, "accuracy is not a relative error: finite, and 0 or more");
  }
  return result;
}

Title title(const forge_strategy_info *foreign) {
  const auto info = full_size(foreign, strategy_info_1_0, "forge_strategy_info");
  Title result{text_of(info.id, "forge_strategy_info.id"), text_of(info.summary, "forge_strategy_info.summary"), {}};
  check_id(result.id, "forge_strategy_info.id");
  return result;
}

Title title(const forge_writer_info *foreign) {
  const auto info = full_size(foreign, writer_info_1_0, "forge_writer_info");
  Title result{text_of(info.id, "forge_writer_info.id"), text_of(info.summary, "forge_writer_info.summary"),
               text_of(info.extension, "forge_writer_info.extension")};
  check_id(result.id, "forge_writer_info.id");
  return result;
}

std::uint32_t length_of(const std::function<const void *(std::uint32_t)> &entry, std::string_view what) {
  for (std::uint32_t i = 0; i < longest_list; ++i) {
    if (entry(i) == nullptr) {
      return i;
    }
  }
  bad_table(what, "the list does not end: it has more than " + std::to_string(longest_list) + " entries");
}

}  // namespace forge::plugin
