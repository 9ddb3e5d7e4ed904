// SPDX-License-Identifier: Apache-2.0
#include "plugin/host.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

namespace {

struct Fixture {
  std::atomic<bool> cancelled{false};
  forge::Pool pool{3};
  forge::plugin::Host host{cancelled, pool};
  const forge_host *table = host.table();
};

}  // namespace

TEST_CASE_METHOD(Fixture, "the host's table is complete") {
  CHECK(table->struct_size == sizeof(forge_host));
  CHECK(std::string(table->name.ptr, table->name.len) == "forge");
  CHECK(table->version.len > 0);
  REQUIRE(table->log != nullptr);
  table->log(table, 99, {nullptr, 0});
  CHECK(table->get_extension(table, nullptr) == nullptr);
  CHECK(table->get_extension(table, "forge.parallel/1x") == nullptr);
}

TEST_CASE_METHOD(Fixture, "a plugin sees that it is cancelled") {
  CHECK(table->is_cancelled(table) == 0);
  cancelled = true;
  CHECK(table->is_cancelled(table) == 1);
}

TEST_CASE_METHOD(Fixture, "the pool serves plugins") {
  const auto *parallel = static_cast<const forge_parallel *>(table->get_extension(table, FORGE_PARALLEL_ID));
  REQUIRE(parallel != nullptr);
  CHECK(parallel->n_threads(table) == 3);
  std::vector<int> seen(1000);
  parallel->for_each(table, seen.size(), &seen, [](void *context, uint64_t index, uint32_t thread) {
    (*static_cast<std::vector<int> *>(context))[index] += thread < 3 ? 1 : 100;
  });
  CHECK(seen == std::vector<int>(1000, 1));
}

TEST_CASE_METHOD(Fixture, "progress reaches who wants it, and its failures stay here") {
  const auto *progress = static_cast<const forge_progress *>(table->get_extension(table, FORGE_PROGRESS_ID));
  REQUIRE(progress != nullptr);
  progress->report(table, 0.5, {"half", 4});
  std::string last;
  host.on_progress = [&](double share, std::string_view words) { last = std::string(words) + std::to_string(share); };
  progress->report(table, 0.5, {"ha\x07lf\xff", 6});
  CHECK(last == "ha?lf?0.500000");
  host.on_progress = [](double, std::string_view) { throw 1; };
  progress->report(table, 0.5, {"half", 4});
}
