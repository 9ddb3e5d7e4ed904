// SPDX-License-Identifier: Apache-2.0
#include "plugin/component.hpp"

#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "plugin/adapt.hpp"
#include "plugin/call.hpp"
#include "plugin/option_tables.hpp"
#include "support/error.hpp"

namespace forge::plugin {
namespace {

// A batch with the storage behind it: all rows of a column lie together.
class Batch {
 public:
  Batch(const std::vector<std::vector<double>> &rows, std::size_t n_inputs, std::size_t n_outputs)
      : inputs_(n_inputs * rows.size()),
        // An output that a model forgets to write is seen as NaN.
        outputs_(n_outputs * rows.size(), std::numeric_limits<double>::quiet_NaN()),
        status_(rows.size(), FORGE_OK) {
    const std::size_t n_rows = rows.size();
    for (std::size_t column = 0; column < n_inputs; ++column) {
      for (std::size_t row = 0; row < n_rows; ++row) {
        inputs_[column * n_rows + row] = rows[row].at(column);
      }
      input_columns_.push_back(inputs_.data() + column * n_rows);
    }
    for (std::size_t column = 0; column < n_outputs; ++column) {
      output_columns_.push_back(outputs_.data() + column * n_rows);
    }
    table_ = {sizeof(forge_batch),
              static_cast<uint32_t>(n_inputs),
              static_cast<uint32_t>(n_outputs),
              0,
              n_rows,
              input_columns_.data(),
              output_columns_.data(),
              status_.data()};
  }
  Batch(const Batch &) = delete;
  Batch &operator=(const Batch &) = delete;

  const forge_batch *table() const { return &table_; }
  double output(std::size_t column, std::size_t row) const { return output_columns_[column][row]; }
  forge_status status(std::size_t row) const { return status_[row]; }

 private:
  std::vector<double> inputs_, outputs_;
  std::vector<forge_status> status_;
  std::vector<const double *> input_columns_;
  std::vector<double *> output_columns_;
  forge_batch table_{};
};

void check_output(const Description &output, double value, const std::string &owner) {
  const auto fail = [&](const std::string &words) {
    throw Error{ErrorKind::plugin, owner + " failed in evaluate: its output '" + output.name + "' " + words};
  };
  if (std::isnan(value)) {
    if (!output.optional) {
      fail("is NaN or was not written");
    }
  } else if (value < 0) {
    fail("is negative: " + number_text(value));
  } else if (!(value >= output.lowest && value <= output.highest)) {
    fail("is " + number_text(value) + ", outside of the range that the model declares: " + range_text(output));
  }
}

}  // namespace

ComponentModel::ComponentModel(const forge_component_interface &table, std::uint32_t index, Provenance from)
    : provenance(std::move(from)), table_(&table), index_(index) {
  const ModelTitle words = title(table.model_info(index));
  id = words.id;
  summary = words.summary;
  source = words.extra;
  classes = words.classes;
  accuracy = words.accuracy;
  const auto list = [&](auto *function, ListKind kind, const std::string &what) {
    return descriptions([&](std::uint32_t i) { return function(index, i); }, kind, "model '" + id + "': " + what);
  };
  inputs = list(table.input_info, ListKind::inputs, "input_info");
  outputs = list(table.output_info, ListKind::outputs, "output_info");
  texts = list(table.text_info, ListKind::texts, "text_info");
}

std::string ComponentModel::owner() const {
  return "component model '" + id + "' of plugin '" + provenance.plugin + "'";
}

std::vector<ComponentModel::Row> ComponentModel::evaluate(const Host &host, const std::vector<std::string> &text_values,
                                                          const std::vector<std::vector<double>> &rows) const {
  const std::string who = owner();
  const auto instance =
      make_instance<forge_component>(who, table_->destroy, [&](forge_component **out, forge_error *error) {
        const auto values = texts_of(text_values);
        return table_->create(host.table(), index_, values.data(), static_cast<uint32_t>(values.size()), out, error);
      });
  const Batch batch(rows, inputs.size(), outputs.size());
  Words words;
  const forge_status status =
      guarded(who, "evaluate", [&] { return table_->evaluate(instance.get(), batch.table(), words.table()); });
  if (status != FORGE_OK) {
    throw failure(who, "evaluate", status, words.text());
  }
  std::vector<Row> result(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const forge_status verdict = batch.status(row);
    if (verdict != FORGE_OK && verdict != FORGE_INFEASIBLE) {
      throw Error{ErrorKind::plugin, who + " failed in evaluate: row status " + std::to_string(verdict) +
                                         " is neither FORGE_OK nor FORGE_INFEASIBLE"};
    }
    result[row].feasible = verdict == FORGE_OK;
    for (std::size_t column = 0; column < outputs.size(); ++column) {
      const double value = batch.output(column, row);
      if (result[row].feasible) {
        check_output(outputs[column], value, who);
      }
      result[row].outputs.push_back(value);
    }
  }
  return result;
}

}  // namespace forge::plugin
