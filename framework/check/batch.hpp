// SPDX-License-Identifier: Apache-2.0
//
// One batch of a component model on guarded memory: inputs that cannot be written, outputs that end at a forbidden
// page.
#pragma once

#include <forge/abi/component.h>

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/component.hpp"

namespace forge::check {

using Row = std::vector<double>;

struct RowResult {
  forge_status status = FORGE_OK;
  Row outputs;

  // Bit for bit, where the row is feasible; a NaN equals a NaN.
  bool operator==(const RowResult &other) const;
};

// A model under test with its table; refers to both.
struct Subject {
  const plugin::ComponentModel &model;
  const forge_component_interface &table;
};

// Throws Error{plugin} when the call fails or writes where it must not.
std::vector<RowResult> evaluate(const Subject &subject, forge_component *instance, const std::vector<Row> &rows);

// What is wrong with a row's result; empty: nothing.
std::string complaint(const plugin::ComponentModel &model, const RowResult &result);

// "size = 64, banks = 2"
std::string words_of(const plugin::ComponentModel &model, const Row &row);

}  // namespace forge::check
