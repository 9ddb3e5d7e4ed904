/* SPDX-License-Identifier: Apache-2.0
 * Leaves another rounding mode behind. */
#include <fenv.h>
#include <forge/abi/component.h>
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  fesetround(FE_UPWARD);
  return evaluate(self, batch, error);
}
