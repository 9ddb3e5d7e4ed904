// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "albireo.hpp"

using forge::sdk::published::Model;
namespace albireo = forge::plugins::albireo;

FORGE_PLUGIN("albireo", "1.0.0", "Apache-2.0", "photonic components of Albireo (ISCA 2021)",
             forge::sdk::Components<Model<albireo::tia>, Model<albireo::dac>, Model<albireo::mach_zehnder_modulator>,
                                    Model<albireo::micro_ring_resonator>, Model<albireo::double_micro_ring_resonator>,
                                    Model<albireo::photodiode>, Model<albireo::arrayed_waveguide_grating>,
                                    Model<albireo::star_coupler>, Model<albireo::laser>>)
