// SPDX-License-Identifier: Apache-2.0
//
// Maps and evaluates every Einsum of a project: with the mapping that it gives, else with a search.
#pragma once

#include "app/session.hpp"
#include "evaluate/evaluator.hpp"
#include "evaluate/result.hpp"
#include "search/progress.hpp"

namespace forge::app {

// Throws Errors{mapping} with every Einsum whose given mapping is invalid or for which nothing valid was found. After
// an interrupt the result holds what was found so far, and a warning names what is missing.
evaluate::RunResult run_workload(Session &session, const evaluate::Evaluator &evaluator, search::Progress &progress);

// The given mapping's result. Throws Errors{mapping}: all that is wrong with its structure, or the limits it breaks.
evaluate::EinsumResult evaluate_given(const project::Project &project, const evaluate::Evaluator &evaluator,
                                      const model::Mapping &mapping);

}  // namespace forge::app
