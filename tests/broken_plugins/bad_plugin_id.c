/* SPDX-License-Identifier: Apache-2.0
 * A plugin without an id. */
#define PLUGIN_ID TEXT("")
#include "good_component.h"
