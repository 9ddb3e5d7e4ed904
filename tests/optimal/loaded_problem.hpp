// SPDX-License-Identifier: Apache-2.0
//
// A project in memory, loaded as the program does it, up to the problem of its first Einsum on its first path.
#pragma once

#include <forge/abi/problem.h>

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evaluate/evaluator.hpp"
#include "evaluate/problem.hpp"
#include "plugin/host.hpp"
#include "plugin/registry.hpp"
#include "project/project.hpp"
#include "support/parallel.hpp"

namespace forge::test {

// What a project's objectives are made of.
struct Figures {
  double energy = 0, latency = 0;
  std::vector<double> usage = {};  // by objective, where any is about a node: bits, or instances
};

class LoadedProblem {
 public:
  // Throws what is wrong with the project, and what solvers can't be told.
  explicit LoadedProblem(const std::string &toml, const std::vector<project::Setting> &settings = {});
  LoadedProblem(const LoadedProblem &) = delete;
  LoadedProblem &operator=(const LoadedProblem &) = delete;

  const project::Project &project() const { return project_; }
  const evaluate::Evaluator &evaluator() const { return *evaluator_; }
  const std::vector<std::size_t> &path() const { return evaluator_->paths_for(0).front(); }
  const evaluate::Problem &problem() const { return *problem_; }
  const forge_problem &table() const { return problem_->table(); }
  plugin::Host &host() { return host_; }
  plugin::Registry &registry() { return registry_; }
  Pool &pool() { return pool_; }
  const std::atomic<bool> &cancelled() const { return cancelled_; }
  void cancel() { cancelled_ = true; }

  // What the model says of a nest; nothing where it breaks a limit.
  std::optional<Figures> evaluate(std::span<const forge_nest_node> nest) const;
  // In the order of the project's objectives.
  std::vector<double> objectives(const Figures &figures) const;

 private:
  project::Project project_;
  std::atomic<bool> cancelled_{false};
  Pool pool_{1};
  plugin::Host host_{cancelled_, pool_};
  plugin::Registry registry_;
  std::vector<pricing::NodeCost> costs_;
  std::optional<evaluate::Evaluator> evaluator_;
  std::optional<evaluate::Problem> problem_;
};

}  // namespace forge::test
