// SPDX-License-Identifier: Apache-2.0
//
// [[component]]: components made of others. Where a node or a part names one, its expressions get their values there:
// a parameter is what the name stands for in the expressions of its parts, counts and actions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/architecture.hpp"
#include "project/reader.hpp"

namespace forge::project {

// Gives every model of `architecture` that names a component of the project its parts. A component of the project is
// taken before a plugin's model of the same name.
void put_in_compounds(const Table &project, const model::ModelParameters &technology, Context &context,
                      model::Architecture &architecture);

}  // namespace forge::project
