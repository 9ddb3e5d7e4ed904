// SPDX-License-Identifier: Apache-2.0
#include "imperfect/least_steps.hpp"

#include <algorithm>
#include <limits>

#include "blocks.hpp"

namespace forge::plugins::optimal::imperfect {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// What may come of the stages at one node of the path.
struct Place {
  bool is_there = false, is_last = false;
  std::vector<std::size_t> variables;  // rank variables that may have loops here
  std::vector<bool> next;              // by node
};

Place find_place(const Charges &charges, const Stages &stages, const Ways &ways, int position) {
  const forge_problem &problem = charges.problem();
  Place place;
  place.next.assign(charges.n_nodes(), false);
  bool is_memory = false;
  for (StageId id = 0; id < stages.all().size(); ++id) {
    if (stages[id].position != position)
      continue;
    place.is_there = true;
    place.is_last = place.is_last || ways.is_last(id);
    is_memory = stages[id].is_memory;
    for (const Edge &edge : ways.edges(id)) {
      if (stages[edge.to].position != position)
        place.next[static_cast<std::size_t>(stages[edge.to].position)] = true;
    }
  }
  for (std::size_t v = 0; is_memory && v < problem.n_variables; ++v) {
    if (may_loop(problem, static_cast<std::size_t>(position), v))
      place.variables.push_back(v);
  }
  return place;
}

}  // namespace

LeastSteps::LeastSteps(const Charges &charges, const Stages &stages, const Ways &ways, const Tiles &tiles,
                       const Boxes &boxes)
    : steps_(charges.n_nodes()) {
  for (int position = static_cast<int>(charges.n_nodes()) - 2; position >= -1 && charges.has_latency(); --position) {
    const Place place = find_place(charges, stages, ways, position);
    if (!place.is_there)
      continue;
    auto &steps = steps_[static_cast<std::size_t>(position + 1)];
    steps.assign(tiles.count(), infinity);
    steps[0] = place.is_last ? 1 : infinity;
    for (Tile box = 0; box < tiles.count(); ++box) {
      double least = steps[box];
      for (std::size_t node = 0; node < place.next.size(); ++node) {
        if (place.next[node]) {  // the larger a box the more steps it takes
          boxes.for_spreads(node, box, Boxes::Spreads::smallest,
                            [&](Tile inner) { least = std::min(least, steps_[node + 1][inner]); });
        }
      }
      for (const std::size_t v : place.variables) {
        const std::size_t extent = tiles.position(box, v);
        const Tile stride = tiles.stride(v), none = box - static_cast<Tile>(extent) * stride;
        for (const Boxes::Cut &cut : boxes.cuts(v, extent)) {
          const double left = cut.has_left() ? steps[none + cut.left * stride] : 0.0;
          least = std::min(least, cut.times * steps[none + cut.tile * stride] + left);
        }
      }
      steps[box] = least;
    }
  }
}

}  // namespace forge::plugins::optimal::imperfect
