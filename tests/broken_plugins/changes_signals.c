/* SPDX-License-Identifier: Apache-2.0
 * Installs a signal handler. */
#include <signal.h>
static void handle(int signal) {
  (void)signal;
}
#define AT_ENTRY signal(SIGINT, handle)
#include "good_component.h"
