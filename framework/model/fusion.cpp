// SPDX-License-Identifier: Apache-2.0
//
// complete(): what the shared loops of a tree mean for the Einsums that lack their rank variables, whether every Einsum
// finds what it reads, and who pays for tiles that are shared.
#include "model/fusion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace forge::model {

std::vector<Error> Completion::run() {
  check_repeats();
  check_accesses();
  check_order(tree_.root);
  if (errors_.empty())
    check_holders();
  if (errors_.empty())
    check_ways();
  // Consumers first: what a producer does follows from them.
  for (std::size_t i = order_.size(); errors_.empty() && i-- > 0;)
    derive_loops(i);
  if (errors_.empty())
    check_flow();
  if (errors_.empty())
    share_tiles();
  return std::move(errors_);
}

Error &Completion::complain(const Position &position, std::string message) {
  errors_.push_back(Error{ErrorKind::mapping, std::move(message)}.at(position));
  return errors_.back();
}

std::optional<std::size_t> Completion::tensor_called(std::size_t i, const std::string &tensor) const {
  const auto &tensors = einsum(i).tensors;
  for (std::size_t t = 0; t < tensors.size(); ++t) {
    if (tensors[t].name == tensor)
      return t;
  }
  return std::nullopt;
}

std::vector<std::size_t> Completion::consumers_of(std::size_t producer) const {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const auto tensor = tensor_called(i, result_of(producer).name);
    if (i != producer && tensor && !einsum(i).tensors[*tensor].output)
      result.push_back(i);
  }
  return result;
}

void Completion::check_repeats() {
  for (std::size_t i = 1; i < order_.size(); ++i) {
    if (einsum(i).repeat != einsum(0).repeat) {
      complain(tree_.position, fmt::format("Einsums of one tree run equally often, but '{}' runs {} times and '{}' {}",
                                           name(0), einsum(0).repeat, name(i), einsum(i).repeat));
    }
  }
}

void Completion::check_accesses() {
  for (std::size_t i = 0; i < order_.size(); ++i) {
    for (const Tensor &tensor : einsum(i).tensors) {
      if (!tensor.further.empty()) {
        complain(tree_.position,
                 fmt::format("tensor '{}' of Einsum '{}' stands twice with different indices, which a tree can't have",
                             tensor.name, name(i)))
            .note(fmt::format("give '{}' a nest of its own, or the second access a name of its own", name(i)));
      }
    }
  }
}

void Completion::check_order(const MappingTree::Section &section) {
  for (std::size_t a = 0; a < section.branches.size(); ++a) {
    for (std::size_t b = 0; b < section.branches.size(); ++b) {
      if (a != b && (a > b || section.split == SplitKind::parallel))
        check_independent(section, section.branches[a], section.branches[b]);
    }
    check_order(section.branches[a]);
  }
}

void Completion::check_independent(const MappingTree::Section &section, const MappingTree::Section &producer,
                                   const MappingTree::Section &consumer) {
  for (const std::size_t writes : leaves(producer)) {
    for (const std::size_t reads : leaves(consumer)) {
      const Einsum &writer = workload_.einsums[mappings_[writes].einsum];
      const Einsum &reader = workload_.einsums[mappings_[reads].einsum];
      const auto &tensors = reader.tensors;
      const std::string &result = writer.tensors.back().name;
      if (std::none_of(tensors.begin(), tensors.end() - 1, [&](const Tensor &one) { return one.name == result; }))
        continue;
      complain(section.position,
               section.split == SplitKind::parallel
                   ? fmt::format("'{}' reads {}, which '{}' makes: they can't run in parallel", reader.name, result,
                                 writer.name)
                   : fmt::format("'{}' reads {} before '{}' makes it", reader.name, result, writer.name));
    }
  }
}

std::optional<std::size_t> Completion::outermost_keep(const Mapping &mapping, std::size_t tensor) {
  for (std::size_t n = 0; n < mapping.nest.size(); ++n) {
    const auto &held = mapping.nest[n].tensors;
    if (mapping.nest[n].kind == NestKind::keep && std::find(held.begin(), held.end(), tensor) != held.end())
      return n;
  }
  return std::nullopt;
}

void Completion::check_holders() {
  for (std::size_t i = 0; i < order_.size(); ++i) {
    for (std::size_t t = 0; t < einsum(i).tensors.size(); ++t) {
      if (!outermost_keep(leaf(i), t)) {
        complain(leaf(i).position,
                 fmt::format("no memory keeps tensor '{}' of Einsum '{}'", einsum(i).tensors[t].name, name(i)));
      }
    }
  }
}

void Completion::check_ways() {
  for (std::size_t producer = 0; producer < order_.size(); ++producer) {
    const auto from = outermost_keep(leaf(producer), einsum(producer).output());
    for (const std::size_t consumer : consumers_of(producer)) {
      const std::size_t tensor = *tensor_called(consumer, result_of(producer).name);
      const auto to = outermost_keep(leaf(consumer), tensor);
      if (!from || !to)
        continue;  // said by check_holders()
      const NestNode &a = leaf(producer).nest[*from], &b = leaf(consumer).nest[*to];
      if (a.shared && a.shared == b.shared)
        continue;
      complain(b.position, fmt::format("{} goes from '{}' to '{}', but its outermost keeps there are not one and the "
                                       "same",
                                       result_of(producer).name, name(producer), name(consumer)))
          .note("keep it above the split, in the memory that passes it on");
    }
  }
}

std::int64_t Completion::coefficient(const std::vector<Term> &rank, std::size_t variable) {
  std::int64_t sum = 0;
  for (const Term &term : rank)
    sum += term.variable == variable ? term.coefficient : 0;
  return sum;
}

std::int64_t Completion::reach(const Einsum &einsum, const std::vector<Term> &rank, std::size_t but) {
  std::int64_t sum = 0;
  for (const Term &term : rank) {
    if (term.variable != but)
      sum += term.coefficient * static_cast<std::int64_t>(einsum.variables[term.variable].size - 1);
  }
  return sum;
}

Completion::Motion Completion::motion(std::size_t i, std::size_t tensor, std::size_t rank, const NestNode &loop) const {
  const auto &index = einsum(i).tensors[tensor].index[rank];
  const std::int64_t c = coefficient(index, loop.variable);
  if (c == 0)
    return {};
  return {c * static_cast<std::int64_t>(loop.tile), c * static_cast<std::int64_t>(loop.lead),
          c * (loop.overlap - 1) + reach(einsum(i), index, loop.variable) + 1};
}

std::vector<std::uint64_t> Completion::extents_below(std::size_t i, std::size_t end) const {
  Extents extents(einsum(i));
  for (std::size_t n = 0; n < end; ++n) {
    if (is_loop(leaf(i).nest[n]))
      extents.enter(leaf(i).nest[n]);
  }
  std::vector<std::uint64_t> result;
  for (std::size_t v = 0; v < einsum(i).variables.size(); ++v)
    result.push_back(extents.of(v));
  return result;
}

std::int64_t Completion::width_of(std::size_t i, std::size_t tensor, std::size_t rank,
                                  const std::vector<std::uint64_t> &extents) const {
  std::int64_t width = 1;
  for (const Term &term : einsum(i).tensors[tensor].index[rank])
    width += term.coefficient * static_cast<std::int64_t>(extents[term.variable] - 1);
  return width;
}

std::vector<Error> complete(const Workload &workload, const MappingTree &tree, std::vector<Mapping> &mappings) {
  return Completion(workload, tree, mappings).run();
}

}  // namespace forge::model
