// SPDX-License-Identifier: Apache-2.0
//
// The JSON Schema of the project file, made from the tables that readers check against: editors complete with it.
#pragma once

#include <string>

namespace forge::project {

std::string schema();

}  // namespace forge::project
