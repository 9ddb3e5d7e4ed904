// SPDX-License-Identifier: Apache-2.0
//
// The steps that lead from a label to the next, inwards: keep a tensor, put a loop inside, spread over a fan-out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "charges.hpp"
#include "imperfect/arrivals.hpp"
#include "imperfect/chains.hpp"
#include "imperfect/cuts.hpp"
#include "imperfect/key.hpp"
#include "imperfect/label.hpp"
#include "imperfect/nests.hpp"
#include "imperfect/tiles.hpp"
#include "imperfect/transfers.hpp"
#include "objective.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

class Steps {
 public:
  Steps(const Charges &charges, const Stages &stages, const Tiles &tiles, Nests &nests);

  // Nothing is there yet.
  Label start(StageId complete) const;
  // Each leaves `label` as it is after the step; false where limits forbid it. `to`: the stage whose keep, spread or
  // completion it is.
  bool complete(Label &label, StageId to);
  bool keep(Label &label, StageId to, std::size_t tensor);
  bool loop(Label &label, std::size_t variable, Tile tile);
  bool spread(Label &label, StageId to, Tile tile);
  // A keep leaves costs that take long to count for later: here they are added.
  void price(Label &label);
  // Do the constraints of a fan-out allow a spread that leaves `inner` of `outer`?
  bool is_good_spread(std::size_t node, Tile outer, Tile inner) const;
  // The nest is complete: nothing but the compute is inside. False where limits forbid it.
  bool finish(Label &label, Costs &costs);

  const Chains &chains() const { return chains_; }
  const Cuts &cuts() const { return cuts_; }
  // How often a value of the tensor arrives if all loops so far count, in all places or in the first one.
  double arrivals(const Label &label, std::size_t tensor, bool first) const;
  // Can a spread inside of this node give parts of the tensor fewer places than others?
  bool may_spread(int node, std::size_t tensor) const;
  std::vector<forge_nest_node> nest_of(NestId nest) const;

 private:
  bool enter(Label &label, int position) const;
  bool constraints_hold(const Label &label, std::size_t node) const;
  void cut(Label &label, std::size_t variable, Tile tile, bool spatial, std::size_t node);
  void arrive(Label &label, std::size_t variable, ChainId before);
  void settle(Label &label, std::size_t tensor, bool at_risk) const;
  void end_risks(Label &label, std::size_t variable) const;
  void spread_tensors(Label &label, std::size_t variable, ChainId before, TensorSet settled) const;
  // What the holder around and `inner` have to do for each other, by metric.
  struct Charge {
    std::vector<double> cost;
    bool is_exact = true;
  };
  static void add(Label &label, const Charge &charge);
  bool charge_regular(const Label &label, std::size_t tensor, std::size_t inner);
  const Charge &charge_counted(const Label &label, std::size_t tensor, std::size_t inner);

  const Charges &charges_;
  const Stages &stages_;
  const Tiles &tiles_;
  Nests &nests_;
  Chains chains_;
  Cuts cuts_;
  Arrivals arrivals_;
  Transfers transfers_;
  Charge charge_;  // the latest one
  std::unordered_map<Key, Charge, KeyHash> counted_;
  std::vector<bool> constrained_;          // by node: its block has constraints on products of loops
  std::vector<std::uint32_t> may_spread_;  // by node: rank variables that fan-outs inside of it may be spread over
};

}  // namespace forge::plugins::optimal::imperfect
