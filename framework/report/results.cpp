// SPDX-License-Identifier: Apache-2.0
#include "report/results.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "evaluate/objectives.hpp"
#include "report/architecture_tables.hpp"
#include "report/rows.hpp"
#include "report/tree_tables.hpp"

namespace forge::report {
namespace {

using evaluate::EinsumResult;
using evaluate::RunResult;
using project::Project;

std::uint64_t flag(bool value) {
  return value ? 1 : 0;
}

Table forge_table() {
  Rows rows("forge", {text("version"), text("sdk_abi")});
  rows.add({FORGE_VERSION, std::to_string(FORGE_ABI_MAJOR) + "." + std::to_string(FORGE_ABI_MINOR)});
  return rows.take();
}

Table project_table(const Project &project) {
  Rows rows("project", {text("name"), text("file")});
  rows.add({project.name, project.file});
  return rows.take();
}

Table totals_table(const RunResult &run) {
  Rows rows("totals", {integer("computes"), integer("steps"), real("latency", "s"), real("energy", "J"),
                       real("edp", "J*s"), real("area", "m^2"), real("leak_power", "W"), real("utilization")});
  const auto &totals = run.totals;
  const auto chip = pricing::chip_cost(run.architecture);
  rows.add({totals.computes, totals.steps, totals.latency, totals.energy, totals.edp, chip.area, chip.leak_power,
            totals.utilization});
  return rows.take();
}

Table einsums_table(const RunResult &run) {
  Rows rows("einsums", {text("name"), integer("repeat"), integer("computes"), integer("steps"), real("latency", "s"),
                        real("energy", "J"), real("edp", "J*s"), real("utilization"), text("bottleneck"),
                        text("next_bottleneck"), text("counted_by")});
  for (const auto &einsum : run.einsums) {
    rows.add({einsum.name, einsum.repeat, einsum.computes, einsum.steps, einsum.latency, einsum.energy,
              einsum.energy * einsum.latency, einsum.utilization, einsum.bottleneck, einsum.next_bottleneck,
              einsum.counted_by});
  }
  return rows.take();
}

// The columns that describe a node of a nest, the same for the mapping of an Einsum and of a point of its front.
struct NestRow {
  std::string_view kind;
  std::string tensors, node, variable;
  Cell tile, retain;
};

NestRow describe(const model::Architecture &architecture, const model::Einsum &einsum, const model::NestNode &node) {
  const auto &place = architecture.nodes[node.node];
  switch (node.kind) {
    case model::NestKind::keep: {
      std::string names;
      for (const auto tensor : node.tensors) {
        names += (names.empty() ? "" : ",") + einsum.tensors[tensor].name;
      }
      return {"keep", names, place.name, "", {}, flag(node.retain)};
    }
    case model::NestKind::loop:
      return {"for", "", "", einsum.variables[node.variable].name, node.tile, {}};
    case model::NestKind::spread:
      return {
          "par",     "", place.name + "." + place.dimensions[node.dimension].name, einsum.variables[node.variable].name,
          node.tile, {}};
    case model::NestKind::compute:
      break;
  }
  return {"compute", "", place.name, "", {}, {}};
}

Table mapping_table(const Project &project, const RunResult &run) {
  Rows rows("mapping",
            {text("einsum"), integer("depth"), text("kind"), text("tensors"), text("node"), text("variable"),
             integer("tile"), integer("iterations"), integer("retain"), integer("lead"), integer("overlap")});
  for (const auto &result : run.einsums) {
    const auto &einsum = project.workload.einsums[result.mapping.einsum];
    for (std::uint64_t depth = 0; depth < result.mapping.nest.size(); ++depth) {
      const auto &node = result.mapping.nest[depth];
      const auto row = describe(project.architecture, einsum, node);
      const Cell iterations =
          is_loop(node) && depth < result.iterations.size() ? Cell(result.iterations[depth]) : Cell();
      const Cell lead = node.lead > 0 ? Cell(node.lead) : Cell();
      const Cell overlap = node.overlap > 0 ? Cell(static_cast<std::uint64_t>(node.overlap)) : Cell();
      rows.add({result.name, depth, row.kind, row.tensors, row.node, row.variable, row.tile, iterations, row.retain,
                lead, overlap});
    }
  }
  return rows.take();
}

Table storage_table(const RunResult &run) {
  Rows rows("storage",
            {text("einsum"), text("memory"), text("tensor"), integer("tile"), integer("instances"), integer("fills"),
             integer("reads"), integer("updates"), integer("drains"), real("energy", "J")});
  for (const auto &einsum : run.einsums) {
    for (const auto &row : einsum.storage) {
      rows.add({einsum.name, row.memory, row.tensor, row.tile, row.instances, row.fills, row.reads, row.updates,
                row.drains, row.energy});
    }
  }
  return rows.take();
}

// Without the component's leakage its leaked energy is not known either.
bool leaks(const RunResult &run, const std::string &component) {
  const auto node = std::find_if(run.architecture.begin(), run.architecture.end(),
                                 [&](const auto &one) { return one.name == component; });
  return node == run.architecture.end() || node->leak_power.has_value();
}

Table components_table(const RunResult &run) {
  Rows rows("components", {text("einsum"), text("name"), text("kind"), real("energy", "J"), real("leak_energy", "J"),
                           real("latency", "s"), real("utilization"), real("occupancy", "bit"), real("capacity", "bit"),
                           integer("instances_used"), real("instances")});
  for (const auto &einsum : run.einsums) {
    for (const auto &use : einsum.components) {
      rows.add({einsum.name, use.name, use.kind, use.energy, leaks(run, use.name) ? Cell(use.leak_energy) : Cell(),
                use.latency, use.utilization, use.occupancy, use.capacity, use.instances_used, use.instances});
    }
  }
  return rows.take();
}

Table component_actions_table(const RunResult &run) {
  Rows rows("component_actions",
            {text("einsum"), text("component"), text("action"), real("count"), real("energy", "J")});
  for (const auto &einsum : run.einsums) {
    for (const auto &use : einsum.components) {
      for (const auto &action : use.actions) {
        rows.add({einsum.name, use.name, action.action, action.count, action.energy});
      }
    }
  }
  return rows.take();
}

// Both without rows where no option of [latency] is on: then the slowest component is all that there is to say.
Table latency_options_table(const Project &project) {
  Rows rows("latency_options", {text("overlap"), integer("pipeline_fill")});
  if (project.latency.any()) {
    rows.add({model::name_of(project.latency.overlap), flag(project.latency.pipeline_fill)});
  }
  return rows.take();
}

Table latency_terms_table(const RunResult &run) {
  Rows rows("latency_terms", {text("einsum"), text("term"), real("latency", "s")});
  for (const auto &einsum : run.einsums) {
    for (const auto &term : einsum.latency_terms) {
      rows.add({einsum.name, term.name, term.seconds});
    }
  }
  return rows.take();
}

Table violations_table(const RunResult &run) {
  Rows rows("violations", {text("einsum"), text("what"), real("demand"), real("bound"), text("unit"), text("detail")});
  for (const auto &einsum : run.einsums) {
    for (const auto &row : einsum.violations) {
      rows.add({einsum.name, row.what, row.demand, row.bound, row.unit, row.detail});
    }
  }
  return rows.take();
}

Table search_table(const RunResult &run) {
  Rows rows("search",
            {text("einsum"), text("strategy"), integer("optimal"), real("bound"), real("gap"), integer("evaluated"),
             integer("valid"), real("mapspace"), real("seconds", "s"), integer("seed"), text("stopped_by")});
  for (const auto &row : run.searches) {
    rows.add({row.einsum, row.strategy, flag(row.optimal), row.bound, row.gap, row.evaluated, row.valid, row.mapspace,
              row.seconds, row.seed, row.stopped_by});
  }
  return rows.take();
}

// Points are numbered from 0 for each Einsum.
template <typename Visit> void for_each_point(const RunResult &run, Visit visit) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < run.pareto.size(); ++i) {
    number = i > 0 && run.pareto[i].einsum == run.pareto[i - 1].einsum ? number + 1 : 0;
    visit(number, run.pareto[i]);
  }
}

