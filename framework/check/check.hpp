// SPDX-License-Identifier: Apache-2.0
//
// Conformance of a plugin to the ABI (plugin-abi.md, section 3): used by `forge plugin check` and by tests. Each stage
// runs in a fresh child process; the caller is safe from whatever the plugin does.
#pragma once

#include <forge/abi/problem.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "check/child.hpp"
#include "support/table.hpp"

namespace forge::check {

// A problem for solvers, with the model's verdict on nests: objectives, or nothing where a nest is not valid. It throws
// Error where a nest is malformed.
struct SolverCase {
  std::string name;
  const forge_problem *problem = nullptr;
  bool feasible = true;
  std::function<std::optional<std::vector<double>>(std::span<const forge_nest_node>)> evaluate;
};

struct Options {
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> reproduce{};         // only this case of the fuzz stage
  std::optional<std::chrono::milliseconds> fuzz{};  // how long
  std::chrono::milliseconds time_limit{20'000};     // of each stage but fuzz
  std::map<std::string, std::string> texts{};       // text and file options, by name
  std::vector<SolverCase> solver_cases{};
  std::vector<Table> run_tables{};  // what a run leaves: writers must take it
};

struct Stage {
  int number = 0;
  std::string name;
  Outcome outcome;
};

struct Report {
  std::string file;
  std::string plugin;  // "acme.memories 0.1.0"; empty where the plugin could not say
  std::vector<Stage> stages;

  // No stage failed, crashed or took too long.
  bool passed() const;
};

Report run(const std::filesystem::path &file, const Options &options = {});

// For people and for programs.
std::string text_of(const Report &report);
std::string json_of(const Report &report);

}  // namespace forge::check
