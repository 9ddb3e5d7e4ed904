/* SPDX-License-Identifier: Apache-2.0
 * A text that would steer the terminal. */
#define PLUGIN_SUMMARY TEXT("rings the bell \a")
#include "good_component.h"
