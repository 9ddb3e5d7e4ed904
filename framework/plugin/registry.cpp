// SPDX-License-Identifier: Apache-2.0
#include "plugin/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>
#include <utility>

#include "plugin/plugin_files.hpp"
#include "plugin/search_path.hpp"
#include "support/error.hpp"
#include "support/hash.hpp"

namespace forge::plugin {
namespace fs = std::filesystem;
namespace {

// The three kinds of things that plugins offer: the word for messages, the word for reports, what the name of a
// plugin's file begins with where it does not equal the id, and where a plugin has them.
template <class Face> struct Kind {
  const char *words;
  const char *name;
  const char *prefix;
  std::vector<std::unique_ptr<Face>> LoadedPlugin::*faces;

  const Face *in(const LoadedPlugin &plugin, const std::string &id) const {
    const auto &all = plugin.*faces;
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto &face) { return face->id == id; });
    return found == all.end() ? nullptr : found->get();
  }
};
constexpr Kind<ComponentModel> component_kind{"component model", "component", "", &LoadedPlugin::components};
constexpr Kind<Strategy> strategy_kind{"strategy", "strategy", "mapper-", &LoadedPlugin::strategies};
constexpr Kind<Writer> writer_kind{"report writer", "report", "report-", &LoadedPlugin::writers};

// All ids in order; of component models the classes, too.
template <class Face>
std::vector<std::string> names_of(const std::vector<const LoadedPlugin *> &plugins, const Kind<Face> &kind) {
  std::set<std::string> result;
  for (const auto *plugin : plugins) {
    for (const auto &face : plugin->*kind.faces) {
      result.insert(face->id);
      if constexpr (requires { face->classes; }) {
        result.insert(face->classes.begin(), face->classes.end());
      }
    }
  }
  return {result.begin(), result.end()};
}

bool answers_to(const ComponentModel &model, const std::string &name) {
  return model.id == name || std::count(model.classes.begin(), model.classes.end(), name) > 0;
}

}  // namespace

struct Registry::State {
  const Host &host;
  std::vector<fs::path> path;
  PluginFiles files;
  std::set<std::pair<std::string, const Provenance *>> used{};  // kind and whose

  // What was found before: a compound component asks for the same thousands of times.
  std::map<std::string, const ComponentModel *> models{};
  std::map<std::pair<std::string, std::optional<std::string>>, std::vector<const ComponentModel *>> answers{};

  template <class Face> const Face *find(const Kind<Face> &kind, const std::string &id);
  template <class Face> const Face &find_or_fail(const Kind<Face> &kind, const std::string &id);
  const ComponentModel *model(const std::string &id);
  std::vector<const ComponentModel *> answering(const std::string &name);
  std::vector<const ComponentModel *> answering(const std::string &name, const std::string &plugin);
  template <class Face> [[noreturn]] void fail(const Kind<Face> &kind, const std::string &id);
};

template <class Face> const Face *Registry::State::find(const Kind<Face> &kind, const std::string &id) {
  const LoadedPlugin *plugin =
      files.first({id, kind.prefix + id}, id, [&](const LoadedPlugin &one) { return kind.in(one, id) != nullptr; });
  return plugin != nullptr ? kind.in(*plugin, id) : nullptr;
}

template <class Face> const Face &Registry::State::find_or_fail(const Kind<Face> &kind, const std::string &id) {
  const Face *found = find(kind, id);
  if (found == nullptr) {
    fail(kind, id);
  }
  used.emplace(kind.name, &found->provenance);
  return *found;
}

const ComponentModel *Registry::State::model(const std::string &id) {
  const auto known = models.find(id);
  return known != models.end() ? known->second : models.emplace(id, find(component_kind, id)).first->second;
}

// Of several models with the same id one counts, whatever the classes of the others are.
std::vector<const ComponentModel *> Registry::State::answering(const std::string &name) {
  files.load_all();
  std::vector<const ComponentModel *> result;
  for (const auto *plugin : files.loaded()) {
    for (const auto &one : plugin->components) {
      if (answers_to(*one, name) && model(one->id) == one.get()) {
        result.push_back(one.get());
      }
    }
  }
  return result;
}

