// SPDX-License-Identifier: Apache-2.0
// Runs a program of the user through the host ("forge.process/1", see forge/abi/ext/process.h, which says what the program
// finds and what happens to it):
//
//   ProcessRequest request;
//   request.program = "cacti";
//   request.arguments = {"-infile", "memory.cfg"};
//   request.files = {{"memory.cfg", text}};
//   request.wanted = {"memory.cfg.out"};
//   const ProcessResult result = run_process(host, request);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "forge/abi/ext/process.h"
#include "forge/sdk/error.hpp"
#include "forge/sdk/host.hpp"
#include "forge/sdk/text.hpp"

namespace forge::sdk {

struct ProcessFile {
  std::string name;  // plain
  std::string bytes;
};
struct ProcessLink {
  std::string name;       // plain
  std::string directory;  // absolute, "~/...", or relative to where the program lies
};

struct ProcessRequest {
  std::string program;  // a name, looked up on PATH; or a path that is absolute or begins with "~/"
  std::vector<std::string> arguments;
  std::string input;
  std::vector<ProcessFile> files;
  std::vector<ProcessLink> links;
  std::vector<std::string> wanted;  // names of files whose bytes are wanted
  double seconds = 60;
  bool is_cacheable = false;  // the result depends on nothing else, see FORGE_PROCESS_CACHE
};

struct ProcessResult {
  enum class Ending { exited, killed, late };
  Ending ending = Ending::exited;
  int code = 0;            // exit status, or signal
  bool is_cut = false;     // something was longer than what the host keeps
  bool is_cached = false;  // of an earlier run
  std::string output, errors;
  std::vector<std::optional<std::string>> files;  // as `wanted`; nothing where the program left none

  bool succeeded() const noexcept { return ending == Ending::exited && code == 0; }
  // "exit status 1", "signal 11", "no end in time"
  std::string ending_words() const {
    return ending == Ending::late     ? std::string("no end in time")
           : ending == Ending::exited ? "exit status " + std::to_string(code)
                                      : "signal " + std::to_string(code);
  }
};

// Does this host know how to run programs? It may refuse nevertheless.
inline bool can_run_processes(const Host &host) noexcept {
  const auto *table = host.extension<forge_process>(FORGE_PROCESS_ID);
  return table != nullptr && FORGE_HAS(table, forge_process, release);
}

// Throws Failure with the host's status and words where the program did not run; how it ended stands in the result.
inline ProcessResult run_process(const Host &host, const ProcessRequest &request) {
  if (!can_run_processes(host)) {
    throw Unsupported("this needs a host that runs programs: forge with ABI 1.2 or later");
  }
  const auto views = [](const std::vector<std::string> &texts) {
    std::vector<forge_str> result;
    for (const auto &text : texts) {
      result.push_back(to_abi(text));
    }
    return result;
  };
  const auto arguments = views(request.arguments);
  const auto wanted = views(request.wanted);
  std::vector<forge_process_file> files;
  for (const auto &file : request.files) {
    files.push_back({to_abi(file.name), to_abi(file.bytes)});
  }
  std::vector<forge_process_link> links;
  for (const auto &link : request.links) {
    links.push_back({to_abi(link.name), to_abi(link.directory)});
  }
  const forge_process_request asked{.struct_size = sizeof(forge_process_request),
                                    .flags = request.is_cacheable ? std::uint32_t{FORGE_PROCESS_CACHE} : 0U,
                                    .program = to_abi(request.program),
                                    .arguments = arguments.data(),
                                    .n_arguments = arguments.size(),
                                    .input = to_abi(request.input),
                                    .files = files.data(),
                                    .n_files = files.size(),
                                    .links = links.data(),
                                    .n_links = links.size(),
                                    .wanted = wanted.data(),
                                    .n_wanted = wanted.size(),
                                    .seconds = request.seconds};
  const auto *table = host.extension<forge_process>(FORGE_PROCESS_ID);
  char text[2048] = "";
  forge_error error{sizeof(forge_error), FORGE_OK, text, sizeof(text)};

  // Given back whatever happens while it is copied.
  struct Held {
    const forge_process &table;
    const Host &host;
    const forge_process_result *result = nullptr;
    ~Held() { table.release(host.abi(), result); }
  } held{*table, host};
  const forge_status status = table->run(host.abi(), &asked, &held.result, &error);
  if (status != FORGE_OK || held.result == nullptr) {
    throw Failure(status != FORGE_OK ? status : FORGE_INTERNAL, text);
  }

  const forge_process_result &from = *held.result;
  ProcessResult result;
  result.ending = from.ending == FORGE_PROCESS_EXITED ? ProcessResult::Ending::exited
                  : from.ending == FORGE_PROCESS_LATE ? ProcessResult::Ending::late
                                                      : ProcessResult::Ending::killed;
  result.code = from.code;
  result.is_cut = (from.flags & FORGE_PROCESS_CUT) != 0;
  result.is_cached = (from.flags & FORGE_PROCESS_CACHED) != 0;
  result.output = to_view(from.output);
  result.errors = to_view(from.errors);
  result.files.resize(request.wanted.size());
  for (std::size_t i = 0; i < result.files.size() && i < from.n_files; ++i) {
    if (from.files[i].ptr != nullptr) {
      result.files[i] = std::string(to_view(from.files[i]));
    }
  }
  return result;
}

}  // namespace forge::sdk
