// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "chip_link.hpp"
#include "crossbar.hpp"
#include "router.hpp"
#include "trees.hpp"
#include "wire.hpp"

using namespace forge::plugins::wires;

FORGE_PLUGIN(
    "wires", "1.0.0", "Apache-2.0",
    "component models of wires and networks: wire, link, router, crossbar, multicast and reduction tree, chip to chip",
    forge::sdk::Components<Wire, Link, Router, Crossbar, MulticastTree, ReductionTree, ChipToChip>)
