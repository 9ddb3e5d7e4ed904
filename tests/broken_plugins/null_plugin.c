/* SPDX-License-Identifier: Apache-2.0
 * Refuses without a word. */
#define OWN_ENTRY
#include "good_component.h"

const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error) {
  (void)host;
  (void)error;
  (void)zoo_plugin;
  return NULL;
}
