// SPDX-License-Identifier: Apache-2.0
//
// Loads projects from a temporary directory and tells what was said.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "project/project.hpp"
#include "support/temporary_directory.hpp"

namespace forge::project::test {

struct Refusal {
  std::string message;  // "" where nothing was refused
  ErrorKind kind = ErrorKind::internal;
  std::size_t errors = 0;
};

using Files = std::vector<std::pair<std::string, std::string>>;  // name, text

// Writes the files and loads the first one. The directory's name is left out of the message.
Refusal refused(const forge::test::TemporaryDirectory &directory, const Files &files,
                const std::vector<Setting> &settings = {});
// Loads a file that exists.
Refusal refused(const std::string &file, const std::vector<Setting> &settings = {});

// A small project that is right: DRAM, Buffer, fan-out PE, MAC; one Einsum, matmul. `more` stands at its end.
std::string small_project(const std::string &more = "");

// small_project, loaded.
Project loaded(const std::string &more = "", const std::vector<Setting> &settings = {});

}  // namespace forge::project::test
