/* SPDX-License-Identifier: Apache-2.0
 * Greets on stdout. */
#include <stdio.h>
#define AT_ENTRY printf("Thank you for choosing zoo!\n")
#include "good_component.h"
