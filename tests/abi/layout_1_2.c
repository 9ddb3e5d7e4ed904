/* SPDX-License-Identifier: Apache-2.0
 *
 * What ABI 1.2 appends to the layout of ABI 1.1; see layout_1_0.c. */
#include "forge/abi/component.h"
#include "forge/abi/ext/process.h"

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

/* ext/process.h */
CHECK(sizeof(forge_process_file) == 32 && offsetof(forge_process_file, bytes) == 16);     /* frozen */
CHECK(sizeof(forge_process_link) == 32 && offsetof(forge_process_link, directory) == 16); /* frozen */
GROWS(forge_process_request, 112);
FIELD(forge_process_request, flags, 4);
FIELD(forge_process_request, program, 8);
FIELD(forge_process_request, arguments, 24);
FIELD(forge_process_request, n_arguments, 32);
FIELD(forge_process_request, input, 40);
FIELD(forge_process_request, files, 56);
FIELD(forge_process_request, n_files, 64);
FIELD(forge_process_request, links, 72);
FIELD(forge_process_request, n_links, 80);
FIELD(forge_process_request, wanted, 88);
FIELD(forge_process_request, n_wanted, 96);
FIELD(forge_process_request, seconds, 104);
GROWS(forge_process_result, 64);
FIELD(forge_process_result, flags, 4);
FIELD(forge_process_result, ending, 8);
FIELD(forge_process_result, code, 12);
FIELD(forge_process_result, output, 16);
FIELD(forge_process_result, errors, 32);
FIELD(forge_process_result, files, 48);
FIELD(forge_process_result, n_files, 56);
GROWS(forge_process, 24);
FIELD(forge_process, run, 8);
FIELD(forge_process, release, 16);
CHECK(FORGE_PROCESS_CACHE == 1u && FORGE_PROCESS_CUT == 1u && FORGE_PROCESS_CACHED == 2u);
CHECK(FORGE_PROCESS_EXITED == 0 && FORGE_PROCESS_KILLED == 1 && FORGE_PROCESS_LATE == 2);

CHECK(FORGE_ABI_MINOR >= 2);
