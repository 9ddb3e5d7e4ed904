// SPDX-License-Identifier: Apache-2.0
#include "search/sample.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "search/archive.hpp"
#include "search/progress_line.hpp"
#include "support/error.hpp"

namespace forge::search {
namespace {

// A batch is scored in pieces of about this time, so that progress is shown, and little is done in vain when patience
// ends within the batch. Points count in their order: the size of the pieces changes no answer.
constexpr double seconds_of_piece = 0.02;

// Rows that are scored between two looks at the clock and at `cancelled`.
constexpr std::uint64_t rows_of_chunk = 8;

class Loop {
 public:
  Loop(plugin::Sampler &sampler, const SampleSettings &settings, const Scorer &scorer, Pool &pool,
       const std::atomic<bool> &cancelled, Progress &progress)
      : sampler_(sampler),
        settings_(settings),
        scorer_(scorer),
        pool_(pool),
        cancelled_(cancelled),
        progress_(progress),
        archive_(settings.pareto),
        spending_(settings.budget),
        batch_(std::max<std::uint64_t>(1, settings.batch)),
        piece_(std::min<std::uint64_t>(batch_, least_piece())),
        values_(batch_ * settings.n_variables),
        objectives_(batch_ * settings.n_objectives),
        valid_(batch_),
        scored_(batch_),
        status_(batch_),
        columns_(batch_ * settings.n_objectives) {}

  Found run() {
    Found found;
    found.stopped_by = search();
    found.evaluated = spending_.evaluated();
    found.valid = spending_.valid();
    found.seconds = spending_.seconds();
    for (auto &entry : archive_.take()) {
      found.best.push_back({std::move(entry.payload), std::move(entry.objectives)});
    }
    return found;
  }

 private:
  StoppedBy search() {
    for (;;) {
      if (const auto reason = end_of_budget()) {
        return *reason;
      }
      const std::uint64_t rows = sampler_.ask(values_, spending_.allowed(batch_));
      if (rows == 0) {
        return StoppedBy::exhausted;
      }
      if (const auto reason = score(rows)) {
        return *reason;
      }
      tell(rows);
    }
  }

  std::optional<StoppedBy> end_of_budget() const {
    if (cancelled_.load(std::memory_order_relaxed)) {
      return StoppedBy::interrupted;
    }
    if (spending_.allowed(1) == 0) {
      return StoppedBy::evaluations;
    }
    if (spending_.is_late()) {
      return StoppedBy::timeout;
    }
    return std::nullopt;
  }

  std::optional<StoppedBy> score(std::uint64_t rows) {
    std::fill_n(scored_.begin(), rows, std::uint8_t{0});
    for (std::uint64_t begin = 0; begin < rows;) {
      // Patience with invalid points ends with a piece, not within: what ruled points out counts those before it only.
      const std::uint64_t end = begin + std::min({piece_, rows - begin, spending_.least_invalid()});
      const double before = spending_.seconds();
      score_piece(begin, end);
      adapt_piece(end - begin, spending_.seconds() - before);
      if (const auto reason = count(begin, end)) {
        return reason;
      }
      show();
      if (const auto reason = end_of_budget()) {
        return reason;
      }
      begin = end;
    }
    return std::nullopt;
  }

  void score_piece(std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t rows = end - begin;
    const std::uint64_t chunk =
        std::clamp<std::uint64_t>(rows / (std::uint64_t{4} * pool_.threads()), 1, rows_of_chunk);
    std::atomic<bool> stop{false};
    pool_.for_each((rows + chunk - 1) / chunk, [&](std::uint64_t index, unsigned thread) {
      if (stop.load(std::memory_order_relaxed)) {
        return;
      }
      if (cancelled_.load(std::memory_order_relaxed) || spending_.is_late()) {
        stop.store(true, std::memory_order_relaxed);
        return;
      }
      const std::uint64_t first = begin + index * chunk;
      const std::uint64_t count = std::min(chunk, end - first);
      scorer_({.points = values_.data() + first * settings_.n_variables,
               .rows = count,
               .objectives = objectives_.data() + first * settings_.n_objectives,
               .valid = valid_.data() + first,
               .thread = thread});
      std::fill_n(scored_.begin() + static_cast<std::ptrdiff_t>(first), count, std::uint8_t{1});
    });
  }

