// SPDX-License-Identifier: Apache-2.0
//
// What a command line asks for, as plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "project/project.hpp"

namespace forge::app {

// A project, as the file says it and the command line changes it.
struct ProjectOptions {
  std::string file;
  std::vector<project::Setting> settings;  // --set
  bool quiet = false, verbose = false;
  std::optional<std::string> log_file;
};

enum class ProgressMode { automatic, always, never };

// --report WRITER[=FILE]
struct ReportChoice {
  std::string writer;
  std::optional<std::string> file;  // relative to where the user stands; "-": stdout
};

struct RunOptions {
  ProjectOptions project;
  std::optional<std::string> mapper;
  std::optional<unsigned> threads;
  std::optional<double> timeout;  // s
  std::optional<std::uint64_t> seed;
  std::vector<ReportChoice> reports;  // empty: what the project asks for
  ProgressMode progress = ProgressMode::automatic;
};

enum class ComponentsFormat { text, csv, json };

}  // namespace forge::app
