// SPDX-License-Identifier: Apache-2.0
// Search strategies that ask and tell, as value types. Samplers<Random, Annealing> is the table "forge.sampler/1".
//
//   struct Random {
//     static constexpr std::string_view id = "acme.random", summary = "...";
//     static constexpr forge_column_info options[] = {...};     // where it has any
//     explicit Random(const SamplerSetup &setup);
//     std::size_t ask(Points &points);                          // rows written; 0: nothing left
//     void tell(const Scores &scores);                          // where it learns
//   };
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>

#include "forge/abi/sampler.h"
#include "forge/sdk/host.hpp"
#include "forge/sdk/options.hpp"

namespace forge::sdk {

// The decision variables; lives as long as the sampler. Variable v takes 0 ... n_values(v) - 1.
class Space {
 public:
  explicit Space(const forge_space &space) noexcept : space_(&space) {}
  std::size_t n_variables() const noexcept { return space_->n_variables; }
  std::size_t n_objectives() const noexcept { return space_->n_objectives; }
  double size() const noexcept { return space_->size; }
  std::string_view name(std::size_t v) const { return to_view(space_->variable[v].name); }
  std::int32_t kind(std::size_t v) const { return space_->variable[v].kind; }
  std::int32_t n_values(std::size_t v) const { return space_->variable[v].n_values; }

 private:
  const forge_space *space_;
};

struct SamplerSetup {
  Host host;
  Space space;
  Options options;  // valid during the constructor
  std::uint64_t seed;
};

// The host's storage for points.
class Points {
 public:
  Points(forge_points &points, std::size_t n_variables) noexcept : points_(points), n_variables_(n_variables) {}
  std::size_t capacity() const noexcept { return static_cast<std::size_t>(points_.capacity); }
  // The values of one point, in the order of the variables.
  std::span<std::int32_t> row(std::size_t i) const {
    require(i < capacity(), "row(): beyond the capacity");
    return {points_.value + i * n_variables_, n_variables_};
  }

 private:
  forge_points &points_;
  std::size_t n_variables_;
};

// The verdict on the rows of the last ask, in the same order. Lower is better.
class Scores {
 public:
  explicit Scores(const forge_scores &scores) noexcept : scores_(scores) {}
  std::size_t rows() const noexcept { return static_cast<std::size_t>(scores_.n_rows); }
  std::size_t n_objectives() const noexcept { return scores_.n_objectives; }
  bool is_valid(std::size_t row) const { return scores_.row_status[row] == FORGE_OK; }
  double objective(std::size_t which, std::size_t row) const {
    require(which < n_objectives() && row < rows(), "objective(): no such score");
    return scores_.objective[which][row];
  }

 private:
  const forge_scores &scores_;
};

template <typename Strategy> consteval bool is_sampler() {
  static_assert(has_identity<Strategy>() && has_good_options<Strategy>());
  static_assert(std::constructible_from<Strategy, const SamplerSetup &>,
                "missing: a constructor from const forge::sdk::SamplerSetup &");
  static_assert(
      requires(Strategy & strategy, Points & points) {
        { strategy.ask(points) } -> std::convertible_to<std::size_t>;
      },
      "missing: std::size_t ask(forge::sdk::Points &)");
  return true;
}

template <typename... Strategies> class Samplers {
  static_assert(sizeof...(Strategies) > 0, "Samplers<> needs at least one strategy");
  static_assert((is_sampler<Strategies>() && ...));
  static_assert(has_distinct_ids<Strategies...>(), "two strategies have the same id");

  struct Instance {
    virtual ~Instance() = default;
    virtual std::size_t ask(Points &points) = 0;
    virtual void tell(const Scores &scores) = 0;
    std::size_t n_variables = 0;
  };
  template <typename Strategy> struct Holder final : Instance {
    explicit Holder(const SamplerSetup &setup) : strategy(setup) { this->n_variables = setup.space.n_variables(); }
    std::size_t ask(Points &points) override { return strategy.ask(points); }
    void tell([[maybe_unused]] const Scores &scores) override {
      if constexpr (requires { strategy.tell(scores); }) {
        strategy.tell(scores);
      }
    }
    Strategy strategy;
  };
  struct Entry {
    forge_strategy_info info;
    std::span<const forge_column_info> options;
    std::unique_ptr<Instance> (*make)(const SamplerSetup &);
  };
  static constexpr Entry entries[] = {
      {{sizeof(forge_strategy_info), 0, to_abi(Strategies::id), to_abi(Strategies::summary)},
       options_of<Strategies>(),
       [](const SamplerSetup &setup) -> std::unique_ptr<Instance> {
         return std::make_unique<Holder<Strategies>>(setup);
       }}...};

  static const forge_strategy_info *strategy_info(std::uint32_t strategy) noexcept {
    return strategy < std::size(entries) ? &entries[strategy].info : nullptr;
  }
  static const forge_column_info *option_info(std::uint32_t strategy, std::uint32_t option) noexcept {
    return strategy < std::size(entries) ? at_or_null(entries[strategy].options, option) : nullptr;
  }
  static forge_status create(const forge_host *host, std::uint32_t strategy, const forge_space *space,
                             const forge_options *options, std::uint64_t seed, forge_sampler **out,
                             forge_error *error) noexcept {
    return guarded(error, [&] {
      if (strategy >= std::size(entries) || space == nullptr || out == nullptr) {
        throw Invalid("this plugin has no strategy " + std::to_string(strategy));
      }
      const Entry &entry = entries[strategy];
      const SamplerSetup setup{Host(host), Space(*space), Options(entry.options, options), seed};
      *out = reinterpret_cast<forge_sampler *>(entry.make(setup).release());
    });
  }
  static void destroy(forge_sampler *self) noexcept { delete reinterpret_cast<Instance *>(self); }
  static forge_status ask(forge_sampler *self, forge_points *points, forge_error *error) noexcept {
    return guarded(error, [&] {
      auto &instance = *reinterpret_cast<Instance *>(self);
      Points view(*points, instance.n_variables);
      points->n_rows = 0;
      points->n_rows = instance.ask(view);
    });
  }
  static forge_status tell(forge_sampler *self, const forge_scores *scores, forge_error *error) noexcept {
    return guarded(error, [&] { reinterpret_cast<Instance *>(self)->tell(Scores(*scores)); });
  }

 public:
  static constexpr std::string_view id = FORGE_SAMPLER_ID;
  static constexpr forge_sampler_interface table = {.struct_size = sizeof(forge_sampler_interface),
                                                    .pad0 = 0,
                                                    .strategy_info = strategy_info,
                                                    .option_info = option_info,
                                                    .create = create,
                                                    .destroy = destroy,
                                                    .ask = ask,
                                                    .tell = tell};
};

}  // namespace forge::sdk
