// SPDX-License-Identifier: Apache-2.0
//
// Collects what is wrong with a project, so that one run shows everything.
#pragma once

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "support/error.hpp"

namespace forge::project {

class Problems {
 public:
  // Files are named in the order in which they were read; problems are sorted by this order.
  void read_file(std::shared_ptr<const std::string> file) { files_.push_back(std::move(file)); }

  // The 200th problem ends the reading: it throws Errors with what was found so far.
  void add(Error error);
  void add(const Position &position, std::string message) {
    add(Error{ErrorKind::project, std::move(message)}.at(position));
  }

  std::vector<std::string> files() const;  // that were read

  bool any() const { return !all_.empty(); }
  std::size_t count() const { return all_.size(); }
  // Throws Errors, sorted by position, if there are any.
  void throw_if_any();

 private:
  static constexpr std::size_t most = 200;

  std::size_t rank(const Error &error) const;

  std::vector<std::shared_ptr<const std::string>> files_;
  std::vector<Error> all_;
  std::set<std::string> seen_;
};

}  // namespace forge::project
