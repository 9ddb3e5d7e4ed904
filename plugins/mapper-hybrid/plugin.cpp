// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "hybrid.hpp"

FORGE_PLUGIN("mapper-hybrid", "1.0.0", "Apache-2.0", "hybrid search", forge::sdk::Samplers<forge::plugins::Hybrid>)
