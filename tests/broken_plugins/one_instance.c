/* SPDX-License-Identifier: Apache-2.0
 * All instances are the same one. */
#include <forge/abi/component.h>
static forge_status same(const forge_host *host, uint32_t model, const forge_str *texts, uint32_t n_texts,
                         forge_component **out, forge_error *error);
static void nothing(forge_component *self) {
  (void)self;
}
#define CREATE same
#define DESTROY nothing
#include "good_component.h"
static forge_component only;
static forge_status same(const forge_host *host, uint32_t model, const forge_str *texts, uint32_t n_texts,
                         forge_component **out, forge_error *error) {
  (void)host;
  (void)texts;
  (void)n_texts;
  *out = &only;
  say(error, "there is one model, 0");
  return model == 0 ? FORGE_OK : FORGE_INVALID;
}
