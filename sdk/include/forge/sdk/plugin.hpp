// SPDX-License-Identifier: Apache-2.0
// The entry point of a C++ plugin, once in one of its sources, at namespace scope:
//
//   FORGE_PLUGIN("acme-memories", "0.1.0", "MIT", "SRAM and DRAM models",
//                forge::sdk::Components<Sram, Dram>, forge::sdk::Reports<Csv>)
#pragma once

#include <string_view>

#include "forge/abi/plugin.h"
#include "forge/sdk/text.hpp"

namespace forge::sdk {

// The table of the interface with this id, or null. The whole id counts.
template <typename... Interfaces> const void *find_interface(const char *id) noexcept {
  const void *found = nullptr;
  const std::string_view wanted = id == nullptr ? std::string_view{} : std::string_view(id);
  ((wanted == Interfaces::id ? void(found = &Interfaces::table) : void()), ...);
  return found;
}

template <typename... Interfaces> consteval bool is_interface_list() {
  static_assert(sizeof...(Interfaces) > 0, "FORGE_PLUGIN needs at least one interface");
  static_assert((requires { Interfaces::table.struct_size; } && ...),
                "FORGE_PLUGIN takes Components<...>, Samplers<...>, Solvers<...>, Reports<...>");
  constexpr std::string_view ids[] = {Interfaces::id...};
  for (std::size_t i = 0; i < sizeof...(Interfaces); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (ids[i] == ids[j]) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace forge::sdk

#define FORGE_PLUGIN(plugin_id, plugin_version, plugin_license, plugin_summary, ...)                     \
  FORGE_EXPORT const forge_plugin *forge_plugin_v1(const forge_host *, forge_error *) {                  \
    static_assert(::forge::sdk::is_id(plugin_id),                                                        \
                  "the plugin's id may hold lower case letters, digits, '-', '_' and '.'");              \
    static_assert(::forge::sdk::is_interface_list<__VA_ARGS__>(),                                        \
                  "an interface is listed twice: put all models into one Components<...>, ...");         \
    static constexpr forge_plugin plugin = {.struct_size = sizeof(forge_plugin),                         \
                                            .abi_minor = FORGE_ABI_MINOR,                                \
                                            .id = ::forge::sdk::to_abi(plugin_id),                       \
                                            .version = ::forge::sdk::to_abi(plugin_version),             \
                                            .license = ::forge::sdk::to_abi(plugin_license),             \
                                            .summary = ::forge::sdk::to_abi(plugin_summary),             \
                                            .get_interface = ::forge::sdk::find_interface<__VA_ARGS__>}; \
    return &plugin;                                                                                      \
  }
