// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "einsum_tables.hpp"
#include "figures.hpp"
#include "grid.hpp"
#include "nest.hpp"
#include "sections.hpp"
#include "text_writer.hpp"

namespace forge::plugins {
namespace {

using Align = Grid::Align;

// Up to so many Einsums a report shows in full without being asked.
constexpr std::size_t few = 3;

std::string text_of(const sdk::TableColumn &column, std::size_t row) {
  return column.has(row) ? std::string(column.text(row)) : std::string(unknown);
}

// Label and figure, three of them on a line.
std::string labelled(const std::vector<std::pair<std::string, std::string>> &figures) {
  constexpr std::size_t per_line = 3;
  std::vector<std::size_t> widths(2 * per_line, 0);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    auto *width = &widths[2 * (i % per_line)];
    width[0] = std::max(width[0], width_of(figures[i].first));
    width[1] = std::max(width[1], width_of(figures[i].second));
  }
  std::string text, line;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const auto *width = &widths[2 * (i % per_line)];
    const auto &[label, value] = figures[i];
    line += "  " + label + std::string(width[0] - width_of(label) + 2, ' ') + value +
            std::string(width[1] - width_of(value) + 2, ' ');
    if (i % per_line == per_line - 1 || i + 1 == figures.size()) {
      line.erase(line.find_last_not_of(' ') + 1);
      text += std::exchange(line, "") + "\n";
    }
  }
  return text;
}

std::string head_text(const sdk::Tables &tables) {
  const auto totals = tables["totals"], project = tables["project"];
  if (totals.rows() == 0) {
    return "";
  }
  const double per_compute = totals.real("energy", 0) / totals.real("computes", 0);
  return std::string(project.text("name", 0)) + "  (" + std::string(project.text("file", 0)) + ")\n" +
         labelled({{"energy", figure(totals["energy"], 0)},
                   {"latency", figure(totals["latency"], 0)},
                   {"energy x delay", figure(totals["edp"], 0)},
                   {"computes", figure(totals["computes"], 0)},
                   {"steps", figure(totals["steps"], 0)},
                   {"utilization", share(totals.real("utilization", 0))},
                   {"area", figure(totals["area"], 0)},
                   {"leakage", figure(totals["leak_power"], 0)},
                   {"energy per compute", figure(per_compute, "J")}});
}

std::string einsums_text(const sdk::Tables &tables) {
  const auto einsums = tables["einsums"];
  Grid grid({{"name", Align::left},
             {"repeat"},
             {"computes"},
             {"energy"},
             {"per compute"},
             {"latency"},
             {"utilization"},
             {"bottleneck", Align::left},
             {"next", Align::left}});
  for (std::size_t row = 0; row < einsums.rows(); ++row) {
    const double per_compute = einsums.real("energy", row) / einsums.real("computes", row);
    grid.add({text_of(einsums["name"], row), figure(einsums["repeat"], row), figure(einsums["computes"], row),
              figure(einsums["energy"], row), figure(per_compute, "J"), figure(einsums["latency"], row),
              share(einsums.real("utilization", row)), text_of(einsums["bottleneck"], row),
              text_of(einsums["next_bottleneck"], row)});
  }
  return grid.empty() ? "" : "Einsums (energy and latency of one run)\n" + grid.text();
}

std::string storage_text(const EinsumTables &tables, std::string_view einsum) {
  const auto &storage = tables.storage;
  Grid grid({{"memory", Align::left},
             {"tensor", Align::left},
             {"tile"},
             {"instances"},
             {"fills"},
             {"reads"},
             {"updates"},
             {"drains"},
             {"energy"}});
  for (const auto row : tables.storage_of(einsum)) {
    std::vector<std::string> cells{text_of(storage["memory"], row),
                                   std::string(short_name(storage.text("tensor", row), einsum))};
    for (const auto column : {"tile", "instances", "fills", "reads", "updates", "drains"}) {
      cells.push_back(storage[column].has(row) ? grouped(storage.integer(column, row)) : std::string(unknown));
    }
    cells.push_back(figure(storage["energy"], row));
    grid.add(std::move(cells));
  }
  return grid.empty() ? "" : grid.text();
}

// "7 B of 64 B, 10.9 %"
std::string occupancy(const sdk::Table &components, std::size_t row) {
  const double used = components.real("occupancy", row), capacity = components.real("capacity", row);
  if (!components["occupancy"].has(row)) {
    return std::string(unknown);
  }
  std::string text = figure(used, "bit");
  if (components["capacity"].has(row) && std::isfinite(capacity)) {
    text += " of " + figure(capacity, "bit");
  }
  return text;
}

