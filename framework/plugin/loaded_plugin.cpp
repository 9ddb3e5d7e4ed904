// SPDX-License-Identifier: Apache-2.0
#include "plugin/loaded_plugin.hpp"

#include <set>

#include "plugin/call.hpp"
#include "plugin/library.hpp"
#include "support/error.hpp"

namespace forge::plugin {
namespace {

template <class Table> std::unique_ptr<Table> interface_of(const forge_plugin &plugin, const char *id) {
  const void *foreign = plugin.get_interface(id);
  if (foreign == nullptr) {
    return nullptr;
  }
  return std::make_unique<Table>(adapted(static_cast<const Table *>(foreign)));
}

// One face for each entry of the list that `info` gives.
template <class Face, class Table, class Info>
void add_faces(const Table &table, Info info, std::string_view list, const Provenance &provenance,
               std::vector<std::unique_ptr<Face>> &faces) {
  const std::uint32_t length = length_of(info, list);
  for (std::uint32_t i = 0; i < length; ++i) {
    faces.push_back(std::make_unique<Face>(table, i, provenance));
  }
}

template <class Face> void check_unique(const std::vector<std::unique_ptr<Face>> &faces, const std::string &kind) {
  std::set<std::string> ids;
  for (const auto &face : faces) {
    if (!ids.insert(face->id).second) {
      throw Error{ErrorKind::plugin, "the " + kind + " id '" + face->id + "' stands there twice"};
    }
  }
}

}  // namespace

LoadedPlugin::LoadedPlugin(const std::filesystem::path &path, const forge_host *host) : file(path.string()) {
  const forge_plugin *plugin = open(path, host);
  try {
    guarded("plugin " + file, "its descriptions", [&] {
      identity = plugin::identity(plugin);
      read_interfaces(plugin);
      make_faces();
    });
  } catch (const Error &error) {
    throw Error{ErrorKind::plugin, "plugin " + file + ": refused: " + error.message()};
  }
}

void LoadedPlugin::read_interfaces(const forge_plugin *plugin) {
  const forge_plugin table = adapted(plugin);
  component_ = interface_of<forge_component_interface>(table, FORGE_COMPONENT_ID);
  sampler_ = interface_of<forge_sampler_interface>(table, FORGE_SAMPLER_ID);
  solver_ = interface_of<forge_solver_interface>(table, FORGE_SOLVER_ID);
  report_ = interface_of<forge_report_interface>(table, FORGE_REPORT_ID);
  if (!component_ && !sampler_ && !solver_ && !report_) {
    throw Error{ErrorKind::plugin, "it offers no interface that this forge knows"};
  }
}

void LoadedPlugin::make_faces() {
  const Provenance provenance{identity.id, identity.version, identity.abi, file};
  if (component_) {
    add_faces(*component_, component_->model_info, "model_info", provenance, components);
  }
  if (sampler_) {
    add_faces(*sampler_, sampler_->strategy_info, "strategy_info", provenance, strategies);
  }
  if (solver_) {
    add_faces(*solver_, solver_->strategy_info, "strategy_info", provenance, strategies);
  }
  if (report_) {
    add_faces(*report_, report_->writer_info, "writer_info", provenance, writers);
  }
  check_unique(components, "component model");
  check_unique(strategies, "strategy");
  check_unique(writers, "report writer");
}

}  // namespace forge::plugin
