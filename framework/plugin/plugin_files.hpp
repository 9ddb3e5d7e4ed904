// SPDX-License-Identifier: Apache-2.0
//
// The files on the search path that may be plugins, each loaded when it is needed for the first time. Which of them
// answers does not depend on what was asked for before.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugin/loaded_plugin.hpp"
#include "support/error.hpp"

namespace forge::plugin {

class PluginFiles {
 public:
  // `files`: in the order of the path. The host's table outlives this.
  PluginFiles(const forge_host *host, const std::vector<std::filesystem::path> &files);

  // One that the user names: it comes before all that nobody named. Throws Error{plugin} where it is broken, or the same
  // plugin as another one.
  void load(const std::filesystem::path &file);

  // The first plugin that `offers`; null: none. Asked in this order, each group in that of the path: those that the user
  // named; those whose file bears one of `names`; those in whose bytes `text` stands, as ids do that a compiler has
  // seen; all others. None of them is loaded before it is its turn. Throws Error{plugin} where a file that bears the
  // name is broken; another one is passed over.
  const LoadedPlugin *first(const std::vector<std::string> &names, const std::string &text,
                            const std::function<bool(const LoadedPlugin &)> &offers);

  // Loads what is not loaded yet; passes over what is broken.
  void load_all();

  std::vector<const LoadedPlugin *> loaded() const;  // in the order of the path
  std::vector<std::string> remarks() const;          // on files that were broken, and on plugins that are there twice

 private:
  struct File {
    std::filesystem::path path;
    bool is_named = false;
    std::unique_ptr<LoadedPlugin> plugin = nullptr;  // once it is loaded
    std::optional<Error> failure = std::nullopt;     // or why it can't be
  };
  const LoadedPlugin *load(File &file);

  const forge_host *host_;
  std::vector<File> files_;
};

}  // namespace forge::plugin
