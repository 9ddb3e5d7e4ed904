// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "optimal.hpp"

FORGE_PLUGIN("mapper-optimal", "1.0.0", "Apache-2.0", "optimal mappings with a proof",
             forge::sdk::Solvers<forge::plugins::Optimal>)
