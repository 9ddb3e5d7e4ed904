// SPDX-License-Identifier: Apache-2.0
#include "check/batch.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "check/guarded.hpp"
#include "plugin/call.hpp"
#include "plugin/option_tables.hpp"

namespace forge::check {
namespace {

constexpr double unwritten = -12345.678;  // no output may be negative

bool same_bits(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// All columns of one direction, each in pages of its own, and the array of pointers to them.
template <class Element> class Columns {
 public:
  Columns(std::size_t n_columns, std::size_t n_rows) : pointers_(n_columns) {
    for (std::size_t i = 0; i < n_columns; ++i) {
      columns_.push_back(std::make_unique<GuardedArray<double>>(n_rows, unwritten));
      pointers_[i] = columns_.back()->data();
    }
  }
  double &at(std::size_t column, std::size_t row) { return (*columns_[column])[row]; }
  Element *const *seal_pointers() {
    pointers_.make_read_only();
    return pointers_.data();
  }
  void make_read_only() {
    for (auto &column : columns_) {
      column->make_read_only();
    }
  }
  bool front_is_intact() const {
    for (const auto &column : columns_) {
      if (!column->front_is_intact()) {
        return false;
      }
    }
    return true;
  }

 private:
  std::vector<std::unique_ptr<GuardedArray<double>>> columns_;
  GuardedArray<Element *> pointers_;
};

}  // namespace

bool RowResult::operator==(const RowResult &other) const {
  if (status != other.status) {
    return false;
  }
  for (std::size_t i = 0; status == FORGE_OK && i < outputs.size(); ++i) {
    if (!same_bits(outputs[i], other.outputs[i])) {
      return false;
    }
  }
  return true;
}

std::vector<RowResult> evaluate(const Subject &subject, forge_component *instance, const std::vector<Row> &rows) {
  const plugin::ComponentModel &model = subject.model;
  Columns<const double> inputs(model.inputs.size(), rows.size());
  for (std::size_t column = 0; column < model.inputs.size(); ++column) {
    for (std::size_t row = 0; row < rows.size(); ++row) {
      inputs.at(column, row) = rows[row][column];
    }
  }
  inputs.make_read_only();
  Columns<double> outputs(model.outputs.size(), rows.size());
  const GuardedArray<forge_status> status(rows.size(), FORGE_OK);
  GuardedArray<forge_batch> batch(
      1, {sizeof(forge_batch), static_cast<uint32_t>(model.inputs.size()), static_cast<uint32_t>(model.outputs.size()),
          0, rows.size(), inputs.seal_pointers(), outputs.seal_pointers(), status.data()});
  batch.make_read_only();

  plugin::Words words;
  const forge_status verdict = plugin::guarded(
      model.owner(), "evaluate", [&] { return subject.table.evaluate(instance, batch.data(), words.table()); });
  if (verdict != FORGE_OK) {
    throw plugin::failure(model.owner(), "evaluate", verdict, words.text())
        .note(rows.size() == 1 ? words_of(model, rows.front()) : std::to_string(rows.size()) + " rows");
  }
  if (!outputs.front_is_intact() || !status.front_is_intact()) {
    throw Error{ErrorKind::plugin, model.owner() + ": evaluate writes in front of its outputs"};
  }
  std::vector<RowResult> result(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    result[row].status = status[row];
    for (std::size_t column = 0; column < model.outputs.size(); ++column) {
      result[row].outputs.push_back(outputs.at(column, row));
    }
  }
  return result;
}

std::string complaint(const plugin::ComponentModel &model, const RowResult &result) {
  if (result.status == FORGE_INFEASIBLE) {
    return {};
  }
  if (result.status != FORGE_OK) {
    return "row status " + std::to_string(result.status) + " is neither FORGE_OK nor FORGE_INFEASIBLE";
  }
  for (std::size_t i = 0; i < model.outputs.size(); ++i) {
    const auto &output = model.outputs[i];
    const double value = result.outputs[i];
    const std::string name = "the output '" + output.name + "' ";
    if (value == unwritten) {
      return name + "was not written";
    }
    if (std::isnan(value)) {
      if (!output.optional) {
        return name + "is NaN, but not declared optional";
      }
    } else if (!std::isfinite(value)) {
      return name + "is infinite";
    } else if (value < 0) {
      return name + "is negative: " + plugin::number_text(value);
    } else if (value < output.lowest || value > output.highest) {
      return name + "is " + plugin::number_text(value) +
             ", outside of the declared range: " + plugin::range_text(output);
    }
  }
  return {};
}

std::string words_of(const plugin::ComponentModel &model, const Row &row) {
  std::string text;
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    const auto &input = model.inputs[i];
    std::string value = plugin::number_text(row[i]);
    if (input.kind == plugin::ValueKind::choice && row[i] >= 0 && row[i] < static_cast<double>(input.choices.size())) {
      value = input.choices[static_cast<std::size_t>(row[i])];
    }
    text += (i == 0 ? "" : ", ") + input.name + " = " + value;
  }
  return text.empty() ? "no inputs" : text;
}

}  // namespace forge::check
