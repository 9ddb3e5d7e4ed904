// SPDX-License-Identifier: Apache-2.0
//
// The question what a component costs. All models that answer to its name are candidates: those that can't answer, and
// why, are noted; the others are asked in turn until one has figures. First comes the one whose id is the name, then
// the one that states the best accuracy, then the one that takes more of the given parameters, then the order of ids.
// Where the first one answers, nobody needs to know who the others are: they are found when they are needed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "plugin/component.hpp"
#include "pricing/node_cost.hpp"
#include "pricing/request.hpp"
#include "support/error.hpp"

namespace forge::pricing {

// What is to be priced.
struct Subject {
  std::string owner;  // the node, "PE", or a part of it, "PE.buffer"; for messages
  std::string part;   // "buffer"; empty: the node itself
  const model::ModelReference *reference = nullptr;
  std::vector<ParameterSource> sources;     // the first is what stands at the reference
  std::vector<std::string> actions;         // whose energies are needed; a model without them is no candidate
  std::vector<std::string> arguments = {};  // parameters that the model must know: "read.address_delta"
};

class Inquiry {
 public:
  using Models = std::vector<const plugin::ComponentModel *>;

  // `first`: candidates for a start; `find_all`: finds them all, is called at most once. The models outlive the inquiry.
  // Throws Error or Errors{project, file} where none can answer, of a single candidate its own error; and what find_all
  // throws.
  Inquiry(Subject subject, const Models &first, std::function<Models()> find_all, const std::string &directory);

  bool is_open() const { return !answered_; }
  // The candidate to be asked next, while the inquiry is open.
  const Request &request() const { return ranked_[asked_]; }
  bool has_next();
  // The action whose energy is needed and not among these figures; "": all are there.
  std::string missing_energy(const std::vector<double> &outputs) const;
  void accept(std::vector<double> outputs);
  // It has no figures, because of `error`; the next one is asked. Throws when there is none.
  void reject(const Error &error);

  const Subject &subject() const { return subject_; }
  // Once answered: the figures, by index of the model's descriptions.
  const std::vector<double> &outputs() const { return outputs_; }
  std::vector<ModelAnswer> answers() const;
  // What the user should know though there is an answer: beyond what the source covers, or a better model failed.
  std::vector<std::string> warnings() const;

 private:
  void add(const Models &candidates);
  void add_all();
  [[noreturn]] void fail() const;

  Subject subject_;
  std::function<Models()> find_all_;  // empty: all are known
  std::string directory_;
  Models known_;
  std::vector<Request> ranked_;
  std::size_t asked_ = 0;
  bool answered_ = false;
  std::vector<double> outputs_;
  struct Refusal {
    const plugin::ComponentModel *model;
    std::string reason;
    std::vector<Error> errors;
  };
  std::vector<Refusal> refusals_;
};

// Asks until all inquiries are answered: requests for the same model with the same texts go in one batch. Inquiries
// that nobody answers stay open, and their errors are appended.
void answer_all(std::vector<Inquiry> &inquiries, const plugin::Host &host, std::vector<Error> &errors);

}  // namespace forge::pricing
