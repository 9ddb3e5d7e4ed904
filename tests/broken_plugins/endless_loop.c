/* SPDX-License-Identifier: Apache-2.0
 * Never comes back. */
#include <forge/abi/component.h>

static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  for (volatile int forever = 1; forever;) {
  }
  return evaluate(self, batch, error);
}
