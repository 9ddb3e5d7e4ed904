// SPDX-License-Identifier: Apache-2.0
#include "plugin/process.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <set>
#include <string_view>
#include <system_error>

#include "plugin/call.hpp"

namespace forge::plugin {
namespace {

namespace fs = std::filesystem;

// The table that a plugin gets, and what it points to.
struct Result : forge_process_result {
  ProcessOutcome outcome;
  std::vector<forge_str> texts;
};

[[noreturn]] void refuse(const std::string &text) {
  throw ProcessRefusal(FORGE_INVALID, text);
}

forge_str text_of(const std::string &bytes) {
  return {bytes.data(), bytes.size()};
}

std::string bytes_of(forge_str text) {
  return text.ptr == nullptr ? std::string() : std::string(text.ptr, static_cast<std::size_t>(text.len));
}

// For names and arguments: what a system call would cut is refused.
std::string word_of(forge_str text, const char *what) {
  std::string word = bytes_of(text);
  if (word.find('\0') != std::string::npos) {
    refuse(std::string(what) + " has a NUL in it");
  }
  return word;
}

std::string plain_name(forge_str text, std::set<std::string> &taken) {
  std::string name = word_of(text, "the name of a file");
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos || name.size() > 200) {
    refuse("'" + name + "' is no plain name of a file");
  }
  if (!taken.insert(name).second) {
    refuse("the name '" + name + "' is given twice");
  }
  return name;
}

std::string variable(const char *name) {
  const char *value = std::getenv(name);
  return value != nullptr ? value : "";
}

// "~/x" is below HOME; other paths stay.
fs::path expanded(const std::string &path) {
  if (path.substr(0, 2) != "~/") {
    return path;
  }
  const fs::path home = variable("HOME");
  if (!home.is_absolute()) {
    refuse("'" + path + "': HOME is not set");
  }
  return home / path.substr(2);
}

bool is_program(const fs::path &file) {
  std::error_code failed;
  return fs::is_regular_file(file, failed) && access(file.c_str(), X_OK) == 0;
}

fs::path program_of(forge_str text) {
  const std::string name = word_of(text, "the name of the program");
  if (name.empty()) {
    refuse("no program is named");
  }
  if (name.find('/') == std::string::npos) {
    const auto found = program_on_path(name);
    if (!found) {
      refuse("there is no program '" + name + "' on PATH");
    }
    return *found;
  }
  const fs::path file = expanded(name);
  if (!file.is_absolute()) {
    refuse("the program '" + name + "' is neither a name on PATH nor an absolute path");
  }
  if (!is_program(file)) {
    refuse("there is no program '" + file.string() + "'");
  }
  return file;
}

fs::path directory_of(forge_str text, const fs::path &program) {
  const std::string name = word_of(text, "the name of a directory");
  fs::path directory = expanded(name);
  std::error_code failed;
  if (!directory.is_absolute()) {
    directory = fs::canonical(program, failed).parent_path() / directory;
  }
  if (name.empty() || !fs::is_directory(directory, failed)) {
    refuse("there is no directory '" + directory.string() + "'");
  }
  return directory;
}

ProcessSpec checked(const forge_process_request *request) {
  constexpr std::uint64_t most = 10000;  // of each list
  constexpr double longest = 7 * 86400.0;
  if (request == nullptr || !FORGE_HAS(request, forge_process_request, seconds)) {
    refuse("the request is shorter than that of ABI 1.2");
  }
  if (request->n_arguments > most || request->n_files > most || request->n_links > most || request->n_wanted > most) {
    refuse("the request has more than 10000 arguments or files");
  }
  if (!(request->seconds > 0 && request->seconds <= longest)) {
    refuse("the time limit is not above 0 s and below a week");
  }
  ProcessSpec spec;
  spec.file = program_of(request->program);
  spec.input = bytes_of(request->input);
  spec.limit = std::chrono::milliseconds(std::max<std::int64_t>(1, std::llround(request->seconds * 1000)));
  for (std::uint64_t i = 0; i < request->n_arguments; ++i) {
    spec.arguments.push_back(word_of(request->arguments[i], "an argument"));
  }
  std::set<std::string> taken;
  for (std::uint64_t i = 0; i < request->n_files; ++i) {
    spec.files.emplace_back(plain_name(request->files[i].name, taken), bytes_of(request->files[i].bytes));
  }
  for (std::uint64_t i = 0; i < request->n_links; ++i) {
    const forge_process_link &link = request->links[i];
    spec.links.emplace_back(plain_name(link.name, taken), directory_of(link.directory, spec.file));
  }
  std::set<std::string> wanted;
  for (std::uint64_t i = 0; i < request->n_wanted; ++i) {
    spec.wanted.push_back(plain_name(request->wanted[i], wanted));
  }
  return spec;
}

const forge_process_result *handed_over(ProcessOutcome outcome, bool is_cached) {
  auto result = std::make_unique<Result>();
  result->outcome = std::move(outcome);
  const ProcessOutcome &own = result->outcome;
  for (const auto &file : own.files) {
    result->texts.push_back(file ? text_of(*file) : forge_str{nullptr, 0});
  }
  static_cast<forge_process_result &>(*result) = {
      sizeof(forge_process_result),
      (own.is_cut ? std::uint32_t{FORGE_PROCESS_CUT} : 0U) | (is_cached ? std::uint32_t{FORGE_PROCESS_CACHED} : 0U),
      own.ending == ProcessOutcome::Ending::exited   ? FORGE_PROCESS_EXITED
      : own.ending == ProcessOutcome::Ending::killed ? FORGE_PROCESS_KILLED
                                                     : FORGE_PROCESS_LATE,
      own.code,
      text_of(own.output),
      text_of(own.errors),
      result->texts.data(),
      result->texts.size()};
  return result.release();
}

forge_status failed(forge_error *error, forge_status status, const char *words) noexcept {
  if (error == nullptr || !FORGE_HAS(error, forge_error, capacity)) {
    return status;
  }
  error->code = status;
  if (error->text != nullptr && error->capacity > 0) {
    try {
      std::string text = printable(words);
      text.resize(std::min<std::size_t>(text.size(), static_cast<std::size_t>(error->capacity) - 1));
      while (!is_utf8(text)) {  // cut on a character boundary
        text.pop_back();
      }
      std::memcpy(error->text, text.c_str(), text.size() + 1);
    } catch (...) {  // the status says it without words
      error->text[0] = '\0';
    }
  }
  return status;
}

}  // namespace

