// SPDX-License-Identifier: Apache-2.0
// What a fuzz target accepts from forge: errors of the expected kinds, with words. Everything else ends the process,
// which the fuzzer reports.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string>

#include "support/error.hpp"

namespace forge::fuzz {

[[noreturn]] inline void finding(const std::string &what) {
  std::fprintf(stderr, "finding: %s\n", what.c_str());
  std::abort();
}

inline void check(const Error &error, std::initializer_list<ErrorKind> expected) {
  if (std::find(expected.begin(), expected.end(), error.kind()) == expected.end()) {
    finding(std::string("unexpected kind of error: ") + error.what());
  }
  if (error.message().empty()) {
    finding("an error without words");
  }
}

// Runs `body`; errors are checked, other exceptions are findings.
template <class Body> void accept(std::initializer_list<ErrorKind> expected, const Body &body) {
  try {
    body();
  } catch (const Error &error) {
    check(error, expected);
  } catch (const Errors &errors) {
    if (errors.all().empty()) {
      finding("a list of errors without any");
    }
    for (const Error &error : errors.all()) {
      check(error, expected);
    }
  } catch (const std::exception &exception) {
    finding(std::string("an exception escaped: ") + exception.what());
  }
}

}  // namespace forge::fuzz
