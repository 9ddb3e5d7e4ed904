// SPDX-License-Identifier: Apache-2.0
#include "imperfect/regular.hpp"

#include <algorithm>

namespace forge::plugins::optimal::imperfect {

namespace {

struct Question {
  const Charges &charges;
  const Chains &chains;
  const Label &label;
  std::size_t tensor, outer;
  bool busiest;

  std::size_t n_variables() const { return charges.problem().n_variables; }
  const Chains::Chain &chain(std::size_t variable) const { return chains[label.chains[variable]]; }
  bool is_relevant(std::size_t variable) const { return charges.is_relevant(tensor, variable); }
};

// Spatial loops inside of the outer holder.
std::size_t spreads_inside(const Question &q, const Chains::Chain &chain) {
  return static_cast<std::size_t>(
      std::count_if(chain.spreads.begin(), chain.spreads.end(), [&](std::size_t node) { return node > q.outer; }));
}

struct Served {
  double values = 1;  // at all times
  double first = 1;   // first touches
};

// `shares`: by node and tensor, who shares; none where places share with some only.
std::optional<Served> count_served(const Question &q, const std::int32_t *shares, bool together_at_once) {
  Served served;
  for (std::size_t v = 0; v < q.n_variables(); ++v) {
    const Chains::Chain &chain = q.chain(v);
    const std::size_t inside = spreads_inside(q, chain);
    if (q.is_relevant(v)) {
      const double covers = q.busiest ? chain.covers[inside] : chain.covers.back();
      served.values *= covers;
      served.first *= covers;
      continue;
    }
    const auto shared = static_cast<std::size_t>(
        std::count_if(chain.spreads.end() - static_cast<std::ptrdiff_t>(inside), chain.spreads.end(),
                      [&](std::size_t node) { return shares[node * q.charges.n_tensors() + q.tensor] != 0; }));
    const bool is_output = q.charges.is_output(q.tensor);
    if ((shared != 0 && shared != inside) || (shared != inside && q.busiest) ||
        (is_output && chain.spreads.size() > 1) || (shared != 0 && together_at_once && !chain.is_even))
      return std::nullopt;
    served.values *= q.busiest ? chain.n_first() : chain.n_parts[shared];
    served.first *= q.busiest || shared != 0 ? 1.0 : chain.places;
  }
  return served;
}

}  // namespace

std::optional<Moved> count_regular(const Charges &charges, const Chains &chains, Arrivals &known, const Label &label,
                                   std::size_t tensor, std::size_t outer, std::size_t inner, bool busiest) {
  const Question q{charges, chains, label, tensor, outer, busiest};
  const forge_problem &problem = charges.problem();
  const bool compute = inner + 1 == charges.n_nodes(), output = charges.is_output(tensor);
  const bool retains = !compute && charges.retains();
  if (charges.is_window(tensor))
    return std::nullopt;
  double values = 1, arrivals = 1, places = 1;
  bool is_spread = false, is_settled = true, is_shared = false;
  for (std::size_t v = 0; v < q.n_variables(); ++v) {
    const Chains::Chain &chain = q.chain(v);
    is_spread = is_spread || spreads_inside(q, chain) > 0;
    if (q.is_relevant(v)) {
      values *= busiest ? chain.covers[0] : chain.covers.back();
    } else {
      is_shared = is_shared || spreads_inside(q, chain) > 0;
      arrivals *= busiest ? chain.n_first() : chain.n_parts[0];
      places *= busiest ? 1.0 : chain.places;
      if (output && chain.spreads.size() > 1)
        return std::nullopt;
    }
  }
  if (retains && !busiest && !is_shared) {
    known.look_at(label);
    arrivals = known.brought(tensor) / values;
  } else if (retains && has(label.unknown, tensor)) {
    return std::nullopt;
  } else if (retains) {
    const double until_now = busiest ? label.first_arrivals[tensor] : label.arrivals[tensor];
    is_settled = arrivals == until_now && !has(label.irregular, tensor);
    arrivals = until_now;
  }
  if (is_spread && !is_settled)
    return std::nullopt;
  Served down{values * arrivals, values * places}, up = down;
  if (busiest ? is_spread : is_shared) {
    const auto read = count_served(q, problem.multicast, false);
    const auto updated = output ? count_served(q, problem.reduce, retains) : read;
    if (!read || !updated)
      return std::nullopt;
    down = *read;
    up = *updated;
  }
  const bool elides =
      output && problem.elide_first_read[outer] != 0 && (!compute || problem.elide_first_read[inner] != 0);
  Moved moved;
  moved.reads = down.values - (elides ? down.first : 0.0);
  moved.updates = output ? up.values : 0.0;
  moved.fills = values * (arrivals - (elides ? places : 0.0));
  moved.drains = output ? values * arrivals : 0.0;
  return moved;
}

}  // namespace forge::plugins::optimal::imperfect
