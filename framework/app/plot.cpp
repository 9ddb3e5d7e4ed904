// SPDX-License-Identifier: Apache-2.0
#include "app/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "app/interrupt.hpp"
#include "plugin/process.hpp"
#include "plugin/process_run.hpp"
#include "support/error.hpp"

namespace forge::app {
namespace {

constexpr std::chrono::seconds longest_drawing{60};
constexpr int width = 900, panel_height = 300;  // pixels

// A line end would begin another command, and names come from the user.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return text;
}

// A string of gnuplot.
std::string quoted(const std::string &text) {
  std::string result = "'";
  for (const char c : one_line(text)) {
    result += c == '\'' ? "''" : std::string(1, c);
  }
  return result + "'";
}

// A word in a data block, which has no way to write its own quote.
std::string data_word(std::string text) {
  std::replace(text.begin(), text.end(), '"', '\'');
  return "\"" + one_line(std::move(text)) + "\"";
}

std::string cell(const std::optional<double> &value) {
  return value && std::isfinite(*value) ? fmt::format("{:.9g}", *value) : "NaN";
}

bool has_value(const Plot::Panel &panel) {
  return std::any_of(panel.lines.begin(), panel.lines.end(), [](const Plot::Line &line) {
    return std::any_of(line.values.begin(), line.values.end(),
                       [](const auto &value) { return value && std::isfinite(*value); });
  });
}

// No line of zero can be drawn on a logarithmic axis.
bool all_positive(const Plot::Panel &panel) {
  return std::all_of(panel.lines.begin(), panel.lines.end(), [](const Plot::Line &line) {
    return std::all_of(line.values.begin(), line.values.end(), [](const auto &value) { return !value || *value > 0; });
  });
}

void add_panel(const Plot &plot, const Plot::Panel &panel, std::size_t index, std::string &script) {
  const bool words = plot.x.empty();
  script += fmt::format("$panel{} << end_of_panel\n", index);
  for (std::size_t i = 0; i < (words ? plot.x_words.size() : plot.x.size()); ++i) {
    script += words ? fmt::format("{} {}", i, data_word(plot.x_words[i])) : fmt::format("{:.9g} -", plot.x[i]);
    for (const auto &line : panel.lines) {
      script += " " + cell(line.values[i]);
    }
    script += "\n";
  }
  script += "end_of_panel\n";
  script += plot.logarithmic && all_positive(panel) ? "set logscale y\n" : "unset logscale y\n";
  script += fmt::format("set ylabel {}\nplot ", quoted(panel.unit));
  for (std::size_t line = 0; line < panel.lines.size(); ++line) {
    script += fmt::format("{}$panel{} using 1:{}{} with linespoints title {}", line == 0 ? "" : ", ", index, line + 3,
                          words ? ":xticlabels(2)" : "", quoted(panel.lines[line].name));
  }
  script += "\n";
}

}  // namespace

std::string svg_of(const Plot &plot) {
  std::vector<Plot::Panel> panels;
  std::copy_if(plot.panels.begin(), plot.panels.end(), std::back_inserter(panels), has_value);
  if (panels.empty()) {
    throw Error{ErrorKind::usage, "there is nothing to plot: none of the figures has a value"};
  }
  std::string script = fmt::format(
      "set terminal svg size {},{} dynamic background 'white' noenhanced\n"
      "set key outside right\nset grid\nset format y '%.3g'\nset xlabel {}\nset multiplot layout {},1\n",
      width, panel_height * static_cast<int>(panels.size()), quoted(plot.x_name), panels.size());
  if (plot.logarithmic) {
    script += "set logscale x\n";
  }
  for (std::size_t i = 0; i < panels.size(); ++i) {
    add_panel(plot, panels[i], i, script);
  }
  script += "unset multiplot\n";
  const auto program = plugin::program_on_path("gnuplot");
  if (!program) {
    throw Error{ErrorKind::file, "gnuplot, which draws the plot, was not found on PATH"}.note(
        "Debian has it in the package gnuplot-nox; without --svg the figures are written as CSV");
  }
  plugin::ProcessSpec spec;
  spec.file = *program;
  spec.input = std::move(script);
  spec.limit = longest_drawing;
  try {
    const auto outcome = plugin::run_process(spec, [] { return interrupted().load(); });
    const bool drawn = outcome.ending == plugin::ProcessOutcome::Ending::exited && outcome.code == 0;
    if (drawn && !outcome.output.empty() && !outcome.is_cut) {
      return outcome.output;
    }
    throw Error{ErrorKind::file, "gnuplot could not draw the plot"}.note(
        outcome.is_cut                                             ? "the plot is larger than 16 MiB"
        : outcome.ending == plugin::ProcessOutcome::Ending::late   ? "it did not end in a minute"
        : outcome.ending == plugin::ProcessOutcome::Ending::killed ? fmt::format("signal {} ended it", outcome.code)
        : outcome.errors.empty()                                   ? fmt::format("exit status {}", outcome.code)
                                                                   : outcome.errors.substr(0, 500));
  } catch (const plugin::ProcessRefusal &refusal) {
    throw Error{refusal.status() == FORGE_CANCELLED ? ErrorKind::interrupted : ErrorKind::file,
                fmt::format("gnuplot could not draw the plot: {}", refusal.what())};
  }
}

}  // namespace forge::app
