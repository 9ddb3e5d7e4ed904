// SPDX-License-Identifier: Apache-2.0
//
// What the model of a node says, before the project's own figures are laid over it. A compound component's figures are
// sums over its parts: area and leakage of all of them; energy and latency of an action over the actions that it is
// made of. Its throughput is that of the slowest part, whose own actions take turns.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture.hpp"
#include "plugin/registry.hpp"
#include "pricing/inquiry.hpp"
#include "pricing/node_cost.hpp"

namespace forge::pricing {

struct Quote {
  std::optional<double> area, leak_power;  // m^2, W of one instance; none: not modelled
  std::vector<ActionCost> actions;         // by name
  std::string component, plugin, plugin_version, note;
  std::vector<ParameterValue> parameters;
  std::vector<PartCost> parts;
  std::vector<ModelAnswer> answers;
  std::vector<std::string> warnings;

  const ActionCost *action(const std::string &name) const;
};

// Puts the questions of all nodes first, so that a model is asked for many settings at once, then makes the quotes.
class Quotes {
 public:
  Quotes(const model::ModelParameters &technology, const std::string &directory, plugin::Registry &registry,
         Answers answers)
      : technology_(technology), directory_(directory), registry_(registry), answers_(answers) {}

  // Asks for the model of a node. `actions`: whose energies it needs. Throws Error, Errors{project, file, plugin}.
  void ask(std::size_t node, const std::string &name, const model::ModelReference &reference,
           const model::ModelParameters &own, std::vector<std::string> actions);

  // After all questions. Appends what went wrong.
  void answer(const plugin::Host &host, std::vector<Error> &errors);

  // Of a node that was asked for, after answer() without errors. Throws Error{project} where an action of a compound
  // component names one that its part does not have.
  Quote quote(std::size_t node) const;

 private:
  // A model, or a compound with its parts.
  struct Item {
    const model::ModelReference *reference = nullptr;
    std::string part;
    std::size_t inquiry = 0;                                       // of a model
    std::vector<Item> parts;                                       // of a compound
    std::map<const model::Compound::Call *, Item> with_arguments;  // of a compound: the part as this call uses it
  };
  Item item_for(const model::ModelReference &reference, std::vector<ParameterSource> sources, const std::string &owner,
                const std::string &part, std::vector<std::string> actions, std::vector<std::string> arguments = {});
  Inquiry inquiry_for(Subject subject);
  Item compound_item(const model::ModelReference &reference, const std::string &owner, const std::string &part);
  Quote quote_of(const Item &item) const;
  Quote quote_of_model(const Inquiry &inquiry) const;
  Quote quote_of_compound(const Item &item) const;

  const model::ModelParameters &technology_;
  const std::string &directory_;
  plugin::Registry &registry_;
  const Answers answers_;
  std::vector<Inquiry> inquiries_;
  std::map<std::size_t, Item> items_;                 // by node
  std::deque<model::ModelParameters> own_;            // of nodes; inquiries point to them
  std::deque<model::ModelReference> with_arguments_;  // parts with the arguments of a call; likewise
};

}  // namespace forge::pricing
