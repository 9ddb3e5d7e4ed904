// SPDX-License-Identifier: Apache-2.0
#include "check/check.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "check/process_state.hpp"
#include "check/stages.hpp"
#include "support/parallel.hpp"

namespace forge::check {
namespace {

struct StageInfo {
  const char *name;
  void (*body)(const Context &, Reporter &);
  bool needed;  // when it fails, what follows is skipped
};
constexpr std::array<StageInfo, 8> stages{{{"file", check_file, true},
                                           {"load", check_load, true},
                                           {"tables", check_tables, true},
                                           {"instances", check_instances, false},
                                           {"batches", check_batches, false},
                                           {"strategies", check_strategies, false},
                                           {"reports", check_reports, false},
                                           {"fuzz", check_random_rows, false}}};
constexpr std::size_t fuzz_stage = 7;

bool is_bad(Result result) {
  return result == Result::failed || result == Result::crashed || result == Result::timeout;
}

// What a plugin printed or changed in the process counts in every stage in which its code runs.
void add_failure(Outcome &outcome, const std::string &text) {
  outcome.findings.push_back({Finding::Kind::failure, text});
  if (!is_bad(outcome.result)) {
    outcome.result = Result::failed;
  }
}

Outcome run_stage(const StageInfo &stage, const Context &context, std::chrono::milliseconds limit) {
  Outcome outcome = in_child(
      [&](Reporter &reporter) {
        { const Pool first(2); }  // sanitizers start a thread of their own with the first one: not the plugin's
        const ProcessState before;
        stage.body(context, reporter);
        for (const auto &change : before.changes()) {
          reporter.failure(change);
        }
      },
      limit);
  if (!outcome.printed.empty()) {
    if (is_bad(outcome.result) && outcome.result != Result::failed) {
      outcome.findings.push_back({Finding::Kind::note, "it printed: " + outcome.printed});
    } else {
      add_failure(outcome, "it prints to stdout or stderr: '" + outcome.printed + "'");
    }
  }
  return outcome;
}

Outcome skipped(const std::string &why) {
  Outcome outcome;
  outcome.result = Result::skipped;
  outcome.findings.push_back({Finding::Kind::note, why});
  return outcome;
}

}  // namespace

bool Report::passed() const {
  return std::none_of(stages.begin(), stages.end(), [](const Stage &stage) { return is_bad(stage.outcome.result); });
}

Report run(const std::filesystem::path &file, const Options &options) {
  Report report;
  report.file = file.string();
  const Context context{file, options};
  std::string blocked;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (i == fuzz_stage && !options.fuzz && !options.reproduce) {
      continue;
    }
    const StageInfo &info = stages[i];
    Stage stage{static_cast<int>(i), info.name, {}};
    const auto limit = i == fuzz_stage && options.fuzz ? *options.fuzz + options.time_limit : options.time_limit;
    stage.outcome = blocked.empty() ? run_stage(info, context, limit) : skipped("because of stage " + blocked);
    if (info.needed && is_bad(stage.outcome.result) && blocked.empty()) {
      blocked = std::to_string(i) + " (" + info.name + ")";
    }
    if (!stage.outcome.payload.empty()) {
      report.plugin = stage.outcome.payload;
    }
    report.stages.push_back(std::move(stage));
  }
  return report;
}

}  // namespace forge::check
