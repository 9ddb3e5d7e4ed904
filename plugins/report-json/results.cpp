// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "emitter.hpp"
#include "json_writer.hpp"
#include "nest.hpp"

namespace forge::plugins {
namespace {

using sdk::Table;
using Layout = JsonEmitter::Layout;
using sdk::RowsBy;
using Rows = RowsBy::Rows;

class Results {
 public:
  explicit Results(const sdk::Report &report) : tables_(report.tables), json_(report.out) {}

  void write_all() {
    json_.begin_object();
    write_line("forge", tables_["forge"], {"version", "sdk_abi"});
    write_line("project", tables_["project"], {"name", "file"});
    write_line("totals", tables_["totals"],
               {"computes", "steps", "latency", "energy", "edp", "area", "leak_power", "utilization"});
    write_latency_options();
    json_.key("architecture");
    write_architecture();
    write_einsums();
    write_trees(json_, tables_);
    write_search();
    write_pareto();
    write_plugins();
    write_warnings();
    json_.end();
  }

  void write_architecture() {
    const Table nodes = tables_["architecture"];
    json_.begin_array();
    for (std::size_t row = 0; row < nodes.rows(); ++row) {
      const auto name = nodes.text("name", row);
      json_.begin_object();
      json_.members(nodes, row, {"name", "kind", "under", "instances", "area", "leak_power", "capacity"});
      write_actions(name);
      write_model(row);
      write_parameters(name);
      write_parts(name);
      write_answers(name);
      json_.end();
    }
    json_.end();
  }

 private:
  void write_line(std::string_view key, const Table &table, std::initializer_list<std::string_view> columns) {
    json_.key(key);
    json_.begin_object(Layout::line);
    json_.members(table, 0, columns);
    json_.end();
  }

  // Only where one of them is on.
  void write_latency_options() {
    const Table options = tables_["latency_options"];
    if (options.rows() == 0) {
      return;
    }
    json_.key("latency");
    json_.begin_object(Layout::line);
    json_.members(options, 0, {"overlap"});
    json_.key("pipeline_fill");
    json_.boolean(options.integer("pipeline_fill", 0) != 0);
    json_.end();
  }

  void write_actions(std::string_view node) {
    json_.key("actions");
    json_.begin_object();
    for (const auto row : actions_of_(node)) {
      json_.key(actions_.text("action", row));
      json_.begin_object(Layout::line);
      json_.members(actions_, row, {"energy", "throughput", "width", "source", "latency"});
      json_.end();
    }
    json_.end();
  }

  void write_model(std::size_t row) {
    const Table nodes = tables_["architecture"];
    json_.key("model");
    if (!nodes["component"].has(row)) {
      json_.null();
      return;
    }
    json_.begin_object(Layout::line);
    json_.members(nodes, row, {"component", "plugin"});
    json_.key("version");
    json_.cell(nodes["plugin_version"], row);
    json_.members(nodes, row, {"note"});
    json_.end();
  }

  void write_parameters(std::string_view node) {
    if (parameters_of_(node).empty()) {
      return;
    }
    json_.key("parameters");
    json_.begin_object();
    for (const auto row : parameters_of_(node)) {
      json_.key(parameters_.text("parameter", row));
      json_.begin_object(Layout::line);
      json_.key("value");
      const auto text = parameters_["text"];
      json_.cell(text.has(row) ? text : parameters_["value"], row);
      json_.members(parameters_, row, {"unit", "source"});
      json_.end();
    }
    json_.end();
  }

  // Of a compound component.
  void write_parts(std::string_view node) {
    if (parts_of_(node).empty()) {
      return;
    }
    json_.key("parts");
    json_.begin_array();
    for (const auto row : parts_of_(node)) {
      json_.begin_object();
      json_.key("name");
      json_.cell(parts_["part"], row);
      json_.members(parts_, row, {"count", "area", "leak_power"});
      json_.key("actions");
      json_.begin_object();
      for (const auto action : part_actions_of_(node, parts_.text("part", row))) {
        json_.key(part_actions_.text("action", action));
        json_.begin_object(Layout::line);
        json_.members(part_actions_, action, {"energy", "latency", "throughput"});
        json_.end();
      }
      json_.end();
      json_.key("model");
      json_.begin_object(Layout::line);
      json_.members(parts_, row, {"component", "plugin"});
      json_.key("version");
      json_.cell(parts_["plugin_version"], row);
      json_.members(parts_, row, {"note"});
      json_.end();
      json_.end();
    }
    json_.end();
  }

