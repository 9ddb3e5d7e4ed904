// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace forge::test {

// How often this thread has allocated from the heap with `new`. A program that calls it has its operator new replaced.
std::uint64_t allocations();

}  // namespace forge::test
