/* SPDX-License-Identifier: Apache-2.0
 * Goes on when it is told to stop. */
#include <forge/abi/solver.h>

static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error);
#define SOLVE odd
#include "good_solver.h"
static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error) {
  while (self->host->is_cancelled(self->host)) {
  }
  return solve(self, problem, sink, certificate, error);
}
