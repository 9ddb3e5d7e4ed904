/* SPDX-License-Identifier: Apache-2.0
 * Reports its progress on stdout. */
#include <forge/abi/component.h>
#include <stdio.h>
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  printf("evaluating %lu rows\\n", (unsigned long)batch->n_rows);
  return evaluate(self, batch, error);
}
