// SPDX-License-Identifier: Apache-2.0
//
// What stderr is: a terminal or not, how wide, and whether colours are welcome. Used by the log, the progress line and
// the program.
#pragma once

namespace forge::terminal {

bool on_stderr();

// Columns of the terminal behind stderr; 80 where that is not known.
unsigned width();

// A terminal, NO_COLOR unset or empty (no-color.org), and TERM not "dumb".
bool has_colours();

}  // namespace forge::terminal
