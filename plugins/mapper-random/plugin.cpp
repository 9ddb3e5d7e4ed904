// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "random.hpp"

FORGE_PLUGIN("mapper-random", "1.0.0", "Apache-2.0", "random search", forge::sdk::Samplers<forge::plugins::Random>)
