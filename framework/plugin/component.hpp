// SPDX-License-Identifier: Apache-2.0
//
// C++ face of a component model. Made by the Registry; stays valid as long as it.
#pragma once

#include <forge/abi/component.h>

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/description.hpp"
#include "plugin/host.hpp"

namespace forge::plugin {

// Who a model, strategy or writer belongs to; for reports and messages.
struct Provenance {
  std::string plugin;  // id of the plugin
  std::string version;
  std::string abi;   // "1.0"
  std::string file;  // path of the shared library
};

class ComponentModel {
 public:
  ComponentModel(const forge_component_interface &table, std::uint32_t index, Provenance provenance);

  std::string id, summary, source;
  std::vector<std::string> classes;  // further names that it answers to
  double accuracy = 0;               // typical relative error; 0: not stated
  std::vector<Description> inputs, outputs, texts;
  Provenance provenance;

  // One row of outputs for each row of inputs, in the order of the descriptions. NaN: not modelled. All rows share
  // the same texts. Row status FORGE_INFEASIBLE gives `feasible = false`. Creates an instance, runs one batch and
  // destroys it. Throws Error{plugin} naming plugin and model: failed calls, exceptions, outputs that are NaN
  // without being optional, infinite where `highest` is finite, or outside of the declared range.
  struct Row {
    std::vector<double> outputs;
    bool feasible = true;
  };
  std::vector<Row> evaluate(const Host &host, const std::vector<std::string> &texts,
                            const std::vector<std::vector<double>> &rows) const;

  // "component model 'sram' of plugin 'forge.sram'", for messages.
  std::string owner() const;

 private:
  const forge_component_interface *table_;
  std::uint32_t index_;
};

}  // namespace forge::plugin
