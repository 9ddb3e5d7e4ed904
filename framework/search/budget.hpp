// SPDX-License-Identifier: Apache-2.0
//
// How long a search may go on, and how it ended. Points count in the order in which they were asked, so that only the
// clock makes two runs differ.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace forge::search {

struct Budget {
  std::optional<std::uint64_t> evaluations;
  std::optional<double> seconds;
  std::optional<std::uint64_t> patience;          // valid points in a row without a better one
  std::optional<std::uint64_t> invalid_patience;  // points in a row that are not valid
};

enum class StoppedBy { evaluations, timeout, patience, invalid_patience, exhausted, solved, interrupted };
std::string_view name_of(StoppedBy reason);  // as in results.json

// Keeps the accounts of one search against its budget. Starts its clock when made. Reading the clock is [any], the
// rest belongs to one thread.
class Spending {
 public:
  explicit Spending(const Budget &budget);

  // One point was scored. The reason to stop where a patience has run out with it.
  std::optional<StoppedBy> count(bool valid, bool better);

  std::uint64_t evaluated() const { return evaluated_; }
  std::uint64_t valid() const { return valid_; }
  // How many of `wanted` points may still be scored.
  std::uint64_t allowed(std::uint64_t wanted) const;
  // So many points exhaust the patience with invalid ones at the earliest.
  std::uint64_t least_invalid() const;
  double seconds() const;
  bool is_late() const;
  // How much of the budget is gone, 0 ... 1; nothing where neither points nor time are limited.
  std::optional<double> share() const;

 private:
  Budget budget_;
  std::chrono::steady_clock::time_point start_;
  std::uint64_t evaluated_ = 0, valid_ = 0;
  std::uint64_t stale_ = 0, invalid_ = 0;  // how long each patience was tried
};

}  // namespace forge::search
