// SPDX-License-Identifier: Apache-2.0
//
// Finds plugins and answers ids of models, strategies and writers with their faces.
//
// Search path, in this order: what the project names, FORGE_PLUGIN_PATH (':' between directories), and
// <executable>/../lib/forge/plugins. In each directory every *.so is a candidate; a model `acme.sram` is looked for
// by loading candidates until one offers it. Nothing is loaded that is not needed: a candidate is loaded when an id
// is asked for that no loaded plugin has, in the order of the path and, within a directory, of the file names; the
// file whose name equals the id (or `mapper-<id>`, `report-<id>`) goes first. Of component models several may answer one
// name: all candidates are loaded for them. Where two files offer the same id, the one that comes first counts.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugin/component.hpp"
#include "plugin/host.hpp"
#include "plugin/library.hpp"
#include "plugin/strategy.hpp"
#include "plugin/writer.hpp"

namespace forge::plugin {

class Registry {
 public:
  // `directories` are searched first, then the environment and the installation.
  Registry(const Host &host, const std::vector<std::string> &directories);
  ~Registry();

  // Loads a plugin by path or bare name. Throws Error{plugin}: not found (with the paths tried), found but broken
  // (with the loader's words), or found but refused (with the reason).
  void load(const std::string &name_or_path);

  // Throw Error{plugin} when nothing on the path offers the id: "no plugin offers the component model 'srma', did
  // you mean 'sram'?", with what was searched and what failed to load as notes. The caller adds the position.
  // Component models: all whose id or one of whose classes is the name, in the order of their ids; `plugin`: only that
  // one's. Which of them the run uses is told by use().
  std::vector<const ComponentModel *> components(const std::string &name,
                                                 const std::optional<std::string> &plugin = {});
  void use(const ComponentModel &model);
  const Strategy &strategy(const std::string &id);
  const Writer &writer(const std::string &id);

  // What this run has used, sorted by id: for the provenance table of the report.
  struct Used {
    std::string id, kind, version, abi, file, sha256;  // kind: "component", "strategy" or "report"
  };
  std::vector<Used> used() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace forge::plugin
