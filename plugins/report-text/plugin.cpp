// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"

#include "text_writer.hpp"

FORGE_PLUGIN("report-text", "1.0.0", "Apache-2.0", "a report to read", forge::sdk::Reports<forge::plugins::TextWriter>)
