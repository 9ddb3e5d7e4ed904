// SPDX-License-Identifier: Apache-2.0
#include "plugin/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>

#include "plugin/loaded_plugin.hpp"
#include "plugin/search_path.hpp"
#include "support/error.hpp"
#include "support/hash.hpp"

namespace forge::plugin {
namespace fs = std::filesystem;
namespace {

// The three kinds of things that plugins offer: the word for messages, the word for reports, and what the name of a
// plugin's file begins with where it does not equal the id.
struct Kind {
  const char *words;
  const char *name;
  const char *prefix;
};
constexpr Kind component_kind{"component model", "component", ""};
constexpr Kind strategy_kind{"strategy", "strategy", "mapper-"};
constexpr Kind writer_kind{"report writer", "report", "report-"};

// The faces of one kind, by id.
template <class Face> struct Index {
  Kind kind;
  std::map<std::string, const Face *> faces{};

  // All ids; of component models the classes, too.
  std::vector<std::string> names() const {
    std::set<std::string> result;
    for (const auto &[id, face] : faces) {
      result.insert(id);
      if constexpr (requires { face->classes; }) {
        result.insert(face->classes.begin(), face->classes.end());
      }
    }
    return {result.begin(), result.end()};
  }

  // Of two faces with the same id the first one stays.
  void add(const std::vector<std::unique_ptr<Face>> &loaded) {
    for (const auto &face : loaded) {
      faces.emplace(face->id, face.get());
    }
  }
};

}  // namespace

struct Registry::State {
  const Host &host;
  std::vector<fs::path> path;
  std::vector<fs::path> waiting;  // candidates that were not tried yet
  std::vector<std::unique_ptr<LoadedPlugin>> loaded{};
  std::vector<std::string> failures{};  // of candidates that nobody asked for by name
  Index<ComponentModel> components{component_kind};
  Index<Strategy> strategies{strategy_kind};
  Index<Writer> writers{writer_kind};
  std::set<std::pair<std::string, const Provenance *>> used{};  // kind and whose

