// SPDX-License-Identifier: Apache-2.0
#include "app/solver_cases.hpp"

#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "evaluate/evaluator.hpp"
#include "evaluate/objectives.hpp"
#include "evaluate/problem.hpp"
#include "model/architecture.hpp"
#include "model/cost.hpp"
#include "model/mapping.hpp"
#include "model/workload.hpp"
#include "project/project.hpp"
#include "report/results.hpp"

namespace forge::app {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double value_bits = 8;

// C[m,n] = A[m,k] * B[k,n]
model::Einsum product(std::uint64_t m, std::uint64_t k, std::uint64_t n) {
  model::Einsum einsum;
  einsum.name = "product";
  einsum.variables = {{"m", m}, {"k", k}, {"n", n}};
  einsum.tensors = {{"A", false, {{{0, 1}}, {{1, 1}}}, value_bits},
                    {"B", false, {{{1, 1}}, {{2, 1}}}, value_bits},
                    {"C", true, {{{0, 1}}, {{2, 1}}}, value_bits}};
  return einsum;
}

// O[p] = I[p+r] * W[r]: a sliding window
model::Einsum convolution(std::uint64_t p, std::uint64_t r) {
  model::Einsum einsum;
  einsum.name = "convolution";
  einsum.variables = {{"p", p}, {"r", r}};
  einsum.tensors = {{"I", false, {{{0, 1}, {1, 1}}}, value_bits},
                    {"W", false, {{{1, 1}}}, value_bits},
                    {"O", true, {{{0, 1}}}, value_bits}};
  return einsum;
}

// A memory that prices each value that moves.
struct Memory {
  std::string name;
  double size;
  double energy;  // J per value
};

// Memories, then perhaps places, then the compute.
model::Architecture chain(const std::vector<Memory> &memories, std::uint64_t places) {
  model::Architecture architecture;
  for (const auto &[name, size, energy] : memories) {
    model::Node node;
    node.name = name;
    node.size = size;
    node.keep_given = true;
    const bool outermost = architecture.nodes.empty();
    if (outermost) {
      node.keep = model::TensorSet::all();
    } else {
      node.may_keep = model::TensorSet::all();
      node.parent = architecture.nodes.size() - 1;
    }
    architecture.nodes.push_back(std::move(node));
  }
  if (places > 1) {
    model::Node node;
    node.kind = model::NodeKind::fanout;
    node.name = "PE";
    node.parent = architecture.nodes.size() - 1;
    model::FanoutDimension dimension;
    dimension.name = "x";
    dimension.size = places;
    node.dimensions.push_back(dimension);
    architecture.nodes.push_back(std::move(node));
  }
  model::Node compute;
  compute.kind = model::NodeKind::compute;
  compute.name = "MAC";
  compute.parent = architecture.nodes.size() - 1;
  architecture.nodes.push_back(std::move(compute));
  return architecture;
}

pricing::ActionCost action(const std::string &name, double energy, double throughput) {
  return {name, energy, throughput, value_bits, "project"};
}

std::vector<pricing::NodeCost> costs_of(const model::Architecture &architecture, const std::vector<Memory> &memories,
                                        std::uint64_t places) {
  constexpr double clock = 1e9;
  std::vector<pricing::NodeCost> costs;
  for (const auto &node : architecture.nodes) {
    pricing::NodeCost cost;
    cost.name = node.name;
    if (node.kind == model::NodeKind::memory) {
      const double energy = memories[costs.size()].energy;
      cost.kind = "memory";
      cost.capacity = node.size;
      cost.actions = {action("read", energy, clock), action("write", 1.25 * energy, clock)};
    } else if (node.kind == model::NodeKind::compute) {
      cost.kind = "compute";
      cost.instances = static_cast<double>(places);
      cost.actions = {action("compute", 1e-12, clock)};
    } else {
      cost.kind = "fanout";
    }
    costs.push_back(std::move(cost));
  }
  return costs;
}

}  // namespace

// Everything that a problem refers to, at a place that does not move.
struct SolverCases::Case {
  std::string name;
  bool feasible;
  model::Workload workload;
  model::Architecture architecture;
  std::vector<pricing::NodeCost> costs;
  evaluate::Evaluator evaluator;
  std::vector<model::Objective> objectives;
  evaluate::Problem problem;

