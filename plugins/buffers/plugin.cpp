// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "cache.hpp"
#include "smart_buffer.hpp"

FORGE_PLUGIN("buffers", "1.0.0", "Apache-2.0", "component models smart-buffer, cache",
             forge::sdk::Components<forge::plugins::buffers::SmartBuffer, forge::plugins::buffers::Cache>)
