// SPDX-License-Identifier: Apache-2.0
// Component models as value types. Components<Sram, Dram> is the table "forge.component/1" of these models.
//
//   struct Sram {
//     static constexpr std::string_view id = "acme.sram", summary = "...", source = "...";
//     static constexpr std::string_view classes = "sram memory";   // optional: further names, with a space between
//     static constexpr double accuracy = 0.1;                      // optional: typical relative error
//     static constexpr forge_column_info inputs[] = {...}, outputs[] = {...};
//     static constexpr forge_column_info texts[] = {...};       // optional: text and file options
//     explicit Sram(const ComponentSetup &);                    // or a default constructor
//     bool evaluate_row(std::span<const double> in, std::span<double> out) const;   // false: no such component
//   };                                                          // or: void evaluate(const Batch &) const;
//
// evaluate_row is called for rows whose inputs are legal; its outputs are checked. With evaluate the model sees
// whole columns, checks them itself and sets row_status.
#pragma once

#include <array>
#include <cmath>
#include <concepts>
#include <memory>
#include <vector>

#include "forge/abi/component.h"
#include "forge/sdk/host.hpp"
#include "forge/sdk/options.hpp"

namespace forge::sdk {

// What a model is made from. The texts answer `texts` by index and are valid during the constructor.
struct ComponentSetup {
  Host host;
  std::span<const forge_str> texts;
  std::string_view text(std::size_t i) const { return to_view(texts[i]); }
};

// Columns in, columns out.
class Batch {
 public:
  explicit Batch(const forge_batch &batch) noexcept : batch_(batch) {}
  std::size_t rows() const noexcept { return static_cast<std::size_t>(batch_.n_rows); }
  std::span<const double> input(std::size_t column) const {
    require(column < batch_.n_inputs, "input(): no such column");
    return {batch_.input[column], rows()};
  }
  std::span<double> output(std::size_t column) const {
    require(column < batch_.n_outputs, "output(): no such column");
    return {batch_.output[column], rows()};
  }
  std::span<forge_status> status() const noexcept { return {batch_.row_status, rows()}; }

