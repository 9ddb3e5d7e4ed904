// SPDX-License-Identifier: Apache-2.0
#include "plugin/plugin_files.hpp"

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

#include "plugin/elf.hpp"

namespace forge::plugin {
namespace fs = std::filesystem;

PluginFiles::PluginFiles(const forge_host *host, const std::vector<fs::path> &files) : host_(host) {
  for (const auto &path : files) {
    files_.push_back({path});
  }
}

const LoadedPlugin *PluginFiles::load(File &file) {
  if (!file.plugin && !file.failure) {
    try {
      file.plugin = std::make_unique<LoadedPlugin>(file.path, host_);
    } catch (const Error &error) {
      file.failure = error;
    }
  }
  return file.plugin.get();
}

void PluginFiles::load(const fs::path &path) {
  std::error_code ignored;
  auto file = std::find_if(files_.begin(), files_.end(),
                           [&](const File &one) { return fs::equivalent(one.path, path, ignored); });
  if (file == files_.end()) {
    file = files_.insert(file, {path});
  }
  if (file->is_named) {
    return;
  }
  if (load(*file) == nullptr) {
    throw Error(*file->failure);
  }
  for (const auto &other : files_) {
    if (&other != &*file && other.plugin && other.plugin->identity.id == file->plugin->identity.id) {
      throw Error{ErrorKind::plugin, "two files are the plugin '" + file->plugin->identity.id +
                                         "': " + other.plugin->file + " and " + file->plugin->file};
    }
  }
  const auto unnamed = std::find_if(files_.begin(), files_.end(), [](const File &one) { return !one.is_named; });
  file->is_named = true;
  std::rotate(unnamed, file, file + 1);
}

const LoadedPlugin *PluginFiles::first(const std::vector<std::string> &names, const std::string &text,
                                       const std::function<bool(const LoadedPlugin &)> &offers) {
  const auto bears_name = [&](const File &file) {
    return std::find(names.begin(), names.end(), file.path.stem()) != names.end();
  };
  // What is loaded and offers nothing of it need not be looked into.
  const auto holds_id = [&](const File &file) {
    return !file.failure && (!file.plugin || offers(*file.plugin)) && holds_text(file.path, text);
  };
  const std::function<bool(const File &)> groups[] = {[](const File &file) { return file.is_named; }, bears_name,
                                                      holds_id, [](const File &) { return true; }};
  std::vector<bool> asked(files_.size());
  for (const auto &belongs : groups) {
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (asked[i] || !belongs(files_[i])) {
        continue;
      }
      asked[i] = true;
      const LoadedPlugin *plugin = load(files_[i]);
      if (plugin == nullptr && bears_name(files_[i])) {  // it was meant
        throw Error(*files_[i].failure);
      }
      if (plugin != nullptr && offers(*plugin)) {
        return plugin;
      }
    }
  }
  return nullptr;
}

void PluginFiles::load_all() {
  for (File &file : files_) {
    load(file);
  }
}

std::vector<const LoadedPlugin *> PluginFiles::loaded() const {
  std::vector<const LoadedPlugin *> result;
  for (const File &file : files_) {
    if (file.plugin) {
      result.push_back(file.plugin.get());
    }
  }
  return result;
}

std::vector<std::string> PluginFiles::remarks() const {
  std::vector<std::string> result;
  std::map<std::string, std::string> file_of;  // by id of a plugin
  for (const File &file : files_) {
    if (file.failure) {
      result.push_back(file.failure->message());
    } else if (file.plugin) {
      const auto &id = file.plugin->identity.id;
      const auto [first, is_new] = file_of.emplace(id, file.plugin->file);
      if (!is_new) {
        result.push_back("plugin " + file.plugin->file + ": " + first->second + " is the plugin '" + id +
                         "', too, and comes first: what both offer is taken from there");
      }
    }
  }
  return result;
}

}  // namespace forge::plugin
