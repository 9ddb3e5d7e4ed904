// SPDX-License-Identifier: Apache-2.0
// {{name}}: a search strategy for forge that asks and tells. Replace the example's idea by yours.
//
// The host codes the mappings of a layer as decision variables, asks for points, scores them on all cores, and tells
// the scores. This example changes the best point so far in a few places: a climb with random steps.
#include <cstdint>
#include <limits>
#include <random>
#include <string_view>
#include <vector>

#include "forge/sdk/plugin.hpp"
#include "forge/sdk/sampler.hpp"

namespace {

class Climb {
 public:
  static constexpr std::string_view id = "{{name}}";  // what a project writes as `strategy`
  static constexpr std::string_view summary = "an example: random steps from the best point so far";
  static constexpr forge_column_info options[] = {
      forge::sdk::real("step", "", "share of the variables that a step changes").range(0, 1).preset(0.2),
  };

  explicit Climb(const forge::sdk::SamplerSetup &setup)
      : space_(setup.space), step_(setup.options.real("step")), engine_(setup.seed), best_(space_.n_variables(), 0) {}

  // Fills as many points as there is room for. The same seed and scores have to give the same points.
  std::size_t ask(forge::sdk::Points &points) {
    last_.clear();
    for (std::size_t row = 0; row < points.capacity(); ++row) {
      std::vector<std::int32_t> point = best_;
      for (std::size_t v = 0; v < point.size(); ++v) {
        if (!has_best_ || share() < step_) {
          point[v] = static_cast<std::int32_t>(share() * space_.n_values(v));
        }
        points.row(row)[v] = point[v];
      }
      last_.push_back(point);
    }
    return points.capacity();  // 0 would say: nothing left to try
  }

  void tell(const forge::sdk::Scores &scores) {
    for (std::size_t row = 0; row < scores.rows(); ++row) {
      if (scores.is_valid(row) && scores.objective(0, row) < best_score_) {
        best_score_ = scores.objective(0, row);
        best_ = last_[row];
        has_best_ = true;
      }
    }
  }

 private:
  // 0 <= x < 1, the same on every machine.
  double share() { return static_cast<double>(engine_() >> 11U) * 0x1p-53; }

  forge::sdk::Space space_;
  double step_;
  std::mt19937_64 engine_;
  std::vector<std::int32_t> best_;
  std::vector<std::vector<std::int32_t>> last_;
  double best_score_ = std::numeric_limits<double>::infinity();
  bool has_best_ = false;
};

}  // namespace

FORGE_PLUGIN("{{name}}", "0.1.0", "Apache-2.0", "a search strategy", forge::sdk::Samplers<Climb>)
