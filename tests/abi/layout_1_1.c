/* SPDX-License-Identifier: Apache-2.0
 *
 * What ABI 1.1 appends to the layout of ABI 1.0; see layout_1_0.c. */
#include "forge/abi/problem.h"

#ifdef __cplusplus
#define CHECK(condition) static_assert(condition, #condition)
#else
#define CHECK(condition) _Static_assert(condition, #condition)
#endif

#define FIELD(type, field, offset) CHECK(offsetof(type, field) == (offset))
#define GROWS(type, size) CHECK(sizeof(type) == (size) || (FORGE_ABI_MINOR > 1 && sizeof(type) > (size)))
#define IS(name, value) CHECK((name) == (value))

/* problem.h */
GROWS(forge_problem, 400);
FIELD(forge_problem, objective_node, 384);
FIELD(forge_problem, instances, 392);
IS(FORGE_OCCUPANCY, 4);
IS(FORGE_INSTANCES, 5);

CHECK(FORGE_ABI_MINOR >= 1);
