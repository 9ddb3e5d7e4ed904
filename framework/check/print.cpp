// SPDX-License-Identifier: Apache-2.0
//
// The report of a check as text and as JSON; declared in check.hpp.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

#include "check/check.hpp"

namespace forge::check {
namespace {

const char *word_of(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::note:
      return "note";
    case Finding::Kind::warning:
      return "warning";
    case Finding::Kind::failure:
      return "failure";
  }
  return "note";
}

}  // namespace

std::string text_of(const Report &report) {
  std::string text = report.file + (report.plugin.empty() ? "" : ": " + report.plugin) + "\n";
  for (const Stage &stage : report.stages) {
    const Outcome &outcome = stage.outcome;
    text += fmt::format("  {} {:<10} {:<18} {:6.2f} s\n", stage.number, stage.name,
                        words_of(outcome.result, outcome.signal), outcome.seconds);
    for (const Finding &finding : outcome.findings) {
      text += fmt::format("      {}: {}\n", word_of(finding.kind), finding.text);
    }
  }
  return text + (report.passed() ? "conforms to ABI 1\n" : "does not conform to ABI 1\n");
}

std::string json_of(const Report &report) {
  using Json = nlohmann::ordered_json;
  Json stages = Json::array();
  for (const Stage &stage : report.stages) {
    Json findings = Json::array();
    for (const Finding &finding : stage.outcome.findings) {
      findings.push_back({{"kind", word_of(finding.kind)}, {"text", finding.text}});
    }
    Json entry{{"stage", stage.number}, {"name", stage.name}};
    entry["result"] = stage.outcome.result == Result::crashed ? "crashed" : words_of(stage.outcome.result);
    if (stage.outcome.result == Result::crashed) {
      entry["signal"] = stage.outcome.signal;
    }
    entry["seconds"] = std::round(stage.outcome.seconds * 1000) / 1000;
    entry["findings"] = findings;
    stages.push_back(entry);
  }
  const Json result{{"file", report.file}, {"plugin", report.plugin}, {"passed", report.passed()}, {"stages", stages}};
  return result.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace forge::check
