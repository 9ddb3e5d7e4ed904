// SPDX-License-Identifier: Apache-2.0
//
// What passes a node that stands on the way from a memory to what it serves: a converter, a network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evaluate/nest_counts.hpp"

namespace forge::evaluate {

// The part of a tensor's way that a node lies on: from the last holder above it to the first one below, or the compute.
struct Crossing {
  std::size_t above = 0;           // number of the holder above in the tensor's chain
  std::size_t begin = 0, end = 0;  // the loops between the two holders
  bool to_compute = false;
};

// Of a node at `position` of the path; none where the tensor lives below it only, or where its way is counted for another
// Einsum.
std::optional<Crossing> crossing(const FlatNest &nest, std::size_t tensor, std::size_t position);

// What a node charges: which tensors on which way, and actions for one value of each.
struct Charge {
  model::TensorMask down = 0, up = 0;
  std::vector<double> actions_per_value;
};

// Values that pass: a send to several places that share it counts once.
struct Passage {
  std::uint64_t down = 0, up = 0;
};

struct PassageCounts {
  std::vector<Passage> tensors;  // summed over the places of the node
  double busiest = 0;            // actions of the busiest place
  std::string counted_by;        // "closed form" or "replay"
};

// One Einsum as the counts need it.
struct Counted {
  const model::Einsum &einsum;
  const std::vector<counts::Shape> &shapes;
  std::span<const std::uint64_t> sizes;
  bool compute_elides = true;
};

// Sends of one tensor past a node, of which the nest is seen (see seen_from): of all places, and of the first one, which
// is the busiest.
counts::Exactness count_sends(const Counted &counted, const FlatNest &seen, std::size_t tensor, std::size_t position,
                              const Crossing &crossing, counts::Scratch &scratch, Passage &total, Passage &first);

// What passes a node. `name` of it for messages. Throws Error{mapping} where that can't be counted.
PassageCounts count_passing(const Counted &counted, const FlatNest &nest, std::size_t position, const Charge &charge,
                            const std::string &name, counts::Scratch &scratch);

// One element that is sent past a node at one time, or comes back.
struct Send {
  std::size_t tensor = 0;
  bool up = false;
  std::uint64_t place = 0;  // of the node
  const Crossing *crossing = nullptr;
  std::vector<const std::vector<std::uint64_t> *>
      places;  // that share it: the indices of all loops, spatial ones count
};

// The executable definition: visits every send of the charged tensors.
void replay_sends(const Counted &counted, const FlatNest &nest, std::size_t position, const Charge &charge,
                  const std::function<void(const Send &)> &visit);

// By replaying, whatever closed forms there are.
PassageCounts replay_passing(const Counted &counted, const FlatNest &nest, std::size_t position, const Charge &charge);

// Throws Error{mapping} where the Einsum is too large to be replayed. `what` can't be counted otherwise, `why`.
void require_replay(const model::Einsum &einsum, const std::string &what, const std::string &why);

}  // namespace forge::evaluate
