// SPDX-License-Identifier: Apache-2.0
#include "imperfect/frontier.hpp"

#include <algorithm>

#include "rounding.hpp"

namespace forge::plugins::optimal::imperfect {

Frontier::Frontier(const Charges &charges, const Stages &stages, const Ways &ways, const Steps &steps)
    : charges_(charges), stages_(stages), ways_(ways), steps_(steps) {}

// Of what the cost of the inside depends on, besides what comes from outside how often.
void Frontier::find_key(const Label &label) {
  const std::size_t variables = charges_.problem().n_variables;
  key_.assign(label.chains.begin(), label.chains.begin() + static_cast<std::ptrdiff_t>(variables));
  for (std::size_t v = 0; v < variables; ++v)
    key_[v] |= std::uint64_t{label.block[v]} << 32;
  key_.push_back(label.stage | std::uint64_t{label.tile} << 32);
}

bool Frontier::dominates(const Label &a, const Label &b) const {
  if (!a.is_exact || exceeds(a.energy, b.energy) || exceeds(a.occupancy, b.occupancy) || a.order < b.order ||
      (a.looped & ~b.looped) != 0 || a.used != b.used || a.sharing != b.sharing || exceeds(a.power, b.power) ||
      exceeds(a.powered_share, b.powered_share))
    return false;
  for (std::size_t m = 0; m < a.times.size(); ++m) {
    if (exceeds(a.times[m], b.times[m]))
      return false;
  }
  const TensorSet to_hold = ways_.to_hold(a.stage);
  for (std::size_t t = 0; t < charges_.n_tensors(); ++t) {
    if (has(to_hold, t) && !arrives_less(a, b, t))
      return false;
  }
  return true;
}

// Does every value of the tensor arrive as often as that of `b` at most, whatever loops follow?
bool Frontier::arrives_less(const Label &a, const Label &b, std::size_t t) const {
  if (charges_.retains() && charges_.is_window(t))
    return a.loops == b.loops;
  // Those at risk may turn irregular while fan-outs are ahead.
  const TensorSet risky = steps_.may_spread(stages_[a.stage].position, t) ? b.at_risk : 0;
  const bool is_uneven = has(b.irregular | risky, t);
  const double theirs = is_uneven ? b.least_arrivals[t] : b.arrivals[t],
               their_first = is_uneven ? b.least_first_arrivals[t] : b.first_arrivals[t];
  if (!has(a.irregular, t) && !exceeds(a.arrivals[t], theirs) && !exceeds(a.first_arrivals[t], their_first))
    return true;
  // Else only the same loops are sure to bring the same parts.
  return a.loops == b.loops;
}

bool Frontier::add(const Label &label, const Costs &least, double promise) {
  find_key(label);
  auto &alike = alike_[key_];
  for (const Number i : alike) {
    if (dominates(entries_[i].label, label))
      return false;
  }
  // What may cost more than it seems drops nothing.
  const bool is_priced = label.unpriced == no_stage;
  if (is_priced) {
    std::erase_if(alike, [&](Number i) {
      Entry &other = entries_[i];
      other.is_dropped = dominates(label, other.label);
      if (other.is_dropped && !other.is_waiting)
        free_.push_back(i);
      return other.is_dropped;
    });
  }
  auto number = static_cast<Number>(entries_.size());
  if (free_.empty()) {
    entries_.push_back({label, least});
  } else {
    number = free_.back();
    free_.pop_back();
    entries_[number] = {label, least};
  }
  if (is_priced)
    alike.push_back(number);
  waiting_.push({promise, label.stage, number});
  return true;
}

bool Frontier::is_empty() {
  while (!waiting_.empty() && entries_[waiting_.top().number].is_dropped) {
    free_.push_back(waiting_.top().number);
    waiting_.pop();
  }
  return waiting_.empty();
}

const Frontier::Entry &Frontier::take() {
  const Number number = waiting_.top().number;
  waiting_.pop();
  entries_[number].is_waiting = false;
  if (entries_[number].label.unpriced != no_stage)
    free_.push_back(number);
  return entries_[number];
}

}  // namespace forge::plugins::optimal::imperfect
