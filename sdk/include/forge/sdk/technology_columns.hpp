// SPDX-License-Identifier: Apache-2.0
// Inputs of models whose figures technology.hpp scales. A model that differs says where: `node_column.range(5e-9, 250e-9)`.
#pragma once

#include "forge/sdk/column.hpp"
#include "forge/sdk/technology.hpp"

namespace forge::sdk::technology {

inline constexpr Column node_column = real("node", "m", "technology node")
                                          .range(nodes.lowest, nodes.highest)
                                          .covered(covered_nodes.lowest, covered_nodes.highest)
                                          .required();
inline constexpr Column voltage_column = real("voltage", "V", "supply; 0.8 V is that of the scaled figures")
                                             .range(voltages.lowest, voltages.highest)
                                             .covered(covered_voltages.lowest, covered_voltages.highest)
                                             .preset(reference_voltage);
inline constexpr Column temperature_column = real("temperature", "K", "of the junctions: leakage grows with it")
                                                 .range(temperatures.lowest, temperatures.highest)
                                                 .covered(covered_temperatures.lowest, covered_temperatures.highest)
                                                 .preset(reference_temperature);

}  // namespace forge::sdk::technology
