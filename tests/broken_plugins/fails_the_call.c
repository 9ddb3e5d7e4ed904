/* SPDX-License-Identifier: Apache-2.0
 * One bad row, and the whole batch has failed. */
#include <forge/abi/component.h>

static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  for (uint64_t i = 0; i < batch->n_rows; ++i) {
    if (!is_size(batch->input[0][i])) {
      say(error, "the size is outside of the range");
      return FORGE_INVALID;
    }
  }
  return evaluate(self, batch, error);
}
