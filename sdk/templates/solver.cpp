// SPDX-License-Identifier: Apache-2.0
// {{name}}: a search strategy for forge that sees the whole problem. Replace the example's idea by yours.
//
// This example tries every order of the loops over single values, lets the host evaluate them, and hands over the best
// one. It proves nothing; a solver that does fills in `bound` and `is_optimal`.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string_view>
#include <vector>

#include "forge/sdk/plugin.hpp"
#include "forge/sdk/solver.hpp"

namespace {

using Nest = std::vector<forge_nest_node>;

class LoopOrders {
 public:
  static constexpr std::string_view id = "{{name}}";  // what a project writes as `strategy`
  static constexpr std::string_view summary = "an example: every order of the loops, no tiles";

  explicit LoopOrders(const forge::sdk::SolverSetup &setup) : host_(setup.host) {}

  forge::sdk::Certificate solve(const forge_problem &problem, const forge::sdk::SolverSink &sink) const {
    constexpr std::uint64_t most_orders = 5040;
    std::vector<std::uint32_t> order(problem.n_variables);
    std::iota(order.begin(), order.end(), 0U);
    std::vector<double> best(problem.n_objectives, std::numeric_limits<double>::infinity());
    forge::sdk::Certificate end;
    bool is_found = false;
    do {
      if (host_.is_cancelled()) {
        break;
      }
      const Nest nest = make_nest(problem, order);
      std::vector<double> claim(problem.n_objectives);
      ++end.n_evaluated;
      if (evaluate(nest, sink, claim) && claim < best) {  // the first objective decides, the next breaks ties
        best = claim;
        is_found = true;
        sink.incumbent(nest, claim);
      }
    } while (end.n_evaluated < most_orders && std::next_permutation(order.begin(), order.end()));
    if (!is_found && host_.is_cancelled()) {
      end.status = FORGE_CANCELLED;
    } else if (!is_found) {
      throw forge::sdk::Unsupported("no order of the loops fits; this strategy knows no tiles");
    }
    return end;
  }

 private:
  // What the outermost memory may hold, all loops with tiles of one value, then the other memories, the compute.
  static Nest make_nest(const forge_problem &problem, const std::vector<std::uint32_t> &order) {
    Nest nest;
    bool has_loops = false;
    for (std::uint32_t node = 0; node < problem.n_nodes; ++node) {
      if (problem.node_kind[node] == FORGE_MEMORY) {
        for (std::uint32_t tensor = 0; tensor < problem.n_tensors; ++tensor) {
          if (problem.keep[node * problem.n_tensors + tensor] != FORGE_BYPASS) {
            nest.push_back({FORGE_NEST_KEEP, static_cast<std::int32_t>(tensor), static_cast<std::int32_t>(node),
                            problem.retain, 0});
          }
        }
        for (const std::uint32_t variable : order) {
          if (!has_loops && problem.variable_size[variable] > 1) {
            nest.push_back({FORGE_NEST_FOR, static_cast<std::int32_t>(variable), -1, 0, 1});
          }
        }
        has_loops = true;
      } else if (problem.node_kind[node] == FORGE_COMPUTE) {
        nest.push_back({FORGE_NEST_COMPUTE, 0, static_cast<std::int32_t>(node), 0, 0});
      }
    }
    return nest;
  }

  // False where the nest is no valid mapping.
  static bool evaluate(const Nest &nest, const forge::sdk::SolverSink &sink, std::vector<double> &objective) {
    const forge_solution solution{sizeof(forge_solution), static_cast<std::uint32_t>(nest.size()), nest.data(),
                                  nullptr};
    const forge_solution *const solutions[] = {&solution};
    std::vector<double *> columns;
    for (double &value : objective) {
      columns.push_back(&value);
    }
    forge_status status[1] = {FORGE_OK};
    sink.evaluate(solutions, columns, status);
    return status[0] == FORGE_OK;
  }

  forge::sdk::Host host_;
};

}  // namespace

FORGE_PLUGIN("{{name}}", "0.1.0", "Apache-2.0", "a search strategy", forge::sdk::Solvers<LoopOrders>)
