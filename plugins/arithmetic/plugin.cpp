// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"

#include "aladdin.hpp"
#include "arrays.hpp"
#include "functions.hpp"
#include "logic.hpp"
#include "typed_units.hpp"

using namespace forge::plugins::arithmetic;

FORGE_PLUGIN("arithmetic", "1.0.0", "Apache-2.0",
             "component models of arithmetic units, vector units and systolic arrays",
             forge::sdk::Components<AladdinAdder, AladdinMultiplier, AladdinComparator, AladdinCounter, AladdinLogic,
                                    AladdinShifter, AladdinShiftAdd, TypedAdder, TypedMultiplier, TypedMac, Exp,
                                    Reciprocal, Vector, Systolic, LogicGate, LogicAdder, LogicAdderTree, LogicMux,
                                    LogicFlipFlop, LogicShiftAdd, LogicMaxPool>)
