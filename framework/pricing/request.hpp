// SPDX-License-Identifier: Apache-2.0
//
// A component model with the values of its parameters, ready to be evaluated.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/architecture.hpp"
#include "plugin/component.hpp"
#include "pricing/node_cost.hpp"

namespace forge::pricing {

// Values for parameters, and who gave them; nearer ones stand before others.
struct ParameterSource {
  std::string name;  // "model", "node", "technology"
  const model::ModelParameters *values = nullptr;
};

struct Request {
  const plugin::ComponentModel *model = nullptr;
  std::vector<std::string> texts;          // by index of the model's descriptions
  std::vector<double> inputs;              // likewise
  std::vector<ParameterValue> parameters;  // for the report
  std::vector<std::string> warnings;       // values beyond what the model's source covers
  std::size_t n_given = 0;                 // parameters that the project gives
};

// A parameter comes from the first source that has it, else it takes the model's preset. What the first source has must
// be known to the model. `owner` is what the model prices, for messages. Throws Error or Errors{project, file}.
Request make_request(const plugin::ComponentModel &component, const std::vector<ParameterSource> &sources,
                     const Position &position, const std::string &owner, const std::string &directory);

// "size = 64 bit, node = 6.5e-08 m"
std::string settings_text(const Request &request);

}  // namespace forge::pricing
