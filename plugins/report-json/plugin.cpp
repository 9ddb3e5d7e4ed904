// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"

#include "json_writer.hpp"

FORGE_PLUGIN("report-json", "1.0.0", "Apache-2.0", "results.json", forge::sdk::Reports<forge::plugins::JsonWriter>)
