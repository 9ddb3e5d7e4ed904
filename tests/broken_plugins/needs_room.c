/* SPDX-License-Identifier: Apache-2.0
 * Writes a generation of 50 points wherever it is told to. */
#include <forge/abi/sampler.h>

static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error);
#define ASK odd
#include "good_sampler.h"
static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error) {
  (void)error;
  memset(points->value, 0, 50 * self->space->n_variables * sizeof(int32_t));
  points->n_rows = points->capacity < 50 ? points->capacity : 50;
  return FORGE_OK;
}