Table pareto_table(const Project &project, const RunResult &run) {
  Rows rows("pareto", {text("einsum"), integer("point")});
  for (const auto &[name, unit] : evaluate::quantities_of(project.mapper.objectives, project.architecture)) {
    rows.add_column(real(name, std::string(unit)));
  }
  for_each_point(run, [&](std::uint64_t number, const evaluate::ParetoPoint &point) {
    std::vector<Cell> cells{point.einsum, number};
    cells.insert(cells.end(), point.objectives.begin(), point.objectives.end());
    rows.add(cells);
  });
  return rows.take();
}

Table pareto_mapping_table(const Project &project, const RunResult &run) {
  Rows rows("pareto_mapping", {text("einsum"), integer("point"), integer("depth"), text("kind"), text("tensors"),
                               text("node"), text("variable"), integer("tile"), integer("retain")});
  for_each_point(run, [&](std::uint64_t number, const evaluate::ParetoPoint &point) {
    const auto &einsum = project.workload.einsums[point.mapping.einsum];
    for (std::uint64_t depth = 0; depth < point.mapping.nest.size(); ++depth) {
      const auto row = describe(project.architecture, einsum, point.mapping.nest[depth]);
      rows.add({point.einsum, number, depth, row.kind, row.tensors, row.node, row.variable, row.tile, row.retain});
    }
  });
  return rows.take();
}

Table plugins_table(const std::vector<plugin::Registry::Used> &plugins) {
  Rows rows("plugins", {text("id"), text("kind"), text("version"), text("abi"), text("file"), text("sha256")});
  for (const auto &used : plugins) {
    rows.add({used.id, used.kind, used.version, used.abi, used.file, used.sha256});
  }
  return rows.take();
}

Table warnings_table(const RunResult &run) {
  Rows rows("warnings", {text("text")});
  for (const auto &warning : run.warnings) {
    rows.add({warning});
  }
  return rows.take();
}

}  // namespace

std::vector<Table> tables(const Project &project, const RunResult &run,
                          const std::vector<plugin::Registry::Used> &plugins) {
  std::vector<Table> result;
  result.push_back(forge_table());
  result.push_back(project_table(project));
  result.push_back(totals_table(run));
  for (auto &table : architecture_tables(run.architecture)) {
    result.push_back(std::move(table));
  }
  result.push_back(einsums_table(run));
  result.push_back(mapping_table(project, run));
  result.push_back(storage_table(run));
  result.push_back(components_table(run));
  result.push_back(component_actions_table(run));
  result.push_back(latency_options_table(project));
  result.push_back(latency_terms_table(run));
  result.push_back(violations_table(run));
  result.push_back(search_table(run));
  result.push_back(pareto_table(project, run));
  result.push_back(pareto_mapping_table(project, run));
  result.push_back(plugins_table(plugins));
  result.push_back(warnings_table(run));
  for (auto &table : tree_tables(project, run)) {
    result.push_back(std::move(table));
  }
  for (auto &table : model_tables(run.architecture)) {
    result.push_back(std::move(table));
  }
  return result;
}

}  // namespace forge::report
