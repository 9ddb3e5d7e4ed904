// SPDX-License-Identifier: Apache-2.0
//
// The mapspace of one Einsum on one path: every mapping that the constraints allow, coded as integer decision
// variables that can be chosen independently of each other.
//
// The nest has a fixed skeleton: for each memory of the path its keeps and a block of temporal loops, for each
// dimension of a fan-out a block of spatial loops. The variables decide
//   factors  how the prime factors of each rank variable are spread over these blocks
//   order    in which order the loops of a block stand
//   keep     which of the tensors that a memory may hold it holds
// Decoding never fails; capacities, fan-out sizes, utilization and loop constraints are checked by the scorer,
// which counts what ruled a point out.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/architecture.hpp"
#include "model/mapping.hpp"
#include "model/workload.hpp"

namespace forge::model {

class Mapspace {
 public:
  enum class Decision { factors, order, keep };
  struct Variable {
    std::string name;
    Decision decision;
    std::int32_t n_values;
  };

  // A block of loops: the temporal loops below a memory's keeps, or the spatial loops of a fan-out's dimension.
  struct Block {
    std::size_t position = 0;   // of its node in the path
    std::size_t dimension = 0;  // spatial: into Node::dimensions
    bool spatial = false;
    std::vector<std::size_t> variables;  // rank variables that may have a loop here, in their default order
  };

  // `retain` = false: the keeps of all mappings drop their tiles. Throws Error{mapping} where no mapping can exist
  // whatever the factors are (a tensor that nothing may hold).
  Mapspace(const Workload &workload, std::size_t einsum, const Architecture &architecture,
           std::vector<std::size_t> path, bool retain);

  const std::vector<Variable> &variables() const { return variables_; }
  const std::vector<Block> &blocks() const { return blocks_; }
  const std::vector<std::size_t> &path() const { return path_; }
  std::size_t einsum() const { return einsum_; }
  bool retain() const { return retain_; }
  double size() const;  // number of points

  // The skeleton filled in, without a nest being built; storage is reused from call to call.
  struct Decoded {
    struct Loop {
      std::uint32_t block, variable;
      std::uint64_t iterations;  // > 1
      std::uint64_t tile;
    };
    std::vector<Loop> loops;        // outermost first, loops with one iteration left out
    std::vector<TensorMask> keeps;  // by position in the path; what is no memory: 0
    // Working storage of decode().
    std::vector<std::uint64_t> factors, left;
    std::vector<std::uint32_t> rest;
  };
  void decode(std::span<const std::int32_t> point, Decoded &decoded) const;

  Mapping mapping(std::span<const std::int32_t> point) const;

 private:
  // How one prime factor of a rank variable, with its exponent, may be spread over blocks.
  struct Spread {
    std::size_t variable = 0;  // rank variable
    std::uint64_t prime = 2;
    std::uint32_t exponent = 1;
    std::vector<std::uint32_t> blocks;  // that may take a share
    std::vector<std::uint8_t> shares;   // exponents by value and block; empty: too many, computed on the fly
  };
  // Which of the loops left comes next: `count` choices from the position `first` of a block's order on.
  struct Order {
    std::size_t block = 0, first = 0, count = 0;
  };
  struct Keep {
    std::size_t position = 0;  // in the path
    std::size_t tensor = 0;
  };

  void make_blocks();
  void make_keeps();
  void make_spreads();
  void make_orders();
  TensorMask must_keep(std::size_t position, const std::vector<TensorMask> &held) const;
  void decode_keeps(std::span<const std::int32_t> point, std::vector<TensorMask> &keeps) const;

  const Workload *workload_;
  const Architecture *architecture_;
  std::size_t einsum_;
  std::vector<std::size_t> path_;
  bool retain_;
  std::vector<TensorMask> may_keep_;   // by position: everything that it could hold
  std::vector<TensorMask> must_keep_;  // by position, where it does not depend on other memories
  std::vector<bool> dynamic_;          // by position: `keep` names a memory
  std::vector<Block> blocks_;
  std::vector<Variable> variables_;  // first all spreads, then all orders, then all keeps
  std::vector<Spread> spreads_;
  std::vector<Order> orders_;
  std::vector<Keep> keeps_;
};

}  // namespace forge::model
