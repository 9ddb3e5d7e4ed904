// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "regfile.hpp"

FORGE_PLUGIN("regfile", "1.0.0", "Apache-2.0", "component model regfile",
             forge::sdk::Components<forge::plugins::regfile::RegisterFile>)
