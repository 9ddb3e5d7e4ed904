// SPDX-License-Identifier: Apache-2.0
//
// Nodes of a nest, { for = "m", tile = 8 } and its like, by name to nodes by index.
#pragma once

#include <optional>

#include "model/architecture.hpp"
#include "model/mapping.hpp"
#include "model/workload.hpp"
#include "project/reader.hpp"

namespace forge::project {

class NestReader {
 public:
  // For the nest of one Einsum. Keeps references.
  NestReader(const model::Workload &workload, const model::Architecture &architecture, std::size_t einsum,
             Context &context)
      : workload_(workload), architecture_(architecture), einsum_(einsum), context_(context) {}

  // `shared`: a node above a split, which may name tensors and rank variables of other Einsums: a keep leaves out the
  // former, a loop over one of the latter gets model::absent_variable. None: something is wrong with it, or it does not
  // concern this Einsum.
  std::optional<model::NestNode> read(const Value &item, bool shared = false);

 private:
  void complain(const Position &position, std::string message) { context_.problems.add(position, std::move(message)); }
  void complain_of_node(const Text &text, std::string_view what, const std::vector<std::string> &known);
  const model::Einsum &einsum() const { return workload_.einsums[einsum_]; }
  bool read_keep(const Reader &reader, model::NestNode &node);
  bool read_kept(const Value &value, model::NestNode &node);
  std::optional<std::size_t> tensor_called(const Value &item);
  bool read_loop(const Reader &reader, std::string_view kind, model::NestNode &node);
  bool read_variable(const Reader &reader, std::string_view kind, model::NestNode &node);
  bool read_place(const Reader &reader, model::NestNode &node);
  bool read_compute(const Reader &reader, model::NestNode &node);

  const model::Workload &workload_;
  const model::Architecture &architecture_;
  const std::size_t einsum_;
  Context &context_;
  bool shared_ = false;
};

}  // namespace forge::project