  Case(std::string words, bool can_be_solved, const model::Einsum &einsum, const std::vector<Memory> &memories,
       std::uint64_t places, std::vector<model::Objective> wanted)
      : name(std::move(words)),
        feasible(can_be_solved),
        workload{{einsum}},
        architecture(chain(memories, places)),
        costs(costs_of(architecture, memories, places)),
        evaluator(workload, architecture, costs),
        objectives(std::move(wanted)),
        problem(evaluator, 0, architecture.path_to(architecture.nodes.size() - 1),
                {.objectives = objectives, .deadline = infinity}) {}

  std::optional<std::vector<double>> verdict(std::span<const forge_nest_node> nest) const {
    const auto mapping = problem.mapping(nest);
    if (const auto errors = model::structural_errors(workload, architecture, mapping); !errors.empty()) {
      throw errors.front();
    }
    const auto result = evaluator.evaluate(mapping);
    if (!result.violations.empty()) {
      return std::nullopt;
    }
    return evaluate::values_of(objectives, architecture, result);
  }
};

SolverCases::SolverCases() {
  using model::Objective;
  const Memory large{"DRAM", infinity, 100e-12};
  const Memory small{"Buffer", 64 * value_bits, 1e-12};
  const Memory tiny{"Register", 3 * value_bits, 0.1e-12};
  const auto add = [&](auto &&...arguments) {
    cases_.push_back(std::make_unique<Case>(std::forward<decltype(arguments)>(arguments)...));
  };
  add("a product, two memories", true, product(4, 6, 8), std::vector{large, small}, 1, std::vector{Objective::energy});
  add("a product, three memories and four places", true, product(8, 4, 6), std::vector{large, small, tiny}, 4,
      std::vector{Objective::latency, Objective::energy});
  add("a sliding window", true, convolution(12, 3), std::vector{large, small}, 1,
      std::vector{Objective::energy_delay_product});
  add("one point", true, product(1, 1, 1), std::vector{large, tiny}, 1, std::vector{Objective::energy});
  // The outermost memory has to hold everything, and cannot.
  add("nothing fits", false, product(4, 4, 4), std::vector{Memory{"DRAM", value_bits, 1e-12}}, 1,
      std::vector{Objective::energy});
}

SolverCases::~SolverCases() = default;

std::vector<check::SolverCase> SolverCases::all() const {
  std::vector<check::SolverCase> result;
  for (const auto &one : cases_) {
    const Case *here = one.get();
    result.push_back({one->name, &one->problem.table(), one->feasible,
                      [here](std::span<const forge_nest_node> nest) { return here->verdict(nest); }});
  }
  return result;
}

// All loops over single values between the two memories: valid in every size.
std::vector<Table> SolverCases::run_tables() const {
  const Case &one = *cases_.front();
  project::Project project;
  project.file = "sample.toml";
  project.name = "sample";
  project.architecture = one.architecture;
  project.workload = one.workload;
  project.mapper.objectives = one.objectives;

  using model::NestKind;
  const std::vector<std::size_t> tensors{0, 1, 2};
  model::Mapping mapping;
  mapping.nest = {{.kind = NestKind::keep, .tensors = tensors, .node = 0},
                  {.kind = NestKind::loop, .variable = 0, .tile = 1},
                  {.kind = NestKind::loop, .variable = 2, .tile = 2},
                  {.kind = NestKind::keep, .tensors = tensors, .node = 1},
                  {.kind = NestKind::loop, .variable = 2, .tile = 1},
                  {.kind = NestKind::loop, .variable = 1, .tile = 1},
                  {.kind = NestKind::compute, .node = one.architecture.nodes.size() - 1}};
  evaluate::RunResult run;
  run.architecture = one.costs;
  run.einsums.push_back(one.evaluator.evaluate(mapping));
  run.totals = one.evaluator.totals(run.einsums);
  run.searches.push_back({.einsum = "product", .strategy = "random", .evaluated = 1000, .valid = 700, .seed = 1});
  run.pareto.push_back({"product", {run.einsums.front().energy}, mapping});
  run.warnings.emplace_back("a warning");
  return report::tables(project, run, {{"sram", "component", "1.0.0", "1.0", "sram.so", std::string(64, '0')}});
}

}  // namespace forge::app