 private:
  const forge_batch &batch_;
};

// Calls `row` for each row with legal inputs. A row with others, or whose outputs are not legal, is infeasible.
template <typename Row>
void for_each_row(const Batch &batch, std::span<const forge_column_info> inputs,
                  std::span<const forge_column_info> outputs, Row &&row) {
  std::vector<double> in(inputs.size());
  std::vector<double> out(outputs.size());
  for (std::size_t i = 0; i < batch.rows(); ++i) {
    bool is_known = true;
    for (std::size_t c = 0; c < in.size(); ++c) {
      in[c] = batch.input(c)[i];
      is_known = is_known && is_legal(inputs[c], in[c]);
    }
    out.assign(out.size(), 0.0);
    is_known = is_known && row(std::span<const double>(in), std::span<double>(out));
    for (std::size_t c = 0; is_known && c < out.size(); ++c) {
      is_known = is_legal(outputs[c], out[c]);
    }
    batch.status()[i] = is_known ? FORGE_OK : FORGE_INFEASIBLE;
    for (std::size_t c = 0; c < out.size(); ++c) {
      batch.output(c)[i] = is_known ? out[c] : 0.0;
    }
  }
}

template <typename Model> constexpr std::span<const forge_column_info> texts_of() noexcept {
  if constexpr (requires { Model::texts; }) {
    return Model::texts;
  } else {
    return {};
  }
}
template <typename Model> constexpr std::span<const forge_column_info> inputs_of() noexcept {
  if constexpr (requires { Model::inputs; }) {
    return Model::inputs;
  } else {
    return {};
  }
}

template <typename Model> constexpr std::string_view classes_of() noexcept {
  if constexpr (requires { Model::classes; }) {
    return Model::classes;
  } else {
    return {};
  }
}
template <typename Model> constexpr double accuracy_of() noexcept {
  if constexpr (requires { Model::accuracy; }) {
    return Model::accuracy;
  } else {
    return 0;
  }
}

template <typename Model>
concept EvaluatesBatches = requires(Model &model, const Batch &batch) {
  model.evaluate(batch);
};
template <typename Model>
concept EvaluatesRows = requires(Model &model, std::span<const double> in, std::span<double> out) {
  { model.evaluate_row(in, out) } -> std::same_as<bool>;
};

template <typename Model> consteval bool is_component_model() {
  static_assert(has_identity<Model>());
  static_assert(
      requires { std::string_view(Model::source); },
      "missing: static constexpr std::string_view source = \"where figures come from\";");
  static_assert(
      requires { std::span<const forge_column_info>(Model::outputs); },
      "missing: static constexpr forge_column_info outputs[] = {...};");
  static_assert(EvaluatesBatches<Model> || EvaluatesRows<Model>,
                "missing: void evaluate(const forge::sdk::Batch &), or bool evaluate_row("
                "std::span<const double> in, std::span<double> out)");
  static_assert(std::constructible_from<Model, const ComponentSetup &> || std::default_initializable<Model>,
                "missing: a default constructor, or one from const ComponentSetup &");
  if (!are_ids(classes_of<Model>()) || !(accuracy_of<Model>() >= 0)) {
    return false;
  }
  for (const auto list : {inputs_of<Model>(), std::span<const forge_column_info>(Model::outputs), texts_of<Model>()}) {
    if (!has_good_names(list) || !has_known_units(list) || !has_good_presets(list)) {
      return false;
    }
  }
  return true;
}

template <typename... Models> class Components {
  static_assert(sizeof...(Models) > 0, "Components<> needs at least one model");
  static_assert((is_component_model<Models>() && ...),
                "a column has a bad name, a name given twice, a unit that is not SI, or a preset "
                "out of its range; or `classes` are not ids with one space between");
  static_assert(has_distinct_ids<Models...>(), "two models have the same id");

  struct Instance {
    virtual ~Instance() = default;
    virtual void evaluate(const Batch &batch) = 0;
    std::size_t n_inputs = 0;
    std::size_t n_outputs = 0;
  };
  template <typename Model> struct Holder final : Instance {
    explicit Holder(const ComponentSetup &setup) : model(make(setup)) {
      this->n_inputs = inputs_of<Model>().size();
      this->n_outputs = std::size(Model::outputs);
    }
    static Model make(const ComponentSetup &setup) {
      if constexpr (std::constructible_from<Model, const ComponentSetup &>) {
        return Model(setup);
      } else {
        return Model();
      }
    }
    void evaluate(const Batch &batch) override {
      if constexpr (EvaluatesBatches<Model>) {
        model.evaluate(batch);
      } else {
        for_each_row(batch, inputs_of<Model>(), Model::outputs,
                     [this](auto in, auto out) { return model.evaluate_row(in, out); });
      }
    }
    Model model;
  };
  struct Entry {
    forge_model_info info;
    std::span<const forge_column_info> inputs, outputs, texts;
    std::unique_ptr<Instance> (*make)(const ComponentSetup &);
  };
  static constexpr Entry entries[] = {{{sizeof(forge_model_info), 0, to_abi(Models::id), to_abi(Models::summary),
                                        to_abi(Models::source), to_abi(classes_of<Models>()), accuracy_of<Models>()},
                                       inputs_of<Models>(),
                                       Models::outputs,
                                       texts_of<Models>(),
                                       [](const ComponentSetup &setup) -> std::unique_ptr<Instance> {
                                         return std::make_unique<Holder<Models>>(setup);
                                       }}...};

  static const Entry *find(std::uint32_t model) noexcept { return at_or_null(std::span<const Entry>(entries), model); }
  static const forge_model_info *model_info(std::uint32_t model) noexcept {
    return model < std::size(entries) ? &entries[model].info : nullptr;
  }
  template <std::span<const forge_column_info> Entry::*list>
  static const forge_column_info *column(std::uint32_t model, std::uint32_t index) noexcept {
    return model < std::size(entries) ? at_or_null(entries[model].*list, index) : nullptr;
  }
  static forge_status create(const forge_host *host, std::uint32_t model, const forge_str *texts, std::uint32_t n_texts,
                             forge_component **out, forge_error *error) noexcept {
    return guarded(error, [&] {
      const Entry *entry = find(model);
      if (entry == nullptr || out == nullptr) {
        throw Invalid("this plugin has no model " + std::to_string(model));
      }
      if (n_texts < entry->texts.size()) {
        throw Invalid("the host handed over fewer texts than the model describes");
      }
      const ComponentSetup setup{Host(host), {texts, n_texts}};
      *out = reinterpret_cast<forge_component *>(entry->make(setup).release());
    });
  }
  static void destroy(forge_component *self) noexcept { delete reinterpret_cast<Instance *>(self); }
  static forge_status evaluate(forge_component *self, const forge_batch *batch, forge_error *error) noexcept {
    return guarded(error, [&] {
      auto *instance = reinterpret_cast<Instance *>(self);
      if (instance == nullptr || batch == nullptr || batch->n_inputs != instance->n_inputs ||
          batch->n_outputs != instance->n_outputs) {
        throw Invalid("the batch does not have the columns that the model describes");
      }
      instance->evaluate(Batch(*batch));
    });
  }

 public:
  static constexpr std::string_view id = FORGE_COMPONENT_ID;
  static constexpr forge_component_interface table = {.struct_size = sizeof(forge_component_interface),
                                                      .pad0 = 0,
                                                      .model_info = model_info,
                                                      .input_info = column<&Entry::inputs>,
                                                      .output_info = column<&Entry::outputs>,
                                                      .text_info = column<&Entry::texts>,
                                                      .create = create,
                                                      .destroy = destroy,
                                                      .evaluate = evaluate};
};

}  // namespace forge::sdk
