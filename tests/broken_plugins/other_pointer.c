/* SPDX-License-Identifier: Apache-2.0
 * Makes its table anew with each call. */
#define OWN_ENTRY
#include "good_component.h"

const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error) {
  static forge_plugin copies[1000];
  static int next = 0;
  (void)host;
  (void)error;
  copies[next] = zoo_plugin;
  return &copies[next++];
}
