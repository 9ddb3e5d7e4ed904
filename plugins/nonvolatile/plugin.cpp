// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "memory.hpp"

FORGE_PLUGIN("nonvolatile", "1.0.0", "Apache-2.0", "component models rram, pcm, sttram",
             forge::sdk::Components<forge::plugins::nonvolatile::Rram, forge::plugins::nonvolatile::Pcm,
                                    forge::plugins::nonvolatile::Sttram>)
