// SPDX-License-Identifier: Apache-2.0
//
// Work that runs plugins is done in a child process, so that forge can say which plugin was at fault when it crashes or
// ends the process, and that it is still waiting when a plugin does not come back.
#pragma once

#include <functional>

namespace forge::app {

// In the child: runs `body` and returns what it returns, or throws what it throws; the caller goes on to end the
// process as ever. In the parent: waits, passes signals on, and returns the child's exit code, or 5 where a plugin
// ended the child. Before any thread is started. Where no child can be made, and where FORGE_SUPERVISOR=off (for
// debuggers), `body` runs here.
int supervised(const std::function<int()> &body);

}  // namespace forge::app
