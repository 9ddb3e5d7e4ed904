// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "linear.hpp"

FORGE_PLUGIN("mapper-linear", "1.0.0", "Apache-2.0", "linear pruned search",
             forge::sdk::Samplers<forge::plugins::Linear>)
