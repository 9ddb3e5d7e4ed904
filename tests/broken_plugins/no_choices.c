/* SPDX-License-Identifier: Apache-2.0
 * A choice between nothing. */
#define INPUT_COLUMN \
  { .struct_size = sizeof(forge_column_info), .kind = FORGE_CHOICE, .name = TEXT("size") }
#include "good_component.h"
