/* SPDX-License-Identifier: Apache-2.0
 * Another thread, another result. */
#include <forge/abi/component.h>
#include <pthread.h>
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error);
#define EVALUATE odd
#include "good_component.h"
static forge_status odd(forge_component *self, const forge_batch *batch, forge_error *error) {
  static pthread_t first;
  static int is_known;
  if (!is_known) {
    first = pthread_self();
    is_known = 1;
  }
  const forge_status status = evaluate(self, batch, error);
  for (uint64_t i = 0; i < batch->n_rows; ++i) {
    batch->output[0][i] *= pthread_equal(first, pthread_self()) ? 1 : 2;
  }
  return status;
}
