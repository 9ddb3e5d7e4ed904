// SPDX-License-Identifier: Apache-2.0
//
// `forge explain`: why a result is what it is: the formula behind each figure with its numbers, who priced what, what
// bounds the latency, and for an invalid mapping which limits it breaks and by how much.
#pragma once

#include <optional>
#include <string>

#include "app/options.hpp"

namespace forge::app {

// `component`: only this one. A project without a mapping is searched first.
int explain(const RunOptions &options, const std::optional<std::string> &component);

}  // namespace forge::app
