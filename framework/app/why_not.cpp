// SPDX-License-Identifier: Apache-2.0
#include "app/why_not.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "app/quantity.hpp"

namespace forge::app {
namespace {

using search::Member;
using Kind = search::Limit::Kind;

std::string located(const Position &position) {
  return position.file && position.line > 0 ? fmt::format("{}:{}:{}: ", *position.file, position.line, position.column)
                                            : "";
}

// ", at most 8 can be reached"; what was found before time ran out is not said to be the most.
std::string reachable(const Member &member) {
  return member.demand ? fmt::format(", {} {} can be reached", member.is_exact ? "at most" : "at least", *member.demand)
                       : "";
}

std::string needed(const Member &member) {
  return member.demand ? fmt::format(", {} {}", member.is_exact ? "needs at least" : "would do with", *member.demand)
                       : "";
}

// The share is rounded down, so that it can be taken over.
std::string usable(const Member &member, const model::FanoutDimension &dimension) {
  if (!member.demand) {
    return "";
  }
  constexpr double digits = 1e4;
  const double share = std::floor(*member.demand / static_cast<double>(dimension.size) * digits) / digits;
  return reachable(member) + fmt::format(" (a share of {})", share);
}

// A share of 0.3 of 10 places is 3, in spite of rounding.
double least_places(const Member &member) {
  return std::ceil(member.bound * (1 - 1e-12));
}

bool touches(const model::Tensor &tensor, std::size_t variable) {
  return std::any_of(tensor.index.begin(), tensor.index.end(), [&](const auto &rank) {
    return std::any_of(rank.begin(), rank.end(), [&](const auto &term) { return term.variable == variable; });
  });
}

class WhyNot {
 public:
  WhyNot(const project::Project &project, std::size_t einsum, const std::vector<std::size_t> &path,
         const search::Conflict &conflict)
      : project_(project), einsum_(project.workload.einsums[einsum]), conflict_(conflict) {
    // Numbered as solvers see them.
    for (const auto index : path) {
      const auto &node = project.architecture.nodes[index];
      const bool is_fanout = node.kind == model::NodeKind::fanout;
      for (std::size_t d = 0; d < (is_fanout ? node.dimensions.size() : 1); ++d) {
        entries_.push_back({&node, is_fanout ? &node.dimensions[d] : nullptr});
        const auto &loops = is_fanout ? node.dimensions[d].loops : node.loops;
        std::copy_if(loops.begin(), loops.end(), std::back_inserter(constraints_),
                     [&](const auto &constraint) { return !of(constraint).empty(); });
      }
    }
  }

  std::vector<std::string> notes() const {
    const auto &members = conflict_.members;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const bool is_told = i > 0 && members[i].limit.kind == Kind::keep && members[i - 1].limit.kind == Kind::keep &&
                           members[i - 1].limit.node == members[i].limit.node;
      if (!is_told) {
        const auto &entry = entries_[members[i].limit.node];
        lines.push_back(located(position(entry, members[i])) + described(entry, members[i]));
      }
    }
    lines.insert(lines.begin(), headline(lines.size()));
    return lines;
  }

 private:
  struct Entry {
    const model::Node *node;
    const model::FanoutDimension *dimension;  // null: no fan-out
    std::string name() const { return dimension != nullptr ? node->name + "." + dimension->name : node->name; }
  };

  std::string headline(std::size_t n) const {
    if (!conflict_.is_proven) {
      return "these limits rule out every mapping, so at least one has to change; there was no time to see whether "
             "fewer of them do:";
    }
    return n == 1 ? "this limit alone rules out every mapping:"
                  : fmt::format(
                        "these {} limits rule out every mapping, and no fewer of them do: at least one has to "
                        "change:",
                        n);
  }

  const Position &position(const Entry &entry, const Member &member) const {
    return member.limit.kind == Kind::loops ? constraints_[member.limit.which].position
           : entry.dimension != nullptr     ? entry.dimension->position
                                            : entry.node->position;
  }

