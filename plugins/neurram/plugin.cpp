// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "neurram.hpp"

using forge::sdk::published::Model;
namespace neurram = forge::plugins::neurram;

FORGE_PLUGIN("neurram", "1.0.0", "Apache-2.0", "components of NeuRRAM (Nature 2022)",
             forge::sdk::Components<Model<neurram::shift_add>, Model<neurram::adc>, Model<neurram::analog_sample>,
                                    Model<neurram::analog_integrator>>)
