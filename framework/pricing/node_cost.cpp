// SPDX-License-Identifier: Apache-2.0
#include "pricing/node_cost.hpp"

namespace forge::pricing {

namespace {

std::optional<double> times(double instances, const std::optional<double> &figure) {
  return figure ? std::optional(instances * *figure) : std::nullopt;
}

void add(std::optional<double> &sum, const std::optional<double> &figure) {
  if (figure)
    sum = sum.value_or(0) + *figure;
}

}  // namespace

std::optional<double> NodeCost::total_area() const {
  return times(instances, area);
}

std::optional<double> NodeCost::total_leak_power() const {
  return times(instances, leak_power);
}

ChipCost chip_cost(const std::vector<NodeCost> &nodes) {
  ChipCost chip;
  for (const auto &node : nodes) {
    add(chip.area, node.total_area());
    add(chip.leak_power, node.total_leak_power());
  }
  return chip;
}

}  // namespace forge::pricing
