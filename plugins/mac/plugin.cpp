// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "mac.hpp"

FORGE_PLUGIN("mac", "1.1.0", "Apache-2.0", "component model mac", forge::sdk::Components<forge::plugins::mac::Mac>)
