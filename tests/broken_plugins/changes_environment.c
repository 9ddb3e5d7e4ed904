/* SPDX-License-Identifier: Apache-2.0
 * Sets a variable of the environment. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#define AT_ENTRY setenv("ZOO", "1", 1)
#include "good_component.h"
