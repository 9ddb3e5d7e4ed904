/* SPDX-License-Identifier: Apache-2.0
 * Follows a null pointer. */
#include <forge/abi/component.h>

static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  (void)self;
  (void)error;
  volatile double *volatile nowhere = NULL;
  if (batch->n_rows > 0) {
    *nowhere = 1;
  }
  return FORGE_OK;
}
