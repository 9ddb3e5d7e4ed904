// SPDX-License-Identifier: Apache-2.0
//
// C++ faces of search strategies. Made by the Registry; stay valid as long as it. Every failure of a plugin is an
// Error{plugin} that names it.
#pragma once

#include <forge/abi/sampler.h>
#include <forge/abi/solver.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "plugin/component.hpp"
#include "plugin/description.hpp"
#include "plugin/host.hpp"

namespace forge::plugin {

// A live sampler. [instance] rules of the ABI hold.
class Sampler {
 public:
  Sampler(const forge_sampler_interface &table, forge_sampler *self, const forge_space &space, std::string owner);
  ~Sampler();
  Sampler(const Sampler &) = delete;
  Sampler &operator=(const Sampler &) = delete;

  // Fills `values` (capacity * n_variables, row by row) and returns the number of rows; 0: nothing left. The space
  // that was given to Strategy::sampler is used to check that every value is legal.
  std::uint64_t ask(std::span<std::int32_t> values, std::uint64_t capacity);
  void tell(const forge_scores &scores);

 private:
  const forge_sampler_interface *table_;
  forge_sampler *self_;
  const forge_space *space_;
  std::string owner_;
};

// What a solver's end looks like.
struct SolverOutcome {
  forge_status status = FORGE_OK;  // FORGE_OK, FORGE_INFEASIBLE, FORGE_CANCELLED or FORGE_UNSUPPORTED
  forge_certificate certificate{};
  std::string text;  // the plugin's words where status is not FORGE_OK
};

class Strategy {
 public:
  Strategy(const forge_sampler_interface &table, std::uint32_t index, Provenance provenance);
  Strategy(const forge_solver_interface &table, std::uint32_t index, Provenance provenance);

  std::string id, summary;
  std::vector<Description> options;
  Provenance provenance;

  // "strategy 'random' of plugin 'forge.mapper-random'", for messages.
  std::string owner() const;
  bool is_solver() const { return solver_ != nullptr; }

  // `space` must live as long as the sampler.
  std::unique_ptr<Sampler> sampler(const Host &host, const forge_space &space, const OptionValues &options,
                                   std::uint64_t seed) const;
  SolverOutcome solve(const Host &host, const forge_problem &problem, const forge_solver_sink &sink,
                      const OptionValues &options, std::uint64_t seed) const;

 private:
  const forge_sampler_interface *sampler_ = nullptr;
  const forge_solver_interface *solver_ = nullptr;
  std::uint32_t index_ = 0;
};

}  // namespace forge::plugin
