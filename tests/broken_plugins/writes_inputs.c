/* SPDX-License-Identifier: Apache-2.0
 * Scales its inputs where they stand. */
#include <forge/abi/component.h>

static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  for (uint64_t i = 0; i < batch->n_rows; ++i) {
    ((double *)(uintptr_t)batch->input[0])[i] *= 2;
  }
  return evaluate(self, batch, error);
}