  std::string described(const Entry &entry, const Member &member) const {
    const std::string name = entry.name();
    switch (member.limit.kind) {
      case Kind::capacity:
        return capacity(entry, member);
      case Kind::min_utilization:
        return fmt::format(
            "min_utilization of {}: asks for {} of {} places{}: lower it, or take sizes with other factors", name,
            least_places(member), entry.dimension->size, usable(member, *entry.dimension));
      case Kind::max_utilization:
        return fmt::format("min_utilization = \"max\": asks for {} places{}: give a share instead, or leave it out",
                           member.bound, reachable(member));
      case Kind::places:
        return fmt::format("places of {}: has {}{}: give it a larger `size`", name, entry.dimension->size,
                           needed(member));
      case Kind::reuse:
        return fmt::format("reuse of {}: allows only loops over {}: drop tensors from it", name, reusing(entry));
      case Kind::order:
        return fmt::format("order of the loops of {}: drop it, or change it", name);
      case Kind::loops:
        return constraint(name, member);
      case Kind::keep:
        break;
    }
    return fmt::format("keep of {}: must hold {}: `may_keep` leaves that to the search", name,
                       fmt::join(held(member.limit.node), ", "));
  }

  static std::string capacity(const Entry &entry, const Member &member) {
    std::string text = fmt::format("capacity of {}: has ", entry.node->name);
    if (member.demand) {
      const auto [needs, has] = distinct_quantities(*member.demand, member.bound, "bit");
      text += fmt::format("{}, {} {}", has, member.is_exact ? "needs at least" : "would do with", needs);
    } else {
      text += quantity(member.bound, "bit");
    }
    text += entry.node->double_buffered ? " (double_buffered: half of its `size`)" : "";
    return text + ": give it a larger `size`, or values fewer `bits`";
  }

  std::string constraint(const std::string &name, const Member &member) const {
    const auto &one = constraints_[member.limit.which];
    const bool is_equal = one.relation == model::LoopConstraint::Relation::equal;
    const std::string why = is_equal && !divides(one) ? fmt::format(", no factors of {} give it", sizes(of(one)))
                            : one.relation == model::LoopConstraint::Relation::less_equal ? needed(member)
                                                                                          : reachable(member);
    return fmt::format("constraint \"{}\" on the loops of {}{}: drop or relax it", one.text, name, why);
  }

  std::vector<std::string> held(std::uint32_t node) const {
    std::vector<std::string> names;
    for (const auto &member : conflict_.members) {
      if (member.limit.kind == Kind::keep && member.limit.node == node) {
        names.push_back(einsum_.tensors[member.limit.which].name);
      }
    }
    return names;
  }

  using Variables = std::vector<const model::RankVariable *>;

  // The Einsum's rank variables that the constraint is about.
  Variables of(const model::LoopConstraint &constraint) const {
    Variables found;
    for (const auto &variable : einsum_.variables) {
      const auto &names = constraint.variables;
      if (std::find(names.begin(), names.end(), variable.name) != names.end()) {
        found.push_back(&variable);
      }
    }
    return found;
  }

  // Rank variables that touch no tensor of `reuse`.
  std::string reusing(const Entry &entry) const {
    const auto reused = entry.dimension->reuse.resolve(project_.workload, einsum_);
    Variables free;
    for (std::size_t v = 0; v < einsum_.variables.size(); ++v) {
      bool is_free = true;
      for (std::size_t t = 0; t < einsum_.tensors.size(); ++t) {
        is_free = is_free && ((reused >> t & 1) == 0 || !touches(einsum_.tensors[t], v));
      }
      if (is_free) {
        free.push_back(&einsum_.variables[v]);
      }
    }
    return free.empty() ? "nothing" : sizes(free);
  }

  // Can perfect factors of the sizes have this product?
  bool divides(const model::LoopConstraint &constraint) const {
    double product = 1;
    for (const auto *variable : of(constraint)) {
      product *= static_cast<double>(variable->size);
    }
    return project_.mapper.factors != model::Factors::perfect || std::fmod(product, constraint.bound) == 0;
  }

  static std::string sizes(const Variables &variables) {
    std::vector<std::string> texts;
    for (const auto *variable : variables) {
      texts.push_back(fmt::format("{} = {}", variable->name, variable->size));
    }
    return fmt::format("{}", fmt::join(texts, ", "));
  }

  const project::Project &project_;
  const model::Einsum &einsum_;
  const search::Conflict &conflict_;
  std::vector<Entry> entries_;
  std::vector<model::LoopConstraint> constraints_;  // those about the Einsum, in the order of the table
};

}  // namespace

std::vector<std::string> why_not(const project::Project &project, std::size_t einsum,
                                 const std::vector<std::size_t> &path, const search::Conflict &conflict) {
  return WhyNot(project, einsum, path, conflict).notes();
}

}  // namespace forge::app
