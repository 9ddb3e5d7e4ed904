// SPDX-License-Identifier: Apache-2.0
//
// The steps that lead from a label to the next: keep a tensor, put a loop around it, spread it over a fan-out.
#pragma once

#include <cstddef>
#include <vector>

#include "history.hpp"
#include "instance.hpp"
#include "label.hpp"
#include "stages.hpp"
#include "windows.hpp"

namespace forge::plugins::optimal {

class Steps {
 public:
  Steps(const Instance &instance, const Stages &stages, const History &history);

  const Layout &layout() const { return layout_; }

  Label start(StageId stage) const;
  // Each changes `label`, which stands in `stage` at `tile`; false: the constraints forbid it. The record of the step
  // is not added to the history; `label.head.history` stays that of the label before.
  bool loop(Label &label, StageId stage, Tile tile, std::size_t axis);
  bool keep(Label &label, StageId stage, StageId after, Tile tile, std::size_t tensor);
  bool spread(Label &label, StageId stage, Tile tile, std::size_t number);
  // The outermost memory keeps what is pending, around everything.
  bool complete(Label &label, StageId stage, Tile tile);

 private:
  void open_holder(Label &label, StageId stage, StageId after, Tile tile, std::size_t tensor);
  void settle(Label &label, std::size_t tensor) const;
  void leave_behind(Label &label, std::size_t tensor) const;
  void convert(Label &label, StageId stage, std::size_t tensor) const;
  void share(Label &label, StageId stage, const Spread &spread, std::size_t tensor);
  bool leave_memory(Label &label, StageId stage, StageId after, Tile tile) const;
  bool constraints_hold(const Label &label, std::size_t node, Tile tile) const;
  void recount(Label &label, const Step &step, StageId after, Tile tile, std::size_t tensor);
  void settle_times(Label &label, StageId stage) const;
  void use_room(Label &label, std::size_t node, double bits) const;
  void use_places(Label &label, std::size_t node, double places) const;

  const Instance &instance_;
  const Stages &stages_;
  const History &history_;
  const Layout layout_;
  Windows windows_;
  std::vector<std::size_t> window_number_;  // by tensor
  std::vector<bool> constrained_;           // by node: its block has constraints on products of loops
};

}  // namespace forge::plugins::optimal
