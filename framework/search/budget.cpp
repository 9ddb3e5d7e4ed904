// SPDX-License-Identifier: Apache-2.0
#include "search/budget.hpp"

#include <algorithm>
#include <limits>

namespace forge::search {

std::string_view name_of(StoppedBy reason) {
  switch (reason) {
    case StoppedBy::evaluations:
      return "evaluations";
    case StoppedBy::timeout:
      return "timeout";
    case StoppedBy::patience:
      return "patience";
    case StoppedBy::invalid_patience:
      return "invalid_patience";
    case StoppedBy::exhausted:
      return "exhausted";
    case StoppedBy::solved:
      return "solved";
    case StoppedBy::interrupted:
      return "interrupted";
  }
  return "";
}

Spending::Spending(const Budget &budget) : budget_(budget), start_(std::chrono::steady_clock::now()) {}

std::optional<StoppedBy> Spending::count(bool valid, bool better) {
  const auto is_over = [](std::uint64_t tried, const std::optional<std::uint64_t> &limit) {
    return limit && tried >= *limit;
  };
  ++evaluated_;
  if (!valid) {
    return is_over(++invalid_, budget_.invalid_patience) ? std::optional(StoppedBy::invalid_patience) : std::nullopt;
  }
  ++valid_;
  invalid_ = 0;
  stale_ = better ? 0 : stale_ + 1;
  return is_over(stale_, budget_.patience) ? std::optional(StoppedBy::patience) : std::nullopt;
}

std::uint64_t Spending::allowed(std::uint64_t wanted) const {
  return budget_.evaluations ? std::min(wanted, *budget_.evaluations - evaluated_) : wanted;
}

std::uint64_t Spending::least_invalid() const {
  if (!budget_.invalid_patience) {
    return std::numeric_limits<std::uint64_t>::max();
  }
  return *budget_.invalid_patience > invalid_ ? *budget_.invalid_patience - invalid_ : 1;
}

double Spending::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

bool Spending::is_late() const {
  return budget_.seconds && seconds() >= *budget_.seconds;
}

std::optional<double> Spending::share() const {
  if (!budget_.evaluations && !budget_.seconds) {
    return std::nullopt;
  }
  const auto part = [](double spent, double limit) { return limit > 0 ? std::min(1.0, spent / limit) : 1.0; };
  double share = 0;
  if (budget_.evaluations) {
    share = part(static_cast<double>(evaluated_), static_cast<double>(*budget_.evaluations));
  }
  if (budget_.seconds) {
    share = std::max(share, part(seconds(), *budget_.seconds));
  }
  return share;
}

}  // namespace forge::search
