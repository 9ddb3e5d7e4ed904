// SPDX-License-Identifier: Apache-2.0
//
// Tables of a run as the forge_table of the ABI. Used by Writer and by the conformance checker.
#pragma once

#include <forge/abi/report.h>

#include <cstdint>
#include <deque>
#include <vector>

#include "support/table.hpp"

namespace forge::plugin {

// Refers to the texts of `tables`, which must outlive it.
class ReportTables {
 public:
  explicit ReportTables(const std::vector<Table> &tables);
  ReportTables(const ReportTables &) = delete;
  ReportTables &operator=(const ReportTables &) = delete;

  const forge_table *const *data() const { return pointers_.data(); }
  std::uint32_t size() const { return static_cast<std::uint32_t>(pointers_.size()); }

 private:
  // The cells of a column, as the ABI wants them: one array of values, one of flags.
  struct Cells {
    std::vector<double> reals;
    std::vector<std::int64_t> integers;
    std::vector<forge_str> texts;
    std::vector<std::uint8_t> valid;
    forge_column column{};
  };
  void add(const Column &column);

  // Deques: what points into them must not move.
  std::deque<Cells> cells_;
  std::deque<std::vector<const forge_column *>> columns_;
  std::deque<forge_table> tables_;
  std::vector<const forge_table *> pointers_;
};

}  // namespace forge::plugin
