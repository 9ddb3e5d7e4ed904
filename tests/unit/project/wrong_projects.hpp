// SPDX-License-Identifier: Apache-2.0
//
// The table of wrong projects: a project that is right, changes that make it wrong, and what forge says then.
#pragma once

#include <string_view>
#include <vector>

#include "support/error.hpp"

namespace forge::project::test {

struct Edit {
  std::string_view from, to;  // the first place where `from` stands
};

struct WrongProject {
  const char *what;
  std::vector<Edit> edits;   // of right_project, in this order
  std::string_view message;  // all errors; the file is called p.toml. "..." at the end: the beginning of them
  ErrorKind kind = ErrorKind::project;
};

extern const std::string_view right_project;

extern const std::vector<WrongProject> wrong_syntax, wrong_keys, wrong_types, wrong_units, wrong_expressions,
    wrong_numbers, wrong_workload, wrong_architecture, wrong_mapper, wrong_mapping, wrong_trees;

}  // namespace forge::project::test
