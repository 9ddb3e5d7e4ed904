/* SPDX-License-Identifier: Apache-2.0
 * Reads behind its list of models. */
#include <forge/abi/component.h>
static const forge_model_info *beyond(uint32_t model);
#define INFO_OF_MODEL beyond
#include "good_component.h"
static const forge_model_info *beyond(uint32_t model) {
  if (model > 0) {
    __builtin_trap();
  }
  return &zoo_model;
}
