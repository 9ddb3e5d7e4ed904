/* SPDX-License-Identifier: Apache-2.0
 * Changes how the whole process writes numbers. */
#include <locale.h>
#define AT_ENTRY setlocale(LC_ALL, "C.UTF-8")
#include "good_component.h"
