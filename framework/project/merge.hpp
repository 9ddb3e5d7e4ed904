// SPDX-License-Identifier: Apache-2.0
//
// How the tree of a file is laid over the trees of the files that it includes.
#pragma once

#include <string>

#include "project/problems.hpp"
#include "project/value.hpp"

namespace forge::project {

// `file` wins over `base`.
void merge_file(Table &base, Table file, Problems &problems);

// The name of an entry of [[architecture]] (memory = "GLB"), [[workload]] or [[mapping]] (einsum = "conv1"); "" where
// it has none. `section` is the key of the array.
std::string name_in_section(const Value &item, std::string_view section);

}  // namespace forge::project
