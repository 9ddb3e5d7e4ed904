/* SPDX-License-Identifier: Apache-2.0
 * Never ends when nothing is feasible. */
#include <forge/abi/sampler.h>

static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error);
#define ASK odd
#include "good_sampler.h"
static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error) {
  while (self->n_infeasible > 100 && self->n_feasible == 0 && !self->host->is_cancelled(self->host)) {
  }
  return ask(self, points, error);
}
