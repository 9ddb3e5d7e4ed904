// SPDX-License-Identifier: Apache-2.0
// Strategy "optimal": the best mapping of an Einsum, with the proof that there is no better one.
#pragma once

#include <string_view>

#include "forge/sdk/solver.hpp"

namespace forge::plugins {

class Optimal {
 public:
  static constexpr std::string_view id = "optimal";
  static constexpr std::string_view summary =
      "the best mapping, proven; for energy, latency, their products, what nodes hold or use, or a Pareto set";

  explicit Optimal(const sdk::SolverSetup &setup) : host_(setup.host) {}

  sdk::Certificate solve(const forge_problem &problem, const sdk::SolverSink &sink) const;

 private:
  sdk::Host host_;
};

}  // namespace forge::plugins
