/* SPDX-License-Identifier: Apache-2.0
 * Hands over nothing as a nest. */
#include <forge/abi/solver.h>

static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error);
#define SOLVE odd
#include "good_solver.h"
static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error) {
  const forge_solution solution = {.struct_size = sizeof(forge_solution)};
  (void)self;
  (void)problem;
  (void)certificate;
  sink->incumbent(sink, &solution, error);
  return FORGE_OK;
}
