/* SPDX-License-Identifier: Apache-2.0
 * Compares interface ids by their beginning. */
#include <forge/abi/component.h>
#include <string.h>
static const void *by_prefix(const char *id);
#define GET_INTERFACE by_prefix
#include "good_component.h"
static const void *by_prefix(const char *id) {
  return strncmp(id, FORGE_COMPONENT_ID, strlen(FORGE_COMPONENT_ID)) == 0 ? &component_interface : NULL;
}
