/* SPDX-License-Identifier: Apache-2.0
 * Proves that what it found cannot be. */
#include <forge/abi/solver.h>

static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error);
#define SOLVE odd
#include "good_solver.h"
static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error) {
  const forge_status status = solve(self, problem, sink, certificate, error);
  certificate->bound = 1e30;
  return status;
}
