/* SPDX-License-Identifier: Apache-2.0
 * A value that the variable does not have. */
#include <forge/abi/sampler.h>

static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error);
#define ASK odd
#include "good_sampler.h"
static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error) {
  const forge_status status = ask(self, points, error);
  if (points->n_rows > 0) {
    points->value[0] = self->space->variable[0].n_values;
  }
  return status;
}
