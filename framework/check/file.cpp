// SPDX-License-Identifier: Apache-2.0
//
// Stage 0: what can be said of the file without running its code.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "check/stages.hpp"
#include "plugin/elf.hpp"

namespace forge::check {
namespace {

constexpr const char *spoken = "forge_plugin_v1";

bool is_number(const std::string &text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_entry_point(const std::string &symbol) {
  const std::string prefix = "forge_plugin_v";
  return symbol.starts_with(prefix) && is_number(symbol.substr(prefix.size()));
}

std::string first_of(const std::vector<std::string> &words) {
  constexpr std::size_t most = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, words.size()); ++i) {
    text += (i == 0 ? "" : ", ") + words[i];
  }
  return text + (words.size() > most ? " ..." : "");
}

void check_exports(const plugin::ElfFile &elf, Reporter &reporter) {
  std::vector<std::string> entries;
  std::vector<std::string> others;
  for (const auto &symbol : elf.exported) {
    (is_entry_point(symbol) ? entries : others).push_back(symbol);
  }
  if (entries.empty()) {
    reporter.failure("it does not export forge_plugin_v1: it is no plugin of forge");
  } else if (std::find(entries.begin(), entries.end(), spoken) == entries.end()) {
    reporter.failure("built for plugin ABI " + entries.back().substr(std::string(spoken).size() - 1) +
                     ", this forge speaks 1");
  }
  if (!others.empty()) {
    reporter.failure("it exports " + std::to_string(others.size()) + " symbols besides its entry point: " +
                     first_of(others) + "; build with hidden visibility and the export map of the SDK");
  }
}

// "libc.so.6: GLIBC_2.34" -> 2, 34
std::vector<unsigned long> numbers_of(const std::string &version) {
  std::vector<unsigned long> numbers;
  for (std::size_t at = version.rfind('_'); at < version.size();) {
    numbers.push_back(std::strtoul(version.c_str() + at + 1, nullptr, 10));
    at = version.find('.', at + 1);
  }
  return numbers;
}

// Of each family ("libc.so.6: GLIBC") the newest version.
std::vector<std::string> newest(const std::vector<std::string> &versions) {
  std::map<std::string, std::string> families;
  for (const auto &version : versions) {
    std::string &best = families[version.substr(0, version.rfind('_'))];
    if (best.empty() || numbers_of(best) < numbers_of(version)) {
      best = version;
    }
  }
  std::vector<std::string> result;
  result.reserve(families.size());
  for (const auto &[family, version] : families) {
    result.push_back(version);
  }
  return result;
}

// Sanitizers put symbols into every library that they build.
bool is_of_a_sanitizer(const std::string &symbol) {
  return symbol.starts_with("__asan") || symbol.starts_with("__ubsan") || symbol.starts_with("__odr_asan") ||
         symbol.starts_with("__tsan") || symbol.starts_with("__start___sancov") ||
         symbol.starts_with("__stop___sancov");
}

}  // namespace

void check_file(const Context &context, Reporter &reporter) {
  reporter.step("reading the ELF file");
  plugin::ElfFile elf = plugin::read_elf(context.file);
  elf.exported.erase(std::remove_if(elf.exported.begin(), elf.exported.end(), is_of_a_sanitizer), elf.exported.end());
  check_exports(elf, reporter);
  for (const auto &symbol : elf.undefined) {
    if (symbol.starts_with("forge_") || symbol.find("5forge") != std::string::npos) {
      reporter.failure("it needs the symbol '" + symbol + "' of the host; the host exports none");
    }
  }
  for (const auto &library : elf.needed) {
    if (library.starts_with("libforge")) {
      reporter.failure("it needs the library '" + library + "': a plugin links nothing of forge");
    }
  }
  if (elf.text_relocations) {
    reporter.failure("it has text relocations; compile it with -fPIC");
  }
  if (!elf.needed.empty()) {
    std::string list;
    for (const auto &library : elf.needed) {
      list += (list.empty() ? "" : ", ") + library;
    }
    reporter.note("needs " + list);
  }
  if (!elf.needed_versions.empty()) {
    reporter.note("needs the versions " + first_of(newest(elf.needed_versions)));
  }
}

}  // namespace forge::check
