/* SPDX-License-Identifier: Apache-2.0
 * Computes with whatever comes. */
#include <forge/abi/component.h>

static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  (void)self;
  (void)error;
  for (uint64_t i = 0; i < batch->n_rows; ++i) {
    batch->output[0][i] = 1e-15 * batch->input[0][i];
  }
  return FORGE_OK;
}
