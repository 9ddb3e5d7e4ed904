// SPDX-License-Identifier: Apache-2.0
//
// Projects that others wrote: the reference data where it is at hand, and everything in configs/.
#include <filesystem>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/paths.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> projects_below(const fs::path &directory) {
  std::vector<fs::path> files;
  if (fs::exists(directory)) {
    for (const auto &entry : fs::recursive_directory_iterator(directory)) {
      const bool optimum = entry.path().parent_path().filename() == "optima" && entry.path().extension() == ".toml";
      if (entry.path().filename() == "project.toml" || optimum) {
        files.push_back(entry.path());
      }
    }
  }
  return files;
}

}  // namespace

TEST_CASE("every project of the reference data loads, or needs what is not built yet") {
  for (const auto &file : projects_below(fs::path(forge::test::source_directory) / "../shared/reference")) {
    const auto message = refused(file.string()).message;
    const bool expected = message.empty() || message.find("are not supported yet") != std::string::npos;
    INFO(message);
    CHECK(expected);
  }
}

TEST_CASE("every project in configs/ loads") {
  const auto files = projects_below(fs::path(forge::test::source_directory) / "configs");
  CHECK(files.size() >= 5);
  for (const auto &file : files) {
    CHECK(refused(file.string()).message == "");
  }
}

TEST_CASE("every project in tests/data/projects loads") {
  const auto files = projects_below(fs::path(forge::test::source_directory) / "tests/data/projects");
  CHECK(files.size() >= 4);
  for (const auto &file : files) {
    CHECK(refused(file.string()).message == "");
  }
}

}  // namespace forge::project::test
