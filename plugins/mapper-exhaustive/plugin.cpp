// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "exhaustive.hpp"

FORGE_PLUGIN("mapper-exhaustive", "1.0.0", "Apache-2.0", "exhaustive search",
             forge::sdk::Samplers<forge::plugins::Exhaustive>)
