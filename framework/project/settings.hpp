// SPDX-License-Identifier: Apache-2.0
//
// `--set KEY=VALUE`: any field of a project, changed after all files were merged.
#pragma once

#include <vector>

#include "project/problems.hpp"
#include "project/project.hpp"
#include "project/value.hpp"

namespace forge::project {

// A key is a path: "mapper.seed", "GLB.size" or "architecture.GLB.size", "PE.x.size", "workload.conv1.sizes.m",
// "variables.rows", "report.0.file". It may add a field that a table may have, but no nodes, Einsums or variables.
void apply_settings(Table &project, const std::vector<Setting> &settings, Problems &problems);

}  // namespace forge::project