std::string components_text(const EinsumTables &tables, std::string_view einsum) {
  const auto &components = tables.components;
  Grid grid({{"component", Align::left},
             {"energy"},
             {"leakage"},
             {"latency"},
             {"utilization"},
             {"occupancy"},
             {"instances used"}});
  for (const auto row : tables.components_of(einsum)) {
    grid.add({text_of(components["name"], row), figure(components["energy"], row),
              figure(components["leak_energy"], row), figure(components["latency"], row),
              share(components.real("utilization", row)), occupancy(components, row),
              figure(components["instances_used"], row) + " of " + figure(components["instances"], row)});
  }
  return grid.empty() ? "" : "\n" + grid.text();
}

// A figure of a component under an Einsum; NaN where there is none.
double latency_of(const EinsumTables &tables, std::string_view einsum, std::string_view component) {
  for (const auto row : tables.components_of(einsum)) {
    if (tables.components.text("name", row) == component) {
      return tables.components.real("latency", row);
    }
  }
  return std::numeric_limits<double>::quiet_NaN();
}

// What limits the speed, and how far the next limit is.
std::string bottleneck_text(const EinsumTables &tables, const sdk::Table &einsums, std::size_t row) {
  if (!einsums["bottleneck"].has(row)) {
    return "";
  }
  const auto name = einsums.text("name", row), first = einsums.text("bottleneck", row),
             next = einsums.text("next_bottleneck", row);
  const double whole = einsums.real("latency", row), busy = latency_of(tables, name, first);
  std::string text = "\n  bottleneck: " + std::string(first) + ", " + figure(std::isnan(busy) ? whole : busy, "s");
  if (!next.empty()) {
    const double other = latency_of(tables, name, next);
    text += "; next: " + std::string(next) + ", " + figure(other, "s") + " (" + share(other / whole) + " of it)";
  }
  return text + "\n";
}

// What the latency adds up from, where it is more than its slowest component.
std::string latency_text(const EinsumTables &tables, const sdk::Table &einsums, std::size_t row) {
  const auto &terms = tables.latency_terms;
  std::string sum;
  for (const auto i : tables.latency_terms_of(einsums.text("name", row))) {
    sum += (sum.empty() ? " = " : " + ") + std::string(terms.text("term", i)) + " " + figure(terms["latency"], i);
  }
  return sum.empty() ? "" : wrapped("  ", "latency: " + figure(einsums["latency"], row) + sum);
}

std::string violations_text(const EinsumTables &tables, std::string_view einsum) {
  const auto &violations = tables.violations;
  std::string text;
  for (const auto row : tables.violations_of(einsum)) {
    const auto unit = violations.text("unit", row);
    const double demand = violations.real("demand", row), bound = violations.real("bound", row);
    text += wrapped("  INVALID: ", std::string(violations.text("what", row)) + ": " + figure(demand, unit) +
                                       (demand > bound ? " > " : " < ") + figure(bound, unit) + " " +
                                       std::string(violations.text("detail", row)));
  }
  return text;
}

void add_listed(std::string_view list, std::set<std::string_view> &names) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    auto entry = list.substr(0, comma);
    entry.remove_prefix(std::min(entry.find_first_not_of(' '), entry.size()));
    names.insert(entry.substr(0, entry.find_last_not_of(' ') + 1));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

// The trees show the nests of their Einsums.
std::set<std::string_view> names_in_trees(const sdk::Table &trees) {
  std::set<std::string_view> names;
  for (std::size_t row = 0; row < trees.rows(); ++row) {
    add_listed(trees.text("einsums", row), names);
  }
  return names;
}

std::string details_text(const sdk::Report &report) {
  const auto einsums = report.tables["einsums"];
  const EinsumTables tables(report.tables);
  const auto details = static_cast<TextWriter::Details>(report.options.choice("details"));
  const bool all =
      details == TextWriter::Details::always || (details == TextWriter::Details::automatic && einsums.rows() <= few);
  const auto in_trees = names_in_trees(report.tables["trees"]);
  std::set<std::string_view> asked_for;
  add_listed(report.options.text("einsums"), asked_for);
  std::string text;
  for (std::size_t row = 0; row < einsums.rows(); ++row) {
    const auto name = einsums.text("name", row);
    const bool is_asked_for = asked_for.count(name) > 0;
    if (all || is_asked_for) {
      const bool has_nest = is_asked_for || details == TextWriter::Details::always || in_trees.count(name) == 0;
      const auto nest = has_nest ? nest_text(tables, name) : "", storage = storage_text(tables, name);
      text += (text.empty() ? "" : "\n") + std::string(name) + "\n" + violations_text(tables, name) + nest +
              (nest.empty() || storage.empty() ? "" : "\n") + storage + components_text(tables, name) +
              bottleneck_text(tables, einsums, row) + latency_text(tables, einsums, row);
    }
  }
  return text;
}

