// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "cache.hpp"
#include "smart_buffer.hpp"
#include "sram.hpp"

FORGE_PLUGIN(
    "sram", "1.1.0", "Apache-2.0", "component models sram, smart-buffer, cache",
    forge::sdk::Components<forge::plugins::sram::Sram, forge::plugins::sram::SmartBuffer, forge::plugins::sram::Cache>)
