/* SPDX-License-Identifier: Apache-2.0
 * Ends the process, and looks like success. */
#include <forge/abi/component.h>
#include <unistd.h>
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  if (batch->n_rows > 0) {
    _exit(0);
  }
  return evaluate(self, batch, error);
}
