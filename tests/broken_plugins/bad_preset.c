/* SPDX-License-Identifier: Apache-2.0
 * A preset that the range does not allow. */
#define INPUT_COLUMN                                                                                               \
  {                                                                                                                \
    .struct_size = sizeof(forge_column_info), .kind = FORGE_REAL, .name = TEXT("size"), .lowest = 1, .highest = 2, \
    .preset = 3                                                                                                    \
  }
#include "good_component.h"
