/* SPDX-License-Identifier: Apache-2.0
 * Wrong for few inputs only: what --fuzz is for. */
#include <forge/abi/component.h>

static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  const forge_status status = evaluate(self, batch, error);
  for (uint64_t i = 0; i < batch->n_rows; ++i) {
    if (batch->input[0][i] > 30000 && batch->input[0][i] < 30060) {
      batch->output[0][i] = -1;
    }
  }
  return status;
}
