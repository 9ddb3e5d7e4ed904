/* SPDX-License-Identifier: Apache-2.0
 *
 * What ABI 1.2 appends to the layout of ABI 1.1; see layout_1_0.c. */
#include "forge/abi/component.h"

#ifdef __cplusplus
#define CHECK(condition) static_assert(condition, #condition)
#else
#define CHECK(condition) _Static_assert(condition, #condition)
#endif

#define FIELD(type, field, offset) CHECK(offsetof(type, field) == (offset))
#define GROWS(type, size) CHECK(sizeof(type) == (size) || (FORGE_ABI_MINOR > 2 && sizeof(type) > (size)))

/* base.h */
GROWS(forge_column_info, 128);
FIELD(forge_column_info, covered_lowest, 112);
FIELD(forge_column_info, covered_highest, 120);

/* component.h */
GROWS(forge_model_info, 80);
FIELD(forge_model_info, classes, 56);
FIELD(forge_model_info, accuracy, 72);

CHECK(FORGE_ABI_MINOR >= 2);
