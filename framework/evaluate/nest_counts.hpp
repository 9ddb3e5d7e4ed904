// SPDX-License-Identifier: Apache-2.0
//
// Access counts of a nest: for each tensor and each memory that holds it. By the closed forms where they apply, else
// by replaying the mapping point by point; both are exact.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "evaluate/flat_nest.hpp"

namespace forge::evaluate {

struct Counts {
  std::uint64_t tile = 0;                                       // elements of one instance
  std::uint64_t fills = 0, reads = 0, updates = 0, drains = 0;  // summed over instances
};

struct NestCounts {
  std::uint64_t computes = 1;  // points, those that are computed again counted again
  std::uint64_t steps = 1;     // distinct times
  std::uint64_t places = 1;    // computes that ever work
  // [tensor][holder], as FlatNest::holders.
  std::vector<std::vector<Counts>> tensors;
  // The same for the busiest instance of each memory; empty where all instances do the same, or where by_place says it.
  std::vector<std::vector<Counts>> busiest;
  // The same for each instance of the memory, by its place in space; filled by a replay only.
  struct AtPlace {
    std::uint64_t place;
    Counts counts;
  };
  std::vector<std::vector<std::vector<AtPlace>>> by_place;
};

// A tensor as the counts need it, for each tensor of the Einsum.
std::vector<counts::Shape> make_shapes(const model::Einsum &einsum);
std::vector<std::uint64_t> sizes_of(const model::Einsum &einsum);

// Fills `result`, reusing its storage. Anything but `exact` leaves it unspecified.
counts::Exactness count_by_closed_forms(const std::vector<counts::Shape> &shapes, std::span<const std::uint64_t> sizes,
                                        const FlatNest &nest, bool compute_elides, counts::Scratch &scratch,
                                        NestCounts &result);

// Drops what is counted for another Einsum of the tree: the way of a shared tile from the next memory above.
void leave_out_served_elsewhere(const FlatNest &nest, NestCounts &counts);

// Places that ever work, told apart by the spatial loops over fan-outs above `position` of the path.
std::uint64_t places_above(const FlatNest &nest, std::span<const std::uint64_t> sizes, std::size_t position);

// The most points that a replay is done for: seconds of work.
inline constexpr std::uint64_t replay_limit = std::uint64_t{1} << 22;

// What to do about a tensor that stands twice with different indices, for which there is no closed form; empty: no such.
std::string advice_on_accesses(const model::Einsum &einsum);

// The executable definition (shared/reference/trace.py), on any nest whose Einsum has at most replay_limit points.
NestCounts count_by_replay(const model::Einsum &einsum, const FlatNest &nest, bool compute_elides);

}  // namespace forge::evaluate
