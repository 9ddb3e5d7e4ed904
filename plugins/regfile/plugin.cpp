// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "fifo.hpp"
#include "regfile.hpp"
#include "register.hpp"

FORGE_PLUGIN("regfile", "1.1.0", "Apache-2.0", "component models regfile, register, fifo",
             forge::sdk::Components<forge::plugins::regfile::RegisterFile, forge::plugins::regfile::Register,
                                    forge::plugins::regfile::Fifo>)
