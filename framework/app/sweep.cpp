// SPDX-License-Identifier: Apache-2.0
#include "app/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "app/overwriting.hpp"
#include "app/plot.hpp"
#include "app/session.hpp"
#include "app/sweep_values.hpp"
#include "report/files.hpp"
#include "support/log.hpp"

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
  for (const auto &node : costs) {
    add_node(node, figures);
  }
  const auto chip = pricing::chip_cost(costs);
  figures.push_back({"total.area", "m^2", chip.area});
  figures.push_back({"total.leak_power", "W", chip.leak_power});
  return figures;
}

// A row for each value: the value, then the figures.
class Sweep {
 public:
  explicit Sweep(const SweepOptions &options)
      : options_(options),
        field_(swept_field(options.vary)),
        session_(load_project(options_with(field_.values.front()), project::Needs::hardware), 1) {}

  void run() {
    for (const auto &value : field_.values) {
      const auto options = options_with(value);
      const auto project = &value == &field_.values.front()
                               ? session_.project
                               : project::load(options.file, options.settings, project::Needs::hardware);
      for (const auto &[what, file] : {std::pair("--csv", options_.csv), std::pair("--svg", options_.svg)}) {
        if (file)
          refuse_overwriting(project, what, *file);
      }
      const auto costs = costs_at(value, project);
      for (const auto &node : costs) {
        has_node_ = has_node_ || node.name == node_;
        for (const auto &warning : node.warnings) {
          if (warned_.insert(warning).second)
            log::warning("{}", warning);
        }
      }
      rows_.push_back(figures_of(costs));
    }
    choose_names();
  }

  // What is wrong with one value is told with it.
  Costs costs_at(const SweepValue &value, const project::Project &project) {
    const auto note = fmt::format("with {} = {}", field_.key, value.text);
    try {
      return session_.costs_of(project);
    } catch (const Errors &several) {
      auto all = several.all();
      all.front().note(note);
      throw Errors(std::move(all));
    }
  }

  std::string csv() const {
    std::string text = cell(heading(field_.key, field_.unit));
    for (const auto &name : names_)
      text += "," + cell(heading(name, units_.at(name)));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto &value = field_.values[i];
      text += "\n" + (std::isnan(value.number) ? cell(value.text) : fmt::format("{}", value.number));
      for (const auto &name : names_) {
        const auto figure = figure_at(i, name);
        text += "," + (figure ? fmt::format("{}", *figure) : "");
      }
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
      for (std::size_t row = 0; row < rows_.size(); ++row)
        line.values.push_back(figure_at(row, names_[i]));
      panel->lines.push_back(std::move(line));
    }
    return plot;
  }

 private:
  static std::string heading(const std::string &name, const std::string &unit) {
    return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
  }

  // As RFC 4180 has it.
  static std::string cell(const std::string &text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
      return text;
    }
    std::string quoted = "\"";
    for (const char c : text)
      quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
  }

  // Those that the user asked for, by name or by a node or an action that has some; else those of the node whose field changes, else all; in the order in which the
  // values bring them.
  void choose_names() {
    std::vector<std::string> all;
    for (const auto &row : rows_) {
      for (const auto &one : row) {
        if (units_.emplace(one.name, one.unit).second)
          all.push_back(one.name);
      }
    }
    for (const auto &name : options_.figures) {
      const auto before = names_.size();
      std::copy_if(all.begin(), all.end(), std::back_inserter(names_),
                   [&](const auto &one) { return one == name || (one.starts_with(name + ".") && has_value(one)); });
      if (names_.size() == before)
        throw Error{ErrorKind::usage, fmt::format("there is no figure '{}'{}", name, did_you_mean(name, all))}.note(
            fmt::format("there are: {}", fmt::join(all, ", ")));
    }
    if (names_.empty() && has_node_) {
      std::copy_if(all.begin(), all.end(), std::back_inserter(names_),
                   [&](const auto &name) { return name.starts_with(node_ + ".") && has_value(name); });
    }
    if (names_.empty()) {
      std::copy_if(all.begin(), all.end(), std::back_inserter(names_),
                   [&](const auto &name) { return has_value(name); });
    }
  }

  bool has_value(const std::string &name) const {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (figure_at(i, name))
        return true;
    }
    return false;
  }

  std::optional<double> figure_at(std::size_t row, const std::string &name) const {
    const auto found =
        std::find_if(rows_[row].begin(), rows_[row].end(), [&](const Figure &one) { return one.name == name; });
    return found != rows_[row].end() ? found->value : std::nullopt;
  }

  ProjectOptions options_with(const SweepValue &value) const {
    auto options = options_.project;
    options.settings.push_back({field_.key, value.text, "--vary"});
    return options;
  }

  const SweepOptions &options_;
  SweptField field_;
  Session session_;
  std::string node_ = field_.key.substr(0, field_.key.find('.'));  // perhaps; what the key begins with
  bool has_node_ = false;
  std::set<std::string> warned_;
  std::vector<std::string> names_;
  std::map<std::string, std::string> units_;  // by name of a figure
  std::vector<std::vector<Figure>> rows_;     // of a value each
};

}  // namespace

int sweep(const SweepOptions &asked) {
  SweepOptions options = asked;
  for (const auto &[what, file] : {std::pair("--csv", asked.csv), std::pair("--svg", asked.svg)}) {
    if (file && file->empty())
      throw Error{ErrorKind::usage, std::string(what) + " takes the name of a file"};
  }
  if (options.csv == "-") {
    options.csv.reset();
  }
  if (options.svg == "-") {
    throw Error{ErrorKind::usage, "--svg takes a file: the table goes to standard output"};
  }
  if (options.csv && options.svg && place_of(*options.csv) == place_of(*options.svg)) {
    throw Error{ErrorKind::usage, "--csv and --svg name the same file"};
  }
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
