/* SPDX-License-Identifier: Apache-2.0
 * Believes in a model of its own. */
#include <forge/abi/solver.h>

static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error);
#define SOLVE odd
#include "good_solver.h"
static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error) {
  const double claim = 0.5 * cost(sink, error);
  (void)self;
  (void)problem;
  (void)certificate;
  hand_over(sink, &claim, error);
  return FORGE_OK;
}
