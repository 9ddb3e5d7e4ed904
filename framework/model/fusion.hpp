// SPDX-License-Identifier: Apache-2.0
//
// The work behind complete(), see mapping_tree.hpp. A leaf is known by its place in the order in which the Einsums run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/mapping_tree.hpp"

namespace forge::model {

class Completion {
 public:
  Completion(const Workload &workload, const MappingTree &tree, std::vector<Mapping> &mappings)
      : workload_(workload), tree_(tree), mappings_(mappings), order_(leaves(tree.root)) {}
  std::vector<Error> run();

 private:
  // How a loop moves a rank of a tensor: iteration i begins at i * step (+ lead) and sees `overlap` beyond its step.
  struct Motion {
    std::int64_t step = 0, lead = 0, overlap = 0;
    bool operator==(const Motion &) const = default;
  };

  const Mapping &leaf(std::size_t i) const { return mappings_[order_[i]]; }
  const Einsum &einsum(std::size_t i) const { return workload_.einsums[leaf(i).einsum]; }
  const std::string &name(std::size_t i) const { return einsum(i).name; }
  const Tensor &result_of(std::size_t i) const { return einsum(i).tensors.back(); }
  Error &complain(const Position &position, std::string message);
  std::optional<std::size_t> tensor_called(std::size_t i, const std::string &tensor) const;
  // Leaves that read what leaf `producer` writes.
  std::vector<std::size_t> consumers_of(std::size_t producer) const;

  // fusion.cpp: the order of the Einsums, and how tensors are indexed.
  void check_repeats();
  // What a consumer needs at a time is a box only where it indexes a tensor in one way.
  void check_accesses();
  // What is read has been written before: in an earlier branch, which does not run in parallel.
  void check_order(const MappingTree::Section &section);
  void check_independent(const MappingTree::Section &section, const MappingTree::Section &producer,
                         const MappingTree::Section &consumer);
  // The outermost keep of a tensor in a nest.
  static std::optional<std::size_t> outermost_keep(const Mapping &mapping, std::size_t tensor);
  void check_holders();
  // What goes from one Einsum to another one is held above the split between them.
  void check_ways();
  // Sum of the terms of a rank that are about one rank variable.
  static std::int64_t coefficient(const std::vector<Term> &rank, std::size_t variable);
  static std::int64_t reach(const Einsum &einsum, const std::vector<Term> &rank, std::size_t but);
  // How a loop of the nest of leaf i moves a rank of one of its tensors.
  Motion motion(std::size_t i, std::size_t tensor, std::size_t rank, const NestNode &loop) const;

  // fusion_loops.cpp: loops over rank variables that a producer does not have.
  void derive_loops(std::size_t producer);
  // The loop at `n` is over a rank variable that the producer does not have: its consumers say what it means.
  void derive(std::size_t producer, std::size_t n);
  // What a consumer needs of the result in one iteration of a loop.
  std::optional<std::pair<std::size_t, Motion>> asked_by(std::size_t producer, std::size_t consumer,
                                                         const NestNode &loop);
  void apply(std::size_t producer, std::size_t n, std::size_t rank, Motion needed,
             const std::vector<std::size_t> &consumers);
  // Where a halo is computed again: does the loop have as many iterations for the producer as for each consumer?
  bool repeats_for_all(std::size_t producer, std::size_t n, std::size_t rank, const Motion &needed,
                       const std::vector<std::size_t> &consumers) const;
  // Combinations that have no meaning as loops of the producer.
  void check_halo(std::size_t producer, std::size_t n, std::uint64_t total);

  // fusion_halo.cpp
  // Is what consecutive iterations need in common still held by a keep? None: neither all of it nor nothing.
  std::optional<bool> keeps_halo(std::size_t producer, std::size_t n, std::size_t keep, std::size_t rank,
                                 std::size_t consumer);
  // Iterations of a loop over an extent, and what the first, the others and the last of them cover.
  struct Parts {
    std::uint64_t iterations = 1;
    std::vector<std::uint64_t> covered;
  };
  static Parts parts(const NestNode &loop, std::uint64_t extent);
  // Where the last iteration of a loop over an extent begins.
  static std::uint64_t begin_of_last(const NestNode &loop, std::uint64_t extent);
  // Is there a temporal loop below the loop at node n, over the same rank variable of the consumer?
  bool continues_inside(std::size_t producer, std::size_t n, std::size_t consumer) const;
  void complain_of_halo(std::size_t n, std::size_t producer);
  // Are there places below the loop at node n that have nothing to do in its last iteration?
  bool idles_some(std::size_t i, std::size_t n, std::size_t keep) const;
  // The fewest and the most iterations of the loop at node n of leaf i's nest: outer loops may leave less of its rank
  // variable in their last iteration.
  std::pair<std::uint64_t, std::uint64_t> iterations_of(std::size_t i, std::size_t n) const;
  // Extents of leaf i's rank variables below its loops before `end` that the tree shares.
  std::vector<std::uint64_t> extents_below(std::size_t i, std::size_t end) const;
  // The same of their last, shortest iterations.
  std::vector<std::uint64_t> least_extents(std::size_t i, std::size_t end) const;
  std::int64_t width_of(std::size_t i, std::size_t tensor, std::size_t rank,
                        const std::vector<std::uint64_t> &extents) const;

  // fusion_tiles.cpp: what is there when it is read, and who brings what is shared.
  // The first node of leaf i's nest that leaf j does not share.
  std::size_t end_of_shared(std::size_t i, std::size_t j) const;
  // A keep of the tree may hold nothing of an Einsum below; it is not in its nest then.
  bool in_prefix(std::size_t j, std::size_t shared) const;
  // Every part of an intermediate is there when it is read. Loops that were derived are right by construction.
  void check_flow();
  void check_flow(std::size_t producer, std::size_t consumer);
  // A loop that both share, and that splits a sum of the producer, lets the consumer read parts of the sum.
  void check_complete(std::size_t producer, std::size_t consumer);
  // Tiles below a keep of the tree that has another one above come from there once.
  void share_tiles();
  void share_tile(std::size_t keep, const std::string &tensor, const std::vector<std::size_t> &users);
  // A halo that an outer memory keeps must not have to come back.
  void check_reload(std::size_t keep, std::size_t producer, const std::vector<std::size_t> &users);
  // Does the tile of `tensor` below the keep for leaf a contain that for leaf b, at all times?
  bool covers(std::size_t a, std::size_t b, std::size_t keep, const std::string &tensor) const;

  const Workload &workload_;
  const MappingTree &tree_;
  std::vector<Mapping> &mappings_;
  const std::vector<std::size_t> order_;
  std::vector<Error> errors_;
};

}  // namespace forge::model
