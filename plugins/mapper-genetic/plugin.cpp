// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "genetic.hpp"

FORGE_PLUGIN("mapper-genetic", "1.0.0", "Apache-2.0", "genetic search", forge::sdk::Samplers<forge::plugins::Genetic>)
