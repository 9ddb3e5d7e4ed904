// SPDX-License-Identifier: Apache-2.0
//
// The hardware: a tree of memories, fan-outs, converters, networks and computes, outermost first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/tensor_set.hpp"
#include "support/error.hpp"

namespace forge::model {

enum class NodeKind { memory, fanout, compute, converter, network };

// A value for a parameter of a component model, not yet checked against the model's description.
struct ModelParameter {
  std::variant<double, bool, std::string> value;
  std::string unit;  // SI unit that the user wrote ("bit", "m", "Hz", ...), empty for a bare number or text
  Position position;
  std::string text = "";  // as written, where it was a string: "7 nm" may be meant as a text
};
using ModelParameters = std::map<std::string, ModelParameter>;

// What the project says about one action; what it leaves open comes from the node's model.
struct ActionFigures {
  std::optional<double> energy;      // J per action
  std::optional<double> throughput;  // actions per second of one instance; infinity: never limits
  std::optional<double> width;       // bits moved per action
  ModelParameters arguments = {};    // the model's parameters ACTION.NAME, by NAME
};

struct Compound;

// What prices a node, or a part of a compound component.
struct ModelReference {
  std::string component;              // id or class of a plugin's model, or the name of a compound component
  std::optional<std::string> plugin;  // only a model of this plugin
  ModelParameters parameters;
  Position position;
  std::shared_ptr<const Compound> compound = nullptr;  // none: a plugin's model
};

// A component made of others, as it stands at one node: all expressions have their values.
struct Compound {
  struct Part {
    std::string name;
    double count = 1;
    ModelReference model;
  };
  // An action is a sum over actions of the parts.
  struct Call {
    std::size_t part = 0;
    std::string action;
    double times = 1;
    ModelParameters arguments;
    Position position;
  };
  ModelParameters parameters;                  // for the report
  std::map<std::string, std::string> sources;  // of the parameters: "model", "node", "technology", "component"
  std::vector<Part> parts;
  std::map<std::string, std::vector<Call>> actions;
};

// "m*n <= 8" on the iterations of the loops that stand at a node.
struct LoopConstraint {
  enum class Relation { less_equal, equal, greater_equal };
  std::vector<std::string> variables;  // their iterations are multiplied
  Relation relation = Relation::less_equal;
  double bound = 1;
  std::string text;  // as written, for messages
  Position position;
};

struct FanoutDimension {
  std::string name;
  std::uint64_t size = 1;
  TensorSet multicast = TensorSet::all();  // one read serves all places that need the same values
  TensorSet reduce = TensorSet::all();     // partial sums are merged on the way up
  TensorSet reuse;                         // only loops that do not touch these tensors
  double min_utilization = 0;              // share of the places that must be used
  bool max_utilization = false;            // min_utilization = "max"
  bool power_gated = false;                // places that a mapping does not use do not leak
  std::vector<LoopConstraint> loops;
  Position position;
};

struct Node {
  NodeKind kind = NodeKind::memory;
  std::string name;
  std::optional<std::size_t> parent;  // index of the node it hangs under; none: the root
  Position position;

  std::optional<ModelReference> model;
  std::map<std::string, ActionFigures> actions;  // read, write, fill, update, drain, compute, convert, hop ...
  std::optional<double> area;                    // m^2 of one instance
  std::optional<double> leak_power;              // W of one instance
  double instances = 1;                          // parallel copies that share the work
  double count_scale = 1;                        // multiplies the counts of its actions
  std::optional<std::string> latency;            // the user's expression over its actions, in seconds

  // memory
  double size = std::numeric_limits<double>::infinity();  // bits of one instance
  std::optional<double> width;                            // bits per action where the action says nothing
  std::map<std::string, double> bits;                     // bits per value here, by tensor, role, or "all"
  TensorSet keep = TensorSet{};
  std::optional<TensorSet> may_keep;  // none: nothing beyond `keep`
  bool keep_given = false;            // neither keep nor may_keep given: the mapper chooses freely
  bool separate_ports = false;
  bool elide_first_read = true;  // also of a compute
  bool double_buffered = false;
  std::vector<LoopConstraint> loops;  // on the temporal loops directly below its storage
  std::vector<std::string> order;     // rank variables of these loops, outermost first

  // fanout
  std::vector<FanoutDimension> dimensions;  // outermost first

  // converter, network
  TensorSet tensors;
  enum class Direction { down, up, both };
  std::optional<Direction> direction;           // none: as direction_of says
  std::map<std::string, Direction> directions;  // by tensor or role, where they differ

  // network
  enum class Topology { mesh, all_to_all } topology = Topology::mesh;
  std::optional<double> wire_energy;  // J per bit and metre
  std::optional<double> hop_length;   // m

  // compute
  std::vector<std::string> einsums;  // names it can run; empty: all
};

struct Architecture {
  std::vector<Node> nodes;  // every node stands behind its parent; nodes[0] is the root

  std::optional<std::size_t> find(const std::string &name) const;

  // Node indices from the root to `compute`.
  std::vector<std::size_t> path_to(std::size_t compute) const;
  // A path for each compute that can run the Einsum, in the order of the nodes.
  std::vector<std::vector<std::size_t>> paths_for(const Einsum &einsum) const;
  // Instances of a node in the whole chip: the fan-outs above it, times its own `instances`.
  double total_instances(std::size_t node) const;
};

// Which way of `tensor` a converter or a network charges for. Where nothing is said: a converter both; a network the
// way that the tensor goes, operands down and results up.
Node::Direction direction_of(const Node &node, const Einsum &einsum, std::size_t tensor);

// What a component model may take from the fields of its node: size, width, depth.
ModelParameters own_parameters(const Node &node);

// Bits for one value of `tensor` in this memory.
double bits_in(const Node &memory, const Einsum &einsum, std::size_t tensor);

}  // namespace forge::model
