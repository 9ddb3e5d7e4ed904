// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "edram.hpp"

FORGE_PLUGIN("edram", "1.0.0", "Apache-2.0", "component model edram",
             forge::sdk::Components<forge::plugins::edram::Edram>)
