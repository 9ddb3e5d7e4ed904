// SPDX-License-Identifier: Apache-2.0
#include "pricing/inquiry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace forge::pricing {

namespace {

using plugin::ComponentModel;

// "has no action 'write'", "has no parameter 'read.address_delta'"; "": it has all that the subject needs.
std::string what_lacks(const ComponentModel &model, const Subject &subject) {
  const auto has = [](const std::vector<plugin::Description> &list, const std::string &name) {
    return std::any_of(list.begin(), list.end(), [&](const auto &one) { return one.name == name; });
  };
  for (const auto &action : subject.actions) {
    if (!has(model.outputs, action + ".energy"))
      return fmt::format("has no action '{}'", action);
  }
  for (const auto &argument : subject.arguments) {
    if (!has(model.inputs, argument))
      return fmt::format("has no parameter '{}'", argument);
  }
  return "";
}

// 0 means that nothing is stated, which is trusted least.
double rank_of(double accuracy) {
  return accuracy > 0 ? accuracy : std::numeric_limits<double>::infinity();
}

std::string merits(const Request &request) {
  const double accuracy = request.model->accuracy;
  return fmt::format(
      "{}, takes {} of the given parameters",
      accuracy > 0 ? fmt::format("states an accuracy of {:.3g} %", 100 * accuracy) : std::string("states no accuracy"),
      request.n_given);
}

}  // namespace

Inquiry::Inquiry(Subject subject, const Models &first, std::function<Models()> find_all, const std::string &directory)
    : subject_(std::move(subject)), find_all_(std::move(find_all)), directory_(directory) {
  add(first);
  if (ranked_.empty()) {
    add_all();
  }
  if (ranked_.empty()) {
    fail();
  }
}

void Inquiry::add_all() {
  if (find_all_) {
    add(std::exchange(find_all_, nullptr)());
  }
}

void Inquiry::add(const Models &candidates) {
  const std::string &name = subject_.reference->component;
  const auto n_before = static_cast<std::ptrdiff_t>(ranked_.size());
  for (const ComponentModel *model : candidates) {
    if (std::count(known_.begin(), known_.end(), model) > 0) {
      continue;
    }
    known_.push_back(model);
    // One that is named by its id is meant: whoever needs what it lacks says so later, and where.
    const bool is_named = candidates.size() == 1 || model->id == name;
    const std::string lacks = is_named ? "" : what_lacks(*model, subject_);
    if (!lacks.empty()) {
      refusals_.push_back({model, lacks, {Error{ErrorKind::project, lacks}.at(subject_.reference->position)}});
      continue;
    }
    try {
      ranked_.push_back(
          make_request(*model, subject_.sources, subject_.reference->position, subject_.owner, directory_));
    } catch (Error &error) {
      if (!error.position().file)
        error.at(subject_.reference->position);
      refusals_.push_back({model, error.message(), {error}});
    } catch (const Errors &several) {
      refusals_.push_back({model, several.all().front().message(), several.all()});
    }
  }
  std::stable_sort(ranked_.begin() + n_before, ranked_.end(), [&name](const Request &a, const Request &b) {
    return std::tuple(a.model->id != name, rank_of(a.model->accuracy), b.n_given) <
           std::tuple(b.model->id != name, rank_of(b.model->accuracy), a.n_given);
  });
}

bool Inquiry::has_next() {
  if (asked_ + 1 == ranked_.size()) {
    add_all();
  }
  return asked_ + 1 < ranked_.size();
}

void Inquiry::fail() const {
  // Whoever names a model by its id means that one, though others answer to the name, too.
  const auto named = std::find_if(refusals_.begin(), refusals_.end(), [this](const Refusal &refusal) {
    return refusals_.size() == 1 || refusal.model->id == subject_.reference->component;
  });
  if (named != refusals_.end()) {
    auto errors = named->errors;
    for (const auto &other : refusals_) {
      if (other.model != named->model)
        errors.front().note(fmt::format("nor can {} price it: {}", other.model->id, other.reason));
    }
    throw Errors(std::move(errors));
  }
  Error error{ErrorKind::project,
              fmt::format("no model of '{}' can price '{}'", subject_.reference->component, subject_.owner)};
  for (const auto &refusal : refusals_) {
    error.note(fmt::format("{}: {}", refusal.model->id, refusal.reason));
  }
  throw error.at(subject_.reference->position);
}

