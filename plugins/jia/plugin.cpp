// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "jia.hpp"
#include "zero_comparator.hpp"

using forge::sdk::published::Model;
namespace jia = forge::plugins::jia;

FORGE_PLUGIN("jia", "1.0.0", "Apache-2.0", "digital components of Jia et al. (JSSC 2020)",
             forge::sdk::Components<Model<jia::shift_add>, Model<jia::datapath>, jia::ZeroComparator>)