  void load(const fs::path &file);
  const LoadedPlugin *twin_of(const LoadedPlugin &plugin) const;
  void add(std::unique_ptr<LoadedPlugin> plugin);
  bool load_next(const std::function<bool(const fs::path &)> &fits);
  template <class Face> const Face &look_up(Index<Face> &index, const std::string &id);
  std::vector<const ComponentModel *> answering(const std::string &name, const std::optional<std::string> &plugin);
  template <class Face> [[noreturn]] void fail(const Index<Face> &index, const std::string &id) const;
};

void Registry::State::load(const fs::path &file) {
  std::error_code ignored;
  const auto is_same = [&](const fs::path &other) { return fs::equivalent(other, file, ignored); };
  waiting.erase(std::remove_if(waiting.begin(), waiting.end(), is_same), waiting.end());
  if (std::none_of(loaded.begin(), loaded.end(), [&](const auto &plugin) { return is_same(plugin->file); })) {
    add(std::make_unique<LoadedPlugin>(file, host.table()));
  }
}

const LoadedPlugin *Registry::State::twin_of(const LoadedPlugin &plugin) const {
  const auto found = std::find_if(loaded.begin(), loaded.end(),
                                  [&](const auto &other) { return other->identity.id == plugin.identity.id; });
  return found == loaded.end() ? nullptr : found->get();
}

void Registry::State::add(std::unique_ptr<LoadedPlugin> plugin) {
  if (const LoadedPlugin *twin = twin_of(*plugin)) {
    throw Error{ErrorKind::plugin,
                "two files are the plugin '" + plugin->identity.id + "': " + twin->file + " and " + plugin->file};
  }
  loaded.push_back(std::move(plugin));  // before the indices: they point into it
  components.add(loaded.back()->components);
  strategies.add(loaded.back()->strategies);
  writers.add(loaded.back()->writers);
}

// Loads the next candidate; false where none is left. A broken one, or one that is there already, is noted, unless it
// is the one that was meant.
bool Registry::State::load_next(const std::function<bool(const fs::path &)> &fits) {
  if (waiting.empty()) {
    return false;
  }
  const fs::path file = waiting.front();
  waiting.erase(waiting.begin());
  try {
    auto plugin = std::make_unique<LoadedPlugin>(file, host.table());
    if (const LoadedPlugin *twin = twin_of(*plugin)) {
      failures.push_back("plugin " + plugin->file + ": left out, " + twin->file + " is the plugin '" +
                         plugin->identity.id + "', too, and comes first");
    } else {
      add(std::move(plugin));
    }
  } catch (const Error &error) {
    if (fits(file)) {
      throw;
    }
    failures.push_back(error.message());
  }
  return true;
}

// Loads candidates until one offers the id: first those with a fitting name, then all.
template <class Face> const Face &Registry::State::look_up(Index<Face> &index, const std::string &id) {
  const auto fits = [&](const fs::path &file) { return file.stem() == id || file.stem() == index.kind.prefix + id; };
  std::stable_partition(waiting.begin(), waiting.end(), fits);
  auto found = index.faces.find(id);
  while (found == index.faces.end() && load_next(fits)) {
    found = index.faces.find(id);
  }
  if (found == index.faces.end()) {
    fail(index, id);
  }
  used.emplace(index.kind.name, &found->second->provenance);
  return *found->second;
}

std::vector<const ComponentModel *> Registry::State::answering(const std::string &name,
                                                               const std::optional<std::string> &plugin) {
  const auto fits = [&](const fs::path &file) { return file.stem() == plugin.value_or(name); };
  const auto has_plugin = [&] {
    return plugin &&
           std::any_of(loaded.begin(), loaded.end(), [&](const auto &one) { return one->identity.id == *plugin; });
  };
  std::stable_partition(waiting.begin(), waiting.end(), fits);
  while (!has_plugin() && load_next(fits)) {
  }
  const auto is_meant = [&](const ComponentModel &model) {
    const bool has_name = model.id == name || std::count(model.classes.begin(), model.classes.end(), name) > 0;
    // Without a plugin, of several with the same id the first on the path counts.
    return has_name && (plugin ? model.provenance.plugin == *plugin : components.faces.at(model.id) == &model);
  };
  std::vector<const ComponentModel *> result;
  for (const auto &one : loaded) {
    for (const auto &model : one->components) {
      if (is_meant(*model))
        result.push_back(model.get());
    }
  }
  std::sort(result.begin(), result.end(), [](const auto *a, const auto *b) { return a->id < b->id; });
  return result;
}

template <class Face> void Registry::State::fail(const Index<Face> &index, const std::string &id) const {
  const auto ids = index.names();
  Error error{ErrorKind::plugin,
              std::string("no plugin offers the ") + index.kind.words + " '" + id + "'" + did_you_mean(id, ids)};
  const auto other_kind = [&](const auto &other) {
    const auto found = other.faces.find(id);
    if (found != other.faces.end()) {
      error.note("'" + id + "' is a " + other.kind.words + " of plugin '" + found->second->provenance.plugin + "'");
    }
  };
  other_kind(components);
  other_kind(strategies);
  other_kind(writers);
  if (!ids.empty()) {
    error.note(fmt::format("known: {}", fmt::join(ids, ", ")));
  }
  for (const auto &directory : path) {
    error.note("searched in " + directory.string());
  }
  for (const auto &failure : failures) {
    error.note(failure);
  }
  throw error;
}

Registry::Registry(const Host &host, const std::vector<std::string> &directories)
    : state_(std::make_unique<State>(State{host, search_path(directories), {}})) {
  state_->waiting = candidates(state_->path);
}

Registry::~Registry() = default;

void Registry::load(const std::string &name_or_path) {
  std::vector<std::string> tried;
  const fs::path file = find(name_or_path, state_->path, tried);
  if (file.empty()) {
    Error error{ErrorKind::plugin, "plugin " + name_or_path + ": not found"};
    for (const auto &path : tried) {
      error.note("tried " + path);
    }
    throw error;
  }
  state_->load(file);
}

std::vector<const ComponentModel *> Registry::components(const std::string &name,
                                                         const std::optional<std::string> &plugin) {
  auto result = state_->answering(name, plugin);
  if (!result.empty()) {
    return result;
  }
  const auto others = state_->answering(name, std::nullopt);
  if (others.empty()) {
    state_->fail(state_->components, name);
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
  return state_->look_up(state_->strategies, id);
}

const Writer &Registry::writer(const std::string &id) {
  return state_->look_up(state_->writers, id);
}

std::vector<Registry::Used> Registry::used() const {
  std::vector<Used> result;
  for (const auto &[kind, from] : state_->used) {
    const bool known = std::any_of(result.begin(), result.end(), [&, kind = kind, from = from](const Used &other) {
      return other.id == from->plugin && other.kind == kind;
    });
    if (!known) {
      result.push_back({from->plugin, kind, from->version, from->abi, from->file, sha256_of_file(from->file)});
    }
  }
  std::sort(result.begin(), result.end(),
            [](const Used &a, const Used &b) { return std::tie(a.id, a.kind) < std::tie(b.id, b.kind); });
  return result;
}

}  // namespace forge::plugin
