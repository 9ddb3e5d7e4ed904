// SPDX-License-Identifier: Apache-2.0
//
// Everything that a project file says, checked as text: keys, types, units, names. Values are SI. What needs a
// plugin (parameters of models, options of strategies and writers) is checked later against its descriptions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture.hpp"
#include "model/cost.hpp"
#include "model/latency.hpp"
#include "model/mapping.hpp"
#include "model/mapping_tree.hpp"
#include "model/workload.hpp"
#include "support/error.hpp"

namespace forge::project {

using Options = std::map<std::string, model::ModelParameter>;

struct MapperSettings {
  std::string strategy = "optimal";
  Position strategy_position;
  std::vector<model::Objective> objectives{model::Objective::energy_delay_product};
  bool pareto = false;  // objectives are to be traded off instead of prioritized
  model::Factors factors = model::Factors::perfect;
  bool retain = true;
  std::optional<double> timeout;                  // s
  std::optional<std::uint64_t> evaluations;       // per Einsum
  std::optional<std::uint64_t> patience;          // stop after so many valid mappings without a better one
  std::optional<std::uint64_t> invalid_patience;  // stop after so many invalid mappings in a row
  double tolerance = 0;
  std::uint64_t seed = 1;
  std::optional<unsigned> threads;  // none: all cores
  Options options;
  Position position;
};

struct ReportRequest {
  std::string writer;
  std::optional<std::string> file;  // as written; relative to the project file; none: stdout
  Options options;
  Position position;
};

struct PluginSettings {
  std::vector<std::string> path;  // directories, made absolute
  std::vector<std::string> load;  // names or files of plugins to load besides those found by id
};

struct Project {
  std::string file;                // as the user named it
  std::string directory;           // absolute directory of the file
  std::vector<std::string> files;  // all that it is made of, and those that it names: tables of models, ...
  std::string name;
  std::map<std::string, model::ModelParameter> technology;  // defaults for every component model
  model::Architecture architecture;
  model::Workload workload;
  MapperSettings mapper;
  model::LatencyOptions latency;
  Position latency_position;              // of [latency]; empty where there is none
  std::vector<model::Mapping> mappings;   // empty: search
  std::vector<model::MappingTree> trees;  // which of them share their outer nodes
  std::vector<ReportRequest> reports;
  PluginSettings plugins;
};

// Key path and TOML value of `--set KEY=VALUE`; a value that is not TOML is taken as a string.
struct Setting {
  std::string key, value;
  std::string option = "--set";  // for messages
};

// What must be there: pricing components takes no workload. One that is there is read and checked all the same.
enum class Needs { everything, hardware };

// Reads, merges includes, applies settings, checks. Throws Errors (exit 3 or 6) with everything that is wrong.
Project load(const std::string &file, const std::vector<Setting> &settings = {}, Needs needs = Needs::everything);

}  // namespace forge::project
