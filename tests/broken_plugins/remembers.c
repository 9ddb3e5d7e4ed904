/* SPDX-License-Identifier: Apache-2.0
 * A batch depends on the batches before it. */
#include <forge/abi/component.h>

static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  static double wear = 1;
  const forge_status status = evaluate(self, batch, error);
  for (uint64_t i = 0; i < batch->n_rows; ++i) {
    batch->output[0][i] *= wear;
  }
  wear += 1e-3;
  return status;
}
