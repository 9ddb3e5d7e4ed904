// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "forms.hpp"

using forge::sdk::published::Model;
namespace forms = forge::plugins::forms;

FORGE_PLUGIN("forms", "1.0.0", "Apache-2.0", "ADC of FORMS (ISCA 2021)", forge::sdk::Components<Model<forms::adc>>)
