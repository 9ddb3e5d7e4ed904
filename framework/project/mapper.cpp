// SPDX-License-Identifier: Apache-2.0
//
// [mapper], [latency], [[report]] and [plugins]
#include <fmt/format.h>

#include <filesystem>

#include "project/objectives.hpp"
#include "project/sections.hpp"

namespace forge::project {

namespace {

constexpr std::uint64_t most_threads = 1024;

void read_limits(const Reader &reader, Context &context, MapperSettings &mapper) {
  mapper.timeout = reader.quantity("timeout", range::positive);
  mapper.evaluations = reader.count("evaluations", 1);
  mapper.patience = reader.count("patience", 1);
  mapper.invalid_patience = reader.count("invalid_patience", 1);
  mapper.tolerance = reader.quantity("tolerance", range::not_negative).value_or(0);
  mapper.seed = reader.count("seed", 0).value_or(mapper.seed);
  if (const auto threads = reader.count("threads", 1)) {
    if (*threads > most_threads) {
      context.problems.add(reader.value("threads")->position,
                           fmt::format("'threads' must be at most {}, not {}", most_threads, *threads));
    } else {
      mapper.threads = static_cast<unsigned>(*threads);
    }
  }
}

// The directory of the file in which a value stands.
std::filesystem::path directory_of(const Position &position) {
  const std::filesystem::path file = position.file && position.line > 0 ? *position.file : "";
  return file.parent_path();
}

}  // namespace

MapperSettings read_mapper(const Table &project, const model::Architecture &architecture, Context &context) {
  MapperSettings mapper;
  const Value *section = project.find("mapper");
  if (section == nullptr) {
    return mapper;
  }
  const Reader reader(*section, keys::mapper, "[mapper]", context);
  mapper.position = section->position;
  mapper.strategy_position = section->position;
  if (const auto strategy = reader.text("strategy")) {
    mapper.strategy = strategy->text;
    mapper.strategy_position = strategy->position();
  }
  mapper.pareto = reader.has("pareto");
  if (mapper.pareto && reader.has("objective")) {
    context.problems.add(reader.entry("pareto")->position,
                         "either 'objective' or 'pareto': the whole front has no single best");
  }
  read_objectives(reader, mapper.pareto ? "pareto" : "objective", architecture, context, mapper.objectives);
  if (const auto factors = reader.text("factors")) {
    mapper.factors = factors->text == "imperfect"           ? model::Factors::imperfect
                     : factors->text == "imperfect-spatial" ? model::Factors::imperfect_spatial
                                                            : model::Factors::perfect;
  }
  mapper.retain = reader.flag("retain").value_or(true);
  read_limits(reader, context, mapper);
  mapper.options = reader.parameters("options");
  return mapper;
}

void read_latency(const Table &tree, Context &context, Project &project) {
  const Value *section = tree.find("latency");
  if (section == nullptr) {
    return;
  }
  const Reader reader(*section, keys::latency, "[latency]", context);
  project.latency_position = section->position;
  if (const auto overlap = reader.text("overlap")) {
    project.latency.overlap = overlap->text == name_of(model::Overlap::double_buffered)
                                  ? model::Overlap::double_buffered
                                  : model::Overlap::perfect;
  }
  project.latency.pipeline_fill = reader.flag("pipeline_fill").value_or(false);
}

std::vector<ReportRequest> read_reports(const Table &project, Context &context) {
  std::vector<ReportRequest> reports;
  for (const Value &item : items_of(project, "report")) {
    if (item.as<Table>() == nullptr) {
      continue;
    }
    const Reader reader(item, keys::report, "[[report]]", context);
    ReportRequest request;
    request.position = item.position;
    reader.require("writer");
    if (const auto writer = reader.text("writer")) {
      request.writer = writer->text;
      request.position = writer->position();
    }
    if (const auto file = reader.text("file")) {
      request.file = file->text;
    }
    request.options = reader.parameters("options");
    reports.push_back(std::move(request));
  }
  return reports;
}

PluginSettings read_plugins(const Table &project, Context &context) {
  PluginSettings settings;
  const Value *section = project.find("plugins");
  if (section == nullptr) {
    return settings;
  }
  const Reader reader(*section, keys::plugins, "[plugins]", context);
  for (const Text &path : reader.texts("path")) {
    std::error_code failed;
    const auto directory = directory_of(path.position()) / path.text;
    const auto absolute = std::filesystem::absolute(directory, failed);
    settings.path.push_back((failed ? directory : absolute).lexically_normal().string());
  }
  for (const Text &name : reader.texts("load")) {
    settings.load.push_back(name.text);
  }
  return settings;
}

}  // namespace forge::project
