// SPDX-License-Identifier: Apache-2.0
#include "plugin/search_path.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string_view>
#include <system_error>

namespace forge::plugin {
namespace fs = std::filesystem;
namespace {

fs::path installed_plugins() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  return failed ? fs::path{} : program.parent_path().parent_path() / "lib" / "forge" / "plugins";
}

bool is_file(const fs::path &path) {
  std::error_code failed;
  return fs::is_regular_file(path, failed);
}

}  // namespace

std::vector<fs::path> search_path(const std::vector<std::string> &first) {
  std::vector<fs::path> all(first.begin(), first.end());
  const char *variable = std::getenv("FORGE_PLUGIN_PATH");
  for (std::string_view rest = variable == nullptr ? "" : variable; !rest.empty();) {
    const auto end = std::min(rest.find(':'), rest.size());
    all.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  all.push_back(installed_plugins());

  std::vector<fs::path> result;
  for (const auto &directory : all) {
    std::error_code failed;
    fs::path absolute = fs::absolute(directory, failed).lexically_normal();
    if (!absolute.has_filename()) {  // "a/" is "a"
      absolute = absolute.parent_path();
    }
    if (!directory.empty() && std::find(result.begin(), result.end(), absolute) == result.end()) {
      result.push_back(absolute);
    }
  }
  return result;
}

std::vector<fs::path> candidates(const std::vector<fs::path> &path) {
  std::vector<fs::path> result;
  std::set<fs::path> seen;
  for (const auto &directory : path) {
    std::vector<fs::path> files;
    std::error_code failed;
    for (const auto &entry : fs::directory_iterator(directory, failed)) {
      if (entry.path().extension() == ".so" && is_file(entry.path())) {
        files.push_back(entry.path());
      }
    }
    std::sort(files.begin(), files.end());
    for (const auto &file : files) {
      if (seen.insert(fs::weakly_canonical(file, failed)).second) {
        result.push_back(file);
      }
    }
  }
  return result;
}

fs::path find(const std::string &name_or_path, const std::vector<fs::path> &path, std::vector<std::string> &tried) {
  const auto is_there = [&](const fs::path &file) {
    tried.push_back(file.string());
    return is_file(file);
  };
  if (name_or_path.find('/') != std::string::npos && is_there(name_or_path)) {
    return name_or_path;
  }
  if (fs::path(name_or_path).is_absolute()) {
    return {};
  }
  const bool has_suffix = name_or_path.ends_with(".so");
  for (const auto &directory : path) {
    fs::path file = directory / (has_suffix ? name_or_path : name_or_path + ".so");
    if (is_there(file)) {
      return file;
    }
  }
  return {};
}

}  // namespace forge::plugin
