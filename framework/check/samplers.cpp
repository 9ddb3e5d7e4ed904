// SPDX-License-Identifier: Apache-2.0
//
// The part of stage 5 for samplers: small spaces, small storage, nothing feasible, cancellation.
#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <string>

#include "check/fake_host.hpp"
#include "check/guarded.hpp"
#include "check/strategies.hpp"
#include "plugin/call.hpp"
#include "plugin/option_tables.hpp"

namespace forge::check {
namespace {

using Point = std::vector<std::int32_t>;
using std::chrono::milliseconds;

constexpr milliseconds answer_time{1000};  // how soon a cancelled strategy has to return
constexpr int most_rounds = 40;

// A space of variables with these numbers of values.
class Space {
 public:
  explicit Space(std::vector<std::int32_t> sizes) : sizes_(std::move(sizes)) {
    double size = 1;
    for (std::size_t i = 0; i < sizes_.size(); ++i) {
      names_.push_back("variable " + std::to_string(i));
      size *= sizes_[i];
    }
    for (std::size_t i = 0; i < sizes_.size(); ++i) {
      const auto kind = static_cast<std::int32_t>(i % 4);
      variables_.push_back({{names_[i].data(), names_[i].size()}, kind, sizes_[i]});
    }
    table_ = {sizeof(forge_space), static_cast<uint32_t>(sizes_.size()), variables_.data(), size, 1, 0};
  }
  Space(const Space &) = delete;
  Space &operator=(const Space &) = delete;

  const forge_space *table() const { return &table_; }
  std::size_t n_variables() const { return sizes_.size(); }
  std::int32_t values_of(std::size_t variable) const { return sizes_[variable]; }
  std::string words() const {
    std::string text;
    for (const auto size : sizes_) {
      text += (text.empty() ? "" : " x ") + std::to_string(size);
    }
    return text.empty() ? "no variables" : text;
  }

 private:
  std::vector<std::int32_t> sizes_;
  std::vector<std::string> names_;
  std::vector<forge_variable> variables_;
  forge_space table_{};
};

struct Subject {
  const plugin::Strategy &strategy;
  const forge_sampler_interface &table;
  std::uint32_t index;
  const plugin::OptionValues &values;
};

// One sampler and the points that it gave.
class Session {
 public:
  Session(const Subject &subject, const Space &space, const FakeHost &host, std::uint64_t seed)
      : subject_(subject), space_(space), instance_(make(subject, space, host, seed)) {}

  // Asks once; false when nothing is left. Tells scores: a smooth function of the point, or that all is infeasible.
  bool round(std::uint64_t capacity, bool feasible) {
    const std::uint64_t rows = ask(capacity);
    tell(rows, feasible);
    return rows > 0;
  }

  std::uint64_t ask(std::uint64_t capacity) {
    const std::size_t n = space_.n_variables();
    const GuardedArray<std::int32_t> values(capacity * n, -1);
    forge_points points{sizeof(forge_points), 0, capacity, 0, values.data()};
    plugin::Words words;
    const forge_status status = plugin::guarded(
        subject_.strategy.owner(), "ask", [&] { return subject_.table.ask(instance_.get(), &points, words.table()); });
    if (status == FORGE_CANCELLED) {
      return 0;
    }
    if (status != FORGE_OK) {
      throw plugin::failure(subject_.strategy.owner(), "ask", status, words.text());
    }
    if (points.n_rows > capacity) {
      fail("ask says that it wrote " + std::to_string(points.n_rows) + " points into storage for " +
           std::to_string(capacity));
    }
    if (!values.front_is_intact()) {
      fail("ask writes in front of its storage");
    }
    last_.clear();
    for (std::uint64_t row = 0; row < points.n_rows; ++row) {
      last_.emplace_back(values.data() + row * n, values.data() + (row + 1) * n);
      check_point(last_.back());
    }
    points_.insert(points_.end(), last_.begin(), last_.end());
    return points.n_rows;
  }

  void tell(std::uint64_t rows, bool feasible) {
    std::vector<double> objective(rows, std::numeric_limits<double>::infinity());
    std::vector<forge_status> status(rows, FORGE_INFEASIBLE);
    for (std::size_t i = 0; feasible && i < rows; ++i) {
      if (i % 3 != 2) {
        objective[i] = 1 + static_cast<double>(last_[i].empty() ? 0 : last_[i].front());
        status[i] = FORGE_OK;
      }
    }
    const std::array<const double *, 1> columns{objective.data()};
    const forge_scores scores{sizeof(forge_scores), 1, rows, columns.data(), status.data()};
    plugin::Words words;
    const forge_status verdict = plugin::guarded(subject_.strategy.owner(), "tell", [&] {
      return subject_.table.tell(instance_.get(), &scores, words.table());
    });
    if (verdict != FORGE_OK && verdict != FORGE_CANCELLED) {
      throw plugin::failure(subject_.strategy.owner(), "tell", verdict, words.text());
    }
  }

