// SPDX-License-Identifier: Apache-2.0
//
// Results of programs that depend on nothing but what went in, kept for the next run of forge: a file for each, named
// by a hash of the program, the arguments, the files and the linked directories. Losing it costs time only.
//
// It lies in $FORGE_CACHE; else in $XDG_CACHE_HOME/forge; else in ~/.cache/forge; below that in `process`. FORGE_CACHE=off:
// nowhere. At most 4096 results and 256 MiB: beyond, those that were not used for the longest time go, until a quarter
// is free.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "plugin/process_run.hpp"

namespace forge::plugin {

// All functions: any thread; several processes may share the directory. Failures of the file system are no errors:
// then nothing is found, or nothing kept.
class ProcessCache {
 public:
  ProcessCache();  // where the environment says
  explicit ProcessCache(std::filesystem::path directory) : directory_(std::move(directory)) {}

  // Names what the run depends on; nothing where a file of it can't be read, or a linked directory, with what lies behind
  // links inside of it, is too large (1000 files, 1000 directories, 64 MiB) to be looked at each time.
  std::optional<std::string> key_of(const ProcessSpec &spec);

  // A damaged result is none.
  std::optional<ProcessOutcome> find(const std::string &key) const;
  // Keeps results of exit status 0 that are whole.
  void keep(const std::string &key, const ProcessOutcome &outcome) const;

  static constexpr std::size_t most_results = 4096;
  static constexpr std::uintmax_t most_bytes = std::uintmax_t{256} << 20;

 private:
  std::string hash_of(const std::filesystem::path &file);
  void make_room() const;

  std::filesystem::path directory_;  // empty: nothing is kept
  std::mutex mutex_;
  std::map<std::string, std::string> hashes_;  // of files, by path, size and time of change
};

}  // namespace forge::plugin
