/* SPDX-License-Identifier: Apache-2.0
 * Writes one row in front of the beginning. */
#include <forge/abi/component.h>

static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  const forge_status status = evaluate(self, batch, error);
  if (batch->n_rows > 0) {
    batch->output[0][-1] = 0;
  }
  return status;
}
