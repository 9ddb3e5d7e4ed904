// SPDX-License-Identifier: Apache-2.0
//
// `forge plugin list` and `info`: what plugins declare. Their code runs in child processes only.
#pragma once

#include <string>
#include <vector>

namespace forge::app {

enum class ListingFormat { text, json };

// Every plugin of `directories` and the search path; broken ones are listed with what is wrong.
int list_plugins(const std::vector<std::string> &directories, ListingFormat format);

// `what`: a file, a plugin's id or name, or the id of a model, strategy or writer. Throws Error{plugin}.
int show_plugin(const std::string &what, const std::vector<std::string> &directories, ListingFormat format);

}  // namespace forge::app
