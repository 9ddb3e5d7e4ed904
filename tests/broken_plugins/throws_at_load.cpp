/* SPDX-License-Identifier: Apache-2.0
 * A C++ exception leaves the entry point. */
#include <forge/abi/plugin.h>

#include <stdexcept>

const forge_plugin *forge_plugin_v1(const forge_host *, forge_error *) {
  throw std::runtime_error("no configuration");
}
