// SPDX-License-Identifier: Apache-2.0
//
// Sanitizers make each case ten times slower, and look for other faults than wrong figures: they get fewer cases.
#pragma once

namespace forge::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(NDEBUG)
inline constexpr bool slow_build = true;
#else
inline constexpr bool slow_build = false;
#endif

}  // namespace forge::test
