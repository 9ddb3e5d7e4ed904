/* SPDX-License-Identifier: Apache-2.0
 * Fails, and fills the text to the brim. */
#include <forge/abi/component.h>
#include <string.h>
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  (void)self;
  if (batch->n_rows > 0) {
    memset(error->text, 0xff, error->capacity);
    return FORGE_INTERNAL;
  }
  return FORGE_OK;
}
