// SPDX-License-Identifier: Apache-2.0
#include "search/nest_text.hpp"

#include <array>
#include <vector>

#include "support/catch.hpp"
#include "support/fake_strategies.hpp"

using forge::search::nest_text;
using forge::test::as_str;
using forge::test::EndsWith;

TEST_CASE("a nest in words") {
  const std::array variables{as_str("m"), as_str("k")};
  const std::array tensors{as_str("A"), as_str("B")};
  const std::array nodes{as_str("DRAM"), as_str("PE.x"), as_str("MAC")};
  forge_problem problem{};
  problem.n_variables = 2;
  problem.variable_name = variables.data();
  problem.n_tensors = 2;
  problem.tensor_name = tensors.data();
  problem.n_nodes = 3;
  problem.node_name = nodes.data();
  const std::vector<forge_nest_node> nest{{FORGE_NEST_KEEP, 1, 0, 1, 0},
                                          {FORGE_NEST_KEEP, 0, 0, 0, 0},
                                          {FORGE_NEST_FOR, 1, -1, 0, 8},
                                          {FORGE_NEST_PAR, 0, 1, 0, 4},
                                          {FORGE_NEST_COMPUTE, 0, 2, 0, 0}};
  CHECK(nest_text(problem, nest) ==
        "keep B in DRAM | keep A in DRAM (dropping) | for k tile 8 | par m tile 4 over PE.x | compute MAC");
  CHECK(nest_text(problem, {}).empty());

  const std::vector<forge_nest_node> wrong{
      {FORGE_NEST_KEEP, 2, -7, 1, 0}, {FORGE_NEST_PAR, -1, 3, 0, 4}, {99, 0, 0, 0, 0}};
  CHECK(nest_text(problem, wrong) == "keep #2 in #-7 | par #-1 tile 4 over #3 | node of unknown kind 99");
  CHECK_THAT(nest_text(problem, std::vector<forge_nest_node>(1000, nest[4])), EndsWith("... (1000 nodes)"));
}
