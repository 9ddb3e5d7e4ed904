// SPDX-License-Identifier: Apache-2.0
//
// Stage 4: component models answer batches as the ABI promises. Stage 7 runs random rows through the same checks.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>
#include <string>
#include <thread>

#include "check/batch.hpp"
#include "check/fake_host.hpp"
#include "check/rows.hpp"
#include "check/stages.hpp"
#include "check/values.hpp"
#include "plugin/loaded_plugin.hpp"
#include "plugin/option_tables.hpp"
#include "support/parallel.hpp"

namespace forge::check {
namespace {

using Instance = plugin::InstancePointer<forge_component>;
using Results = std::vector<RowResult>;

constexpr std::size_t n_rows = 203;  // a prime beyond 200 fits no vector width

Instance make(const Subject &subject, std::uint32_t index, const FakeHost &host, const plugin::OptionValues &values) {
  return plugin::make_instance<forge_component>(
      subject.model.owner(), subject.table.destroy, [&](forge_component **out, forge_error *error) {
        const auto texts = plugin::texts_of(values.texts);
        return subject.table.create(host.table(), index, texts.data(), static_cast<uint32_t>(texts.size()), out, error);
      });
}

// Reports the first row whose result is wrong in itself.
void check_results(const Subject &subject, const std::vector<Row> &rows, const Results &results, Reporter &reporter) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string words = complaint(subject.model, results[i]);
    if (!words.empty()) {
      reporter.failure(subject.model.owner() + ": " + words + "; inputs: " + words_of(subject.model, rows[i]));
      return;
    }
  }
}

void check_same(const Subject &subject, const std::vector<Row> &rows, const Results &expected, const Results &found,
                const std::string &how, Reporter &reporter) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!(expected[i] == found[i])) {
      reporter.failure(subject.model.owner() + ": a row has another result " + how +
                       "; inputs: " + words_of(subject.model, rows[i]));
      return;
    }
  }
}

// The rows in another order, and the results back in the old one.
Results evaluate_shuffled(const Subject &subject, forge_component *instance, const std::vector<Row> &rows,
                          Random &random) {
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[random.below(i)]);
  }
  std::vector<Row> shuffled;
  shuffled.reserve(rows.size());
  for (const std::size_t i : order) {
    shuffled.push_back(rows[i]);
  }
  const Results found = evaluate(subject, instance, shuffled);
  Results result(rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    result[order[i]] = found[i];
  }
  return result;
}

Results evaluate_one_by_one(const Subject &subject, forge_component *instance, const std::vector<Row> &rows) {
  Results result;
  result.reserve(rows.size());
  for (const Row &row : rows) {
    result.push_back(evaluate(subject, instance, {row}).front());
  }
  return result;
}

// Each thread has an instance of its own and every second block of rows.
Results evaluate_on_threads(const Subject &subject, std::vector<Instance> &instances, const std::vector<Row> &rows,
                            Pool &pool) {
  constexpr std::size_t block = 16;
  constexpr std::chrono::milliseconds patience{200};
  Results result(rows.size());
  std::atomic<std::size_t> started{0};
  const auto end_of_patience = std::chrono::steady_clock::now() + patience;
  pool.for_each(instances.size(), [&](std::uint64_t part, unsigned) {
    // One thread must not take both parts.
    ++started;
    while (started < instances.size() && std::chrono::steady_clock::now() < end_of_patience) {
      std::this_thread::yield();
    }
    for (std::size_t begin = part * block; begin < rows.size(); begin += block * instances.size()) {
      const std::size_t end = std::min(begin + block, rows.size());
      const std::vector<Row> some(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                                  rows.begin() + static_cast<std::ptrdiff_t>(end));
      const Results found = evaluate(subject, instances[part].get(), some);
      std::copy(found.begin(), found.end(), result.begin() + static_cast<std::ptrdiff_t>(begin));
    }
  });
  return result;
}

