// SPDX-License-Identifier: Apache-2.0
#include "app/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "app/plot.hpp"
#include "app/session.hpp"
#include "app/sweep_values.hpp"
#include "pricing/component_costs.hpp"
#include "report/files.hpp"

namespace forge::app {
namespace {

using Costs = std::vector<pricing::NodeCost>;

struct Figure {
  std::string name;  // "GLB.read.energy"
  std::string unit;
  std::optional<double> value;
};

std::optional<double> known(double value) {
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

void add_node(const pricing::NodeCost &node, std::vector<Figure> &figures) {
  figures.push_back({node.name + ".area", "m^2", node.area});
  figures.push_back({node.name + ".leak_power", "W", node.leak_power});
  for (const auto &action : node.actions) {
    const std::string name = node.name + "." + action.action;
    figures.push_back({name + ".energy", "J", known(action.energy)});
    figures.push_back({name + ".latency", "s", action.latency});
    figures.push_back({name + ".throughput", "Hz", known(action.throughput)});
  }
}

// Everything that a sweep can show, in the order of the nodes; then the sums over the chip.
std::vector<Figure> figures_of(const Costs &costs) {
  std::vector<Figure> figures;
  double area = 0, leak_power = 0;
  for (const auto &node : costs) {
    add_node(node, figures);
    area += node.instances * node.area.value_or(0);
    leak_power += node.instances * node.leak_power.value_or(0);
  }
  figures.push_back({"total.area", "m^2", area});
  figures.push_back({"total.leak_power", "W", leak_power});
  return figures;
}

const Figure &find(const std::vector<Figure> &figures, const std::string &name) {
  const auto found = std::find_if(figures.begin(), figures.end(), [&](const Figure &one) { return one.name == name; });
  if (found != figures.end()) {
    return *found;
  }
  std::vector<std::string> names;
  for (const auto &one : figures)
    names.push_back(one.name);
  throw Error{ErrorKind::usage, fmt::format("there is no figure '{}'{}", name, did_you_mean(name, names))}.note(
      fmt::format("there are: {}", fmt::join(names, ", ")));
}

// Those that the user asked for, else those of the node whose field changes, else all.
std::vector<std::string> wanted_names(const SweepOptions &options, const std::string &key, const Costs &costs,
                                      const std::vector<Figure> &figures) {
  if (!options.figures.empty()) {
    return options.figures;
  }
  const std::string prefix = key.substr(0, key.find('.')) + ".";
  const bool is_node =
      std::any_of(costs.begin(), costs.end(), [&](const auto &node) { return node.name + "." == prefix; });
  std::vector<std::string> names;
  for (const auto &one : figures) {
    if (one.value && (!is_node || one.name.starts_with(prefix)))
      names.push_back(one.name);
  }
  return names;
}

// A row for each value: the value, then the figures.
class Sweep {
 public:
  explicit Sweep(const SweepOptions &options)
      : options_(options), field_(swept_field(options.vary)), session_(project_with(field_.values.front()), 1) {}

  void run() {
    for (const auto &value : field_.values) {
      const auto project = &value == &field_.values.front() ? session_.project : project_with(value);
      const auto costs = pricing::component_costs(project.architecture, project.technology, project.directory,
                                                  session_.registry, session_.host);
      const auto figures = figures_of(costs);
      if (names_.empty()) {
        names_ = wanted_names(options_, field_.key, costs, figures);
      }
      std::vector<std::optional<double>> row;
      for (const auto &name : names_) {
        const Figure &figure = find(figures, name);
        units_[name] = figure.unit;
        row.push_back(figure.value);
      }
      rows_.push_back(std::move(row));
    }
  }

  std::string csv() const {
    std::string text = heading(field_.key, field_.unit);
    for (const auto &name : names_)
      text += "," + heading(name, units_.at(name));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto &value = field_.values[i];
      text += "\n" + (std::isnan(value.number) ? value.text : fmt::format("{}", value.number));
      for (const auto &figure : rows_[i])
        text += "," + (figure ? fmt::format("{}", *figure) : "");
    }
    return text + "\n";
  }

  Plot plot() const {
    Plot plot;
    plot.x_name = heading(field_.key, field_.unit);
    plot.logarithmic = field_.multiplies;
    for (const auto &value : field_.values) {
      if (!std::isnan(value.number))
        plot.x.push_back(value.number);
      plot.x_words.push_back(value.text);
    }
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const auto &unit = units_.at(names_[i]);
      auto panel =
          std::find_if(plot.panels.begin(), plot.panels.end(), [&](const auto &one) { return one.unit == unit; });
      if (panel == plot.panels.end())
        panel = plot.panels.insert(panel, {unit, {}});
      Plot::Line line{names_[i], {}};
      for (const auto &row : rows_)
        line.values.push_back(row[i]);
      panel->lines.push_back(std::move(line));
    }
    return plot;
  }

 private:
  static std::string heading(const std::string &name, const std::string &unit) {
    return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
  }

  project::Project project_with(const SweepValue &value) const {
    auto options = options_.project;
    options.settings.emplace_back(field_.key, value.text);
    return load_project(options);
  }

  const SweepOptions &options_;
  SweptField field_;
  Session session_;
  std::vector<std::string> names_;
  std::map<std::string, std::string> units_;  // by name of a figure
  std::vector<std::vector<std::optional<double>>> rows_;
};

}  // namespace

int sweep(const SweepOptions &options) {
  for (const auto &file : {options.csv, options.svg}) {
    if (file)
      report::require_writable(*file);
  }
  Sweep sweep(options);
  sweep.run();
  if (options.svg) {
    report::write_file(*options.svg, svg_of(sweep.plot()));
  }
  if (options.csv) {
    report::write_file(*options.csv, sweep.csv());
  } else {
    report::write_stdout(sweep.csv());
  }
  return 0;
}

}  // namespace forge::app
