// SPDX-License-Identifier: Apache-2.0
//
// Named, typed columns with units: what a run hands to its report writers. A value type; the border in
// plugin/writer turns it into the forge_table of the ABI.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace forge {

struct Column {
  using Reals = std::vector<std::optional<double>>;
  using Integers = std::vector<std::optional<std::int64_t>>;
  using Texts = std::vector<std::optional<std::string>>;

  std::string name;
  std::string unit;  // SI, empty for counts, shares and texts
  std::variant<Reals, Integers, Texts> values;
};

struct Table {
  std::string name;
  std::size_t rows = 0;
  std::vector<Column> columns;  // each with `rows` values
};

}  // namespace forge
