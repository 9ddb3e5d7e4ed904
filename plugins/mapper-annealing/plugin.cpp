// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "annealing.hpp"

FORGE_PLUGIN("mapper-annealing", "1.0.0", "Apache-2.0", "simulated annealing",
             forge::sdk::Samplers<forge::plugins::Annealing>)
