/* SPDX-License-Identifier: Apache-2.0
 * Writes one row behind the end. */
#include <forge/abi/component.h>

static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  const forge_status status = evaluate(self, batch, error);
  batch->output[0][batch->n_rows] = 0;
  return status;
}
