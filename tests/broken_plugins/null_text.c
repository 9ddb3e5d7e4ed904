/* SPDX-License-Identifier: Apache-2.0
 * A text that is null, but not empty. */
#define PLUGIN_SUMMARY \
  { 0, 7 }
#include "good_component.h"
