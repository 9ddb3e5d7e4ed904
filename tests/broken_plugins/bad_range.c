/* SPDX-License-Identifier: Apache-2.0
 * A range that is upside down. */
#define INPUT_COLUMN                                                                                               \
  {                                                                                                                \
    .struct_size = sizeof(forge_column_info), .kind = FORGE_REAL, .name = TEXT("size"), .lowest = 2, .highest = 1, \
    .preset = 1                                                                                                    \
  }
#include "good_component.h"