  std::uint64_t least_piece() const { return std::uint64_t{2} * pool_.threads(); }

  void adapt_piece(std::uint64_t rows, double seconds) {
    const double fitting =
        seconds > 0 ? static_cast<double>(rows) * seconds_of_piece / seconds : static_cast<double>(batch_);
    const double grown = std::min(fitting, 8.0 * static_cast<double>(piece_));
    const auto wanted = static_cast<std::uint64_t>(std::min(grown, static_cast<double>(batch_)));
    piece_ = std::min(batch_, std::max(wanted, least_piece()));
  }

  // In the order in which the points were asked. The reason to stop where a patience has run out.
  std::optional<StoppedBy> count(std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t row = begin; row < end; ++row) {
      if (scored_[row] == 0) {
        continue;  // dropped: the time was over
      }
      const bool better = valid_[row] != 0 && archive_.offer(objectives_of(row), [&] {
        const auto first = values_.begin() + static_cast<std::ptrdiff_t>(row * settings_.n_variables);
        return std::vector<std::int32_t>(first, first + settings_.n_variables);
      });
      if (const auto reason = spending_.count(valid_[row] != 0, better)) {
        return reason;
      }
    }
    return std::nullopt;
  }

  std::span<const double> objectives_of(std::uint64_t row) const {
    const std::span<const double> all(objectives_);
    const auto objectives = all.subspan(row * settings_.n_objectives, settings_.n_objectives);
    if (std::any_of(objectives.begin(), objectives.end(), [](double x) { return std::isnan(x); })) {
      throw Error{ErrorKind::internal, "a mapping was scored with something that is not a number"};
    }
    return objectives;
  }

  void tell(std::uint64_t rows) {
    std::vector<const double *> column;
    for (std::uint32_t objective = 0; objective < settings_.n_objectives; ++objective) {
      double *const values = columns_.data() + objective * batch_;
      for (std::uint64_t row = 0; row < rows; ++row) {
        values[row] = valid_[row] != 0 ? objectives_[row * settings_.n_objectives + objective]
                                       : std::numeric_limits<double>::infinity();
      }
      column.push_back(values);
    }
    std::transform(valid_.begin(), valid_.begin() + static_cast<std::ptrdiff_t>(rows), status_.begin(),
                   [](std::uint8_t valid) { return valid != 0 ? FORGE_OK : FORGE_INFEASIBLE; });
    sampler_.tell({.struct_size = sizeof(forge_scores),
                   .n_objectives = settings_.n_objectives,
                   .n_rows = rows,
                   .objective = column.data(),
                   .row_status = status_.data()});
  }

  void show() {
    if (!progress_.due()) {
      return;
    }
    ProgressState state;
    state.evaluated = spending_.evaluated();
    state.valid = spending_.valid();
    state.share = spending_.share();
    if (settings_.pareto && !archive_.empty()) {
      state.best = "front of " + std::to_string(archive_.entries().size());
    } else if (!archive_.empty()) {
      state.best = described(archive_.entries().front().objectives, settings_.objectives);
    }
    progress_.update(state);
  }

  plugin::Sampler &sampler_;
  const SampleSettings &settings_;
  const Scorer &scorer_;
  Pool &pool_;
  const std::atomic<bool> &cancelled_;
  Progress &progress_;
  Archive<std::vector<std::int32_t>> archive_;
  Spending spending_;
  std::uint64_t batch_;
  std::uint64_t piece_;  // rows that are scored at once
  // One batch, by row; columns_ is by objective.
  std::vector<std::int32_t> values_;
  std::vector<double> objectives_;
  std::vector<std::uint8_t> valid_, scored_;
  std::vector<forge_status> status_;
  std::vector<double> columns_;
};

}  // namespace

Found sample(plugin::Sampler &sampler, const SampleSettings &settings, const Scorer &scorer, Pool &pool,
             const std::atomic<bool> &cancelled, Progress &progress) {
  return Loop(sampler, settings, scorer, pool, cancelled, progress).run();
}

}  // namespace forge::search
