/* SPDX-License-Identifier: Apache-2.0
 * A shared library, but no plugin. */
#include <forge/abi/base.h>

FORGE_EXPORT int forge_plugin_vintage(void);
int forge_plugin_vintage(void) {
  return 1;
}
