/* SPDX-License-Identifier: Apache-2.0
 * A plugin table without its last member. */
#define PLUGIN_SIZE (sizeof(forge_plugin) - sizeof(void *))
#include "good_component.h"
