/* SPDX-License-Identifier: Apache-2.0
 * Offers nothing. */
#include <forge/abi/component.h>
static const void *none(const char *id) {
  (void)id;
  return NULL;
}
#define GET_INTERFACE none
#include "good_component.h"
