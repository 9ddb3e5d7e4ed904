// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "raaam.hpp"

using forge::sdk::published::Model;
namespace raaam = forge::plugins::raaam;

FORGE_PLUGIN("raaam", "1.0.0", "Apache-2.0", "gain-cell eDRAM of RAAAM (SSC-L 2020)",
             forge::sdk::Components<Model<raaam::edram>>)
