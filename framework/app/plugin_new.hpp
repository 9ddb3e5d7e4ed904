// SPDX-License-Identifier: Apache-2.0
//
// `forge plugin new`: a project of its own that builds a plugin against forge-sdk and passes `forge plugin check`.
#pragma once

#include <map>
#include <string>

namespace forge::app {

struct NewPlugin {
  std::string name;                // of the folder, the plugin and the library; an id
  std::string kind = "component";  // component, sampler, solver, report
  std::string language = "c++";    // c++, c
};

// Writes the folder `name`. Throws Error{usage} where the name is no id or the folder is there already, and
// Error{file}.
int new_plugin(const NewPlugin &wanted);

// The files of sdk/templates, by name; put into the program by scripts/cmake/ForgeEmbed.cmake.
const std::map<std::string, std::string> &plugin_templates();

}  // namespace forge::app
