/* SPDX-License-Identifier: Apache-2.0
 * Says OK and gives nothing. */
#include <forge/abi/component.h>
static forge_status nothing(const forge_host *host, uint32_t model, const forge_str *texts, uint32_t n_texts,
                            forge_component **out, forge_error *error) {
  (void)host;
  (void)texts;
  (void)n_texts;
  (void)out;
  (void)error;
  return model == 0 ? FORGE_OK : FORGE_INVALID;
}
#define CREATE nothing
#include "good_component.h"
