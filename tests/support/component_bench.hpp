// SPDX-License-Identifier: Apache-2.0
// Evaluates a component model through its C table, as the host does, but without a host: for the tests of the bundled
// models. Inputs that are not given take their presets, or NaN where they are optional.
#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "forge/sdk/component.hpp"

namespace forge::test {

using Values = std::map<std::string, double>;

template <typename Model> class ComponentBench {
 public:
  explicit ComponentBench(const std::vector<std::string> &texts = {}, const forge_host *host = nullptr) {
    std::vector<forge_str> views;
    for (const auto &text : texts) {
      views.push_back(sdk::to_abi(text));
    }
    const auto count = static_cast<std::uint32_t>(views.size());
    forge_error error{sizeof(forge_error), FORGE_OK, text_, sizeof(text_)};
    if (table.create(host, 0, views.data(), count, &model_, &error) != FORGE_OK) {
      throw std::invalid_argument(text_);
    }
  }
  ~ComponentBench() { table.destroy(model_); }
  ComponentBench(const ComponentBench &) = delete;
  ComponentBench &operator=(const ComponentBench &) = delete;

  // The outputs by name; empty where no such component exists.
  Values row(const Values &given) {
    std::vector<double> in;
    std::vector<const double *> in_columns;
    std::size_t n_used = 0;
    for (std::uint32_t c = 0; const auto *info = table.input_info(0, c); ++c) {
      const auto value = given.find(std::string(sdk::to_view(info->name)));
      n_used += value != given.end() ? 1 : 0;
      in.push_back(value != given.end()                  ? value->second
                   : (info->flags & FORGE_OPTIONAL) != 0 ? std::nan("")
                                                         : info->preset);
    }
    if (n_used != given.size()) {
      throw std::logic_error("the model has no such input");
    }
    for (const double &value : in) {
      in_columns.push_back(&value);
    }
    std::vector<double> out;
    for (std::uint32_t c = 0; table.output_info(0, c) != nullptr; ++c) {
      out.push_back(-1);
    }
    std::vector<double *> out_columns;
    for (double &value : out) {
      out_columns.push_back(&value);
    }
    forge_status status = FORGE_OK;
    const forge_batch batch{sizeof(forge_batch),
                            static_cast<std::uint32_t>(in.size()),
                            static_cast<std::uint32_t>(out.size()),
                            0,
                            1,
                            in_columns.data(),
                            out_columns.data(),
                            &status};
    forge_error error{sizeof(forge_error), FORGE_OK, text_, sizeof(text_)};
    if (table.evaluate(model_, &batch, &error) != FORGE_OK) {
      throw std::runtime_error(text_);
    }
    Values values;
    for (std::uint32_t c = 0; status == FORGE_OK && c < out.size(); ++c) {
      values[std::string(sdk::to_view(table.output_info(0, c)->name))] = out[c];
    }
    return values;
  }

 private:
  static constexpr const forge_component_interface &table = sdk::Components<Model>::table;
  char text_[512] = "";
  forge_component *model_ = nullptr;
};

}  // namespace forge::test
