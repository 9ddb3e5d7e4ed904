// SPDX-License-Identifier: Apache-2.0
#include "foreign.hpp"

#include <forge/abi/ext/progress.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace forge::fuzz {
namespace {

enum List { models, strategies, writers, inputs, outputs, texts, options };

// The functions of a plugin's table get no context before an instance exists: one fuzz input is looked at at a time.
Foreign *current = nullptr;

// Calls of the host's services with anything that a plugin may say.
void use_services(const forge_host *host) {
  auto &bytes = current->bytes();
  const std::string words = bytes.text(40);
  const forge_str text = bytes.once_in(8) ? forge_str{nullptr, 7} : forge_str{words.data(), words.size()};
  host->log(host, bytes.take<std::int8_t>(), text);
  host->is_cancelled(host);
  host->get_extension(host, bytes.once_in(8) ? nullptr : words.c_str());
  const auto *progress = static_cast<const forge_progress *>(host->get_extension(host, FORGE_PROGRESS_ID));
  progress->report(host, bytes.take<double>(), text);
}

// Where an instance is asked for. Its address means nothing.
template <class Instance> forge_status create(const forge_host *host, Instance **out, forge_error *error) {
  static char somewhere;
  use_services(host);
  if (!current->bytes().once_in(16)) {
    *out = reinterpret_cast<Instance *>(&somewhere);
  }
  return current->end(error);
}

forge_status evaluate(forge_component *, const forge_batch *batch, forge_error *error) {
  for (std::uint32_t column = 0; column < batch->n_outputs; ++column) {
    for (std::uint64_t row = 0; row < batch->n_rows; ++row) {
      batch->output[column][row] = current->bytes().take<double>();
    }
  }
  for (std::uint64_t row = 0; row < batch->n_rows; ++row) {
    batch->row_status[row] = current->bytes().take<std::int8_t>() % 8;
  }
  return current->end(error);
}

forge_status ask(forge_sampler *self, forge_points *points, forge_error *error) {
  auto &bytes = current->bytes();
  const auto n_variables = *reinterpret_cast<const std::uint32_t *>(self);  // see make_sampler
  for (std::uint64_t i = 0; i < points->capacity * n_variables; ++i) {
    points->value[i] = bytes.once_in(32) ? bytes.take<std::int32_t>() : static_cast<std::int32_t>(bytes.below(3));
  }
  points->n_rows = bytes.once_in(16) ? bytes.take<std::uint64_t>() : bytes.below(5);
  return current->end(error);
}

forge_status make_sampler(const forge_host *host, const forge_space *space, forge_sampler **out, forge_error *error) {
  const forge_status status = create(host, out, error);
  if (*out != nullptr) {
    *out = reinterpret_cast<forge_sampler *>(const_cast<std::uint32_t *>(&space->n_variables));
  }
  return status;
}

// Nests, claims and calls in any order.
forge_status solve(const forge_problem *problem, const forge_solver_sink *sink, forge_certificate *certificate,
                   forge_error *error) {
  auto &bytes = current->bytes();
  for (std::uint32_t step = bytes.below(6); step > 0; --step) {
    std::vector<forge_nest_node> nest(bytes.below(6));
    for (auto &node : nest) {
      node = {bytes.take<std::int8_t>(), bytes.take<std::int8_t>(), bytes.take<std::int8_t>(),
              bytes.take<std::int8_t>(), bytes.take<std::uint16_t>()};
    }
    std::vector<double> claim(problem->n_objectives);
    for (double &value : claim) {
      value = bytes.once_in(8) ? bytes.take<double>() : bytes.below(8);
    }
    forge_solution solution{sizeof(forge_solution), static_cast<std::uint32_t>(nest.size()), nest.data(), claim.data()};
    if (bytes.once_in(16)) {
      solution.claim = nullptr;
    }
    if (bytes.once_in(16)) {
      solution.node = nullptr;
    }
    if (bytes.once_in(16)) {
      solution.struct_size = bytes.take<std::uint8_t>();
    }
    const forge_solution *given = bytes.once_in(16) ? nullptr : &solution;
    forge_error *words = bytes.once_in(8) ? nullptr : error;
    if (bytes.once_in(4)) {
      sink->bound(sink, bytes.once_in(4) ? bytes.take<double>() : bytes.below(8));
    } else if (bytes.once_in(4)) {
      std::vector<double> storage(problem->n_objectives);
      std::vector<double *> columns;
      for (double &value : storage) {
        columns.push_back(&value);
      }
      forge_status status = FORGE_OK;
      sink->evaluate(sink, &given, bytes.below(2), columns.data(), &status, words);
    } else {
      sink->incumbent(sink, given, words);
    }
  }
  certificate->is_optimal = static_cast<std::int32_t>(bytes.below(3));
  certificate->bound = bytes.once_in(4) ? bytes.take<double>() : bytes.below(8);
  certificate->n_evaluated = bytes.take<std::uint64_t>();
  return current->end(error);
}

forge_status write(const forge_sink *sink, forge_error *error) {
  auto &bytes = current->bytes();
  for (std::uint32_t step = bytes.below(4); step > 0; --step) {
    const std::string piece = bytes.text(64);
    sink->write(sink, bytes.once_in(8) ? nullptr : piece.data(), piece.size());
  }
  return current->end(error);
}

}  // namespace

