/* SPDX-License-Identifier: Apache-2.0
 * Wants a function of the host, which exports none. */
extern void forge_register_model(const char *name);
#define AT_ENTRY forge_register_model("zoo")
#include "good_component.h"
