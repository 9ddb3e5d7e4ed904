/* SPDX-License-Identifier: Apache-2.0
 * Nobody set struct_size. */
#define PLUGIN_SIZE 0
#include "good_component.h"
