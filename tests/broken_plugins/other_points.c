/* SPDX-License-Identifier: Apache-2.0
 * The seed is not the only source of its luck. */
#include <forge/abi/sampler.h>

static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error);
#define ASK odd
#include "good_sampler.h"
static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error) {
  static uint32_t calls = 0;
  const forge_status status = ask(self, points, error);
  for (uint64_t i = 0; i < points->n_rows; ++i) {
    points->value[i * self->space->n_variables] =
        (int32_t)((++calls * 2654435761u >> 8) % (uint32_t)self->space->variable[0].n_values);
  }
  return status;
}
