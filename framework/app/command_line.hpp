// SPDX-License-Identifier: Apache-2.0
//
// The command line: what `forge --help` shows. Knows words and options, and calls the commands.
#pragma once

namespace forge::app {

// Returns the exit code. Throws Error{usage} where the command line is wrong, and what the commands throw.
int run_command_line(int argc, char **argv);

}  // namespace forge::app
