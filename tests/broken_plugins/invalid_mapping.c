/* SPDX-License-Identifier: Apache-2.0
 * Hands over half a nest. */
#include <forge/abi/solver.h>

static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error);
#define SOLVE odd
#include "good_solver.h"
static forge_status odd(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error) {
  const double claim = 1;
  const forge_solution solution = {
      .struct_size = sizeof(forge_solution), .n_nodes = 1, .node = zoo_nest, .claim = &claim};
  (void)self;
  (void)problem;
  (void)certificate;
  sink->incumbent(sink, &solution, error);
  return FORGE_OK;
}
