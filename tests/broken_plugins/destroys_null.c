/* SPDX-License-Identifier: Apache-2.0
 * destroy(NULL) is legal, but not here. */
#include <forge/abi/component.h>
#include <stdlib.h>
static void careless(forge_component *self);
#define DESTROY careless
#include "good_component.h"
static void careless(forge_component *self) {
  ((volatile forge_component *)self)->model = 1;
  free(self);
}
