// SPDX-License-Identifier: Apache-2.0
//
// A project file with everything that it includes, as one tree of values.
#pragma once

#include <optional>
#include <string>

#include "project/problems.hpp"
#include "project/value.hpp"

namespace forge::project {

// Included files come first, in their order; what stands later wins. Tables are merged key by key. A node or Einsum
// whose name exists already refines it, a mapping replaces that of the same Einsum, reports replace reports. A file
// that is included twice counts once. Reports what is wrong; nothing where a file could not be read at all.
std::optional<Table> read_with_includes(const std::string &file, Problems &problems);

}  // namespace forge::project
