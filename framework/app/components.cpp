// SPDX-License-Identifier: Apache-2.0
#include "app/components.hpp"

#include <string>
#include <utility>
#include <vector>

#include "app/session.hpp"
#include "report/architecture_tables.hpp"
#include "report/files.hpp"
#include "support/log.hpp"

namespace forge::app {
namespace {

using Options = project::Options;

model::ModelParameter word(const char *text) {
  return {std::string(text), "", {}};
}

struct Output {
  const char *writer;
  Options options;
  std::vector<Table> tables;
};

std::vector<Table> all_tables(const std::vector<pricing::NodeCost> &costs) {
  auto tables = report::architecture_tables(costs);
  for (auto &table : report::model_tables(costs)) {
    tables.push_back(std::move(table));
  }
  return tables;
}

// The bundled writers show the tables, each in the part that fits.
Output output_for(ComponentsFormat format, bool explain, const std::vector<pricing::NodeCost> &costs) {
  switch (format) {
    case ComponentsFormat::csv:
      return {"csv", {{"table", word("components")}}, {report::flat_components_table(costs)}};
    case ComponentsFormat::json:
      return {"json", {{"part", word("architecture")}}, all_tables(costs)};
    case ComponentsFormat::text:
      break;
  }
  return {"text", {{"explain", {explain, "", {}}}}, all_tables(costs)};
}

}  // namespace

int components(const ProjectOptions &options, ComponentsFormat format, bool explain) {
  Session session(load_project(options, project::Needs::hardware), 1);
  const auto &project = session.project;
  const auto costs = session.costs(explain ? pricing::Answers::all : pricing::Answers::needed);
  const auto output = output_for(format, explain, costs);
  log_warnings(costs);
  if (explain) {
    for (const auto &remark : session.registry.remarks()) {
      log::info("{}", remark);
    }
  }
  const auto &writer = session.registry.writer(output.writer);
  const auto values = plugin::checked_options(writer.options, output.options, project.directory, "writer " + writer.id);
  report::write_stdout(writer.write(session.host, output.tables, values));
  return 0;
}

}  // namespace forge::app
