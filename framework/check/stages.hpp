// SPDX-License-Identifier: Apache-2.0
//
// The stages of the checker, each in a file of its own. They run in a child process, throw Error or report failures,
// and stop where going on makes no sense.
#pragma once

#include <filesystem>

#include "check/check.hpp"
#include "check/child.hpp"

namespace forge::check {

struct Context {
  std::filesystem::path file;
  const Options &options;
};

void check_file(const Context &context, Reporter &reporter);
void check_load(const Context &context, Reporter &reporter);
void check_tables(const Context &context, Reporter &reporter);
void check_instances(const Context &context, Reporter &reporter);
void check_batches(const Context &context, Reporter &reporter);
void check_strategies(const Context &context, Reporter &reporter);
void check_reports(const Context &context, Reporter &reporter);
void check_random_rows(const Context &context, Reporter &reporter);

}  // namespace forge::check
