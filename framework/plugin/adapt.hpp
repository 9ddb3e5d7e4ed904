// SPDX-License-Identifier: Apache-2.0
//
// Foreign tables become full-size tables without holes, foreign texts become strings: nothing behind this file tests
// sizes, null pointers or encodings. Everything here throws Error{plugin} with words only, such as "forge_plugin:
// struct_size is 0"; the caller says which file or model it is about.
#pragma once

#include <forge/abi/component.h>
#include <forge/abi/report.h>
#include <forge/abi/sampler.h>
#include <forge/abi/solver.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/description.hpp"

namespace forge::plugin {

// What a plugin says about itself.
struct Identity {
  std::string id, version, license, summary;
  std::string abi;  // "1.0"
};
Identity identity(const forge_plugin *foreign);
forge_plugin adapted(const forge_plugin *foreign);

forge_component_interface adapted(const forge_component_interface *foreign);
forge_sampler_interface adapted(const forge_sampler_interface *foreign);
forge_solver_interface adapted(const forge_solver_interface *foreign);
forge_report_interface adapted(const forge_report_interface *foreign);

// Id and texts of one model, strategy or writer.
struct Title {
  std::string id, summary;
  std::string extra;  // models: source; writers: extension
};
struct ModelTitle : Title {
  std::vector<std::string> classes;
  double accuracy = 0;  // 0: not stated
};
ModelTitle title(const forge_model_info *foreign);
Title title(const forge_strategy_info *foreign);
Title title(const forge_writer_info *foreign);

// How many entries a list has, that ends with null. `what` names it: "model_info".
std::uint32_t length_of(const std::function<const void *(std::uint32_t)> &entry, std::string_view what);

// Which kinds of values a list of descriptions may hold.
enum class ListKind { inputs, outputs, texts, options };
std::vector<Description> descriptions(const std::function<const forge_column_info *(std::uint32_t)> &entry,
                                      ListKind kind, std::string_view what);

// The text, or an Error that says what is wrong with it: null, too long, NUL inside, not UTF-8.
std::string text_of(forge_str text, std::string_view what);

}  // namespace forge::plugin
