// SPDX-License-Identifier: Apache-2.0
#include "app/explain_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "app/quantity.hpp"

namespace forge::app {
namespace {

using evaluate::EinsumResult;
using evaluate::Lifetime;
using evaluate::TreeResult;
using model::NestNode;
using Section = model::MappingTree::Section;

constexpr int digits = 4;

std::string amount(double value, std::string_view unit) {
  return quantity(value, unit, digits);
}

class TreeExplanation {
 public:
  TreeExplanation(const model::Workload &workload, const TreeResult &tree, const std::vector<EinsumResult> &einsums,
                  const std::optional<std::string> &component)
      : workload_(workload), tree_(tree), einsums_(einsums), component_(component) {}

  std::string write() {
    std::string names;
    for (std::size_t i = 0; i < tree_.einsums.size(); ++i) {
      names += (i > 0 ? ", " : "") + leaf(i).name;
    }
    line("tree of {}: energy {}, latency {}{}", names, amount(tree_.energy, "J"), amount(tree_.latency, "s"),
         tree_.repeat > 1 ? fmt::format(" (each of {} runs)", tree_.repeat) : "");
    if (!component_) {
      add_followers();
    }
    for (const Lifetime &life : tree_.lifetimes) {
      if (life.users.size() > 1 && (!component_ || life.memory == *component_)) {
        add_tile(life);
      }
    }
    for (const auto &memory : tree_.memories) {
      if (!component_ || memory.memory == *component_) {
        line("  peak    {} holds at most {} of {}, during {}: {}", memory.memory, amount(memory.peak, "b"),
             amount(memory.capacity, "b"), memory.at, memory.detail.empty() ? "nothing" : memory.detail);
      }
    }
    if (!component_) {
      add_totals();
    }
    for (const auto &violation : tree_.violations) {
      add_violation(violation);
    }
    line("");
    return std::move(text_);
  }

 private:
  // A part of the tree: how long it takes, and each component meanwhile.
  struct Part {
    double seconds = 0;
    std::map<std::string, double> busy;
    std::string text;
  };

  template <typename... Args> void line(fmt::format_string<Args...> format, Args &&...args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }

  const EinsumResult &leaf(std::size_t i) const { return einsums_[tree_.einsums[i]]; }
  const model::Einsum &einsum(std::size_t i) const { return workload_.einsums[leaf(i).mapping.einsum]; }

  // Einsums that do what a loop over a rank variable of a later one asks of them.
  void add_followers() {
    for (std::size_t i = 0; i < tree_.einsums.size(); ++i) {
      for (const NestNode &node : leaf(i).mapping.nest) {
        if (!node.derived) {
          continue;
        }
        std::string halo;
        if (node.lead > 0) {
          halo += fmt::format(", {} ahead, which are kept for the next iteration", node.lead);
        }
        if (node.overlap > 0) {
          halo += fmt::format(", and {} more, which the next iteration computes again", node.overlap);
        }
        if (node.overlap < 0) {
          halo += fmt::format(", but for {}, which nothing reads", -node.overlap);
        }
        line("  follows {} makes {} of '{}' at a time{}: what a loop above the split asks for", leaf(i).name, node.tile,
             einsum(i).variables[node.variable].name, halo);
      }
    }
  }

  bool is_output(const Lifetime &life, std::size_t user) const {
    return einsum(user).tensors.back().name == life.tensor;
  }

  bool is_served_elsewhere(const Lifetime &life, std::size_t user) const {
    const auto at = model::find_shared(leaf(user).mapping, life.node);
    const auto &tensors = einsum(user).tensors;
    const auto &served = leaf(user).mapping.nest[*at].served_elsewhere;
    return std::any_of(served.begin(), served.end(),
                       [&](std::size_t tensor) { return tensors[tensor].name == life.tensor; });
  }

  // The memory that holds the tensor next above the keep; empty: none does.
  std::string above(const Lifetime &life) const {
    std::string memory;
    const std::size_t user = life.users.front();
    for (const NestNode &node : leaf(user).mapping.nest) {
      if (node.shared == life.node) {
        break;
      }
      for (const Lifetime &other : tree_.lifetimes) {
        if (node.kind == model::NestKind::keep && other.shared && other.node == node.shared &&
            other.tensor == life.tensor) {
          memory = other.memory;
        }
      }
    }
    return memory;
  }

