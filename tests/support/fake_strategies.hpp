// SPDX-License-Identifier: Apache-2.0
// Strategies without a shared library: C tables whose functions call what a test says. One test owns them.
#pragma once

#include <forge/abi/sampler.h>
#include <forge/abi/solver.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/strategy.hpp"

namespace forge::test {

inline forge_str as_str(std::string_view text) {
  return {text.data(), text.size()};
}

// Writes a failure's text as a plugin would.
inline forge_status fail_with(forge_error *error, forge_status status, std::string_view text) {
  if (error->capacity > 0) {
    const std::size_t size = std::min<std::size_t>(text.size(), error->capacity - 1);
    std::memcpy(error->text, text.data(), size);
    error->text[size] = '\0';
  }
  return status;
}

// Variables with these numbers of values; `table` points into the object.
class FakeSpace {
 public:
  explicit FakeSpace(const std::vector<std::int32_t> &n_values, std::uint32_t n_objectives = 1) {
    double size = 1;
    for (const std::int32_t n : n_values) {
      variables_.push_back({as_str("v"), FORGE_VARIABLE_OTHER, n});
      size *= n;
    }
    table = {
        sizeof(forge_space), static_cast<std::uint32_t>(variables_.size()), variables_.data(), size, n_objectives, 0};
  }
  FakeSpace(const FakeSpace &) = delete;
  FakeSpace &operator=(const FakeSpace &) = delete;

  forge_space table{};

 private:
  std::vector<forge_variable> variables_;
};

// What a fake sampler does; `tell` may be empty.
struct SamplerScript {
  std::function<forge_status(forge_points &, forge_error *)> ask;
  std::function<forge_status(const forge_scores &, forge_error *)> tell;
};

// The host's face of a sampler that follows the script.
inline std::unique_ptr<plugin::Sampler> fake_sampler(SamplerScript &script, const FakeSpace &space) {
  static constexpr forge_sampler_interface table{
      .struct_size = sizeof(forge_sampler_interface),
      .pad0 = 0,
      .strategy_info = [](std::uint32_t) -> const forge_strategy_info * { return nullptr; },
      .option_info = [](std::uint32_t, std::uint32_t) -> const forge_column_info * { return nullptr; },
      .create = [](const forge_host *, std::uint32_t, const forge_space *, const forge_options *, std::uint64_t,
                   forge_sampler **, forge_error *) -> forge_status { return FORGE_INTERNAL; },
      .destroy = [](forge_sampler *) {},
      .ask = [](forge_sampler *self, forge_points *points,
                forge_error *error) { return reinterpret_cast<SamplerScript *>(self)->ask(*points, error); },
      .tell =
          [](forge_sampler *self, const forge_scores *scores, forge_error *error) {
            const auto &tell = reinterpret_cast<SamplerScript *>(self)->tell;
            return tell ? tell(*scores, error) : FORGE_OK;
          }};
  return std::make_unique<plugin::Sampler>(table, reinterpret_cast<forge_sampler *>(&script), space.table,
                                           "strategy 'fake'");
}

// Asks row by row: `row` fills one point, or returns false when nothing is left.
inline SamplerScript row_by_row(std::function<bool(std::int32_t *)> row, std::uint32_t n_variables) {
  SamplerScript script;
  script.ask = [row = std::move(row), n_variables](forge_points &points, forge_error *) {
    points.n_rows = 0;
    while (points.n_rows < points.capacity && row(points.value + points.n_rows * n_variables)) {
      ++points.n_rows;
    }
    return FORGE_OK;
  };
  return script;
}

// What a fake solver does when it is asked to solve.
using SolverScript =
    std::function<forge_status(const forge_problem &, const forge_solver_sink &, forge_certificate &, forge_error *)>;

// A strategy that follows the script which it gets as an option: see `fake_solver_options`.
inline plugin::Strategy fake_solver() {
  static constexpr forge_solver_interface table{
      .struct_size = sizeof(forge_solver_interface),
      .pad0 = 0,
      .strategy_info = [](std::uint32_t) -> const forge_strategy_info * {
        static const forge_strategy_info info{sizeof(forge_strategy_info), 0, as_str("fake"), as_str("does as told")};
        return &info;
      },
      .option_info = [](std::uint32_t, std::uint32_t) -> const forge_column_info * { return nullptr; },
      .create = [](const forge_host *, std::uint32_t, const forge_options *options, std::uint64_t, forge_solver **out,
                   forge_error *) -> forge_status {
        std::memcpy(out, options->text[0].ptr, sizeof *out);
        return FORGE_OK;
      },
      .destroy = [](forge_solver *) {},
      .solve =
          [](forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
             forge_certificate *certificate, forge_error *error) {
            return (*reinterpret_cast<const SolverScript *>(self))(*problem, *sink, *certificate, error);
          }};
  return {table, 0, {.plugin = "fakes", .version = "1.2", .abi = "1.0", .file = "fakes.so"}};
}

// The address of the script as the bytes of a text option: it must outlive the call.
inline plugin::OptionValues fake_solver_options(const SolverScript &script) {
  const SolverScript *address = &script;
  std::string bytes(sizeof address, '\0');
  std::memcpy(bytes.data(), &address, sizeof address);
  return {.numbers = {0}, .texts = {bytes}};
}

}  // namespace forge::test
