// SPDX-License-Identifier: Apache-2.0
// Each broken plugin fails in the stage and with the words expected; the good ones pass.
#include "check/check.hpp"
#include "support/catch.hpp"
#include "support/error.hpp"
#include "support/temporary_directory.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using forge::check::Report;
using forge::check::Result;
using forge::test::ContainsSubstring;

namespace {

// Two problems that a solver sees nothing of but what it asks for: a nest of three nodes costs 8, all others are
// malformed; in the second one nothing is valid.
std::vector<forge::check::SolverCase> solver_cases(const forge_problem &problem) {
  const auto evaluate = [](std::span<const forge_nest_node> nest) -> std::optional<std::vector<double>> {
    if (nest.size() != 3) {
      throw forge::Error{forge::ErrorKind::plugin, "the nest has no compute"};
    }
    return std::vector<double>{8};
  };
  const auto nothing = [](std::span<const forge_nest_node>) -> std::optional<std::vector<double>> {
    return std::nullopt;
  };
  return {{"toy", &problem, true, evaluate}, {"nothing is valid", &problem, false, nothing}};
}

Report check(const std::filesystem::path &file) {
  forge_problem problem{};
  problem.struct_size = sizeof problem;
  problem.n_objectives = 1;
  forge::check::Options options;
  options.time_limit = 3s;
  options.solver_cases = solver_cases(problem);
  return forge::check::run(file, options);
}

Report check_zoo(const std::string &name) {
  return check(std::filesystem::path(ZOO) / (name + ".so"));
}

bool is_bad(Result result) {
  return result == Result::failed || result == Result::crashed || result == Result::timeout;
}

// The first stage that is not fine.
const forge::check::Stage &first_bad(const Report &report) {
  const auto found = std::find_if(report.stages.begin(), report.stages.end(),
                                  [](const auto &stage) { return is_bad(stage.outcome.result); });
  REQUIRE(found != report.stages.end());
  return *found;
}

std::string failures_of(const forge::check::Stage &stage) {
  std::string text;
  for (const auto &finding : stage.outcome.findings) {
    if (finding.kind == forge::check::Finding::Kind::failure) {
      text += finding.text + "\n";
    }
  }
  return text;
}

struct Case {
  std::string name;
  int stage;
  Result result;
  std::string words;
};

const std::vector<Case> cases{
    // 0: the file
    {"abi_2", 0, Result::failed, "built for plugin ABI 2, this forge speaks 1"},
    {"no_entry", 0, Result::failed, "it does not export forge_plugin_v1"},
    {"extra_symbols", 0, Result::failed, "it exports 1 symbols besides its entry point: helper"},
    {"needs_host", 0, Result::failed, "it needs the symbol 'forge_register_model' of the host"},
    // 1: loading
    {"unresolved", 1, Result::failed, "broken: undefined symbol: nobody_has_this"},
    {"crash_at_load", 1, Result::crashed, "ended by SIGSEGV while: loading the library"},
    {"exit_at_load", 1, Result::failed, "the process ended itself with exit status 0 while: loading"},
    {"exit_at_load_of_another", 1, Result::failed, "the process ended itself with exit status 0 while: loading"},
    {"hang_at_load", 1, Result::timeout, "no answer in time while: loading the library"},
    {"refuses", 1, Result::failed, "refused: no license was found: set ACME_LICENSE"},
    {"null_plugin", 1, Result::failed, "refused: it gives no reason"},
    {"other_pointer", 1, Result::failed, "forge_plugin_v1 returns another pointer"},
    {"prints_at_load", 1, Result::failed, "prints to stdout or stderr: 'Thank you for choosing zoo!"},
    {"changes_locale", 1, Result::failed, "the locale changed from 'C' to 'C.UTF-8'"},
    {"changes_environment", 1, Result::failed, "the environment changed"},
    {"changes_signals", 1, Result::failed, "the signal handlers changed"},
    {"starts_thread", 1, Result::failed, "the number of threads changed from '"},
    {"throws_at_load", 1, Result::failed, "an exception escaped: no configuration"},
    // 2: what it declares
    {"zero_size", 2, Result::failed, "refused: forge_plugin: struct_size is 0"},
    {"truncated_plugin", 2, Result::failed, "forge_plugin: struct_size is 72, but ABI 1.0 has 80"},
    {"truncated_interface", 2, Result::failed, "forge_component_interface: struct_size is 56, but ABI 1.0 has 64"},
    {"null_function", 2, Result::failed, "forge_component_interface: the function 'evaluate' is null"},
    {"null_get_interface", 2, Result::failed, "forge_plugin: the function 'get_interface' is null"},
    {"no_interface", 2, Result::failed, "it offers no interface that this forge knows"},
    {"prefix_id", 2, Result::failed, "get_interface answers the unknown id 'forge.component/1x'"},
    {"duplicate_model", 2, Result::failed, "the component model id 'zoo.model' stands there twice"},
    {"duplicate_column", 2, Result::failed, "input_info: the name 'size' stands there twice"},
    {"endless_list", 2, Result::failed, "model_info: the list does not end"},
    {"bad_id", 2, Result::failed, "forge_model_info.id: 'Zoo Model' is no id"},
    {"bad_plugin_id", 2, Result::failed, "forge_plugin.id: '' is no id"},
    {"nul_in_text", 2, Result::failed, "forge_plugin.summary: the text has a NUL inside"},
    {"control_characters", 2, Result::failed, "forge_plugin.summary: the text has control characters"},
    {"bad_utf8", 2, Result::failed, "forge_plugin.summary: the text is not UTF-8"},
    {"null_text", 2, Result::failed, "forge_plugin.summary: the text is null, but has a length"},
    {"unknown_kind", 2, Result::failed, "input_info 0 'size': kind 99 is not known"},
    {"bad_preset", 2, Result::failed, "'size': the preset is outside of lowest ... highest"},
    {"bad_range", 2, Result::failed, "'size': lowest is not below or equal to highest"},
    {"no_choices", 2, Result::failed, "'size': is a choice without choices"},
    {"crash_in_info", 2, Result::crashed, "while: reading what it declares"},
    // 3: instances
    {"accepts_any_model", 3, Result::failed, "create accepts an index that does not exist"},
    {"no_instance", 3, Result::failed, "it says OK, but gives no instance"},
    {"one_instance", 3, Result::failed, "two instances are the same"},
    {"destroys_null", 3, Result::crashed,
     "ended by SIGSEGV while: component model 'zoo.model' of plugin 'zoo.component': destroy(NULL)"},
    // 4: batches
    {"nan_output", 4, Result::failed, "the output 'read.energy' is NaN, but not declared optional; inputs: size = 64"},
    {"negative_output", 4, Result::failed, "the output 'read.energy' is negative: -1"},
    {"output_out_of_range", 4, Result::failed, "is 2, outside of the declared range: 0 ... 1 J"},
    {"unwritten_output", 4, Result::failed, "the output 'read.energy' was not written"},
    {"bad_row_status", 4, Result::failed, "row status 17 is neither FORGE_OK nor FORGE_INFEASIBLE"},
    {"crash_in_evaluate", 4, Result::crashed,
     "ended by SIGSEGV while: component model 'zoo.model' of plugin 'zoo.component': 203 rows"},
    {"endless_loop", 4, Result::timeout, "no answer in time while: component model 'zoo.model'"},
    {"exit_in_evaluate", 4, Result::failed,
     "the process ended itself with exit status 0 while: component model 'zoo.model'"},
    {"writes_too_far", 4, Result::crashed, "a batch without rows"},
    {"writes_in_front", 4, Result::failed, "evaluate writes in front of its outputs"},
    {"writes_inputs", 4, Result::crashed, "203 rows"},
    {"fails_the_call", 4, Result::failed, "failed in evaluate: invalid input: the size is outside of the range"},
    {"nan_in_nan_out", 4, Result::failed,
     "the output 'read.energy' is NaN, but not declared optional; inputs: size = nan"},
    {"depends_on_neighbours", 4, Result::failed, "a row has another result alone than in a batch"},
    {"remembers", 4, Result::failed, "a row has another result when it is asked again"},
    {"depends_on_thread", 4, Result::failed, "a row has another result on another thread"},
    {"prints_in_evaluate", 4, Result::failed, "it prints to stdout or stderr: 'evaluating 0 rows"},
    {"changes_rounding", 4, Result::failed, "the floating point mode changed"},
    {"bad_error_text", 4, Result::failed, "failed in evaluate: internal defect: ????"},
    {"throws_in_evaluate", 4, Result::failed, "an exception escaped: out of range"},
    // 5: strategies
    {"illegal_value", 5, Result::failed, "ask gives the value 1 for a variable that takes 0 ... 0"},
    {"too_many_rows", 5, Result::failed, "ask says that it wrote 65 points into storage for 64"},
    {"needs_room", 5, Result::crashed, "ended by SIGSEGV while: strategy 'zoo.count'"},
    {"endless_ask", 5, Result::timeout, "no answer in time while: strategy 'zoo.count' of plugin 'zoo.sampler'"},
    {"gives_up_late", 5, Result::timeout, "while: strategy 'zoo.count' of plugin 'zoo.sampler': nothing is feasible"},
    {"other_points", 5, Result::failed, "the same seed gives other points"},
    {"no_points", 5, Result::failed, "not one point, in a space of 1"},
    {"wrong_claim", 5, Result::failed, "strategy 'zoo.one' of plugin 'zoo.solver': it claims 4, but the model says 8"},
    {"no_mapping", 5, Result::failed, "problem 'toy': it says OK, but gave no mapping"},
    {"invalid_mapping", 5, Result::failed, "the nest has no compute"},
    {"no_nodes", 5, Result::failed, "an incumbent without nodes or claims"},
    {"bad_bound", 5, Result::failed, "its bound 1e+30 lies above the best that it found, 8"},
    {"false_proof", 5, Result::failed, "it says that no mapping is valid, but there is one"},
    {"cancels_itself", 5, Result::failed, "it says that it was cancelled, but nobody did"},
    {"ignores_cancel", 5, Result::timeout, "problem 'toy': cancelled from the start"},
    {"other_answer", 5, Result::failed, "the same seed gives another answer"},
    {"refuses_silently", 5, Result::failed, "it refuses a problem without a text"},
    // 6: reports
    {"ignores_sink", 6, Result::failed, "it says OK although the sink failed"},
    {"half_report", 6, Result::failed,
     "report writer 'zoo.names' of plugin 'zoo.writer' failed in write: internal defect: out of ink"},
    {"writes_on", 6, Result::failed, "it goes on writing after the sink failed"},
    {"dates_report", 6, Result::failed, "the same tables give other bytes"},
    {"names_directory", 6, Result::failed, "the report contains the working directory"},
    {"needs_rows", 6, Result::crashed, "an empty table"},
};

}  // namespace

