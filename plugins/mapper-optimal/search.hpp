// SPDX-License-Identifier: Apache-2.0
//
// Builds all nests from the compute outwards, stage by stage and tile by tile, keeps of each state the labels that no
// other one dominates, and drops those that can't become better than the best nest found so far.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "bounds.hpp"
#include "frontier.hpp"
#include "history.hpp"
#include "instance.hpp"
#include "label.hpp"
#include "nest.hpp"
#include "objective.hpp"
#include "promise.hpp"
#include "stages.hpp"
#include "steps.hpp"

namespace forge::plugins::optimal {

class Search {
 public:
  // So many labels of a proof for each one before it are tried before a wider dive. It starts again then.
  static constexpr std::uint64_t patience = 2;

  Search(const Instance &instance, const Stages &stages, const Bounds &bounds, Incumbents &incumbents);

  // A lower bound of the first objective for all nests.
  double bound() const;
  // Looks for good nests: of all labels of a stage with equally many steps, only the `width` most promising ones are
  // extended.
  void dive(std::size_t width, const std::function<bool()> &is_cancelled);
  // Extends all labels that may lead to something better: then the best nest is known. Stops where `is_cancelled` says
  // so, or more than `most_labels` turn up.
  enum class End { done, limit, cancelled };
  End prove(std::uint64_t most_labels, const std::function<bool()> &is_cancelled);

  std::vector<forge_nest_node> nest(std::uint32_t record) const { return make_nest(instance_, history_, record); }
  std::uint64_t n_labels() const { return n_labels_; }
  double left_out() const { return left_out_; }  // the least bound of what a cancelled run has not extended

 private:
  // Takes `to_`, which stands at that stage and tile after that step, with what it costs at least.
  using Sink = std::function<void(StageId, Tile, const Costs &, const Step &)>;
  void begin(const Sink &sink);
  void extend(StageId stage, Tile tile, const Head &head, const double *values);
  void loops(StageId stage, Tile tile);
  void keeps(StageId stage, Tile tile);
  void spreads(StageId stage, Tile tile);
  void add(StageId stage, Tile tile, const Step &step);
  void finish(Tile tile, const Step &step);

  const Instance &instance_;
  const Stages &stages_;
  Incumbents &incumbents_;
  History history_;
  Steps steps_;
  const Layout &layout_;
  Promise promise_;
  Frontier frontier_;
  Label from_, to_;  // the label that is extended, and what becomes of it
  Sink sink_;
  std::uint64_t n_labels_ = 0;
  double left_out_ = std::numeric_limits<double>::infinity();
};

}  // namespace forge::plugins::optimal
