// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "capacitor.hpp"
#include "cells.hpp"
#include "dac.hpp"
#include "drivers.hpp"
#include "multiplier.hpp"
#include "sample_hold.hpp"

using namespace forge::plugins::in_memory;

FORGE_PLUGIN(
    "in-memory", "1.0.0", "Apache-2.0",
    "component models of mixed-signal and in-memory computing: DACs, capacitors, array cells and their drivers",
    forge::sdk::Components<Capacitor, SampleHold, C2cDac, R2rDac, DualR2rDac, C2cMultiplier, SramCell, RramCell,
                           PcmCell, SttramCell, RowDrivers, ColumnDrivers, ArrayAdc>)