TEST_CASE("the good plugins of the zoo conform") {
  for (const std::string name : {"good", "good_sampler", "good_solver", "good_writer"}) {
    const Report report = check_zoo(name);
    INFO(forge::check::text_of(report));
    CHECK(report.passed());
    for (const auto &stage : report.stages) {
      CHECK(stage.outcome.result != Result::warning);
    }
  }
}

TEST_CASE("each broken plugin of the zoo fails where and how it should") {
  for (const auto &[name, stage, result, words] : cases) {
    const Report report = check_zoo(name);
    INFO(forge::check::text_of(report));
    CHECK_FALSE(report.passed());
    const auto &bad = first_bad(report);
    CHECK(bad.number == stage);
    CHECK(forge::check::words_of(bad.outcome.result) == forge::check::words_of(result));
    CHECK_THAT(failures_of(bad), ContainsSubstring(words));
  }
}

TEST_CASE("every plugin of the zoo is in the table") {
  for (const auto &entry : std::filesystem::directory_iterator(ZOO)) {
    const std::string name = entry.path().stem().string();
    const bool known = name.starts_with("good") || name == "rarely_wrong" ||
                       std::any_of(cases.begin(), cases.end(), [&](const Case &one) { return one.name == name; });
    INFO(name);
    CHECK(known);
  }
}

