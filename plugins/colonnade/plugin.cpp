// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "colonnade.hpp"

using forge::sdk::published::Model;
namespace colonnade = forge::plugins::colonnade;

FORGE_PLUGIN("colonnade", "1.0.0", "Apache-2.0", "components of Colonnade (JSSC 2021)",
             forge::sdk::Components<Model<colonnade::cim_logic>, Model<colonnade::input_port>,
                                    Model<colonnade::pipeline_register>>)
