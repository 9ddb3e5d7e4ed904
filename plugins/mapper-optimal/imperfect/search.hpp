// SPDX-License-Identifier: Apache-2.0
//
// Builds all nests from the outermost memory inwards, stage by stage and tile by tile. How often a tile comes along is
// known that way: it depends on the loops around it, where factors need not divide.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "charges.hpp"
#include "imperfect/bounds.hpp"
#include "imperfect/boxes.hpp"
#include "imperfect/frontier.hpp"
#include "imperfect/label.hpp"
#include "imperfect/least_steps.hpp"
#include "imperfect/nests.hpp"
#include "imperfect/prices.hpp"
#include "imperfect/promise.hpp"
#include "imperfect/sharings.hpp"
#include "imperfect/steps.hpp"
#include "imperfect/tiles.hpp"
#include "imperfect/ways.hpp"
#include "objective.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal::imperfect {

class Search {
 public:
  // So many labels of a proof for each one before it are tried before a wider dive.
  static constexpr std::uint64_t patience = 32;
  // What the model says of a nest, by objective, where the closed forms do not; none where it refuses.
  using Model = std::function<std::optional<std::vector<double>>(std::span<const forge_nest_node>)>;

  // `check` is called now and then, and may throw.
  Search(const Charges &charges, const Stages &stages, Incumbents &incumbents, Model model,
         const std::function<void()> &check);

  // A lower bound of the first objective for all nests.
  double bound();
  // Looks for good nests: of all labels of a stage with equally many steps, only the `width` most promising ones are
  // extended.
  void dive(std::size_t width, const std::function<bool()> &is_cancelled);
  // Extends all labels that may lead to something better, the most promising one first: then the best nest is known.
  // Stops where `is_cancelled` says so, or more than `most_labels` turn up, and goes on there when it is called again.
  enum class End { done, limit, cancelled };
  End prove(std::uint64_t most_labels, const std::function<bool()> &is_cancelled);

  std::vector<forge_nest_node> nest(std::uint32_t record) const { return steps_.nest_of(record); }
  std::uint64_t n_labels() const { return n_labels_; }
  double left_out() const { return left_out_; }  // the least bound of what is not extended yet

 private:
  // Takes a label, with the least costs of what it may grow into, and the first objective of these; or does not.
  using Sink = std::function<bool(const Label &, const Costs &, double)>;
  void begin(const Sink &sink);
  void extend(const Label &label);
  void loops(const Label &label);
  // Makes a step from a label, and adds what comes of it.
  template <class Take> void step(const Label &from, const Take &take);
  bool add(const Label &label);
  bool offer(const Label &label);
  void finish(Label label);

  const Charges &charges_;
  const Stages &stages_;
  Incumbents &incumbents_;
  Model model_;
  Nests nests_;
  Tiles tiles_;
  Steps steps_;
  Ways ways_;
  Boxes boxes_;
  Sharings sharings_;
  Prices prices_;
  Bounds bounds_;
  LeastSteps least_steps_;
  Promise promise_;
  Frontier frontier_;
  Sink sink_;
  bool has_begun_ = false;  // the proof
  std::uint64_t n_labels_ = 0;
  double left_out_ = std::numeric_limits<double>::infinity();
};

}  // namespace forge::plugins::optimal::imperfect
