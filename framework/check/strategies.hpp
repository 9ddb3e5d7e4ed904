// SPDX-License-Identifier: Apache-2.0
//
// The parts of stage 5: what samplers and solvers have to do.
#pragma once

#include <forge/abi/sampler.h>
#include <forge/abi/solver.h>

#include "check/check.hpp"
#include "check/child.hpp"
#include "plugin/strategy.hpp"

namespace forge::check {

// `index` is the strategy's place in the table.
void check_sampler(const plugin::Strategy &strategy, const forge_sampler_interface &table, std::uint32_t index,
                   const plugin::OptionValues &values, const Options &options, Reporter &reporter);

void check_solver(const plugin::Strategy &strategy, const forge_solver_interface &table, std::uint32_t index,
                  const plugin::OptionValues &values, const SolverCase &problem, const Options &options,
                  Reporter &reporter);

}  // namespace forge::check
