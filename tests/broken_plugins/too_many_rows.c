/* SPDX-License-Identifier: Apache-2.0
 * Says that it wrote more than there is room for. */
#include <forge/abi/sampler.h>

static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error);
#define ASK odd
#include "good_sampler.h"
static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error) {
  const forge_status status = ask(self, points, error);
  points->n_rows = points->capacity + 1;
  return status;
}
