// SPDX-License-Identifier: Apache-2.0
//
// Errors as the user sees them, on stderr: "file:line:column: error: text" and notes below it.
#pragma once

#include <string>

#include "support/error.hpp"

namespace forge::app {

// Without a newline at the end.
std::string to_text(const Error &error, bool colours);

// All print to stderr and return the exit code that belongs to it. Of several errors the lowest code counts: what is wrong
// with the project comes before what is wrong with a mapping of it.
int report_error(const Error &error);
int report_errors(const Errors &errors);
int report_defect(const std::string &what);  // a fault of forge itself

}  // namespace forge::app
