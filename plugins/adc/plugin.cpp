// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "adc.hpp"

FORGE_PLUGIN("adc", "1.0.0", "Apache-2.0", "component model adc", forge::sdk::Components<forge::plugins::adc::Adc>)
