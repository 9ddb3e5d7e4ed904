// SPDX-License-Identifier: Apache-2.0
//
// `forge schema`: the JSON Schema of the project file, laid out to be read.
#pragma once

namespace forge::app {

int print_schema();

}  // namespace forge::app
