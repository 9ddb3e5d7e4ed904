// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "sram.hpp"

FORGE_PLUGIN("sram", "1.1.0", "Apache-2.0", "component model sram", forge::sdk::Components<forge::plugins::sram::Sram>)
