// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "brahms.hpp"

using forge::sdk::published::Model;
namespace brahms = forge::plugins::brahms;

FORGE_PLUGIN("brahms", "1.0.0", "Apache-2.0", "DAC of BRAHMS (DAC 2021)", forge::sdk::Components<Model<brahms::dac>>)
