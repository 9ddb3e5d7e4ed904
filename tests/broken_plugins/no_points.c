/* SPDX-License-Identifier: Apache-2.0
 * Gives up at once. */
#include <forge/abi/sampler.h>

static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error);
#define ASK odd
#include "good_sampler.h"
static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error) {
  (void)self;
  (void)error;
  points->n_rows = 0;
  return FORGE_OK;
}
