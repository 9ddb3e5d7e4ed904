// SPDX-License-Identifier: Apache-2.0
//
// `forge plugin list | info | check | new` on the command line.
#pragma once

#include <CLI/App.hpp>

#include <functional>

namespace forge::app {

// Adds the subcommand. When the command line asks for one of its commands, `action` becomes what is to be done.
void add_plugin_commands(CLI::App &app, std::function<int()> &action);

}  // namespace forge::app
