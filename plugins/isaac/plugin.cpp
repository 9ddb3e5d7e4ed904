// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "isaac.hpp"

using forge::sdk::published::Model;
namespace isaac = forge::plugins::isaac;

FORGE_PLUGIN("isaac", "1.0.0", "Apache-2.0", "components of ISAAC (ISCA 2016)",
             forge::sdk::Components<Model<isaac::adc>, Model<isaac::dac>, Model<isaac::edram>, Model<isaac::edram_bus>,
                                    Model<isaac::router>, Model<isaac::router_shared_by_four>, Model<isaac::shift_add>,
                                    Model<isaac::chip2chip_link>>)
