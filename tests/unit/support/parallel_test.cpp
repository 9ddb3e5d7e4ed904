// SPDX-License-Identifier: Apache-2.0
#include "support/parallel.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"

using forge::Pool;

namespace {

double processor_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

}  // namespace

TEST_CASE("for_each calls the body once for each index, with legal thread numbers") {
  const unsigned threads = GENERATE(1u, 2u, 5u);
  const std::uint64_t n = GENERATE(0u, 1u, 2u, 3u, 1000u);
  Pool pool(threads);
  CHECK(pool.threads() == threads);
  std::vector<std::atomic<int>> calls(n);
  std::atomic<unsigned> highest{0};
  pool.for_each(n, [&](std::uint64_t index, unsigned thread) {
    calls[index].fetch_add(1);
    for (unsigned seen = highest; thread > seen && !highest.compare_exchange_weak(seen, thread);) {
    }
  });
  for (const auto &count : calls) {
    CHECK(count == 1);
  }
  CHECK(highest < threads);
}

TEST_CASE("a pool of 0 has a thread for each core") {
  CHECK(Pool(0).threads() == std::max(1u, std::thread::hardware_concurrency()));
}

TEST_CASE("a thread number is used by one body at a time") {
  Pool pool(5);
  std::vector<std::uint64_t> plain(5, 0);  // not atomic: tsan would see two at once
  pool.for_each(2000, [&](std::uint64_t, unsigned thread) { ++plain[thread]; });
  std::uint64_t sum = 0;
  for (const std::uint64_t count : plain) {
    sum += count;
  }
  CHECK(sum == 2000);
}

TEST_CASE("results that were stored by index are visible afterwards, call after call") {
  Pool pool(3);
  std::vector<std::uint64_t> square(64);
  for (std::uint64_t round = 0; round < 2000; ++round) {
    const std::uint64_t n = round % (square.size() + 1);
    pool.for_each(n, [&](std::uint64_t index, unsigned) { square[index] = index * index + round; });
    for (std::uint64_t i = 0; i < n; ++i) {
      REQUIRE(square[i] == i * i + round);
    }
  }
}

TEST_CASE("the first exception by index is rethrown after all indices are done") {
  const unsigned threads = GENERATE(1u, 2u, 5u);
  Pool pool(threads);
  std::atomic<int> calls{0};
  const auto body = [&](std::uint64_t index, unsigned) {
    ++calls;
    if (index % 10 == 7) {
      throw std::runtime_error(std::to_string(index));
    }
  };
  CHECK_THROWS_WITH(pool.for_each(100, body), "7");
  CHECK(calls == 100);
  pool.for_each(5, body);  // and the pool goes on
  CHECK(calls == 105);
}

TEST_CASE("calls from several threads are served one after another") {
  Pool pool(3);
  std::atomic<int> inside{0};
  std::atomic<int> total{0};
  std::atomic<bool> overlapped{false};
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&, caller] {
      for (int round = 0; round < 50; ++round) {
        pool.for_each(8, [&](std::uint64_t, unsigned) {
          const int before = inside.exchange(caller + 1);
          overlapped = overlapped || (before != 0 && before != caller + 1);
          ++total;
          inside = 0;
        });
      }
    });
  }
  for (auto &caller : callers) {
    caller.join();
  }
  CHECK(total == 4 * 50 * 8);
  CHECK_FALSE(overlapped);
}

TEST_CASE("a pool that waits burns no core") {
  Pool pool(4);
  pool.for_each(100, [](std::uint64_t, unsigned) {});
  const double before = processor_seconds();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(processor_seconds() - before < 0.05);
}

TEST_CASE("one slow body does not hold up the others") {
  Pool pool(2);
  std::atomic<int> done{0};
  int done_before_slow = 0;
  pool.for_each(50, [&](std::uint64_t index, unsigned) {
    if (index == 0) {
      const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
      while (done < 49 && std::chrono::steady_clock::now() < give_up) {
        std::this_thread::yield();
      }
      done_before_slow = done;
    } else {
      ++done;
    }
  });
  CHECK(done_before_slow == 49);
}
