/* SPDX-License-Identifier: Apache-2.0
 * A column of a kind that does not exist. */
#define INPUT_COLUMN \
  { .struct_size = sizeof(forge_column_info), .kind = 99, .name = TEXT("size"), .lowest = 1, .highest = 2, .preset = 1 }
#include "good_component.h"
