// SPDX-License-Identifier: Apache-2.0
//
// Small designs and workloads, built without project files.
#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "model/architecture.hpp"
#include "model/workload.hpp"
#include "pricing/component_costs.hpp"

namespace forge::tests {

inline constexpr double unlimited = std::numeric_limits<double>::infinity();

inline model::ActionFigures action(double energy, double throughput, double width) {
  return {.energy = energy, .throughput = throughput, .width = width};
}

// Puts nodes under each other.
class Design {
 public:
  Design &memory(std::string name, double bits, double energy, double throughput) {
    model::Node &node = add(model::NodeKind::memory, std::move(name));
    node.size = bits;
    node.actions["read"] = action(energy, throughput, 16);
    node.actions["write"] = action(1.25 * energy, throughput, 16);
    return *this;
  }
  Design &fanout(std::string name, std::vector<model::FanoutDimension> dimensions) {
    add(model::NodeKind::fanout, std::move(name)).dimensions = std::move(dimensions);
    return *this;
  }
  Design &compute(std::string name, double energy) {
    add(model::NodeKind::compute, std::move(name)).actions["compute"] = action(energy, 1, 0);
    return *this;
  }
  // The node added last.
  model::Node &last() { return architecture.nodes.back(); }

  // Its figures, all given by the design itself.
  std::vector<pricing::NodeCost> costs() const {
    std::vector<pricing::NodeCost> costs;
    for (std::size_t i = 0; i < architecture.nodes.size(); ++i) {
      const model::Node &node = architecture.nodes[i];
      pricing::NodeCost cost{.name = node.name};
      cost.kind = node.kind == model::NodeKind::memory   ? "memory"
                  : node.kind == model::NodeKind::fanout ? "fanout"
                                                         : "compute";
      cost.instances = architecture.total_instances(i);
      cost.leak_power = node.leak_power;
      cost.area = node.area;
      for (const auto &[name, figures] : node.actions) {
        cost.actions.push_back({name, *figures.energy, *figures.throughput, figures.width.value_or(0), "project"});
      }
      costs.push_back(std::move(cost));
    }
    return costs;
  }

  model::Architecture architecture;

 private:
  model::Node &add(model::NodeKind kind, std::string name) {
    model::Node node;
    node.kind = kind;
    node.name = std::move(name);
    if (!architecture.nodes.empty())
      node.parent = architecture.nodes.size() - 1;
    architecture.nodes.push_back(std::move(node));
    return architecture.nodes.back();
  }
};

// Z[m,n] = A[m,k] * B[k,n]
inline model::Einsum matrix_multiplication(std::uint64_t m, std::uint64_t k, std::uint64_t n) {
  model::Einsum einsum{.name = "mm"};
  einsum.variables = {{"m", m}, {"k", k}, {"n", n}};
  einsum.tensors = {{"A", false, {{{0, 1}}, {{1, 1}}}, 16},
                    {"B", false, {{{1, 1}}, {{2, 1}}}, 16},
                    {"Z", true, {{{0, 1}}, {{2, 1}}}, 16}};
  return einsum;
}

// O[m,p,q] = I[c,stride*p+r,stride*q+s] * W[m,c,r,s]
inline model::Einsum convolution(std::uint64_t m, std::uint64_t c, std::uint64_t pq, std::uint64_t rs, int stride) {
  model::Einsum einsum{.name = "conv"};
  einsum.variables = {{"m", m}, {"c", c}, {"p", pq}, {"q", pq}, {"r", rs}, {"s", rs}};
  einsum.tensors = {{"I", false, {{{1, 1}}, {{2, stride}, {4, 1}}, {{3, stride}, {5, 1}}}, 16},
                    {"W", false, {{{0, 1}}, {{1, 1}}, {{4, 1}}, {{5, 1}}}, 16},
                    {"O", true, {{{0, 1}}, {{2, 1}}, {{3, 1}}}, 16}};
  return einsum;
}

// DRAM, a buffer, a 4 x 3 array, registers, a MAC.
inline Design small_array() {
  Design design;
  design.memory("DRAM", unlimited, 100, 4).memory("Buffer", 16 * 1024, 6, 8);
  design.fanout("PE", {{.name = "x", .size = 4}, {.name = "y", .size = 3}});
  design.memory("Registers", 16 * 24, 0.5, 16).compute("MAC", 1);
  design.architecture.nodes[1].leak_power = 0.25;
  design.architecture.nodes[4].leak_power = 0.01;
  return design;
}

}  // namespace forge::tests