void check_model(const Subject &subject, std::uint32_t index, const plugin::OptionValues &values,
                 const Options &options, Reporter &reporter) {
  const std::string owner = subject.model.owner();
  const FakeHost host;
  Random random(options.seed);
  const std::vector<Row> rows = ordinary_rows(subject.model, random, n_rows);

  reporter.step(owner + ": a batch without rows");
  Instance instance = make(subject, index, host, values);
  evaluate(subject, instance.get(), {});
  reporter.step(owner + ": " + std::to_string(n_rows) + " rows");
  const Results expected = evaluate(subject, instance.get(), rows);
  check_results(subject, rows, expected, reporter);
  if (std::none_of(expected.begin(), expected.end(), [](const auto &row) { return row.status == FORGE_OK; })) {
    reporter.warning(owner + ": not one row within the declared ranges is feasible");
  }
  reporter.step(owner + ": the same rows once more");
  check_same(subject, rows, expected, evaluate(subject, instance.get(), rows), "when it is asked again", reporter);
  reporter.step(owner + ": the same rows one by one");
  check_same(subject, rows, expected, evaluate_one_by_one(subject, instance.get(), rows), "alone than in a batch",
             reporter);
  reporter.step(owner + ": the same rows in another order");
  check_same(subject, rows, expected, evaluate_shuffled(subject, instance.get(), rows, random), "in another order",
             reporter);
  reporter.step(owner + ": NaN, infinite, huge and negative inputs");
  const std::vector<Row> hostile = hostile_rows(subject.model, random);
  check_results(subject, hostile, evaluate(subject, instance.get(), hostile), reporter);
  reporter.step(owner + ": the first rows after these");
  check_same(subject, rows, expected, evaluate(subject, instance.get(), rows), "after odd inputs", reporter);
  reporter.step(owner + ": two threads with an instance each");
  {
    Pool pool(2);
    std::vector<Instance> instances;
    instances.push_back(make(subject, index, host, values));
    instances.push_back(std::move(instance));
    check_same(subject, rows, expected, evaluate_on_threads(subject, instances, rows, pool), "on another thread",
               reporter);
  }
}

// Calls body(subject, index, values, number of models) for each model whose options are known.
template <class Body> void for_each_model(const Context &context, Reporter &reporter, const Body &body) {
  const FakeHost host;
  const plugin::LoadedPlugin plugin(context.file, host.table());
  if (plugin.components.empty()) {
    reporter.skipped("it offers no component model");
    return;
  }
  for (std::uint32_t i = 0; i < plugin.components.size(); ++i) {
    const Subject subject{*plugin.components[i], *plugin.component_table()};
    const Values values = values_for(subject.model.texts, context.options);
    if (values.missing.empty()) {
      body(subject, i, values.options, plugin.components.size());
    } else {
      reporter.note(missing_words(subject.model.owner(), values));
    }
  }
}

// One random batch; everything in it follows from its seed.
void check_random_batch(const Subject &subject, std::uint32_t index, const plugin::OptionValues &values,
                        std::uint64_t seed, Reporter &reporter) {
  Random random(seed);
  const FakeHost host;
  const Instance instance = make(subject, index, host, values);
  std::vector<Row> rows;
  for (std::size_t i = 0, n = 1 + random.below(64); i < n; ++i) {
    rows.push_back(random_row(subject.model, random));
  }
  const Results results = evaluate(subject, instance.get(), rows);
  check_results(subject, rows, results, reporter);
  check_same(subject, rows, results, evaluate_shuffled(subject, instance.get(), rows, random), "in another order",
             reporter);
}

}  // namespace

void check_batches(const Context &context, Reporter &reporter) {
  for_each_model(context, reporter, [&](const Subject &subject, std::uint32_t index, const auto &values, std::size_t) {
    check_model(subject, index, values, context.options, reporter);
  });
}

void check_random_rows(const Context &context, Reporter &reporter) {
  using Clock = std::chrono::steady_clock;
  for_each_model(context, reporter,
                 [&](const Subject &subject, std::uint32_t index, const auto &values, std::size_t share) {
                   // True where the case is good; else it says how to see it again.
                   const auto run_case = [&](std::uint64_t seed) {
                     const std::string again = "see it again with --reproduce " + std::to_string(seed);
                     reporter.step(subject.model.owner() + ": random rows; " + again);
                     const std::size_t before = reporter.failures();
                     try {
                       check_random_batch(subject, index, values, seed, reporter);
                     } catch (const Error &error) {
                       reporter.failure(error.message());
                     }
                     if (reporter.failures() > before) {
                       reporter.note(again);
                     }
                     return reporter.failures() == before;
                   };
                   if (context.options.reproduce) {
                     run_case(*context.options.reproduce);
                     return;
                   }
                   std::uint64_t cases = 0;
                   const auto end = Clock::now() + *context.options.fuzz / share;
                   while (Clock::now() < end && run_case(context.options.seed + cases)) {
                     ++cases;
                   }
                   reporter.note(subject.model.owner() + ": " + std::to_string(cases) + " random batches");
                 });
}

}  // namespace forge::check
