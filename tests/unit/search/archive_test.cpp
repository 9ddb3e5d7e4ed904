// SPDX-License-Identifier: Apache-2.0
#include "search/archive.hpp"

#include <cstdint>
#include <vector>

#include "support/catch.hpp"

using forge::search::Archive;
using Objectives = std::vector<double>;

namespace {

// Offers the points in order; payload: the position in the list.
Archive<int> offered(bool pareto, const std::vector<Objectives> &points, std::vector<bool> *kept = nullptr) {
  Archive<int> archive(pareto);
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    const bool is_kept = archive.offer(points[static_cast<std::size_t>(i)], [i] { return i; });
    if (kept != nullptr) {
      kept->push_back(is_kept);
    }
  }
  return archive;
}

std::vector<int> payloads(const Archive<int> &archive) {
  std::vector<int> result;
  for (const auto &entry : archive.entries()) {
    result.push_back(entry.payload);
  }
  return result;
}

bool dominated_by_definition(const Objectives &point, const Objectives &by) {
  bool better = false;
  for (std::size_t i = 0; i < point.size(); ++i) {
    if (by[i] > point[i]) {
      return false;
    }
    better = better || by[i] < point[i];
  }
  return better;
}

}  // namespace

TEST_CASE("the first objective decides, the next breaks ties, then the first asked wins") {
  std::vector<bool> kept;
  const auto archive = offered(false, {{3, 1}, {2, 9}, {2, 5}, {2, 5}, {4, 0}, {2, 6}}, &kept);
  CHECK(kept == std::vector<bool>{true, true, true, false, false, false});
  CHECK(payloads(archive) == std::vector<int>{2});
  CHECK(archive.entries().front().objectives == Objectives{2, 5});
}

TEST_CASE("an archive without points is empty") {
  CHECK(Archive<int>(false).empty());
  CHECK(Archive<int>(true).empty());
}

TEST_CASE("infinite objectives are worse than all others, and may be kept") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(payloads(offered(false, {{infinity}, {5}, {infinity}})) == std::vector<int>{1});
}

TEST_CASE("the front of one objective is its best point") {
  CHECK(payloads(offered(true, {{3}, {1}, {2}, {1}})) == std::vector<int>{1});
}

TEST_CASE("a front is sorted, and of equal points it keeps the first") {
  std::vector<bool> kept;
  const auto archive = offered(true, {{2, 2}, {1, 3}, {2, 2}, {3, 1}, {3, 3}, {1, 2}}, &kept);
  CHECK(kept == std::vector<bool>{true, true, false, true, false, true});
  CHECK(payloads(archive) == std::vector<int>{5, 3});
}

TEST_CASE("a front holds what the definition says, for two to four objectives") {
  const auto n_objectives = GENERATE(std::size_t{2}, std::size_t{3}, std::size_t{4});
  std::uint64_t state = 17 * n_objectives;
  const auto next = [&] {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<double>(state >> 60);  // 16 values: many ties
  };
  for (int round = 0; round < 50; ++round) {
    std::vector<Objectives> points(60, Objectives(n_objectives));
    for (auto &point : points) {
      for (double &value : point) {
        value = next();
      }
    }
    std::vector<std::pair<Objectives, int>> expected;
    for (std::size_t i = 0; i < points.size(); ++i) {
      bool keep = true;
      for (std::size_t j = 0; j < points.size(); ++j) {
        keep = keep && !dominated_by_definition(points[i], points[j]) && !(j < i && points[i] == points[j]);
      }
      if (keep) {
        expected.emplace_back(points[i], static_cast<int>(i));
      }
    }
    std::sort(expected.begin(), expected.end());
    const auto archive = offered(true, points);
    REQUIRE(archive.entries().size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CHECK(archive.entries()[i].objectives == expected[i].first);
      CHECK(archive.entries()[i].payload == expected[i].second);
    }
  }
}