Current::Current(Foreign &foreign) {
  current = &foreign;
}

Current::~Current() {
  current = nullptr;
}

void *Foreign::memory(std::size_t size) {
  memory_.emplace_back(std::malloc(size));
  return memory_.back().get();
}

forge_str Foreign::text(bool plain) {
  if (bytes_.once_in(32)) {
    return {nullptr, bytes_.take<std::uint64_t>()};
  }
  std::string content = bytes_.text(80);
  if (plain && !bytes_.once_in(16)) {
    for (char &c : content) {
      c = "abcdefghijklmnopqrstuvwxyz012345"[static_cast<unsigned char>(c) % 32];
    }
  }
  std::size_t size = content.size();
  if (bytes_.once_in(64)) {
    size = bytes_.take<std::uint32_t>() % 100'000;
  }
  char *copy = static_cast<char *>(memory(std::max<std::size_t>(size, 1)));
  std::memset(copy, 'x', size);
  std::memcpy(copy, content.data(), std::min(size, content.size()));
  return {copy, size};
}

forge_str Foreign::id() {
  return text(true);
}

double Foreign::number() {
  switch (bytes_.below(6)) {
    case 0:
      return bytes_.take<double>();
    case 1:
      return std::numeric_limits<double>::infinity();
    case 2:
      return std::numeric_limits<double>::quiet_NaN();
    default:
      return bytes_.below(16);
  }
}

const forge_str *Foreign::choices(std::uint32_t n) {
  if (n == 0 || bytes_.once_in(16)) {
    return nullptr;
  }
  auto *list = static_cast<forge_str *>(memory(n * sizeof(forge_str)));
  for (std::uint32_t i = 0; i < n; ++i) {
    list[i] = text(true);
  }
  return list;
}

// Does a list go on here? Lists keep their length, but a few that never end, or change their mind.
bool Foreign::has_entry(int list, std::uint32_t owner, std::uint32_t index) {
  const auto [known, is_new] = lengths_.try_emplace({list, owner}, 0);
  if (is_new) {
    known->second = bytes_.once_in(128) ? std::numeric_limits<std::uint32_t>::max() : bytes_.below(4);
  }
  return index < known->second && !bytes_.once_in(256);
}

template <class Table> const Table *Foreign::table(Table whole) {
  if (bytes_.once_in(64)) {
    return nullptr;
  }
  std::uint32_t size = sizeof(Table);
  if (bytes_.once_in(16)) {
    size = bytes_.once_in(2) ? bytes_.take<std::uint32_t>() : bytes_.below(2 * sizeof(Table));
  }
  const std::size_t real = std::clamp<std::size_t>(size, sizeof size, 4096);
  auto *copy = static_cast<char *>(memory(real));
  std::memset(copy, 0x5a, real);
  std::memcpy(copy, &whole, std::min(real, sizeof whole));
  std::memcpy(copy, &size, sizeof size);
  return reinterpret_cast<const Table *>(copy);
}

template <class Info, class Make>
const Info *Foreign::remembered(int list, std::uint32_t owner, std::uint32_t index, Make make) {
  if (!has_entry(list, owner, index)) {
    return nullptr;
  }
  // A list without end repeats itself: 4096 different entries would only take time.
  const auto [known, is_new] = infos_.try_emplace({list, owner, index % 8}, nullptr);
  if (is_new) {
    known->second = table(make());
  }
  return static_cast<const Info *>(known->second);
}

const forge_model_info *Foreign::model_info(std::uint32_t model) {
  return remembered<forge_model_info>(models, 0, model, [&] {
    return forge_model_info{sizeof(forge_model_info), 0, id(), text(false), text(false)};
  });
}

const forge_strategy_info *Foreign::strategy_info(std::uint32_t strategy) {
  return remembered<forge_strategy_info>(strategies, 0, strategy, [&] {
    return forge_strategy_info{sizeof(forge_strategy_info), 0, id(), text(false)};
  });
}

const forge_writer_info *Foreign::writer_info(std::uint32_t writer) {
  return remembered<forge_writer_info>(writers, 0, writer, [&] {
    return forge_writer_info{sizeof(forge_writer_info), 0, id(), text(false), text(false)};
  });
}