TEST_CASE("files that are no plugin are refused before they are loaded") {
  const forge::test::TemporaryDirectory directory;
  const std::string good = forge::test::read_file(std::string(ZOO) + "/good.so");
  std::string foreign = good;
  foreign[18] = '\x28';  // e_machine: ARM
  const std::vector<std::pair<std::string, std::string>> files{
      {"", "is no ELF file"},
      {"#!/bin/sh\necho hello\n", "is no ELF file"},
      {good.substr(0, 30), "is cut short or damaged"},
      {good.substr(0, good.size() / 2), "is cut short or damaged"},
      {foreign, "is made for another machine"},
  };
  for (const auto &[bytes, words] : files) {
    const Report report = check(directory.write("plugin.so", bytes));
    INFO(forge::check::text_of(report));
    const auto &bad = first_bad(report);
    CHECK(bad.number == 0);
    CHECK_THAT(failures_of(bad), ContainsSubstring(words));
  }
  CHECK_THAT(failures_of(first_bad(check(directory.path() / "absent.so"))), ContainsSubstring("cannot be read"));
}

TEST_CASE("a damaged ELF file never harms the reader") {
  const forge::test::TemporaryDirectory directory;
  const std::string good = forge::test::read_file(std::string(ZOO) + "/good.so");
  unsigned state = 1;
  for (int i = 0; i < 300; ++i) {
    std::string bytes = good;
    for (int k = 0; k < 8; ++k) {
      state = state * 1664525u + 1013904223u;
      const std::size_t place = k < 4 ? state % 64 : state % bytes.size();
      bytes[place] = static_cast<char>(state >> 24);
    }
    const auto file = directory.write("plugin.so", bytes);
    const auto outcome = forge::check::run(file, {.time_limit = 1s}).stages.front().outcome;
    CHECK(outcome.result != Result::crashed);
    CHECK(outcome.result != Result::timeout);
  }
}

TEST_CASE("random rows find what is rare, and say how to see it again") {
  const std::filesystem::path file = std::filesystem::path(ZOO) / "rarely_wrong.so";
  CHECK(check(file).passed());
  const Report found = forge::check::run(file, {.fuzz = 30s});
  INFO(forge::check::text_of(found));
  const auto &bad = first_bad(found);
  CHECK(bad.number == 7);
  CHECK_THAT(failures_of(bad), ContainsSubstring("the output 'read.energy' is negative: -1; inputs: size = 300"));
  std::uint64_t again = 0;
  for (const auto &finding : bad.outcome.findings) {
    const std::string words = "see it again with --reproduce ";
    if (finding.text.starts_with(words)) {
      again = std::stoull(finding.text.substr(words.size()));
    }
  }
  REQUIRE(again > 0);
  CHECK(first_bad(forge::check::run(file, {.reproduce = again})).number == 7);
  CHECK(forge::check::run(file, {.reproduce = again - 1}).passed());
}
