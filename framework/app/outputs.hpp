// SPDX-License-Identifier: Apache-2.0
//
// Reports from their request to their bytes: looked up and checked before the work starts, written when it is done.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "app/session.hpp"
#include "plugin/writer.hpp"
#include "support/table.hpp"

namespace forge::app {

struct PlannedReport {
  const plugin::Writer *writer;
  plugin::OptionValues options;
  std::optional<std::filesystem::path> file;  // none: stdout
};

// `chosen` on the command line take the place of the project's requests, with the options that the project gives to
// the same writer. Nothing asked for: text to stdout. Throws Errors with all that is wrong: unknown writers, wrong
// options, files that can't be written or that two reports claim.
std::vector<PlannedReport> plan_reports(Session &session, const std::vector<ReportChoice> &chosen);

// All reports are made before the first one is written, files before stdout: a failing writer leaves nothing behind.
void write_reports(const Session &session, const std::vector<PlannedReport> &reports, const std::vector<Table> &tables);

}  // namespace forge::app
