// SPDX-License-Identifier: Apache-2.0
// Model "python": prices components with a model written in Python, as it is: a hwcomponents ComponentModel, or an
// Accelergy plug-in. The host runs the user's Python once for each batch; bridge.py talks to the model there.
#pragma once

#include <array>
#include <limits>
#include <string>
#include <string_view>

#include "forge/sdk/component.hpp"
#include "forge/sdk/figures.hpp"

namespace forge::plugins::python {

extern const std::string_view bridge_source;  // bridge.py

inline constexpr auto &figures = sdk::figures::names;

class Python {
 public:
  static constexpr std::string_view id = "python";
  static constexpr std::string_view summary = "figures from a model in Python: hwcomponents, or an Accelergy plug-in";
  static constexpr std::string_view source = "the Python model that the project names";

  static constexpr forge_column_info inputs[] = {
      sdk::real("node", "m", "technology node").range(0, 1).optional(),
      sdk::real("width", "bit", "bits of one access or operand").range(0, 1e15).optional(),
      sdk::real("size", "bit", "capacity").range(0, 1e18).optional(),
      sdk::real("depth", "", "words of `width`").range(0, 1e18).optional(),
      sdk::real("banks", "", "banks").range(0, 1e9).optional(),
      sdk::real("ports", "", "ports, each reads or writes").range(0, 1e9).optional(),
      sdk::real("clock", "Hz", "clock").range(1e-3, 1e15).optional(),
      sdk::real("voltage", "V", "supply voltage").range(0, 1e6).optional(),
      sdk::real("temperature", "K", "temperature").range(0, 1e6).optional(),
      sdk::real("resolution", "bit", "of a converter").range(0, 1e6).optional(),
      sdk::real("rows", "", "rows of an array").range(0, 1e9).optional(),
      sdk::real("columns", "", "columns of an array").range(0, 1e9).optional(),
      sdk::real("time_limit", "s", "the longest that pricing one component may take").range(0.001, 86400).preset(60),
  };
  enum : std::size_t { time_limit = 12 };
  static constexpr auto outputs = sdk::figures::columns("from the Python model", std::numeric_limits<double>::max());
  enum Text { python, model, primitive, file, path, parameters, arguments, names_of_actions };
  static constexpr forge_column_info texts[] = {
      sdk::text("python", "the interpreter: a name on PATH, an absolute path, or ~/...").preset("python3"),
      sdk::text("class", "MODULE.CLASS; without a module: the class of `file`, or a name that hwcomponents looks up")
          .required(),
      sdk::text("primitive", "the class that an Accelergy plug-in is asked about, such as SRAM"),
      sdk::file("file", "a Python file that has the class").optional(),
      sdk::text("path", "directories in which Python looks for modules, with ':' between"),
      sdk::text("parameters", "further arguments of the class: name = value, name = value"),
      sdk::text("arguments", "arguments of its actions: name = value, name = value"),
      sdk::text("actions", "which action of the class is meant: compute = mac, hop = transfer"),
  };

  explicit Python(const sdk::ComponentSetup &setup);
  void evaluate(const sdk::Batch &batch) const;

 private:
  std::string request_of(const sdk::Batch &batch, const std::vector<std::size_t> &rows) const;
  void take(const std::string &line, const sdk::Batch &batch, const std::vector<std::size_t> &rows,
            std::vector<bool> &answered) const;

  sdk::Host host_;
  std::array<std::string, std::size(texts)> text_;
};

}  // namespace forge::plugins::python