std::vector<const ComponentModel *> Registry::State::answering(const std::string &name, const std::string &plugin) {
  std::vector<const ComponentModel *> result;
  const LoadedPlugin *found =
      files.first({plugin}, plugin, [&](const LoadedPlugin &one) { return one.identity.id == plugin; });
  if (found != nullptr) {
    for (const auto &one : found->components) {
      if (answers_to(*one, name)) {
        result.push_back(one.get());
      }
    }
  }
  return result;
}

template <class Face> void Registry::State::fail(const Kind<Face> &kind, const std::string &id) {
  files.load_all();
  const auto plugins = files.loaded();
  const auto ids = names_of(plugins, kind);
  Error error{ErrorKind::plugin,
              std::string("no plugin offers the ") + kind.words + " '" + id + "'" + did_you_mean(id, ids)};
  const auto other_kind = [&](const auto &other) {
    for (const auto *plugin : plugins) {
      if (other.in(*plugin, id) != nullptr) {
        error.note("'" + id + "' is a " + other.words + " of plugin '" + plugin->identity.id + "'");
        return;
      }
    }
  };
  other_kind(component_kind);
  other_kind(strategy_kind);
  other_kind(writer_kind);
  if (!ids.empty()) {
    error.note(fmt::format("known: {}", fmt::join(ids, ", ")));
  }
  for (const auto &directory : path) {
    error.note("searched in " + directory.string());
  }
  for (const auto &remark : files.remarks()) {
    error.note(remark);
  }
  throw error;
}

Registry::Registry(const Host &host, const std::vector<std::string> &directories) {
  const auto path = search_path(directories);
  state_ = std::make_unique<State>(State{host, path, PluginFiles(host.table(), candidates(path))});
}

Registry::~Registry() = default;

void Registry::load(const std::string &name_or_path) {
  std::vector<std::string> tried;
  const fs::path file = plugin::find(name_or_path, state_->path, tried);
  if (file.empty()) {
    Error error{ErrorKind::plugin, "plugin " + name_or_path + ": not found"};
    for (const auto &path : tried) {
      error.note("tried " + path);
    }
    throw error;
  }
  state_->files.load(file);
}

const ComponentModel *Registry::component(const std::string &id) {
  return state_->model(id);
}

std::vector<const ComponentModel *> Registry::components(const std::string &name,
                                                         const std::optional<std::string> &plugin) {
  const auto known = state_->answers.find({name, plugin});
  if (known != state_->answers.end()) {
    return known->second;
  }
  auto result = plugin ? state_->answering(name, *plugin) : state_->answering(name);
  if (result.empty()) {
    fail(name, plugin);
  }
  std::sort(result.begin(), result.end(), [](const auto *a, const auto *b) { return a->id < b->id; });
  state_->answers.emplace(std::pair(name, plugin), result);
  return result;
}

void Registry::fail(const std::string &name, const std::optional<std::string> &plugin) {
  const auto others = plugin ? state_->answering(name) : std::vector<const ComponentModel *>{};
  if (others.empty()) {
    state_->fail(component_kind, name);
  }
  std::vector<std::string> owners;
  for (const auto *model : others) {
    owners.push_back(model->provenance.plugin);
  }
  throw Error{ErrorKind::plugin,
              "no plugin '" + *plugin + "' offers the component model '" + name + "'" + did_you_mean(*plugin, owners)}
      .note(fmt::format("it is offered by: {}", fmt::join(owners, ", ")));
}

void Registry::use(const ComponentModel &model) {
  state_->used.emplace(component_kind.name, &model.provenance);
}

const Strategy &Registry::strategy(const std::string &id) {
  return state_->find_or_fail(strategy_kind, id);
}

const Writer &Registry::writer(const std::string &id) {
  return state_->find_or_fail(writer_kind, id);
}

std::vector<std::string> Registry::remarks() const {
  return state_->files.remarks();
}

std::vector<Registry::Used> Registry::used() const {
  std::vector<Used> result;
  for (const auto &[kind, from] : state_->used) {
    const bool known = std::any_of(result.begin(), result.end(), [&, kind = kind, from = from](const Used &other) {
      return other.file == from->file && other.kind == kind;
    });
    if (!known) {
      result.push_back({from->plugin, kind, from->version, from->abi, from->file, sha256_of_file(from->file)});
    }
  }
  std::sort(result.begin(), result.end(), [](const Used &a, const Used &b) {
    return std::tie(a.id, a.kind, a.file) < std::tie(b.id, b.kind, b.file);
  });
  return result;
}

}  // namespace forge::plugin
