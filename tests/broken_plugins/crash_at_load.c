/* SPDX-License-Identifier: Apache-2.0
 * Dies in a constructor. */
#include <signal.h>
__attribute__((constructor)) static void crash(void) {
  raise(SIGSEGV);
}
#include "good_component.h"
