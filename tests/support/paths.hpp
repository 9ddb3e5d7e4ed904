// SPDX-License-Identifier: Apache-2.0
// Where the tree under test lies. In one source file, so that another clone finds all others in the compiler's cache.
#pragma once

namespace forge::test {

extern const char *const source_directory;
extern const char *const build_directory;
extern const char *const forge_executable;

}  // namespace forge::test
