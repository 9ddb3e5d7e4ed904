// SPDX-License-Identifier: Apache-2.0
//
// Stage 3: instances are made and destroyed, alone, together, and for a host without extensions.
#include <array>
#include <functional>
#include <string>

#include "check/fake_host.hpp"
#include "check/stages.hpp"
#include "check/values.hpp"
#include "plugin/call.hpp"
#include "plugin/loaded_plugin.hpp"
#include "plugin/option_tables.hpp"

namespace forge::check {
namespace {

constexpr std::uint32_t far_index = 1u << 20;
constexpr int rounds = 100;

// How instances of one model or strategy are made.
template <class Instance> struct Maker {
  std::string owner;
  std::uint32_t index;
  void (*destroy)(Instance *);
  std::function<forge_status(const forge_host *, std::uint32_t index, Instance **, forge_error *)> create;
};

template <class Instance>
void check_unknown_index(const Maker<Instance> &maker, const FakeHost &host, Reporter &reporter) {
  reporter.step(maker.owner + ": create with an unknown index");
  Instance *instance = nullptr;
  plugin::Words words;
  const forge_status status = plugin::guarded(
      maker.owner, "create", [&] { return maker.create(host.table(), far_index, &instance, words.table()); });
  if (instance != nullptr) {
    maker.destroy(instance);
  }
  if (status == FORGE_OK) {
    reporter.failure(maker.owner + ": create accepts an index that does not exist");
  } else if (status != FORGE_INVALID) {
    reporter.failure(maker.owner + ": create answers an unknown index with '" +
                     std::string(plugin::status_words(status)) + "', not with FORGE_INVALID");
  }
  if (status != FORGE_OK && words.text().empty()) {
    reporter.warning(maker.owner + ": create refuses without a text");
  }
}

template <class Instance> void check_instances_of(const Maker<Instance> &maker, Reporter &reporter) {
  const FakeHost host;
  const FakeHost bare(FakeHost::Extensions::none);
  const auto make = [&](const FakeHost &for_host) {
    return plugin::make_instance<Instance>(maker.owner, maker.destroy, [&](Instance **out, forge_error *error) {
      return maker.create(for_host.table(), maker.index, out, error);
    });
  };
  check_unknown_index(maker, host, reporter);
  reporter.step(maker.owner + ": destroy(NULL)");
  maker.destroy(nullptr);
  reporter.step(maker.owner + ": create and destroy " + std::to_string(rounds) + " times");
  for (int i = 0; i < rounds; ++i) {
    make(host);
  }
  reporter.step(maker.owner + ": several instances at once");
  {
    std::array instances{make(host), make(host), make(host)};
    if (instances[0] == instances[1] || instances[1] == instances[2]) {
      reporter.failure(maker.owner + ": two instances are the same");
    }
    instances[1].reset();
    instances[1] = make(host);
    instances[0].reset();
  }
  reporter.step(maker.owner + ": create for a host without extensions");
  try {
    make(bare);
  } catch (const Error &error) {
    reporter.note("a host without extensions is refused: " + error.message());
  }
}

void check_writer_index(const plugin::LoadedPlugin &plugin, Reporter &reporter) {
  reporter.step("write with an unknown index");
  const FakeHost host;
  const forge_options options{sizeof(forge_options), 0, nullptr, nullptr};
  bool wrote = false;
  const forge_sink sink{sizeof(forge_sink), 0, &wrote,
                        [](const forge_sink *self, const char *, uint64_t) -> forge_status {
                          *static_cast<bool *>(self->impl) = true;
                          return FORGE_OK;
                        }};
  plugin::Words words;
  const forge_status status = plugin::guarded("report writer", "write", [&] {
    return plugin.report_table()->write(host.table(), far_index, &options, nullptr, 0, &sink, words.table());
  });
  if (status != FORGE_INVALID || wrote) {
    reporter.failure("write does not answer an unknown writer with FORGE_INVALID and nothing written");
  }
}

template <class Face> bool has_all_values(const Face &face, const Values &values, Reporter &reporter) {
  if (!values.missing.empty()) {
    reporter.warning(missing_words(face.owner(), values));
  }
  return values.missing.empty();
}

}  // namespace

void check_instances(const Context &context, Reporter &reporter) {
  const FakeHost host;
  const plugin::LoadedPlugin plugin(context.file, host.table());
  for (std::uint32_t i = 0; i < plugin.components.size(); ++i) {
    const auto &model = *plugin.components[i];
    const Values values = values_for(model.texts, context.options);
    const auto texts = plugin::texts_of(values.options.texts);
    const auto *table = plugin.component_table();
    if (has_all_values(model, values, reporter)) {
      check_instances_of<forge_component>(
          {model.owner(), i, table->destroy,
           [&](const forge_host *for_host, std::uint32_t index, forge_component **out, forge_error *error) {
             return table->create(for_host, index, texts.data(), static_cast<uint32_t>(texts.size()), out, error);
           }},
          reporter);
    }
  }
  const forge_variable variable{{"x", 1}, FORGE_VARIABLE_OTHER, 4};
  const forge_space space{sizeof(forge_space), 1, &variable, 4, 1, 0};
  std::uint32_t n_samplers = 0;
  std::uint32_t n_solvers = 0;
  for (const auto &strategy : plugin.strategies) {
    const Values values = values_for(strategy->options, context.options);
    const plugin::OptionTable options(values.options);
    const std::uint32_t place = strategy->is_solver() ? n_solvers++ : n_samplers++;
    if (!has_all_values(*strategy, values, reporter)) {
      continue;
    }
    if (strategy->is_solver()) {
      const auto *table = plugin.solver_table();
      check_instances_of<forge_solver>(
          {strategy->owner(), place, table->destroy,
           [&](const forge_host *for_host, std::uint32_t index, forge_solver **out, forge_error *error) {
             return table->create(for_host, index, options.table(), context.options.seed, out, error);
           }},
          reporter);
    } else {
      const auto *table = plugin.sampler_table();
      check_instances_of<forge_sampler>(
          {strategy->owner(), place, table->destroy,
           [&](const forge_host *for_host, std::uint32_t index, forge_sampler **out, forge_error *error) {
             return table->create(for_host, index, &space, options.table(), context.options.seed, out, error);
           }},
          reporter);
    }
  }
  if (plugin.report_table() != nullptr) {
    check_writer_index(plugin, reporter);
  }
}

}  // namespace forge::check
