// SPDX-License-Identifier: Apache-2.0
#include "app/plugin_new.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "report/files.hpp"
#include "support/error.hpp"

namespace forge::app {
namespace {

namespace fs = std::filesystem;

using Words = std::map<std::string, std::string>;

// Where this forge is installed, or its build tree: what find_package needs.
std::string prefix() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  return failed ? "/usr/local" : program.parent_path().parent_path().string();
}

// How a project uses the plugin.
std::string usage(const NewPlugin &wanted) {
  if (wanted.kind == "component") {
    return "[[architecture]]\nmemory = \"Buffer\"\nsize = \"64 KiB\"\nmodel = { component = \"" + wanted.name +
           "\" }\n";
  }
  if (wanted.kind == "report") {
    return "[[report]]\nwriter = \"" + wanted.name + "\"\n";
  }
  return "[mapper]\nstrategy = \"" + wanted.name + "\"\n";
}

std::string kind_words(const std::string &kind) {
  if (kind == "component") {
    return "component model";
  }
  return kind == "report" ? "report writer" : "search strategy (" + kind + ")";
}

Words words_for(const NewPlugin &wanted) {
  const bool is_c = wanted.language == "c";
  return {{"name", wanted.name},
          {"kind", kind_words(wanted.kind)},
          {"header", wanted.kind},
          {"languages", is_c ? "C" : "CXX"},
          {"source", is_c ? "plugin.c" : "plugin.cpp"},
          {"libraries", is_c ? "\ntarget_link_libraries(" + wanted.name + " PRIVATE m)" : ""},
          {"prefix", prefix()},
          {"usage", usage(wanted)}};
}

// The template with {{word}} replaced.
std::string filled(const std::string &name, const Words &words) {
  const std::string &text = plugin_templates().at(name);
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = std::min(text.find("{{", at), text.size());
    const std::size_t end = text.find("}}", begin);
    result.append(text, at, begin - at);
    if (begin == text.size() || end == std::string::npos) {
      result.append(text, begin);
      break;
    }
    const auto word = words.find(text.substr(begin + 2, end - begin - 2));
    if (word == words.end()) {  // braces of the language, such as {{0}}
      result.append(text, begin, 2);
      at = begin + 2;
      continue;
    }
    result += word->second;
    at = end + 2;
  }
  return result;
}

void check_name(const std::string &name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool good =
      !name.empty() && name.size() <= 64 && plain(name.front()) &&
      std::all_of(name.begin(), name.end(), [&](char c) { return plain(c) || c == '-' || c == '_' || c == '.'; });
  if (!good) {
    throw Error{ErrorKind::usage, "'" + name + "' is no name for a plugin"}.note(
        "it is 1 to 64 lower case letters, digits, '-', '_' and '.', a letter or digit first; vendor first, as in "
        "acme-memories");
  }
}

}  // namespace

int new_plugin(const NewPlugin &wanted) {
  check_name(wanted.name);
  const fs::path folder = wanted.name;
  std::error_code failed;
  if (fs::exists(folder, failed)) {
    throw Error{ErrorKind::usage, "'" + wanted.name + "' is there already"};
  }
  const Words words = words_for(wanted);
  const std::string suffix = wanted.language == "c" ? ".c" : ".cpp";
  fs::create_directory(folder, failed);
  if (failed) {
    throw Error{ErrorKind::file, "cannot make the folder '" + wanted.name + "': " + failed.message()};
  }
  report::write_file(folder / words.at("source"), filled(wanted.kind + suffix, words));
  report::write_file(folder / "CMakeLists.txt", filled("CMakeLists.txt.in", words));
  report::write_file(folder / "README.md", filled("README.md.in", words));
  report::write_file(folder / ".gitignore", filled("gitignore.in", words));
  report::write_stdout("made " + wanted.name + ", see " + wanted.name +
                       "/README.md; to build and check it:\n  cmake -S " + wanted.name + " -B " + wanted.name +
                       "/build -DCMAKE_PREFIX_PATH=" + words.at("prefix") + "\n  cmake --build " + wanted.name +
                       "/build\n  ctest --test-dir " + wanted.name + "/build\n");
  return 0;
}

}  // namespace forge::app
