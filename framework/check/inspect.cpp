// SPDX-License-Identifier: Apache-2.0
#include "check/inspect.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>

#include "check/fake_host.hpp"
#include "plugin/loaded_plugin.hpp"

namespace forge::check {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::milliseconds time_limit{5'000};

const char *word_of(plugin::ValueKind kind) {
  switch (kind) {
    case plugin::ValueKind::real:
      return "real";
    case plugin::ValueKind::integer:
      return "integer";
    case plugin::ValueKind::flag:
      return "flag";
    case plugin::ValueKind::choice:
      return "choice";
    case plugin::ValueKind::text:
      return "text";
    case plugin::ValueKind::file:
      return "file";
  }
  return "real";
}

// JSON has neither NaN nor infinity: they become null.
Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json json_of(const std::vector<plugin::Description> &list) {
  Json result = Json::array();
  for (const auto &description : list) {
    Json entry{{"name", description.name},         {"kind", word_of(description.kind)},
               {"unit", description.unit},         {"summary", description.summary},
               {"required", description.required}, {"optional", description.optional}};
    if (description.kind == plugin::ValueKind::text || description.kind == plugin::ValueKind::file) {
      entry["preset"] = description.preset_text;
    } else {
      entry["lowest"] = number(description.lowest);
      entry["highest"] = number(description.highest);
      entry["preset"] = number(description.preset);
      if (std::isfinite(description.covered_lowest) || std::isfinite(description.covered_highest)) {
        entry["covered_lowest"] = number(description.covered_lowest);
        entry["covered_highest"] = number(description.covered_highest);
      }
    }
    if (!description.choices.empty()) {
      entry["choices"] = description.choices;
    }
    result.push_back(entry);
  }
  return result;
}

Json json_of(const plugin::LoadedPlugin &plugin) {
  Json result{{"id", plugin.identity.id},           {"version", plugin.identity.version},
              {"license", plugin.identity.license}, {"summary", plugin.identity.summary},
              {"abi", plugin.identity.abi},         {"file", plugin.file}};
  result["components"] = Json::array();
  for (const auto &model : plugin.components) {
    result["components"].push_back({{"id", model->id},
                                    {"summary", model->summary},
                                    {"source", model->source},
                                    {"classes", model->classes},
                                    {"accuracy", model->accuracy > 0 ? Json(model->accuracy) : Json(nullptr)},
                                    {"inputs", json_of(model->inputs)},
                                    {"texts", json_of(model->texts)},
                                    {"outputs", json_of(model->outputs)}});
  }
  result["strategies"] = Json::array();
  for (const auto &strategy : plugin.strategies) {
    result["strategies"].push_back({{"id", strategy->id},
                                    {"summary", strategy->summary},
                                    {"kind", strategy->is_solver() ? "solver" : "sampler"},
                                    {"options", json_of(strategy->options)}});
  }
  result["writers"] = Json::array();
  for (const auto &writer : plugin.writers) {
    result["writers"].push_back({{"id", writer->id},
                                 {"summary", writer->summary},
                                 {"extension", writer->extension},
                                 {"options", json_of(writer->options)}});
  }
  return result;
}

}  // namespace

Declaration inspect(const std::filesystem::path &file) {
  Declaration result;
  result.outcome = in_child(
      [&](Reporter &reporter) {
        const FakeHost host;
        reporter.step("loading the plugin");
        const plugin::LoadedPlugin plugin(file, host.table());
        reporter.payload(json_of(plugin).dump());
      },
      time_limit);
  const bool readable = result.outcome.result == Result::passed || result.outcome.result == Result::warning;
  if (readable) {
    result.json = std::move(result.outcome.payload);
  }
  return result;
}

}  // namespace forge::check
