// SPDX-License-Identifier: Apache-2.0
// One include for both major versions of Catch2; tests include nothing else of it. Use what both have:
// CHECK/REQUIRE, SECTION, GENERATE, TEMPLATE_TEST_CASE, Approx, and the matchers below by these names.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
namespace forge::test {
using Catch::Approx;
using Catch::Matchers::ContainsSubstring;
}  // namespace forge::test
#else
#include <catch2/catch.hpp>
namespace Catch {
using Catch::Detail::Approx;
}  // namespace Catch
namespace forge::test {
using Catch::Detail::Approx;
// NOLINTNEXTLINE(readability-identifier-naming): version 3's name
inline auto ContainsSubstring(const std::string &text) {
  return Catch::Matchers::Contains(text);
}
}  // namespace forge::test
#endif

namespace forge::test {
using Catch::Matchers::EndsWith;
using Catch::Matchers::Equals;
using Catch::Matchers::StartsWith;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
}  // namespace forge::test
