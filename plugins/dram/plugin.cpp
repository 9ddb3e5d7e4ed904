// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "dram.hpp"

FORGE_PLUGIN("dram", "1.1.0", "Apache-2.0", "component model dram", forge::sdk::Components<forge::plugins::dram::Dram>)
