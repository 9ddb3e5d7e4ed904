// SPDX-License-Identifier: Apache-2.0
//
// What converters and networks cost in points of a mapspace: the figures of passage.hpp and network.hpp without a
// mapping, and without heap allocation once the scratch is warm.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "evaluate/latency.hpp"
#include "evaluate/path_model.hpp"
#include "model/mapspace.hpp"

namespace forge::evaluate {

// A decoded point as the closed forms want it.
struct PointView {
  const model::Mapspace::Decoded &decoded;
  const std::vector<counts::Loop> &loops;
  const std::vector<std::uint32_t> &depth;   // by position: loops above the memory's keeps
  const std::vector<std::uint64_t> &places;  // by position: used places of the fan-outs above
};

class PassingScore {
 public:
  // Keeps references.
  PassingScore(const PathModel &model, const model::Mapspace &mapspace, const std::vector<std::uint8_t> &elides);

  // Does a tensor under a sliding window move over a network? Its hops take more than a product.
  bool windows_on_networks() const;

  struct Scratch {
    std::vector<counts::Loop> seen;                  // the loops as a node sees them
    std::vector<double> converted;                   // by converter: actions of all instances
    std::vector<double> busiest_link, busiest_hops;  // by network: actions
  };

  // Adds the energy. False where the counts are not exact.
  bool add(const PointView &point, PathScratch &path, Scratch &scratch, double &energy) const;

  // Says how long the converters and networks are busy in the point that was added last; `stages` by position.
  void set_busy(const PointView &point, PathScratch &path, const Scratch &scratch, std::span<Stage> stages) const;

 private:
  // What of a tensor passes a node, and the loops between the holders around it.
  struct Sent {
    std::uint64_t down = 0, up = 0;
    std::size_t begin = 0, end = 0;
  };

  void see_from(std::size_t position, const PointView &point, std::vector<counts::Loop> &seen) const;
  bool count(std::size_t position, std::size_t tensor, const PointView &point, PathScratch &path,
             const Scratch &scratch, Sent &sent) const;
  bool add_conversions(const PointView &point, PathScratch &path, Scratch &scratch, double &energy) const;
  bool add_hops(std::size_t number, const PointView &point, PathScratch &path, Scratch &scratch, double &energy) const;

  const PathModel &model_;
  const model::Mapspace &mapspace_;
  const std::vector<std::uint8_t> &elides_;              // by position
  std::vector<std::vector<std::size_t>> axis_of_block_;  // by network
};

}  // namespace forge::evaluate
