// SPDX-License-Identifier: Apache-2.0
//
// Gathers errors, so that one run of forge shows all of them.
#pragma once

#include <utility>
#include <vector>

#include "support/error.hpp"

namespace forge::app {

class Collector {
 public:
  // Runs `body` and keeps what it throws, at `position` unless it has one of its own.
  template <typename Body> void run(const Position &position, const Body &body) {
    try {
      body();
    } catch (const Error &error) {
      add(error, position);
    } catch (const Errors &errors) {
      for (const auto &error : errors.all()) {
        add(error, position);
      }
    }
  }
  template <typename Body> void run(const Body &body) { run({}, body); }

  void add(Error error, const Position &position = {}) {
    if (!error.position().file && position.file) {
      error.at(position);
    }
    all_.push_back(std::move(error));
  }

  void throw_if_any() {
    if (!all_.empty()) {
      throw Errors{std::move(all_)};
    }
  }

 private:
  std::vector<Error> all_;
};

}  // namespace forge::app
