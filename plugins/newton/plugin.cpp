// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "newton.hpp"

using forge::sdk::published::Model;
namespace newton = forge::plugins::newton;

FORGE_PLUGIN("newton", "1.0.0", "Apache-2.0", "adaptive ADC of Newton (IEEE Micro 2018)",
             forge::sdk::Components<Model<newton::adaptive_adc>>)
