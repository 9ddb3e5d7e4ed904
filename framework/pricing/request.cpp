// SPDX-License-Identifier: Apache-2.0
#include "pricing/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "support/error.hpp"

namespace forge::pricing {

namespace {

using model::ModelParameter;
using plugin::ComponentModel;
using plugin::Description;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::string shown(const Description &description, double value) {
  if (description.kind == plugin::ValueKind::choice)
    return description.choices[static_cast<std::size_t>(value)];
  if (description.kind == plugin::ValueKind::flag)
    return value != 0 ? "true" : "false";
  return "";
}

void refuse_unknown(const ComponentModel &component, const model::ModelParameters &given, const std::string &owner) {
  std::vector<std::string> known;
  for (const auto *list : {&component.inputs, &component.texts}) {
    for (const Description &description : *list)
      known.push_back(description.name);
  }
  for (const auto &[name, value] : given) {
    if (std::find(known.begin(), known.end(), name) != known.end())
      continue;
    throw Error{ErrorKind::project, fmt::format("{} has no parameter '{}'{}", owner, name, did_you_mean(name, known))}
        .at(value.position)
        .note(fmt::format("{} {} knows: {}", component.id, component.provenance.version, fmt::join(known, ", ")));
  }
}

class Collector {
 public:
  Collector(const ComponentModel &component, const std::vector<ParameterSource> &sources, const Position &position,
            const std::string &owner, const std::string &directory)
      : component_(component),
        sources_(sources),
        position_(position),
        owner_(owner),
        directory_(directory),
        model_words_(fmt::format("model {}", component.id)) {
    request_.model = &component;
  }

  Request collect() {
    refuse_unknown(component_, *sources_.front().values, model_words_);
    for (const Description &input : component_.inputs) {
      request_.inputs.push_back(find(input));
    }
    add_texts();
    return std::move(request_);
  }

 private:
  double find(const Description &input) {
    for (const auto &[source, values] : sources_) {
      const auto given = values->find(input.name);
      if (given != values->end()) {
        return take(input, given->second, source);
      }
    }
    if (input.required) {
      throw Error{ErrorKind::project, fmt::format("{} of '{}' needs '{}'", model_words_, owner_, input.name)}
          .at(position_)
          .note(fmt::format("{}: {}", input.name, input.summary));
    }
    request_.parameters.push_back(
        {input.name, input.unit, std::isnan(input.preset) ? "" : shown(input, input.preset), input.preset, "preset"});
    return input.preset;
  }

  double take(const Description &input, const ModelParameter &value, const std::string &source) {
    const double number = plugin::checked_number(input, value, model_words_);
    request_.parameters.push_back({input.name, input.unit, shown(input, number), number, source});
    ++request_.n_given;
    if (number < input.covered_lowest || number > input.covered_highest) {
      const std::string unit = input.unit.empty() ? "" : " " + input.unit;
      request_.warnings.push_back(
          fmt::format("{}: {} extrapolates: {} = {:g}{} is outside of {:g} ... {:g}{}, which its source covers", owner_,
                      model_words_, input.name, number, unit, input.covered_lowest, input.covered_highest, unit));
    }
    return number;
  }

  // Texts and files are the model's own: nothing but `model` gives them.
  void add_texts() {
    model::ModelParameters given;
    for (const Description &text : component_.texts) {
      const auto found = sources_.front().values->find(text.name);
      if (found != sources_.front().values->end())
        given.insert(*found);
    }
    request_.texts = plugin::checked_options(component_.texts, given, directory_, model_words_).texts;
    request_.n_given += given.size();
    for (std::size_t i = 0; i < component_.texts.size(); ++i) {
      const Description &described = component_.texts[i];
      const auto found = given.find(described.name);
      std::string text = described.kind == plugin::ValueKind::file ? "" : request_.texts[i];
      if (found != given.end()) {
        if (const auto *value = std::get_if<std::string>(&found->second.value))
          text = *value;
      }
      request_.parameters.push_back({described.name, "", text, unknown, found != given.end() ? "model" : "preset"});
    }
  }

  const ComponentModel &component_;
  const std::vector<ParameterSource> &sources_;
  const Position &position_;
  const std::string &owner_;
  const std::string &directory_;
  std::string model_words_;
  Request request_;
};

}  // namespace

Request make_request(const ComponentModel &component, const std::vector<ParameterSource> &sources,
                     const Position &position, const std::string &owner, const std::string &directory) {
  return Collector(component, sources, position, owner, directory).collect();
}

std::string settings_text(const Request &request) {
  std::string text;
  for (const auto &parameter : request.parameters) {
    if (std::isnan(parameter.value) && parameter.text.empty())
      continue;
    text +=
        fmt::format("{}{} = {}", text.empty() ? "" : ", ", parameter.name,
                    parameter.text.empty() ? fmt::format("{} {}", parameter.value, parameter.unit) : parameter.text);
  }
  return text;
}

}  // namespace forge::pricing
