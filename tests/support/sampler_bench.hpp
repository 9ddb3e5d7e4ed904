// SPDX-License-Identifier: Apache-2.0
// Drives a sampler through its C table, as the host does, but without a host: for the tests of the bundled mappers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "forge/sdk/sampler.hpp"

namespace forge::test {

template <typename Strategy> class SamplerBench {
 public:
  using Point = std::vector<std::int32_t>;
  // The objective of a point; nothing where it is not valid.
  using Score = std::function<std::optional<double>(const Point &)>;

  SamplerBench(std::vector<std::int32_t> n_values, std::uint64_t seed,
               const std::map<std::string, double> &options = {}, std::vector<std::int32_t> kinds = {}) {
    kinds.resize(n_values.size(), FORGE_VARIABLE_OTHER);
    double size = 1;
    for (std::size_t v = 0; v < n_values.size(); ++v) {
      variables_.push_back({sdk::to_abi("variable"), kinds[v], n_values[v]});
      size *= n_values[v];
    }
    space_ = {sizeof(forge_space), static_cast<std::uint32_t>(variables_.size()), variables_.data(), size, 1, 0};
    std::vector<double> numbers;
    for (const auto &option : sdk::options_of<Strategy>()) {
      const auto given = options.find(std::string(sdk::to_view(option.name)));
      const bool is_optional = (option.flags & FORGE_OPTIONAL) != 0;
      numbers.push_back(given != options.end() ? given->second
                        : is_optional          ? std::numeric_limits<double>::quiet_NaN()
                                               : option.preset);
    }
    const forge_options table_of_options{sizeof(forge_options), static_cast<std::uint32_t>(numbers.size()),
                                         numbers.data(), nullptr};
    forge_error error{sizeof(forge_error), FORGE_OK, text_, sizeof(text_)};
    if (table.create(nullptr, 0, &space_, &table_of_options, seed, &sampler_, &error) != FORGE_OK) {
      throw std::runtime_error(text_);
    }
  }
  ~SamplerBench() { table.destroy(sampler_); }
  SamplerBench(const SamplerBench &) = delete;
  SamplerBench &operator=(const SamplerBench &) = delete;

  std::int32_t n_values(std::size_t v) const { return variables_[v].n_values; }

  std::vector<Point> ask(std::size_t capacity) {
    const std::size_t n = ask_and_forget(capacity);
    std::vector<Point> points;
    for (std::size_t row = 0; row < n; ++row) {
      const auto *first = storage_.data() + row * variables_.size();
      points.emplace_back(first, first + variables_.size());
      for (std::size_t v = 0; v < variables_.size(); ++v) {
        if (points.back()[v] < 0 || points.back()[v] >= n_values(v)) {
          throw std::runtime_error("a value that its variable does not take");
        }
      }
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
  // The verdict on the points of the last ask().
  void tell(const std::vector<Point> &points, const Score &score) {
    std::vector<double> objective;
    std::vector<forge_status> status;
    for (const Point &point : points) {
      const auto value = score(point);
      objective.push_back(value.value_or(std::numeric_limits<double>::infinity()));
      status.push_back(value ? FORGE_OK : FORGE_INFEASIBLE);
    }
    const double *const columns[] = {objective.data()};
    const forge_scores scores{sizeof(forge_scores), 1, points.size(), columns, status.data()};
    forge_error error{sizeof(forge_error), FORGE_OK, text_, sizeof(text_)};
    if (table.tell(sampler_, &scores, &error) != FORGE_OK) {
      throw std::runtime_error(text_);
    }
  }
  // Asks and tells as the host does, so many points at once, until it has `most` points or nothing is left.
  std::vector<Point> search(std::size_t most, std::size_t capacity, const Score &score) {
    std::vector<Point> all;
    while (all.size() < most) {
      const auto points = ask(std::min(capacity, most - all.size()));
      if (points.empty()) {
        break;
      }
      tell(points, score);
      all.insert(all.end(), points.begin(), points.end());
    }
    return all;
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
