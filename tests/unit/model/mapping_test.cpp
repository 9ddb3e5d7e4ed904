// SPDX-License-Identifier: Apache-2.0
#include "model/mapping.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"
#include "unit/model/examples.hpp"

namespace forge::model::test {

using Messages = std::vector<std::string>;
using Nest = std::vector<NestNode>;

namespace {

enum : std::size_t { m, n, k };                        // rank variables
enum : std::size_t { tensor_a, tensor_b, tensor_z };   // tensors
enum : std::size_t { dram, buffer, fanout_pe, spad };  // nodes

const Nest good{keep({tensor_a, tensor_b, tensor_z}, dram),
                loop(m, 8),
                keep({tensor_a}, buffer),
                loop(n, 3),
                keep({tensor_b, tensor_z}, buffer),
                spread(m, 2, 0),
                spread(k, 4, 1),
                keep({tensor_z}, spad),
                loop(m, 1),
                loop(n, 1),
                loop(k, 1),
                compute()};

Nest without(Nest nest, std::size_t index) {
  nest.erase(nest.begin() + static_cast<std::ptrdiff_t>(index));
  return nest;
}

Nest with(Nest nest, std::size_t index, const NestNode &node) {
  nest.insert(nest.begin() + static_cast<std::ptrdiff_t>(index), node);
  return nest;
}

Nest replaced(Nest nest, std::size_t index, const NestNode &node) {
  nest[index] = node;
  return nest;
}

}  // namespace

TEST_CASE("iterations are rounded up, over the full tile of the loops above") {
  const auto counts = iterations(two_matmuls().einsums[0], good);
  CHECK(counts == std::vector<std::uint64_t>{1, 2, 1, 3, 1, 4, 3, 1, 2, 3, 4, 1});
}

TEST_CASE("iterations survive what structural_errors refuses") {
  const auto counts = iterations(two_matmuls().einsums[0], {loop(m, 0), loop(n, 100), loop(n, 8)});
  CHECK(counts == std::vector<std::uint64_t>{16, 1, 1});
}

TEST_CASE("a good nest has no errors") {
  CHECK(complaints(good) == Messages{});
}

TEST_CASE("uneven nests, loops of one iteration, and bypass are fine") {
  CHECK(complaints({keep({tensor_a, tensor_b, tensor_z}, dram), loop(m, 16), loop(m, 1), loop(n, 1), loop(k, 1),
                    compute()}) == Messages{});
}

TEST_CASE("loops must cover every variable") {
  CHECK(complaints(without(good, 10)) ==
        Messages{"the loops do not cover 'k': 4 of it are left at the compute; a last loop { for = \"k\", tile = 1 } "
                 "would"});
}

TEST_CASE("a tile is at least one and at most what is left") {
  CHECK(complaints(replaced(good, 1, loop(m, 17))) == Messages{"tile 17 of 'm' is larger than what is left of it, 16"});
  CHECK(complaints(replaced(good, 8, loop(m, 4))).front() == "tile 4 of 'm' is larger than what is left of it, 2");
  CHECK(complaints(replaced(good, 8, loop(m, 0))).front() == "the loop over 'm' has tile 0; a tile is at least 1");
}

TEST_CASE("a nest ends in one compute") {
  CHECK(complaints(without(good, 11)) ==
        Messages{"the nest of Einsum 'first' has no compute; end it with { compute = \"MAC\" }"});
  CHECK(complaints(with(good, 12, compute())) == Messages{"a nest has one compute, this is the second"});
  CHECK(complaints(with(good, 12, loop(m, 1))) == Messages{"nothing may stand below the compute"});
  CHECK(complaints({}) == Messages{"the nest of Einsum 'first' has no compute; end it with { compute = \"MAC\" }"});
}

TEST_CASE("the compute must be able to run the Einsum") {
  CHECK(complaints({keep({tensor_a, tensor_b, tensor_z}, dram), compute(5)}) ==
        Messages{"compute 'Vector' can't run Einsum 'first', only second"});
}

TEST_CASE("every tensor is held somewhere, and once in a memory") {
  CHECK(complaints(replaced(good, 0, keep({tensor_a, tensor_b}, dram))) == Messages{});  // Buffer holds Z
  const Nest no_b = replaced(replaced(good, 0, keep({tensor_a, tensor_z}, dram)), 4, keep({tensor_z}, buffer));
  CHECK(complaints(no_b) == Messages{"no memory keeps tensor 'B' of Einsum 'first'"});
  CHECK(complaints(with(good, 4, keep({tensor_a}, buffer))) == Messages{"tensor 'A' is kept twice in memory 'Buffer'"});
}

TEST_CASE("keeps of a tensor go from outer to inner memories") {
  const Nest nest{keep({tensor_a, tensor_b}, dram),
                  keep({tensor_z}, buffer),
                  keep({tensor_z}, dram),
                  loop(m, 1),
                  loop(n, 1),
                  loop(k, 1),
                  compute()};
  CHECK(complaints(nest) ==
        Messages{"tensor 'Z' is kept in 'DRAM' below 'Buffer', which the architecture has further in"});
}

TEST_CASE("keeps of different tensors may stand in any order of memories") {
  CHECK(complaints({keep({tensor_a}, dram), keep({tensor_z}, buffer), keep({tensor_b}, dram), loop(m, 1), loop(n, 1),
                    loop(k, 1), compute()}) == Messages{});
}

TEST_CASE("the loops of a fan-out part what stands outside from what stands inside") {
  CHECK(complaints(with(good, 7, keep({tensor_a}, dram))).back() ==
        "memory 'DRAM' stands outside of fan-out 'PE' in the architecture, so it can't stand below its loops");
  CHECK(complaints(with(good, 5, keep({tensor_a}, spad))) ==
        Messages{"memory 'Spad' stands inside of fan-out 'PE' in the architecture, so it can't stand above its loops"});
}

TEST_CASE("what is not on the way to the compute is refused") {
  Mapping mapping;
  mapping.einsum = 1;
  mapping.nest = {keep({0, 1}, dram), spread(0, 8, 0), keep({1}, spad), loop(0, 1), loop(1, 1), compute(5)};
  Messages messages;
  for (const auto &error : structural_errors(two_matmuls(), small_chip(), mapping)) {
    messages.push_back(error.message());
    CHECK(error.kind() == ErrorKind::mapping);
  }
  CHECK(messages == Messages{"fan-out 'PE' is not on the way to compute 'Vector'",
                             "memory 'Spad' is not on the way to compute 'Vector'"});
}

TEST_CASE("a dimension has room for the product of its loops") {
  CHECK(complaints(replaced(good, 5, spread(m, 1, 0))).front() ==
        "the spatial loops over 'PE.x' need 8 places, it has 4");
  const Nest two_loops = with(good, 6, spread(n, 1, 0));
  CHECK(complaints(two_loops).front() == "the spatial loops over 'PE.x' need 12 places, it has 4");
}

TEST_CASE("indices that point nowhere are refused, not followed") {
  CHECK(complaints(replaced(good, 1, loop(9, 1))).size() == 1);
  CHECK(complaints(replaced(good, 5, spread(m, 2, 7))).size() == 1);
  CHECK(complaints(replaced(good, 2, keep({9}, buffer))).size() == 1);
  CHECK(complaints(replaced(good, 2, keep({tensor_a}, fanout_pe))).size() == 1);
  CHECK(complaints(replaced(good, 11, compute(99))).size() == 1);
  Mapping mapping;
  mapping.einsum = 7;
  CHECK(structural_errors(two_matmuls(), small_chip(), mapping).size() == 1);
}

TEST_CASE("several mistakes are all found, each at its own place") {
  Nest nest = replaced(without(good, 10), 1, loop(m, 17));
  nest[1].position = {nullptr, 5, 3};
  Mapping mapping;
  mapping.nest = nest;
  const auto errors = structural_errors(two_matmuls(), small_chip(), mapping);
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].position().line == 5);
}

}  // namespace forge::model::test
