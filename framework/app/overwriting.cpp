// SPDX-License-Identifier: Apache-2.0
#include "app/overwriting.hpp"

#include <fmt/format.h>

#include <system_error>

namespace forge::app {

namespace fs = std::filesystem;

fs::path place_of(const fs::path &file) {
  std::error_code failed;
  const auto absolute = fs::absolute(file, failed);
  const auto path = failed ? file : absolute;
  const auto resolved = fs::weakly_canonical(path, failed);
  return failed ? path : resolved;
}

void refuse_overwriting(const project::Project &project, const std::string &what, const fs::path &file,
                        ErrorKind kind) {
  for (const auto &read : project.files) {
    std::error_code failed;  // where one of them is not there
    if (fs::equivalent(file, read, failed) && !failed) {
      throw Error{kind, fmt::format("{} would overwrite {}, which the project reads", what, file.string())}.note(
          "name another file");
    }
  }
}

}  // namespace forge::app
