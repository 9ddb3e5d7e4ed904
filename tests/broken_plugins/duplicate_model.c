/* SPDX-License-Identifier: Apache-2.0
 * Two models with the same id. */
#include <forge/abi/component.h>
static const forge_model_info *twice(uint32_t model);
#define INFO_OF_MODEL twice
#include "good_component.h"
static const forge_model_info *twice(uint32_t model) {
  return model < 2 ? &zoo_model : NULL;
}
