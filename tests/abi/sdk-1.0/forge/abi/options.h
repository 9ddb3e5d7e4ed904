/* SPDX-License-Identifier: Apache-2.0
 *
 * A strategy's or report writer's own options, as the user wrote them under `options = { ... }` in the project,
 * checked against the descriptions that the plugin gives and completed with its presets. */
#ifndef FORGE_ABI_OPTIONS_H
#define FORGE_ABI_OPTIONS_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Both arrays answer the descriptions by index: number[i] for real, integer, flag and choice options, text[i]
 * for texts and files; the other one is 0 or empty. */
typedef struct forge_options {
  uint32_t struct_size;
  uint32_t n_options;
  const double *number;  /* [n_options] */
  const forge_str *text; /* [n_options] */
} forge_options;

#ifdef __cplusplus
}
#endif
#endif
