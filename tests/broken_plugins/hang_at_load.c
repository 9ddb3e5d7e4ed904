/* SPDX-License-Identifier: Apache-2.0
 * Never comes back from the entry point. */
#define AT_ENTRY                             \
  for (volatile int forever = 1; forever;) { \
  }
#include "good_component.h"
