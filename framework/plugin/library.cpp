// SPDX-License-Identifier: Apache-2.0
#include "plugin/library.hpp"

#include <boost/dll/shared_library.hpp>

#include <dlfcn.h>

#include <algorithm>
#include <string_view>
#include <system_error>

#include "plugin/call.hpp"
#include "plugin/elf.hpp"
#include "support/error.hpp"

namespace forge::plugin {
namespace {

constexpr std::string_view entry_prefix = "forge_plugin_v";
constexpr const char *entry_name = "forge_plugin_v1";
static_assert(FORGE_ABI_MAJOR == 1, "the entry point carries the major version");

Error broken(const std::filesystem::path &file, const std::string &words) {
  return Error{ErrorKind::plugin, "plugin " + file.string() + ": broken: " + words};
}

Error refused(const std::filesystem::path &file, const std::string &words) {
  return Error{ErrorKind::plugin, "plugin " + file.string() + ": refused: " + words};
}

// The loader starts its message with the name of the file, which stands in ours already.
std::string loader_words(const std::filesystem::path &file, const char *text) {
  std::string words = text != nullptr ? printable(text) : "it cannot be loaded";
  const std::string prefix = file.string() + ": ";
  return words.starts_with(prefix) ? words.substr(prefix.size()) : words;
}

void check_entry_point(const std::filesystem::path &file) {
  const auto symbols = exported_symbols(file);
  if (std::find(symbols.begin(), symbols.end(), entry_name) != symbols.end()) {
    return;
  }
  for (const auto &symbol : symbols) {
    if (symbol.starts_with(entry_prefix)) {
      throw refused(file, "built for plugin ABI " + symbol.substr(entry_prefix.size()) + ", this forge speaks 1");
    }
  }
  throw refused(file, "it is no plugin of forge: it does not export forge_plugin_v1");
}

}  // namespace

std::vector<std::string> exported_symbols(const std::filesystem::path &file) {
  try {
    return read_elf(file).exported;
  } catch (const Error &error) {
    throw broken(file, error.message());
  }
}

const forge_plugin *open(const std::filesystem::path &path, const forge_host *host) {
  namespace dll = boost::dll;
  std::error_code ignored;
  std::filesystem::path file = std::filesystem::absolute(path, ignored);
  check_entry_point(file);
  // RTLD_NODELETE: whatever closes the library, it stays in memory. Descriptions, callbacks and runtimes of a plugin
  // may be used until the process ends.
  const auto mode =
      static_cast<dll::load_mode::type>(dll::load_mode::rtld_now | dll::load_mode::rtld_local | RTLD_NODELETE);
  dll::fs::error_code failed;
  const auto library = guarded("plugin " + file.string(), "load",
                               [&] { return dll::shared_library(dll::fs::path(file), mode, failed); });
  if (failed || !library.is_loaded()) {
    throw broken(file, loader_words(file, dlerror()));
  }
  Words words;
  const auto &entry = library.get<decltype(forge_plugin_v1)>(entry_name);
  const forge_plugin *plugin =
      guarded("plugin " + file.string(), entry_name, [&] { return entry(host, words.table()); });
  if (plugin == nullptr) {
    const std::string text = words.text();
    throw refused(file, text.empty() ? "it gives no reason" : text);
  }
  return plugin;
}

}  // namespace forge::plugin
