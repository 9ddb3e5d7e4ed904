// SPDX-License-Identifier: Apache-2.0
//
// project::load on any bytes. A line "#### base.toml" begins a second file that the first may include, a line
// "#### set" begins settings, one KEY=VALUE on each line, as --set gives them.
//
// What loads without an error is looked at further: the paths of its Einsums, their mapspaces, and the mappings of some
// points must be free of errors, too.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "bytes.hpp"
#include "model/mapspace.hpp"
#include "project/project.hpp"
#include "verdict.hpp"

namespace {

using namespace forge;

// A directory in memory, for the life of the process; the fuzzer's workers have one each.
class Directory {
 public:
  Directory() : path_("/dev/shm/forge-fuzz-" + std::to_string(getpid())) { std::filesystem::create_directories(path_); }
  Directory(const Directory &) = delete;
  Directory &operator=(const Directory &) = delete;
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string write(const std::string &name, std::string_view text) const {
    const auto file = path_ / name;
    std::ofstream(file, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
    return file.string();
  }

 private:
  std::filesystem::path path_;
};

// The text up to a line that is `mark`; the rest stays in `text`.
std::string_view part(std::string_view &text, std::string_view mark) {
  const auto at = text.find(mark);
  const auto head = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view{} : text.substr(at + mark.size());
  return head;
}

std::vector<project::Setting> settings_of(std::string_view lines) {
  std::vector<project::Setting> settings;
  while (!lines.empty() && settings.size() < 8) {
    std::string_view line = part(lines, "\n");
    const std::string key(part(line, "="));
    settings.push_back({key, std::string(line)});
  }
  return settings;
}

// Whatever a project without errors describes can be laid out.
void look_further(const project::Project &project) {
  for (std::size_t i = 0; i < project.workload.einsums.size() && i < 4; ++i) {
    for (const auto &path : project.architecture.paths_for(project.workload.einsums[i])) {
      const model::Mapspace mapspace(project.workload, i, project.architecture, path, project.mapper.retain);
      std::vector<std::int32_t> point;
      for (const auto &variable : mapspace.variables()) {
        if (variable.n_values < 1) {
          fuzz::finding("a decision without values");
        }
        point.push_back(variable.n_values - 1);
      }
      mapspace.mapping(point);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  static const Directory directory;
  std::string_view text(reinterpret_cast<const char *>(data), size);
  std::string_view files = part(text, "#### set\n");
  const std::string main_file = directory.write("project.toml", part(files, "#### base.toml\n"));
  directory.write("base.toml", files);
  const auto settings = settings_of(text);
  fuzz::accept({ErrorKind::project, ErrorKind::file, ErrorKind::mapping}, [&] {
    const auto project = project::load(main_file, settings);
    look_further(project);
  });
  return 0;
}
