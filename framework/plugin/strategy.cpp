// SPDX-License-Identifier: Apache-2.0
#include "plugin/strategy.hpp"

#include <stdexcept>
#include <utility>

#include "plugin/adapt.hpp"
#include "plugin/call.hpp"
#include "plugin/option_tables.hpp"
#include "support/error.hpp"

namespace forge::plugin {

Sampler::Sampler(const forge_sampler_interface &table, forge_sampler *self, const forge_space &space, std::string owner)
    : table_(&table), self_(self), space_(&space), owner_(std::move(owner)) {}

Sampler::~Sampler() {
  table_->destroy(self_);
}

std::uint64_t Sampler::ask(std::span<std::int32_t> values, std::uint64_t capacity) {
  const std::uint64_t n_variables = space_->n_variables;
  if (values.size() < capacity * n_variables) {
    throw std::logic_error("Sampler::ask: the storage is smaller than its capacity");
  }
  forge_points points{sizeof(forge_points), 0, capacity, 0, values.data()};
  Words words;
  const forge_status status = guarded(owner_, "ask", [&] { return table_->ask(self_, &points, words.table()); });
  if (status == FORGE_CANCELLED) {
    return 0;
  }
  if (status != FORGE_OK) {
    throw failure(owner_, "ask", status, words.text());
  }
  if (points.n_rows > capacity) {
    throw failure(owner_, "ask", FORGE_INTERNAL,
                  "it says that it wrote " + std::to_string(points.n_rows) + " points into storage for " +
                      std::to_string(capacity));
  }
  for (std::uint64_t row = 0; row < points.n_rows; ++row) {
    for (std::uint64_t i = 0; i < n_variables; ++i) {
      const std::int32_t value = values[row * n_variables + i];
      const forge_variable &variable = space_->variable[i];
      if (value < 0 || value >= variable.n_values) {
        throw failure(owner_, "ask", FORGE_INTERNAL,
                      "value " + std::to_string(value) + " of the variable '" +
                          std::string(variable.name.ptr, variable.name.len) + "' is outside of 0 ... " +
                          std::to_string(variable.n_values - 1));
      }
    }
  }
  return points.n_rows;
}

void Sampler::tell(const forge_scores &scores) {
  Words words;
  const forge_status status = guarded(owner_, "tell", [&] { return table_->tell(self_, &scores, words.table()); });
  if (status != FORGE_OK && status != FORGE_CANCELLED) {
    throw failure(owner_, "tell", status, words.text());
  }
}

Strategy::Strategy(const forge_sampler_interface &table, std::uint32_t index, Provenance from)
    : provenance(std::move(from)), sampler_(&table), index_(index) {
  const Title words = title(table.strategy_info(index));
  id = words.id;
  summary = words.summary;
  options = descriptions([&](std::uint32_t i) { return table.option_info(index, i); }, ListKind::options,
                         "strategy '" + id + "': option_info");
}

Strategy::Strategy(const forge_solver_interface &table, std::uint32_t index, Provenance from)
    : provenance(std::move(from)), solver_(&table), index_(index) {
  const Title words = title(table.strategy_info(index));
  id = words.id;
  summary = words.summary;
  options = descriptions([&](std::uint32_t i) { return table.option_info(index, i); }, ListKind::options,
                         "strategy '" + id + "': option_info");
}

std::string Strategy::owner() const {
  return "strategy '" + id + "' of plugin '" + provenance.plugin + "'";
}

std::unique_ptr<Sampler> Strategy::sampler(const Host &host, const forge_space &space, const OptionValues &values,
                                           std::uint64_t seed) const {
  if (sampler_ == nullptr) {
    throw std::logic_error("Strategy::sampler: '" + id + "' is a solver");
  }
  const OptionTable table(values);
  auto instance =
      make_instance<forge_sampler>(owner(), sampler_->destroy, [&](forge_sampler **out, forge_error *error) {
        return sampler_->create(host.table(), index_, &space, table.table(), seed, out, error);
      });
  auto result = std::make_unique<Sampler>(*sampler_, instance.get(), space, owner());
  static_cast<void>(instance.release());  // the sampler destroys it from here on
  return result;
}

SolverOutcome Strategy::solve(const Host &host, const forge_problem &problem, const forge_solver_sink &sink,
                              const OptionValues &values, std::uint64_t seed) const {
  if (solver_ == nullptr) {
    throw std::logic_error("Strategy::solve: '" + id + "' is a sampler");
  }
  const OptionTable table(values);
  const auto instance =
      make_instance<forge_solver>(owner(), solver_->destroy, [&](forge_solver **out, forge_error *error) {
        return solver_->create(host.table(), index_, table.table(), seed, out, error);
      });
  SolverOutcome outcome;
  outcome.certificate = {sizeof(forge_certificate), 0, std::numeric_limits<double>::quiet_NaN(), 0};
  Words words;
  outcome.status = guarded(owner(), "solve", [&] {
    return solver_->solve(instance.get(), &problem, &sink, &outcome.certificate, words.table());
  });
  outcome.text = words.text();
  switch (outcome.status) {
    case FORGE_OK:
    case FORGE_INFEASIBLE:
    case FORGE_CANCELLED:
    case FORGE_UNSUPPORTED:
      return outcome;
    default:
      throw failure(owner(), "solve", outcome.status, outcome.text);
  }
}

}  // namespace forge::plugin