  // Only where there was a choice.
  void write_answers(std::string_view node) {
    const Rows &rows = answers_of_(node);
    if (std::none_of(rows.begin(), rows.end(), [&](auto row) { return answers_.integer("taken", row) == 0; })) {
      return;
    }
    json_.key("answers");
    json_.begin_array();
    for (const auto row : rows) {
      json_.begin_object(Layout::line);
      json_.members(answers_, row, {"part", "model", "plugin"});
      json_.key("taken");
      json_.boolean(answers_.integer("taken", row) != 0);
      json_.members(answers_, row, {"reason"});
      json_.end();
    }
    json_.end();
  }

  void write_einsums() {
    const Table einsums = tables_["einsums"];
    json_.key("einsums");
    json_.begin_array();
    for (std::size_t row = 0; row < einsums.rows(); ++row) {
      const auto name = einsums.text("name", row);
      json_.begin_object();
      json_.members(einsums, row,
                    {"name", "repeat", "computes", "steps", "latency", "energy", "edp", "utilization", "bottleneck",
                     "next_bottleneck", "counted_by"});
      write_nest(mapping_, mapping_of_(name));
      write_rows("storage", storage_, storage_of_(name),
                 {"memory", "tensor", "tile", "instances", "fills", "reads", "updates", "drains", "energy"});
      write_components(name);
      if (!latency_terms_of_(name).empty()) {
        write_rows("latency_terms", latency_terms_, latency_terms_of_(name), {"term", "latency"});
      }
      write_rows("violations", violations_, violations_of_(name), {"what", "demand", "bound", "unit", "detail"});
      json_.end();
    }
    json_.end();
  }

  void write_rows(std::string_view key, const Table &table, const Rows &rows,
                  std::initializer_list<std::string_view> columns) {
    json_.key(key);
    json_.begin_array();
    for (const auto row : rows) {
      json_.begin_object(Layout::line);
      json_.members(table, row, columns);
      json_.end();
    }
    json_.end();
  }

  void write_nest(const Table &table, const Rows &rows) {
    json_.key("mapping");
    json_.begin_array();
    for (const auto row : rows) {
      write_node(json_, table, row);
    }
    json_.end();
  }

  void write_components(std::string_view einsum) {
    json_.key("components");
    json_.begin_array();
    for (const auto row : components_of_(einsum)) {
      json_.begin_object();
      json_.members(components_, row, {"name", "kind"});
      write_counts("actions", "count", einsum, components_.text("name", row));
      write_counts("action_energy", "energy", einsum, components_.text("name", row));
      json_.members(
          components_, row,
          {"energy", "leak_energy", "latency", "utilization", "occupancy", "capacity", "instances_used", "instances"});
      json_.end();
    }
    json_.end();
  }

  void write_counts(std::string_view key, std::string_view column, std::string_view einsum,
                    std::string_view component) {
    json_.key(key);
    json_.begin_object(Layout::line);
    for (const auto row : component_actions_of_(einsum, component)) {
      json_.key(component_actions_.text("action", row));
      json_.cell(component_actions_[column], row);
    }
    json_.end();
  }

  // One object about all searches of the run; each of them is found under its Einsum's name in `searches`.
  void write_search() {
    const Table search = tables_["search"];
    json_.key("search");
    if (search.rows() == 0) {
      json_.null();
      return;
    }
    json_.begin_object();
    json_.members(search, 0, {"strategy"});
    json_.key("optimal");
    json_.boolean(all_optimal(search));
    json_.key("bound");  // a sum of bounds would bound nothing that is asked for
    search.rows() == 1 ? json_.cell(search["bound"], 0) : json_.null();
    json_.key("gap");
    json_.real(worst_gap(search));
    for (const auto column : {"evaluated", "valid"}) {
      json_.key(column);
      json_.integer(sum(search, column));
    }
    for (const auto column : {"mapspace", "seconds"}) {
      json_.key(column);
      json_.real(real_sum(search, column));
    }
    json_.members(search, 0, {"seed"});
    json_.key("stopped_by");
    json_.text(stopped_by(search));
    json_.key("searches");
    json_.begin_array();
    for (std::size_t row = 0; row < search.rows(); ++row) {
      json_.begin_object(Layout::line);
      json_.members(search, row, {"einsum"});
      json_.key("optimal");
      json_.boolean(search.integer("optimal", row) != 0);
      json_.members(search, row, {"bound", "gap", "evaluated", "valid", "mapspace", "seconds", "stopped_by"});
      json_.end();
    }
    json_.end();
    json_.end();
  }

