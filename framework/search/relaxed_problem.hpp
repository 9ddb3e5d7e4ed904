// SPDX-License-Identifier: Apache-2.0
//
// A mapping problem with only some of its limits in force.
#pragma once

#include <forge/abi/problem.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "search/limits.hpp"

namespace forge::search {

// Whether there is a valid mapping is all that is asked of these problems. So nothing in them has a price, and where
// nothing is said of the temporal loops of memories, what can be left out of a valid mapping is not offered: tensors that
// a memory may hold, and fan-outs that need not be used (a temporal loop in the place of a spread changes no tile).
class RelaxedProblem {
 public:
  // Keeps references.
  RelaxedProblem(const forge_problem &problem, const std::vector<Limit> &limits);
  RelaxedProblem(const RelaxedProblem &) = delete;
  RelaxedProblem &operator=(const RelaxedProblem &) = delete;

  struct Changed {
    std::size_t limit = 0;
    double bound = 0;  // instead of bound_of
  };
  // Limit i holds where in_force[i]. The table stays good until the next call.
  const forge_problem &with(const std::vector<bool> &in_force, std::optional<Changed> changed = std::nullopt);

 private:
  void reset();
  void lift(const Limit &limit);
  void change(const Limit &limit, double bound);
  void simplify();
  bool is_plain() const;
  void set_places(std::uint32_t node, std::uint64_t places);
  void write_constraints();
  void write_orders();

  const forge_problem &problem_;
  const std::vector<Limit> &limits_;
  forge_problem table_;
  std::optional<std::uint32_t> root_;  // the first memory, where it must hold everything
  std::vector<double> zeros_, capacity_, min_utilization_, bounds_, kept_bounds_;
  std::vector<std::int32_t> integer_zeros_, keep_, keep_unless_, reuse_, max_utilization_, relations_;
  std::int32_t no_node_ = -1;  // of the objective
  std::vector<std::uint64_t> places_;
  std::vector<bool> constraint_holds_, order_holds_;
  std::vector<std::uint32_t> constraint_node_, constraint_begin_, constraint_variable_, order_begin_, order_variable_;
};

}  // namespace forge::search
