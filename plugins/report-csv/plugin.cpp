// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"

#include "csv_writer.hpp"

FORGE_PLUGIN("report-csv", "1.0.0", "Apache-2.0", "tables for spreadsheets",
             forge::sdk::Reports<forge::plugins::CsvWriter>)
