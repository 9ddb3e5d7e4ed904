// SPDX-License-Identifier: Apache-2.0
#include "pricing/inquiry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>

namespace forge::pricing {

namespace {

using plugin::ComponentModel;

std::string missing_action(const ComponentModel &model, const std::vector<std::string> &actions) {
  for (const auto &action : actions) {
    const auto found = std::find_if(model.outputs.begin(), model.outputs.end(),
                                    [&](const auto &output) { return output.name == action + ".energy"; });
    if (found == model.outputs.end()) {
      return action;
    }
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

Inquiry::Inquiry(Subject subject, const std::vector<const ComponentModel *> &candidates, const std::string &directory)
    : subject_(std::move(subject)) {
  for (const ComponentModel *model : candidates) {
    const std::string action = candidates.size() > 1 ? missing_action(*model, subject_.actions) : "";
    if (!action.empty()) {
      const std::string reason = fmt::format("has no action '{}'", action);
      refusals_.push_back({model, reason, {Error{ErrorKind::project, reason}.at(subject_.reference->position)}});
      continue;
    }
    try {
      ranked_.push_back(
          make_request(*model, subject_.sources, subject_.reference->position, subject_.owner, directory));
    } catch (Error &error) {
      if (!error.position().file)
        error.at(subject_.reference->position);
      refusals_.push_back({model, error.message(), {error}});
    } catch (const Errors &several) {
      refusals_.push_back({model, several.all().front().message(), several.all()});
    }
  }
  std::stable_sort(ranked_.begin(), ranked_.end(), [](const Request &a, const Request &b) {
    return std::tuple(rank_of(a.model->accuracy), b.n_given) < std::tuple(rank_of(b.model->accuracy), a.n_given);
  });
  if (ranked_.empty()) {
    fail();
  }
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
  if (++asked_ == ranked_.size()) {
    fail();
  }
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
    } catch (Error &error) {
      for (const std::size_t i : batch) {
        reject(i, Error(error).at(inquiries[i].subject().reference->position));
      }
      continue;
    }
    for (std::size_t k = 0; k < batch.size(); ++k) {
      Inquiry &inquiry = inquiries[batch[k]];
      if (answers[k].feasible) {
        inquiry.accept(std::move(answers[k].outputs));
        continue;
      }
      reject(batch[k], Error{ErrorKind::project, fmt::format("model {} of '{}': no such component exists",
                                                             inquiry.request().model->id, inquiry.subject().owner)}
                           .at(inquiry.subject().reference->position)
                           .note(settings_text(inquiry.request())));
    }
  }
}

}  // namespace forge::pricing
