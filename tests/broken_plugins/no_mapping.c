/* SPDX-License-Identifier: Apache-2.0
 * Says OK and gives no mapping. */
#include <forge/abi/solver.h>

static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error);
#define SOLVE odd
#include "good_solver.h"
static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error) {
  (void)self;
  (void)problem;
  (void)sink;
  (void)certificate;
  (void)error;
  return FORGE_OK;
}
