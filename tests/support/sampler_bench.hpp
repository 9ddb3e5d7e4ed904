// SPDX-License-Identifier: Apache-2.0
// Drives a sampler through its C table, as the host does, but without a host: for the tests of the bundled mappers.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "forge/sdk/sampler.hpp"

namespace forge::test {

template <typename Strategy> class SamplerBench {
 public:
  SamplerBench(std::vector<std::int32_t> n_values, std::uint64_t seed) {
    double size = 1;
    for (const auto n : n_values) {
      variables_.push_back({sdk::to_abi("variable"), FORGE_VARIABLE_OTHER, n});
      size *= n;
    }
    space_ = {sizeof(forge_space), static_cast<std::uint32_t>(variables_.size()), variables_.data(), size, 1, 0};
    const forge_options options{sizeof(forge_options), 0, nullptr, nullptr};
    forge_error error{sizeof(forge_error), FORGE_OK, text_, sizeof(text_)};
    if (table.create(nullptr, 0, &space_, &options, seed, &sampler_, &error) != FORGE_OK) {
      throw std::runtime_error(text_);
    }
  }
  ~SamplerBench() { table.destroy(sampler_); }
  SamplerBench(const SamplerBench &) = delete;
  SamplerBench &operator=(const SamplerBench &) = delete;

  std::int32_t n_values(std::size_t v) const { return variables_[v].n_values; }

  std::vector<std::vector<std::int32_t>> ask(std::size_t capacity) {
    const std::size_t n = ask_and_forget(capacity);
    std::vector<std::vector<std::int32_t>> points;
    for (std::size_t row = 0; row < n; ++row) {
      const auto *first = storage_.data() + row * variables_.size();
      points.emplace_back(first, first + variables_.size());
    }
    return points;
  }
  std::size_t ask_and_forget(std::size_t capacity) {
    storage_.resize(capacity * variables_.size());
    forge_points points{sizeof(forge_points), 0, capacity, 0, storage_.data()};
    forge_error error{sizeof(forge_error), FORGE_OK, text_, sizeof(text_)};
    if (table.ask(sampler_, &points, &error) != FORGE_OK || points.n_rows > capacity) {
      throw std::runtime_error(text_);
    }
    return static_cast<std::size_t>(points.n_rows);
  }

 private:
  static constexpr const forge_sampler_interface &table = sdk::Samplers<Strategy>::table;
  char text_[256] = "";
  std::vector<forge_variable> variables_;
  forge_space space_{};
  std::vector<std::int32_t> storage_;
  forge_sampler *sampler_ = nullptr;
};

}  // namespace forge::test
