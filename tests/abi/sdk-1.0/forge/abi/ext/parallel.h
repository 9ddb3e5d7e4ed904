/* SPDX-License-Identifier: Apache-2.0
 *
 * Host extension "forge.parallel/1": a parallel-for on the host's pool, for plugins that need all cores. */
#ifndef FORGE_ABI_EXT_PARALLEL_H
#define FORGE_ABI_EXT_PARALLEL_H

#include "../plugin.h"

#define FORGE_PARALLEL_ID "forge.parallel/1"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct forge_parallel {
  uint32_t struct_size;
  uint32_t pad0;
  uint32_t (*n_threads)(const forge_host *host); /* [any] >= 1 */
  /* Calls body(context, i, thread) once for each i in 0 ... n - 1, with thread < n_threads(), and returns when
   * all are done. Bodies run concurrently, in no order; they must not throw and not call this function. [any] */
  void (*for_each)(const forge_host *host, uint64_t n, void *context,
                   void (*body)(void *context, uint64_t index, uint32_t thread));
} forge_parallel;

#ifdef __cplusplus
}
#endif
#endif
