// SPDX-License-Identifier: Apache-2.0
//
// configs/validation.md compares designs with what is published about them. Here forge's side is computed again: each table
// stands under a heading that links its project, and says in a row what a figure is, what is published, and what forge has.
// After a wanted change of a model or design:
//   FORGE_UPDATE_DESIGNS=1 build/bin/cli_tests "designs:*"    and look at what git diff says, and at the reasons.
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/paths.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

using nlohmann::json;

constexpr double tolerance = 0.02;  // of forge's figure as printed

const std::string &configs() {
  static const std::string folder = std::string(source_directory) + "/configs";
  return folder;
}

std::vector<std::string> split(const std::string &text, const std::string &separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find(separator, begin)) != std::string::npos; begin = end + separator.size()) {
    parts.push_back(text.substr(begin, end - begin));
  }
  parts.push_back(text.substr(begin));
  return parts;
}

const json &named(const json &list, const std::string &name) {
  for (const json &item : list) {
    if (item["name"] == name) {
      return item;
    }
  }
  FAIL("there is no '" << name << "'");
  return list;
}

double area(const json &results, const std::string &nodes) {
  double sum = 0;
  for (const json &node : results["architecture"]) {
    if (nodes == "all" && !node["area"].is_null()) {
      sum += node["area"].get<double>() * node["instances"].get<double>();
    }
  }
  for (const std::string &name : nodes == "all" ? std::vector<std::string>{} : split(nodes, " + ")) {
    const json &node = named(results["architecture"], name);
    sum += node["area"].get<double>() * node["instances"].get<double>();
  }
  return sum;
}

// "GLB.read 16 b" or "MAC.compute"
double action_energy(const json &results, const std::string &text) {
  static const std::regex form(R"((\w+)\.(\w+)(?: (\d+) b)?)");
  std::smatch found;
  REQUIRE(std::regex_match(text, found, form));
  const json &action = named(results["architecture"], found[1].str())["actions"][found[2].str()];
  const double share = found[3].matched ? std::stod(found[3].str()) / action["width"].get<double>() : 1;
  return action["energy"].get<double>() * share;
}

// Energy of nodes, computes and time of the Einsums whose names begin with `prefix`.
struct Run {
  double energy = 0, computes = 0, latency = 0;
};

Run run_of(const json &results, const std::string &nodes, const std::string &prefix) {
  Run sum;
  for (const json &einsum : results["einsums"]) {
    if (einsum["name"].get<std::string>().starts_with(prefix)) {
      const double repeat = einsum["repeat"].get<double>();
      sum.computes += einsum["computes"].get<double>() * repeat;
      sum.latency += einsum["latency"].get<double>() * repeat;
      for (const std::string &name : split(nodes, " + ")) {
        sum.energy += named(einsum["components"], name)["energy"].get<double>() * repeat;
      }
    }
  }
  REQUIRE(sum.computes > 0);
  return sum;
}

// `figure` as validation.md explains it; in SI units.
double value_of(const json &results, const std::string &figure) {
  static const std::regex form(R"((area|energy|power|action)(?: (\w+))?: (.+))");
  std::smatch found;
  INFO(figure);
  REQUIRE(std::regex_match(figure, found, form));
  const std::string kind = found[1], of = found[3];
  if (kind == "area") {
    return area(results, of);
  }
  if (kind == "action") {
    const auto sides = split(of, " / ");
    return action_energy(results, sides[0]) / (sides.size() > 1 ? action_energy(results, sides[1]) : 1);
  }
  const Run run = run_of(results, of, found[2]);
  return run.energy / (kind == "energy" ? run.computes : run.latency);
}

struct Quantity {
  double value = 0;  // SI
  std::string unit;
};

double unit_value(const std::string &unit) {
  static const std::map<std::string, double> units{{"", 1},       {"mm^2", 1e-6}, {"pJ", 1e-12},
                                                   {"fJ", 1e-15}, {"mW", 1e-3},   {"W", 1}};
  INFO(unit);
  REQUIRE(units.contains(unit));
  return units.at(unit);
}

// "12.0 pJ [1]"; nothing where it is "not published".
std::optional<Quantity> quantity(const std::string &cell) {
  static const std::regex form(R"(([0-9.]+)(?: (?!\[)(\S+))?(?: \[.*)?)");
  std::smatch found;
  if (cell == "not published") {
    return std::nullopt;
  }
  INFO(cell);
  REQUIRE(std::regex_match(cell, found, form));
  return Quantity{std::stod(found[1]) * unit_value(found[2]), found[2]};
}

std::string in_unit(double value, const std::string &unit) {
  std::ostringstream text;
  text.precision(3);
  text << value / unit_value(unit) << (unit.empty() ? "" : " ") << unit;
  return text.str();
}

std::string difference(double forge, const std::optional<Quantity> &published) {
  if (!published) {
    return "-";
  }
  const long percent = std::lround(100 * (forge / published->value - 1));
  return (percent > 0 ? "+" : "") + std::to_string(percent) + " %";
}

TEST_CASE("designs: validation.md has what forge has today") {
  static const std::regex heading(R"(## .*\[[\w-]+\]\(([\w-]+)/project\.toml\))");
  enum Cell { what = 1, figure, published, forge, off, why, n_cells = 8 };
  const bool is_update = std::getenv("FORGE_UPDATE_DESIGNS") != nullptr;
  const std::string file = configs() + "/validation.md";
  std::istringstream lines(read_file(file));
  std::string updated;
  std::set<std::string> projects;
  json results;
  int rows = 0;
  for (std::string line; std::getline(lines, line); updated += line + "\n") {
    std::smatch found;
    if (std::regex_match(line, found, heading)) {
      const auto outcome =
          run_forge({"run", found[1].str() + "/project.toml", "--report", "json", "--quiet"}, configs());
      INFO(outcome.err);
      REQUIRE(outcome.exit_code == 0);
      results = json::parse(outcome.out);
      projects.insert(found[1]);
    }
    if (results.is_null() || !line.starts_with("| ") || line.find("| `") == std::string::npos) {
      continue;
    }
    INFO(line);
    auto cells = split(line, "|");
    REQUIRE(cells.size() == n_cells);
    for (std::string &cell : cells) {
      cell = std::regex_replace(cell, std::regex("^ +| +$"), "");
    }
    const double now = value_of(results, split(cells[figure], "`").at(1));
    const auto paper = quantity(cells[published]);
    if (is_update) {
      const std::string unit = paper ? paper->unit : cells[figure].starts_with("`area") ? "mm^2" : "fJ";
      cells[forge] = in_unit(now, unit);
      cells[off] = difference(quantity(cells[forge])->value, paper);
      line = "";
      for (int i = what; i <= why; ++i) {
        line += "| " + cells[i] + (cells[i].empty() ? "" : " ");
      }
      line += "|";
    } else {
      const auto printed = quantity(cells[forge]);
      REQUIRE(printed.has_value());
      CHECK_THAT(printed->value, WithinRel(now, tolerance));
      CHECK(cells[off] == difference(printed->value, paper));
    }
    ++rows;
  }
  CHECK(rows >= 50);
  CHECK(projects.size() >= 10);
  if (is_update) {
    std::ofstream(file, std::ios::binary) << updated;
  }
}

}  // namespace
}  // namespace forge::test