std::optional<fs::path> program_on_path(const std::string &name) {
  std::string path = variable("PATH");
  if (path.empty()) {
    path = "/usr/local/bin:/usr/bin:/bin";
  }
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find(':', begin), path.size());
    const fs::path directory = path.substr(begin, end - begin);
    // Relative ones would mean another program in another working directory.
    if (directory.is_absolute() && is_program(directory / name)) {
      return directory / name;
    }
    begin = end + 1;
  }
  return std::nullopt;
}

forge_status ProcessService::run(const forge_process_request *request, const forge_process_result **out,
                                 forge_error *error, const std::function<bool()> &is_cancelled) noexcept {
  if (out == nullptr) {
    return failed(error, FORGE_INVALID, "there is no place for the result");
  }
  *out = nullptr;
  try {
    const ProcessSpec spec = checked(request);
    const auto key = (request->flags & FORGE_PROCESS_CACHE) != 0 ? cache_.key_of(spec) : std::nullopt;
    if (auto known = key ? cache_.find(*key) : std::nullopt) {
      *out = handed_over(std::move(*known), true);
      return FORGE_OK;
    }
    ProcessOutcome outcome = run_process(spec, is_cancelled);
    if (key) {
      cache_.keep(*key, outcome);
    }
    *out = handed_over(std::move(outcome), false);
    return FORGE_OK;
  } catch (const ProcessRefusal &refusal) {
    return failed(error, refusal.status(), refusal.what());
  } catch (const std::exception &defect) {
    return failed(error, FORGE_INTERNAL, defect.what());
  } catch (...) {
    return failed(error, FORGE_INTERNAL, "an unknown exception");
  }
}

void ProcessService::release(const forge_process_result *result) noexcept {
  delete static_cast<const Result *>(result);
}

}  // namespace forge::plugin
