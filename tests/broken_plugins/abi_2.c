/* SPDX-License-Identifier: Apache-2.0
 * Speaks a major version that does not exist yet. */
#include <forge/abi/plugin.h>

FORGE_EXPORT const void *forge_plugin_v2(const forge_host *host, forge_error *error);
const void *forge_plugin_v2(const forge_host *host, forge_error *error) {
  (void)host;
  (void)error;
  return NULL;
}
