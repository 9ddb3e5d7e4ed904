/* SPDX-License-Identifier: Apache-2.0
 * A C++ exception crosses the border. */
#include <forge/abi/component.h>

#include <cstring>
#include <stdexcept>

namespace {

template <std::size_t N> constexpr forge_str text(const char (&literal)[N]) {
  return {literal, N - 1};
}
constexpr forge_model_info model{sizeof model, 0, text("zoo.model"), text("Throws"), text("made up"), {}, 0};
constexpr forge_column_info output{sizeof output, FORGE_REAL, 0, 0, text("area"), text("m^2"), text("made up"), 0, 1, 0,
                                   nullptr,       text(""),   0, 0};

constexpr forge_component_interface table{
    sizeof table,
    0,
    [](uint32_t i) { return i == 0 ? &model : nullptr; },
    [](uint32_t, uint32_t) -> const forge_column_info * { return nullptr; },
    [](uint32_t i, uint32_t column) { return i == 0 && column == 0 ? &output : nullptr; },
    [](uint32_t, uint32_t) -> const forge_column_info * { return nullptr; },
    [](const forge_host *, uint32_t i, const forge_str *, uint32_t, forge_component **out, forge_error *) {
      *out = i == 0 ? reinterpret_cast<forge_component *>(new char) : nullptr;
      return forge_status{i == 0 ? FORGE_OK : FORGE_INVALID};
    },
    [](forge_component *self) { delete reinterpret_cast<char *>(self); },
    [](forge_component *, const forge_batch *, forge_error *) -> forge_status {
      throw std::runtime_error("out of range");
    }};

constexpr forge_plugin plugin{
    sizeof plugin,
    FORGE_ABI_MINOR,
    text("zoo.thrower"),
    text("0.1.0"),
    text("Apache-2.0"),
    text("Throws"),
    [](const char *id) -> const void * { return std::strcmp(id, FORGE_COMPONENT_ID) == 0 ? &table : nullptr; }};

}  // namespace

const forge_plugin *forge_plugin_v1(const forge_host *, forge_error *) {
  return &plugin;
}
