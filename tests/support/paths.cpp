// SPDX-License-Identifier: Apache-2.0
#include "support/paths.hpp"

namespace forge::test {

const char *const source_directory = FORGE_SOURCE_DIR;
const char *const build_directory = FORGE_BUILD_DIR;
const char *const forge_executable = FORGE_EXECUTABLE;

}  // namespace forge::test
