/* SPDX-License-Identifier: Apache-2.0
 * Built without hidden visibility: its helpers may be replaced by those of others. */
#include "good_component.h"

FORGE_EXPORT int helper(void);
int helper(void) {
  return 1;
}