std::string pareto_text(const sdk::Tables &tables) {
  const auto points = tables["pareto"];
  std::vector<Grid::Head> heads{{"Einsum", Align::left}, {"point"}};
  for (std::size_t i = heads.size(); i < points.columns(); ++i) {
    heads.push_back({std::string(points.column(i).name())});
  }
  Grid grid(std::move(heads));
  for (std::size_t row = 0; row < points.rows(); ++row) {
    std::vector<std::string> cells{text_of(points["einsum"], row), std::to_string(points.integer("point", row))};
    for (std::size_t i = cells.size(); i < points.columns(); ++i) {
      cells.push_back(figure(points.column(i), row));
    }
    grid.add(std::move(cells));
  }
  return grid.empty() ? "" : "Pareto set\n" + grid.text();
}

// How the mappings were found. No time: the same run gives the same bytes.
std::string search_text(const sdk::Tables &tables) {
  const auto search = tables["search"];
  if (search.rows() == 0) {
    return "";
  }
  double evaluated = 0, valid = 0, gap = 0;
  std::size_t n_optimal = 0;
  std::vector<std::pair<std::string, std::size_t>> reasons;
  for (std::size_t row = 0; row < search.rows(); ++row) {
    evaluated += search.real("evaluated", row);
    valid += search.real("valid", row);
    gap = std::max(gap, search.real("gap", row));  // NaN, not known, counts for nothing
    n_optimal += search.integer("optimal", row) != 0 ? 1 : 0;
    const auto reason = text_of(search["stopped_by"], row);
    const auto known =
        std::find_if(reasons.begin(), reasons.end(), [&](const auto &one) { return one.first == reason; });
    if (known == reasons.end()) {
      reasons.emplace_back(reason, 1);
    } else {
      ++known->second;
    }
  }
  std::string text = std::string(search.text("strategy", 0)) + ", seed " + std::to_string(search.integer("seed", 0)) +
                     ": " + std::to_string(search.rows()) + (search.rows() == 1 ? " search, " : " searches, ") +
                     figure(evaluated, "") + " mappings tried, " + figure(valid, "") + " of them valid; ended: ";
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    text += (i > 0 ? ", " : "") + reasons[i].first;
    text += reasons.size() > 1 ? " (" + std::to_string(reasons[i].second) + ")" : "";
  }
  if (n_optimal == search.rows()) {
    text += "; proven optimal";
  } else if (n_optimal > 0) {
    text += "; " + std::to_string(n_optimal) + " proven optimal";
  }
  if (gap > 0) {
    text += "; at most " + share(gap) + " from the optimum";
  }
  return "Search\n" + wrapped("  ", text);
}

std::string warnings_text(const sdk::Tables &tables) {
  const auto warnings = tables["warnings"];
  std::string text;
  for (std::size_t row = 0; row < warnings.rows(); ++row) {
    text += wrapped("  ", warnings.text("text", row));
  }
  return text.empty() ? "" : "Warnings\n" + text;
}

std::string provenance_text(const sdk::Tables &tables) {
  const auto plugins = tables["plugins"];
  if (tables["forge"].rows() == 0) {
    return "";
  }
  std::string text = "forge " + std::string(tables["forge"].text("version", 0));
  for (std::size_t row = 0; row < plugins.rows(); ++row) {
    text += ", " + std::string(plugins.text("id", row)) + " " + std::string(plugins.text("version", row));
  }
  return "Made by\n" + wrapped("  ", text);
}

}  // namespace

void TextWriter::write(const sdk::Report &report) {
  const auto &tables = report.tables;
  bool is_first = true;
  for (const auto &section : {head_text(tables), einsums_text(tables), trees_text(tables), details_text(report),
                              architecture_text(tables, report.options.flag("explain")), pareto_text(tables),
                              search_text(tables), warnings_text(tables), provenance_text(tables)}) {
    if (!section.empty()) {
      report.out << (is_first ? "" : "\n") << section;
      is_first = false;
    }
  }
}

}  // namespace forge::plugins
