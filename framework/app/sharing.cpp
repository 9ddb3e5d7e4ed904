// SPDX-License-Identifier: Apache-2.0
#include "app/sharing.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace forge::app {
namespace {

using model::Einsum;
using model::Node;
using model::TensorSet;

class Fingerprint {
 public:
  Fingerprint(const model::Workload &workload, const model::Architecture &architecture, const Einsum &einsum)
      : workload_(workload), architecture_(architecture), einsum_(einsum) {}

  std::string make() {
    put("{}", einsum_.operation);
    add_loops();
    add_tensors();
    put("{:x}", TensorSet::parse("intermediates").resolve(workload_, einsum_));
    for (const auto &path : architecture_.paths_for(einsum_)) {
      put("path");
      for (const auto node : path) {
        put("{}", node);
        add_node(architecture_.nodes[node]);
      }
    }
    return text_;
  }

 private:
  template <typename... Values> void put(fmt::format_string<Values...> format, Values &&...values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    text_ += ' ';
  }

  // Loop constraints and orders go by the names of rank variables, so names count here.
  void add_loops() {
    for (const auto &variable : einsum_.variables) {
      put("{}={}", variable.name, variable.size);
    }
  }

  void add_tensors() {
    for (const auto &tensor : einsum_.tensors) {
      put("{}:{}:{}", tensor.output ? "out" : "in", tensor.bits, tensor.persistent ? einsum_.repeat : 1);
      for (const model::Index *index : model::accesses(tensor)) {
        put("access");
        for (const auto &rank : *index) {
          for (const auto &term : rank) {
            put("{}*{}", term.coefficient, term.variable);
          }
          put(",");
        }
      }
    }
  }

  // The expression is the node's, the same for all Einsums; what its names stand for is what may differ. A memory's
  // name stands for what the search lets it hold.
  void add_set(const TensorSet &set) {
    for (const auto &name : set.names()) {
      put("{:x}", TensorSet::parse(name).resolve(workload_, einsum_));
    }
  }

  void add_node(const Node &node) {
    if (node.kind == model::NodeKind::memory) {
      for (std::size_t tensor = 0; tensor < einsum_.tensors.size(); ++tensor) {
        put("{}", model::bits_in(node, einsum_, tensor));
      }
      add_set(node.keep);
      if (node.may_keep) {
        add_set(*node.may_keep);
      }
    }
    for (const auto &dimension : node.dimensions) {
      add_set(dimension.multicast);
      add_set(dimension.reduce);
      add_set(dimension.reuse);
    }
    add_set(node.tensors);
    if (node.kind == model::NodeKind::converter || node.kind == model::NodeKind::network) {
      for (std::size_t tensor = 0; tensor < einsum_.tensors.size(); ++tensor) {
        put("{}", static_cast<int>(model::direction_of(node, einsum_, tensor)));
      }
    }
  }

  const model::Workload &workload_;
  const model::Architecture &architecture_;
  const Einsum &einsum_;
  std::string text_;
};

}  // namespace

std::string fingerprint(const model::Workload &workload, const model::Architecture &architecture,
                        const Einsum &einsum) {
  return Fingerprint(workload, architecture, einsum).make();
}

}  // namespace forge::app
