/* SPDX-License-Identifier: Apache-2.0
 * Linked without -z defs: something is missing. */
extern void nobody_has_this(void);
#define AT_ENTRY nobody_has_this()
#include "good_component.h"