  static bool all_optimal(const Table &search) {
    bool all = true;
    for (std::size_t row = 0; row < search.rows(); ++row) {
      all = all && search.integer("optimal", row) != 0;
    }
    return all;
  }

  // NaN where one of them is not known.
  static double worst_gap(const Table &search) {
    double worst = 0;
    for (std::size_t row = 0; row < search.rows(); ++row) {
      const double gap = search.real("gap", row);
      worst = std::isnan(gap) || std::isnan(worst) ? std::numeric_limits<double>::quiet_NaN() : std::max(worst, gap);
    }
    return worst;
  }

  static std::int64_t sum(const Table &table, std::string_view column) {
    std::int64_t total = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      total += table.integer(column, row);
    }
    return total;
  }

  static double real_sum(const Table &table, std::string_view column) {
    double total = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      total += table.real(column, row);
    }
    return total;
  }

  // What ended the searches; where they differ, the one that cut most of the answer's worth.
  static std::string_view stopped_by(const Table &search) {
    for (const std::string_view reason : {"interrupted", "timeout", "evaluations", "invalid_patience", "patience"}) {
      for (std::size_t row = 0; row < search.rows(); ++row) {
        if (search.text("stopped_by", row) == reason) {
          return reason;
        }
      }
    }
    return search.text("stopped_by", 0);
  }

  void write_pareto() {
    const Table points = tables_["pareto"], nests = tables_["pareto_mapping"];
    if (points.rows() == 0) {
      return;
    }
    std::map<std::pair<std::string_view, std::int64_t>, Rows> nest_of;
    for (std::size_t row = 0; row < nests.rows(); ++row) {
      nest_of[{nests.text("einsum", row), nests.integer("point", row)}].push_back(row);
    }
    json_.key("pareto");
    json_.begin_array();
    for (std::size_t row = 0; row < points.rows(); ++row) {
      json_.begin_object();
      json_.members(points, row, {"einsum"});
      for (std::size_t i = 0; i < points.columns(); ++i) {
        const auto column = points.column(i);
        if (column.kind() == FORGE_COLUMN_REAL) {
          json_.key(column.name());
          json_.cell(column, row);
        }
      }
      write_nest(nests, nest_of[{points.text("einsum", row), points.integer("point", row)}]);
      json_.end();
    }
    json_.end();
  }

  void write_plugins() {
    const Table plugins = tables_["plugins"];
    Rows rows;
    for (std::size_t row = 0; row < plugins.rows(); ++row) {
      rows.push_back(row);
    }
    write_rows("plugins", plugins, rows, {"id", "kind", "version", "abi", "file", "sha256"});
  }

  void write_warnings() {
    const Table warnings = tables_["warnings"];
    json_.key("warnings");
    json_.begin_array();
    for (std::size_t row = 0; row < warnings.rows(); ++row) {
      json_.text(warnings.text("text", row));
    }
    json_.end();
  }

  const sdk::Tables tables_;
  const Table actions_ = tables_["actions"], parameters_ = tables_["parameters"], mapping_ = tables_["mapping"],
              storage_ = tables_["storage"], components_ = tables_["components"],
              component_actions_ = tables_["component_actions"], violations_ = tables_["violations"],
              latency_terms_ = tables_["latency_terms"], parts_ = tables_["parts"],
              part_actions_ = tables_["part_actions"], answers_ = tables_["model_answers"];
  const RowsBy actions_of_{actions_, "node"}, parameters_of_{parameters_, "node"}, mapping_of_{mapping_, "einsum"},
      storage_of_{storage_, "einsum"}, components_of_{components_, "einsum"},
      component_actions_of_{component_actions_, "einsum", "component"}, violations_of_{violations_, "einsum"},
      latency_terms_of_{latency_terms_, "einsum"}, parts_of_{parts_, "node"},
      part_actions_of_{part_actions_, "node", "part"}, answers_of_{answers_, "node"};
  JsonEmitter json_;
};

}  // namespace

void JsonWriter::write(const sdk::Report &report) {
  Results results(report);
  if (report.options.choice("part") == 1) {
    results.write_architecture();
  } else {
    results.write_all();
  }
}

}  // namespace forge::plugins
