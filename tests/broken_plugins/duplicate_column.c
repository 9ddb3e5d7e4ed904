/* SPDX-License-Identifier: Apache-2.0
 * Two inputs with the same name. */
#include <forge/abi/component.h>
static const forge_column_info *twice(uint32_t model, uint32_t column);
#define INFO_OF_INPUT twice
#include "good_component.h"
static const forge_column_info *twice(uint32_t model, uint32_t column) {
  return model == 0 && column < 2 ? &zoo_input : NULL;
}
