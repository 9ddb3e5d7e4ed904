// SPDX-License-Identifier: Apache-2.0
//
// results.json of a run that has to succeed.
#pragma once

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/process.hpp"

namespace forge::test {

inline nlohmann::json results_of(const Outcome &outcome) {
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  return nlohmann::json::parse(outcome.out);
}

}  // namespace forge::test
