// SPDX-License-Identifier: Apache-2.0
//
// The sections of a project file, each read by a source file of its name. What is wrong is reported to the context.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "project/project.hpp"
#include "project/reader.hpp"

namespace forge::project {

// Puts the names of tensors, roles and rank variables into the context.
model::Workload read_workload(const Table &project, Context &context);

// Puts the names of memories into the context. Needs the names of the workload.
model::Architecture read_architecture(const Table &project, const model::Workload &workload, Context &context);

// The nests of trees are still to be completed: model::complete.
struct Mappings {
  std::vector<model::Mapping> mappings;
  std::vector<model::MappingTree> trees;
};

// Needs a workload and an architecture that were read without problems.
Mappings read_mappings(const Table &project, const model::Workload &workload, const model::Architecture &architecture,
                       Context &context);

void read_latency(const Table &tree, Context &context, Project &project);
MapperSettings read_mapper(const Table &project, const model::Architecture &architecture, Context &context);
std::vector<ReportRequest> read_reports(const Table &project, Context &context);
PluginSettings read_plugins(const Table &project, Context &context);

// "m*n <= 8"
std::optional<model::LoopConstraint> read_loop_constraint(const Text &text, Context &context);

// The items of an array of tables; empty when there are none or the section is no such array.
const Array &items_of(const Table &project, std::string_view section);

}  // namespace forge::project
