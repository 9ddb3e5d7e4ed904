// SPDX-License-Identifier: Apache-2.0
//
// Stage 1: loading. That it prints nothing and changes nothing in the process is checked around every stage.
#include <chrono>
#include <string>

#include "check/fake_host.hpp"
#include "check/stages.hpp"
#include "plugin/library.hpp"

namespace forge::check {

void check_load(const Context &context, Reporter &reporter) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds most{100};
  const FakeHost host;
  reporter.step("loading the library and calling forge_plugin_v1");
  const auto start = Clock::now();
  const forge_plugin *first = plugin::open(context.file, host.table());
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
  if (time > most) {
    reporter.warning("loading took " + std::to_string(time.count()) + " ms, more than " + std::to_string(most.count()));
  }
  reporter.step("calling forge_plugin_v1 once more");
  if (plugin::open(context.file, host.table()) != first) {
    reporter.failure("forge_plugin_v1 returns another pointer when it is called again");
  }
  reporter.step("calling forge_plugin_v1 for a host without extensions");
  const FakeHost bare(FakeHost::Extensions::none);
  plugin::open(context.file, bare.table());
}

}  // namespace forge::check
