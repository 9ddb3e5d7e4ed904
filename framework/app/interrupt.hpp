// SPDX-License-Identifier: Apache-2.0
//
// Ctrl+C. The first one (or a SIGTERM) asks the search to stop: what was found is still written. The second one ends
// the program at once.
#pragma once

#include <atomic>

namespace forge::app {

// Set by the signal handler, never reset. The one piece of state that has to be global: a signal has no other address.
const std::atomic<bool> &interrupted();

void handle_interrupts();

}  // namespace forge::app