void Inquiry::accept(std::vector<double> outputs) {
  outputs_ = std::move(outputs);
  answered_ = true;
}

void Inquiry::reject(const Error &error) {
  refusals_.push_back({request().model, error.message(), {error}});
  const bool is_last = !has_next();
  ++asked_;
  if (is_last) {
    fail();
  }
}

std::string Inquiry::missing_energy(const std::vector<double> &outputs) const {
  const auto &described = request().model->outputs;
  for (const auto &action : subject_.actions) {
    for (std::size_t i = 0; i < described.size(); ++i) {
      if (described[i].name == action + ".energy" && std::isnan(outputs[i]))
        return action;
    }
  }
  return "";
}

std::vector<std::string> Inquiry::warnings() const {
  std::vector<std::string> result = request().warnings;
  for (const auto &refusal : refusals_) {
    if (refusal.errors.front().kind() == ErrorKind::plugin) {
      result.push_back(fmt::format("{}: {} answers, since {}", subject_.owner, request().model->id, refusal.reason));
    }
  }
  return result;
}

std::vector<ModelAnswer> Inquiry::answers() const {
  std::vector<ModelAnswer> result;
  const auto add = [&](const ComponentModel &model, bool taken, std::string reason) {
    result.push_back({subject_.part, model.id, model.provenance.plugin, taken, std::move(reason)});
  };
  for (std::size_t i = asked_; i < ranked_.size(); ++i) {
    add(*ranked_[i].model, i == asked_, merits(ranked_[i]));
  }
  for (const auto &refusal : refusals_) {
    add(*refusal.model, false, refusal.reason);
  }
  return result;
}

void answer_all(std::vector<Inquiry> &inquiries, const plugin::Host &host, std::vector<Error> &errors) {
  std::vector<bool> given_up(inquiries.size());
  const auto is_waiting = [&](std::size_t i) { return inquiries[i].is_open() && !given_up[i]; };
  const auto reject = [&](std::size_t i, const Error &error) {
    try {
      inquiries[i].reject(error);
    } catch (const Error &all) {
      given_up[i] = true;
      errors.push_back(all);
    } catch (const Errors &all) {
      given_up[i] = true;
      errors.insert(errors.end(), all.all().begin(), all.all().end());
    }
  };
  const auto take = [&](std::size_t i, const auto &answer) {
    Inquiry &inquiry = inquiries[i];
    const auto &position = inquiry.subject().reference->position;
    const std::string model = inquiry.request().model->id;
    ComponentModel::Row row;
    try {
      row = answer();
    } catch (const Error &error) {
      reject(i, Error(error).at(position));
      return;
    }
    const std::string missing = row.feasible ? inquiry.missing_energy(row.outputs) : "";
    if (!row.feasible) {
      reject(i, Error{ErrorKind::project,
                      fmt::format("model {} of '{}': no such component exists", model, inquiry.subject().owner)}
                    .at(position)
                    .note(settings_text(inquiry.request())));
    } else if (!missing.empty() && inquiry.has_next()) {
      reject(i, Error{ErrorKind::project, fmt::format("gives no energy for the action '{}'", missing)}.at(position));
    } else {
      inquiry.accept(std::move(row.outputs));
    }
  };
  // An inquiry whose candidate has no figures waits again, and is met again further round.
  for (std::size_t first = 0; first < inquiries.size(); first += is_waiting(first) ? 0 : 1) {
    if (!is_waiting(first))
      continue;
    const Request &request = inquiries[first].request();
    std::vector<std::size_t> batch;
    std::vector<std::vector<double>> rows;
    for (std::size_t i = first; i < inquiries.size(); ++i) {
      if (is_waiting(i) && inquiries[i].request().model == request.model &&
          inquiries[i].request().texts == request.texts) {
        batch.push_back(i);
        rows.push_back(inquiries[i].request().inputs);
      }
    }
    std::vector<ComponentModel::Row> answers;
    try {
      answers = request.model->evaluate(host, request.texts, rows);
    } catch (const Error &) {  // whose fault is it? each is asked alone
      for (const std::size_t i : batch) {
        take(i, [&] {
          return inquiries[i]
              .request()
              .model->evaluate(host, inquiries[i].request().texts, {inquiries[i].request().inputs})
              .front();
        });
      }
      continue;
    }
    for (std::size_t k = 0; k < batch.size(); ++k) {
      take(batch[k], [&] { return std::move(answers[k]); });
    }
  }
}

}  // namespace forge::pricing
