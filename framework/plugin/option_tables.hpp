// SPDX-License-Identifier: Apache-2.0
//
// Small things that all faces of the border share: options as the ABI wants them, instances that are destroyed, and
// numbers and ranges as text.
#pragma once

#include <forge/abi/options.h>

#include <memory>
#include <string>
#include <vector>

#include "plugin/call.hpp"
#include "plugin/description.hpp"

namespace forge::plugin {

// Views of the texts; they must outlive the result.
std::vector<forge_str> texts_of(const std::vector<std::string> &texts);

// A forge_options table over values that must outlive it.
class OptionTable {
 public:
  explicit OptionTable(const OptionValues &values);
  OptionTable(const OptionTable &) = delete;
  OptionTable &operator=(const OptionTable &) = delete;
  const forge_options *table() const { return &table_; }

 private:
  std::vector<forge_str> texts_;
  forge_options table_;
};

// "0.25", "1e-12": the shortest text that reads back to the same number, whatever the locale.
std::string number_text(double value);

// "1 ... 64 bit", "at least 1", "any number"
std::string range_text(const Description &description);

// An instance of a plugin with the function that frees it.
template <class Instance> using InstancePointer = std::unique_ptr<Instance, void (*)(Instance *)>;

// Calls `create(out, error)`. What it left in *out is destroyed after a failure too.
template <class Instance, class Create>
InstancePointer<Instance> make_instance(const std::string &owner, void (*destroy)(Instance *), const Create &create) {
  Instance *raw = nullptr;
  Words words;
  forge_status status = FORGE_OK;
  try {
    status = guarded(owner, "create", [&] { return create(&raw, words.table()); });
  } catch (...) {
    if (raw != nullptr) {
      destroy(raw);
    }
    throw;
  }
  InstancePointer<Instance> result(raw, destroy);
  if (status != FORGE_OK) {
    throw failure(owner, "create", status, words.text());
  }
  if (raw == nullptr) {
    throw failure(owner, "create", FORGE_INTERNAL, "it says OK, but gives no instance");
  }
  return result;
}

}  // namespace forge::plugin
