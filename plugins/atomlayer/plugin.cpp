// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "atomlayer.hpp"

using forge::sdk::published::Model;
namespace atomlayer = forge::plugins::atomlayer;

FORGE_PLUGIN("atomlayer", "1.0.0", "Apache-2.0", "components of AtomLayer (DAC 2018)",
             forge::sdk::Components<Model<atomlayer::register_ladder>, Model<atomlayer::input_buffer_transfers>>)
