/* SPDX-License-Identifier: Apache-2.0
 * Refuses politely. */
#define OWN_ENTRY
#include "good_component.h"

const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error) {
  (void)host;
  (void)zoo_plugin;
  say(error, "no license was found: set ACME_LICENSE");
  return NULL;
}
