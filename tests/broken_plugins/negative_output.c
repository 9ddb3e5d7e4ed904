/* SPDX-License-Identifier: Apache-2.0
 * Energy comes out of it. */
#include <forge/abi/component.h>

static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  const forge_status status = evaluate(self, batch, error);
  for (uint64_t i = 0; i < batch->n_rows; ++i) {
    batch->output[0][i] = -1;
  }
  return status;
}
