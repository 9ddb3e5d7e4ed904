/* SPDX-License-Identifier: Apache-2.0
 * Looks for a good point for ever, and does not ask whether it is to stop. */
#include <forge/abi/sampler.h>

static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error);
#define ASK odd
#include "good_sampler.h"
static forge_status odd(forge_sampler *self, forge_points *points, forge_error *error) {
  for (volatile int forever = 1; forever;) {
  }
  return ask(self, points, error);
}
