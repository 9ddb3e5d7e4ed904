/* SPDX-License-Identifier: Apache-2.0
 * Forgets its output. */
#include <forge/abi/component.h>

static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  (void)self;
  (void)batch;
  (void)error;
  return FORGE_OK;
}
