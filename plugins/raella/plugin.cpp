// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "buffers.hpp"
#include "correction.hpp"
#include "quantization.hpp"

namespace raella = forge::plugins::raella;

FORGE_PLUGIN("raella", "1.0.0", "Apache-2.0", "components of RAELLA (ISCA 2023)",
             forge::sdk::Components<raella::InputBuffer, raella::FlagRegister, raella::OutputCorrection,
                                    forge::sdk::published::Model<raella::quant_multiplier>, raella::QuantEdram>)
