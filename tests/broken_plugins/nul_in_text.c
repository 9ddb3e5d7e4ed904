/* SPDX-License-Identifier: Apache-2.0
 * A NUL inside of a text. */
#define PLUGIN_SUMMARY TEXT("before\0after")
#include "good_component.h"