  const std::vector<Point> &points() const { return points_; }

 private:
  static plugin::InstancePointer<forge_sampler> make(const Subject &subject, const Space &space, const FakeHost &host,
                                                     std::uint64_t seed) {
    const plugin::OptionTable options(subject.values);
    return plugin::make_instance<forge_sampler>(
        subject.strategy.owner(), subject.table.destroy, [&](forge_sampler **out, forge_error *error) {
          return subject.table.create(host.table(), subject.index, space.table(), options.table(), seed, out, error);
        });
  }

  [[noreturn]] void fail(const std::string &words) const {
    throw Error{ErrorKind::plugin, subject_.strategy.owner() + ": " + words};
  }

  void check_point(const Point &point) const {
    for (std::size_t i = 0; i < point.size(); ++i) {
      if (point[i] < 0 || point[i] >= space_.values_of(i)) {
        fail("ask gives the value " + std::to_string(point[i]) + " for a variable that takes 0 ... " +
             std::to_string(space_.values_of(i) - 1));
      }
    }
  }

  const Subject &subject_;
  const Space &space_;
  plugin::InstancePointer<forge_sampler> instance_;
  std::vector<Point> last_;
  std::vector<Point> points_;
};

// Rounds with these capacities in turn.
std::vector<Point> sequence(const Subject &subject, const Space &space, std::uint64_t seed, bool feasible,
                            std::vector<std::uint64_t> capacities) {
  const FakeHost host;
  Session session(subject, space, host, seed);
  for (int i = 0; i < most_rounds; ++i) {
    if (!session.round(capacities[static_cast<std::size_t>(i) % capacities.size()], feasible)) {
      break;
    }
  }
  return session.points();
}

void check_repeatable(const Subject &subject, const Space &space, const Options &options, Reporter &reporter) {
  const std::string owner = subject.strategy.owner();
  const FakeHost host;
  reporter.step(owner + ": the same seed twice, side by side, in a space of " + space.words());
  Session first(subject, space, host, options.seed);
  Session second(subject, space, host, options.seed);
  for (int i = 0; i < most_rounds; ++i) {
    const bool more = first.round(17, true);
    if (second.round(17, true) != more || first.points() != second.points()) {
      reporter.failure(owner + ": the same seed gives other points, in a space of " + space.words());
      return;
    }
    if (!more) {
      break;
    }
  }
}

void check_cancel(const Subject &subject, const Space &space, const Options &options, Reporter &reporter) {
  const std::string owner = subject.strategy.owner();
  FakeHost host;
  Session session(subject, space, host, options.seed);
  // Some time before the cancellation, so that a strategy that works for long in ask() is caught at it.
  constexpr milliseconds before{100};
  reporter.step(owner + ": ask and tell until it is cancelled, in a space of " + space.words(), before + answer_time);
  host.cancel_after(before);
  const auto end = std::chrono::steady_clock::now() + before;
  while (std::chrono::steady_clock::now() < end && session.round(64, true)) {
  }
  reporter.step(owner + ": one more ask after the cancellation", answer_time);
  session.ask(64);
}

}  // namespace

void check_sampler(const plugin::Strategy &strategy, const forge_sampler_interface &table, std::uint32_t index,
                   const plugin::OptionValues &values, const Options &options, Reporter &reporter) {
  const Subject subject{strategy, table, index, values};
  const std::string owner = strategy.owner();
  const std::array<std::vector<std::int32_t>, 5> shapes{
      {{1}, {7}, {2, 3, 4}, {1, 1, 5, 1}, {720, 56, 2, 2, 2, 1000, 5040, 30, 4, 9, 28, 3}}};
  for (const auto &shape : shapes) {
    const Space space(shape);
    reporter.step(owner + ": a space of " + space.words());
    if (sequence(subject, space, options.seed, true, {64, 1, 4096}).empty()) {
      reporter.failure(owner + ": not one point, in a space of " + space.words());
    }
    check_repeatable(subject, space, options, reporter);
    reporter.step(owner + ": storage for one point, in a space of " + space.words());
    sequence(subject, space, options.seed, true, {1});
    reporter.step(owner + ": nothing is feasible, in a space of " + space.words());
    sequence(subject, space, options.seed, false, {64, 1});
    check_cancel(subject, space, options, reporter);
  }
}

}  // namespace forge::check
