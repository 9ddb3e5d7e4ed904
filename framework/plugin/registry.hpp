// SPDX-License-Identifier: Apache-2.0
//
// Finds plugins and answers ids of models, strategies and writers with their faces.
//
// Search path, in this order: what the project names, FORGE_PLUGIN_PATH (':' between directories), and
// <executable>/../lib/forge/plugins. In each directory every *.so is a candidate. Nothing is loaded that is not needed: a
// model `acme.sram` is looked for in the order of plugin_files, which begins with the file whose name equals the id (or
// `mapper-<id>`, `report-<id>`), until a plugin offers it. Of component models several may answer one name: whoever wants
// to know them all has all candidates loaded. Where two files offer the same id, the one that comes first counts, whatever
// was asked for before.
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
  const Strategy &strategy(const std::string &id);
  const Writer &writer(const std::string &id);

  // The model with this id; null: there is none.
  const ComponentModel *component(const std::string &id);
  // All whose id or one of whose classes is the name, in the order of their ids; `plugin`: only that one's. Throws as
  // above.
  std::vector<const ComponentModel *> components(const std::string &name,
                                                 const std::optional<std::string> &plugin = {});
  // Tells which of them the run uses.
  void use(const ComponentModel &model);

  // On candidates that were passed over: broken ones, and plugins that are there twice.
  std::vector<std::string> remarks() const;

  // What this run has used, sorted by id: for the provenance table of the report.
  struct Used {
    std::string id, kind, version, abi, file, sha256;  // kind: "component", "strategy" or "report"
  };
  std::vector<Used> used() const;

 private:
  [[noreturn]] void fail(const std::string &name, const std::optional<std::string> &plugin);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace forge::plugin
