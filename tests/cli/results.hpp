// SPDX-License-Identifier: Apache-2.0
//
// results.json of a run that has to succeed.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/process.hpp"

namespace forge::test {

inline nlohmann::json results_of(const Outcome &outcome) {
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  return nlohmann::json::parse(outcome.out);
}

// The mapping of the only Einsum as text of a project.
inline std::string mapping_of(const nlohmann::json &results) {
  const auto &einsum = results["einsums"][0];
  std::string nest;
  for (const auto &node : einsum["mapping"]) {
    std::string fields;
    for (const auto &[key, value] : node.items())
      fields += (fields.empty() ? "" : ", ") + key + " = " + value.dump();
    nest += "  { " + fields + " },\n";
  }
  return "[[mapping]]\neinsum = " + einsum["name"].dump() + "\nnest = [\n" + nest + "]\n";
}

}  // namespace forge::test