  void add_tile(const Lifetime &life) {
    std::string users;
    for (const std::size_t user : life.users) {
      users += fmt::format("{}{} by {}", users.empty() ? "" : ", ", is_output(life, user) ? "written" : "read",
                           leaf(user).name);
    }
    std::string paid = "the outermost";
    const std::string from = above(life);
    if (!from.empty()) {
      const auto payer = std::find_if(life.users.begin(), life.users.end(),
                                      [&](std::size_t user) { return !is_served_elsewhere(life, user); });
      paid = payer == life.users.end() ? "shared with " + from
                                       : fmt::format("{} alone pays for its way {} {}", leaf(*payer).name,
                                                     is_output(life, *payer) ? "to" : "from", from);
    }
    line("  tile    {} in {}: {}; {}; {}{} held from {} to {}", life.tensor, life.memory, users, paid,
         amount(life.bits, "b"), life.copies > 1 ? fmt::format(" x {} copies", life.copies) : "", leaf(life.first).name,
         leaf(life.last).name);
  }

  void add_totals() {
    std::string energy;
    double leakage = 0;
    for (std::size_t i = 0; i < tree_.einsums.size(); ++i) {
      double actions = 0;
      for (const auto &use : leaf(i).components) {
        actions += use.energy;
        leakage += use.leak_energy;
      }
      energy += fmt::format("{} of {} + ", amount(actions, "J"), leaf(i).name);
    }
    line("  energy  {}{} of leakage while the tree runs = {}", energy, amount(leakage, "J"), amount(tree_.energy, "J"));
    std::size_t first = 0;
    line("  latency {} = {}; bound by {}", time(tree_.tree.root, first).text, amount(tree_.latency, "s"),
         tree_.bottleneck);
    if (tree_.pipeline_fill > 0) {
      line("          of which {} until the pipelines are full and empty again", amount(tree_.pipeline_fill, "s"));
    }
  }

  // `first`: number of the section's first leaf; leaves behind that of the next section.
  Part time(const Section &section, std::size_t &first) const {
    Part part;
    if (section.branches.empty()) {
      const EinsumResult &result = leaf(first++);
      part.seconds = result.latency;
      part.text = fmt::format("{} {}", result.name, amount(result.latency, "s"));
      for (const auto &use : result.components) {
        part.busy[use.name] = use.latency;
      }
      return part;
    }
    const bool sums = section.split == model::SplitKind::sequential;
    for (const Section &branch : section.branches) {
      const Part one = time(branch, first);
      part.seconds = sums ? part.seconds + one.seconds : std::max(part.seconds, one.seconds);
      part.text += (part.text.empty() ? "" : sums ? " + " : ", ") + one.text;
      for (const auto &[name, seconds] : one.busy) {
        part.busy[name] += seconds;
      }
    }
    if (sums) {
      part.text = &section == &tree_.tree.root ? part.text : "(" + part.text + ")";
      return part;
    }
    const auto busiest = std::max_element(part.busy.begin(), part.busy.end(),
                                          [](const auto &a, const auto &b) { return a.second < b.second; });
    if (busiest != part.busy.end()) {
      part.text += fmt::format(", {} {} for all of them", busiest->first, amount(busiest->second, "s"));
      part.seconds = std::max(part.seconds, busiest->second);
    }
    part.text = fmt::format("{} max({})", model::name_of(section.split), part.text);
    return part;
  }

  void add_violation(const evaluate::Violation &violation) {
    const auto [demand, bound] = distinct_quantities(violation.demand, violation.bound, violation.unit);
    line("  INVALID {}: {} > {} by {}", violation.what, demand, bound,
         amount(violation.demand - violation.bound, violation.unit));
    line("          demand: {}", violation.detail);
    line("          what helps: smaller tiles above the split, a tile kept in a branch instead, or a larger memory");
  }

  const model::Workload &workload_;
  const TreeResult &tree_;
  const std::vector<EinsumResult> &einsums_;
  const std::optional<std::string> &component_;
  std::string text_;
};

}  // namespace

std::string explain_tree(const model::Workload &workload, const TreeResult &tree,
                         const std::vector<EinsumResult> &einsums, const std::optional<std::string> &component) {
  return TreeExplanation(workload, tree, einsums, component).write();
}

}  // namespace forge::app