const forge_column_info *Foreign::column_info(int list, std::uint32_t owner, std::uint32_t column) {
  return remembered<forge_column_info>(list, owner, column, [&] {
    forge_column_info info{};
    info.struct_size = sizeof info;
    info.kind = bytes_.once_in(32) ? bytes_.take<std::int32_t>() : static_cast<std::int32_t>(bytes_.below(6));
    info.flags = bytes_.below(4);
    info.name = id();
    info.unit = text(true);
    info.summary = text(false);
    info.lowest = bytes_.once_in(4) ? number() : 0;
    info.highest = bytes_.once_in(4) ? number() : 100;
    info.preset = number();
    info.n_choices = bytes_.below(6);
    info.choices = choices(info.n_choices);
    if (bytes_.once_in(32)) {  // more than the host takes
      info.n_choices = 4097 + bytes_.take<std::uint16_t>();
    }
    info.preset_text = text(false);
    return info;
  });
}

forge_status Foreign::end(forge_error *error) {
  if (bytes_.once_in(32)) {
    throw std::runtime_error("thrown by the plugin");
  }
  if (bytes_.once_in(32)) {
    throw 42;
  }
  const std::string words = bytes_.text(80);
  // Everything, without a NUL at the end; or cut and terminated.
  if (bytes_.once_in(16)) {
    std::memset(error->text, 'y', error->capacity);
  } else {
    const std::size_t size = std::min<std::size_t>(words.size(), error->capacity - 1);
    std::memcpy(error->text, words.data(), size);
    error->text[size] = '\0';
  }
  return bytes_.once_in(4) ? forge_status{bytes_.take<std::int8_t>()} : forge_status{FORGE_OK};
}

const forge_plugin *Foreign::plugin() {
  forge_plugin whole{};
  whole.struct_size = sizeof whole;
  whole.abi_minor = bytes_.take<std::uint32_t>();
  whole.id = id();
  whole.version = text(true);
  whole.license = text(false);
  whole.summary = text(false);
  whole.get_interface = hole(+[](const char *) -> const void * { return nullptr; });
  return table(whole);
}

const forge_component_interface *Foreign::component() {
  forge_component_interface whole{};
  whole.struct_size = sizeof whole;
  whole.model_info = hole(+[](std::uint32_t model) { return current->model_info(model); });
  whole.input_info = hole(+[](std::uint32_t m, std::uint32_t i) { return current->column_info(inputs, m, i); });
  whole.output_info = hole(+[](std::uint32_t m, std::uint32_t i) { return current->column_info(outputs, m, i); });
  whole.text_info = hole(+[](std::uint32_t m, std::uint32_t i) { return current->column_info(texts, m, i); });
  whole.create = hole(+[](const forge_host *host, std::uint32_t, const forge_str *, std::uint32_t,
                          forge_component **out, forge_error *error) { return create(host, out, error); });
  whole.destroy = hole(+[](forge_component *) {});
  whole.evaluate = hole(&evaluate);
  return table(whole);
}

const forge_sampler_interface *Foreign::sampler() {
  forge_sampler_interface whole{};
  whole.struct_size = sizeof whole;
  whole.strategy_info = hole(+[](std::uint32_t strategy) { return current->strategy_info(strategy); });
  whole.option_info = hole(+[](std::uint32_t s, std::uint32_t i) { return current->column_info(options, s, i); });
  whole.create =
      hole(+[](const forge_host *host, std::uint32_t, const forge_space *space, const forge_options *, std::uint64_t,
               forge_sampler **out, forge_error *error) { return make_sampler(host, space, out, error); });
  whole.destroy = hole(+[](forge_sampler *) {});
  whole.ask = hole(&ask);
  whole.tell = hole(+[](forge_sampler *, const forge_scores *, forge_error *error) { return current->end(error); });
  return table(whole);
}

const forge_solver_interface *Foreign::solver() {
  forge_solver_interface whole{};
  whole.struct_size = sizeof whole;
  whole.strategy_info = hole(+[](std::uint32_t strategy) { return current->strategy_info(strategy); });
  whole.option_info = hole(+[](std::uint32_t s, std::uint32_t i) { return current->column_info(options, s, i); });
  whole.create = hole(+[](const forge_host *host, std::uint32_t, const forge_options *, std::uint64_t,
                          forge_solver **out, forge_error *error) { return create(host, out, error); });
  whole.destroy = hole(+[](forge_solver *) {});
  whole.solve = hole(+[](forge_solver *, const forge_problem *problem, const forge_solver_sink *sink,
                         forge_certificate *certificate,
                         forge_error *error) { return solve(problem, sink, certificate, error); });
  return table(whole);
}

const forge_report_interface *Foreign::report() {
  forge_report_interface whole{};
  whole.struct_size = sizeof whole;
  whole.writer_info = hole(+[](std::uint32_t writer) { return current->writer_info(writer); });
  whole.option_info = hole(+[](std::uint32_t w, std::uint32_t i) { return current->column_info(options, w, i); });
  whole.write = hole(+[](const forge_host *, std::uint32_t, const forge_options *, const forge_table *const *,
                         std::uint32_t, const forge_sink *sink, forge_error *error) { return write(sink, error); });
  return table(whole);
}

}  // namespace forge::fuzz
