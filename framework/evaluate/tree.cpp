// SPDX-License-Identifier: Apache-2.0
#include "evaluate/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "evaluate/lifetimes.hpp"

namespace forge::evaluate {

namespace {

using model::MappingTree;
using model::NestKind;
using model::SplitKind;
using Section = MappingTree::Section;

// How long a section takes, and how long each component is busy meanwhile.
struct Duration {
  double latency = 0, fill = 0;  // fill: part of the latency, of pipelines
  std::map<std::string, double> busy;
  std::string bottleneck;
};

class TreeEvaluation {
 public:
  TreeEvaluation(const Evaluator &evaluator, const MappingTree &tree, const std::vector<model::Mapping> &mappings,
                 std::vector<EinsumResult> &einsums)
      : evaluator_(evaluator), tree_(tree) {
    result_.tree = tree;
    for (const std::size_t m : model::leaves(tree.root)) {
      const auto found = std::find_if(einsums.begin(), einsums.end(), [&](const EinsumResult &einsum) {
        return einsum.mapping.einsum == mappings[m].einsum;
      });
      result_.einsums.push_back(static_cast<std::size_t>(found - einsums.begin()));
      leaves_.push_back({&mappings[m], &evaluator.workload().einsums[mappings[m].einsum], &*found});
    }
  }

  TreeResult run() {
    result_.repeat = leaves_.front().einsum->repeat;
    const Duration duration = time(tree_.root, 0, 1);
    result_.latency = duration.latency;
    result_.pipeline_fill = duration.fill;
    result_.bottleneck = duration.bottleneck;
    share_leakage(tree_.root, 0, 1);
    for (const TreeLeaf &leaf : leaves_)
      result_.energy += leaf.result->energy;
    find_lifetimes(evaluator_.architecture(), tree_, leaves_, result_);
    warn_of_pipelines(tree_.root, 0, 1);
    return std::move(result_);
  }

 private:
  // `first`: number of the section's first leaf. `iterations`: of the temporal loops above the section.
  Duration time(const Section &section, std::size_t first, std::uint64_t iterations) const {
    Duration duration;
    if (section.branches.empty()) {
      const EinsumResult &einsum = *leaves_[first].result;
      duration.latency = einsum.latency;
      duration.bottleneck = einsum.bottleneck;
      for (const ComponentUse &use : einsum.components)
        duration.busy[use.name] = use.latency;
      return duration;
    }
    iterations *= own_iterations(section, first);
    double longest = 0, sum = 0;
    for (const Section &branch : section.branches) {
      const Duration one = time(branch, first, iterations);
      first += model::leaves(branch).size();
      sum += one.latency;
      duration.latency = std::max(duration.latency, one.latency);
      duration.fill += one.fill;
      for (const auto &[component, seconds] : one.busy)
        duration.busy[component] += seconds;
      if (one.latency > longest) {
        longest = one.latency;
        duration.bottleneck = one.bottleneck;
      }
    }
    if (section.split == SplitKind::sequential) {
      duration.latency = sum;
      return duration;
    }
    for (const auto &[component, seconds] : duration.busy) {
      if (seconds > duration.latency) {
        duration.latency = seconds;
        duration.bottleneck = component;
      }
    }
    // The first tile passes all branches before the pipeline is full: of n iterations n - 1 take what the slowest takes.
    if (section.split == SplitKind::pipelined && evaluator_.latency_options().pipeline_fill) {
      const double fill = std::max(sum - duration.latency, 0.0) / static_cast<double>(iterations);
      duration.latency += fill;
      duration.fill += fill;
    }
    return duration;
  }

  // Iterations of a section's own temporal loops.
  std::uint64_t own_iterations(const Section &section, std::size_t first) const {
    const TreeLeaf &leaf = leaves_[first];
    std::uint64_t iterations = 1;
    for (const std::size_t node : section.nodes) {
      const auto at = model::find_shared(*leaf.mapping, node);
      if (at && leaf.mapping->nest[*at].kind == NestKind::loop)
        iterations *= leaf.result->iterations[*at];
    }
    return iterations;
  }

  // Einsums that run at the same time leak once: each takes the part that its own latency is of all.
  void share_leakage(const Section &section, std::size_t first, std::uint64_t iterations) {
    if (section.branches.empty())
      return;
    if (section.split == SplitKind::sequential) {
      iterations *= own_iterations(section, first);
      for (const Section &branch : section.branches) {
        share_leakage(branch, first, iterations);
        first += model::leaves(branch).size();
      }
      return;
    }
    const std::size_t end = first + model::leaves(section).size();
    const double latency = time(section, first, iterations).latency;
    std::map<std::string, double> power;  // of what is not gated off by every one of them
    double sum = 0;
    for (std::size_t i = first; i < end; ++i) {
      const EinsumResult &einsum = *leaves_[i].result;
      sum += einsum.latency;
      for (const ComponentUse &use : einsum.components) {
        if (einsum.latency > 0)
          power[use.name] = std::max(power[use.name], use.leak_energy / einsum.latency);
      }
    }
    for (std::size_t i = first; i < end && sum > 0; ++i) {
      EinsumResult &einsum = *leaves_[i].result;
      einsum.energy = 0;
      for (ComponentUse &use : einsum.components) {
        use.leak_energy = power[use.name] * latency * (einsum.latency / sum);
        einsum.energy += use.energy + use.leak_energy;
      }
    }
  }

  // Branches that hand over everything at once overlap only from one run to the next.
  void warn_of_pipelines(const Section &section, std::size_t first, std::uint64_t iterations) {
    iterations *= section.branches.empty() ? 1 : own_iterations(section, first);
    if (section.split == SplitKind::pipelined && iterations == 1 && !section.branches.empty()) {
      std::string names;
      for (std::size_t i = 0; i < model::leaves(section).size(); ++i)
        names += (i > 0 ? ", " : "") + leaves_[first + i].einsum->name;
      result_.warnings.push_back(fmt::format(
          "no loop stands above the pipelined branches of {}: they pass on everything at once, and the latency is that "
          "of one run among many",
          names));
    }
    for (const Section &branch : section.branches) {
      warn_of_pipelines(branch, first, iterations);
      first += model::leaves(branch).size();
    }
  }

  const Evaluator &evaluator_;
  const MappingTree &tree_;
  std::vector<TreeLeaf> leaves_;
  TreeResult result_;
};

}  // namespace

TreeResult evaluate_tree(const Evaluator &evaluator, const MappingTree &tree,
                         const std::vector<model::Mapping> &mappings, std::vector<EinsumResult> &einsums) {
  return TreeEvaluation(evaluator, tree, mappings, einsums).run();
}

}  // namespace forge::evaluate
