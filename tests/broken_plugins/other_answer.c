/* SPDX-License-Identifier: Apache-2.0
 * Gives another answer each time. */
#include <forge/abi/solver.h>

static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error);
#define SOLVE odd
#include "good_solver.h"
static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error) {
  static int calls = 0;
  const forge_status status = solve(self, problem, sink, certificate, error);
  if (++calls % 2 == 0) {
    strncpy(error->text, "not today", error->capacity - 1);
    return FORGE_UNSUPPORTED;
  }
  return status;
}
