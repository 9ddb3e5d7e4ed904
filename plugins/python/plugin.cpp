// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "forge/sdk/process.hpp"
#include "line.hpp"
#include "python.hpp"

namespace forge::plugins::python {
namespace {

constexpr std::string_view which_python =
    "; `python` in the model names the interpreter, for example \"~/venv/bin/python\"";

std::string last_lines(std::string_view text) {
  const std::size_t longest = 600;
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  text = end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
  text = text.substr(text.size() > longest ? text.size() - longest : 0);
  std::string words(text);
  std::replace_if(
      words.begin(), words.end(), [](char c) { return c == '\r' || c == '\t'; }, ' ');
  return words;
}

// "node = 4.5e-08, width = 64": what was given for a row.
std::string row_words(const sdk::Batch &batch, std::size_t row) {
  std::string words;
  for (std::size_t c = 0; c < Python::time_limit; ++c) {
    const double value = batch.input(c)[row];
    if (!std::isnan(value)) {
      char digits[32];
      words += (words.empty() ? "" : ", ") + std::string(sdk::to_view(Python::inputs[c].name)) + " = " +
               std::string(digits, std::to_chars(digits, digits + sizeof(digits), value).ptr);
    }
  }
  return words.empty() ? "no parameters" : words;
}

bool is_legal_row(const sdk::Batch &batch, std::size_t row) {
  for (std::size_t c = 0; c < std::size(Python::inputs); ++c) {
    if (!sdk::is_legal(Python::inputs[c], batch.input(c)[row])) {
      return false;
    }
  }
  return true;
}

}  // namespace

Python::Python(const sdk::ComponentSetup &setup) : host_(setup.host) {
  for (std::size_t i = 0; i < text_.size(); ++i) {
    text_[i] = setup.text(i);
  }
  const std::string &name = text_[model];
  if (name.empty() || name.front() == '.' || name.back() == '.' || name.find_first_of(" /\\:()") != std::string::npos) {
    throw sdk::Invalid("class = \"" + name + "\" is not of the form MODULE.CLASS, such as \"hwcomponents_cacti.SRAM\"");
  }
  if (!sdk::can_run_processes(host_)) {
    throw sdk::Unsupported("Python is another program, and this host runs none: it needs forge with ABI 1.2 or later");
  }
}

std::string Python::request_of(const sdk::Batch &batch, const std::vector<std::size_t> &rows) const {
  std::string request = LineWriter()
                            .text("class", text_[model])
                            .text("primitive", text_[primitive])
                            .flag("has_file", !text_[file].empty())
                            .text("path", text_[path])
                            .text("parameters", text_[parameters])
                            .text("arguments", text_[arguments])
                            .text("actions", text_[names_of_actions])
                            .line();
  for (const std::size_t row : rows) {
    LineWriter line;
    for (std::size_t c = 0; c < std::size(inputs); ++c) {
      if (!std::isnan(batch.input(c)[row])) {
        line.number(sdk::to_view(inputs[c].name), batch.input(c)[row]);
      }
    }
    request += line.line();
  }
  return request;
}

// A fault of the model is one of the component; a crash or a time-out is nobody's answer.
void Python::take(const std::string &line, const sdk::Batch &batch, const std::vector<std::size_t> &rows,
                  std::vector<bool> &answered) const {
  const auto answer = LineReader::read(line);
  const auto number = answer ? answer->numbers.find("row") : std::map<std::string, double>::const_iterator();
  if (!answer || number == answer->numbers.end() || number->second < -1 ||
      number->second >= static_cast<double>(rows.size())) {
    throw sdk::Invalid("the bridge answers with what it does not say: " + line.substr(0, 200));
  }
  const auto words_of = [&](const char *key) {
    const auto found = answer->texts.find(key);
    return found != answer->texts.end() ? found->second : std::string();
  };
  if (number->second < 0) {
    throw sdk::Invalid("class '" + text_[model] + "' cannot be had: " + words_of("fault") + std::string(which_python));
  }
  const auto index = static_cast<std::size_t>(number->second);
  const std::size_t row = rows[index];
  const std::string who = text_[model] + " with " + row_words(batch, row);
  for (const char *end : {"crash", "late"}) {
    if (const std::string words = words_of(end); !words.empty()) {
      throw sdk::Invalid(who + ": " + words +
                         (end[0] == 'l' ? "; `time_limit` in the model gives it longer" : std::string()));
    }
  }
  answered[index] = true;
  if (const std::string fault = words_of("fault"); !fault.empty()) {
    host_.warning("python: " + who + ": " + fault);
    return;
  }
  if (const std::string notes = words_of("notes"); !notes.empty()) {
    host_.warning("python: " + who + ": " + notes);
  }
  batch.status()[row] = FORGE_OK;
  for (std::size_t c = 0; c < figures.size(); ++c) {
    const auto value = answer->numbers.find(std::string(figures[c]));
    batch.output(c)[row] = value != answer->numbers.end() ? value->second : std::numeric_limits<double>::quiet_NaN();
    if (!sdk::is_legal(outputs[c], batch.output(c)[row])) {
      throw sdk::Invalid(who + ": " + std::string(figures[c]) + " is out of range");
    }
  }
}

void Python::evaluate(const sdk::Batch &batch) const {
  std::vector<std::size_t> rows;
  double seconds = 60;  // to start, and to load the model
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (std::size_t c = 0; c < figures.size(); ++c) {
      batch.output(c)[row] = 0;
    }
    batch.status()[row] = FORGE_INFEASIBLE;
    if (is_legal_row(batch, row)) {
      rows.push_back(row);
      seconds += batch.input(time_limit)[row] + 1;
    }
  }
  if (rows.empty()) {
    return;
  }
  sdk::ProcessRequest request;
  request.program = text_[python];
  // -B: leaves no compiled files beside the user's.
  request.arguments = {"-X", "utf8", "-B", "forge_bridge.py"};
  request.input = request_of(batch, rows);
  request.files = {{"forge_bridge.py", std::string(bridge_source)}};
  if (!text_[file].empty()) {
    request.files.push_back({"forge_user_file.py", text_[file]});
  }
  request.seconds = std::min(seconds, 6 * 86400.0);
  sdk::ProcessResult result;
  try {
    result = sdk::run_process(host_, request);
  } catch (const sdk::Failure &failure) {
    if (failure.status() == FORGE_UNSUPPORTED) {
      host_.warning("python: this host runs no programs");
      return;
    }
    if (failure.status() == FORGE_INVALID) {
      throw sdk::Invalid("Python cannot be asked: " + std::string(failure.what()) + std::string(which_python));
    }
    throw;
  }
  std::vector<bool> answered(rows.size());
  std::size_t at = 0;
  for (std::size_t end = 0; (end = result.output.find('\n', at)) != std::string::npos; at = end + 1) {
    take(result.output.substr(at, end - at), batch, rows, answered);
  }
  const auto missing = std::find(answered.begin(), answered.end(), false);
  if (missing != answered.end()) {
    const std::size_t row = rows[static_cast<std::size_t>(missing - answered.begin())];
    throw sdk::Invalid("'" + text_[python] + "' ended (" + result.ending_words() + ") before it had answered for " +
                       text_[model] + " with " + row_words(batch, row) + ": " + last_lines(result.errors) +
                       std::string(which_python));
  }
}

}  // namespace forge::plugins::python

FORGE_PLUGIN("python", "1.0.0", "Apache-2.0", "component figures from models in Python",
             forge::sdk::Components<forge::plugins::python::Python>)
