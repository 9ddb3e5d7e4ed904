/* SPDX-License-Identifier: Apache-2.0
 * A text in Latin-1. */
#define PLUGIN_SUMMARY \
  TEXT(                \
      "Gr\xf6\xdf"     \
      "e")
#include "good_component.h"
