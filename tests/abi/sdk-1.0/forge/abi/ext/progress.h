/* SPDX-License-Identifier: Apache-2.0
 *
 * Host extension "forge.progress/1": what a long call wants to show. */
#ifndef FORGE_ABI_EXT_PROGRESS_H
#define FORGE_ABI_EXT_PROGRESS_H

#include "../plugin.h"

#define FORGE_PROGRESS_ID "forge.progress/1"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct forge_progress {
  uint32_t struct_size;
  uint32_t pad0;
  /* share: 0 ... 1, or NaN when unknown. text: one short line, may be empty. Cheap; the host limits the rate. [any] */
  void (*report)(const forge_host *host, double share, forge_str text);
} forge_progress;

#ifdef __cplusplus
}
#endif
#endif
