// SPDX-License-Identifier: Apache-2.0
//
// A user's expression for the latency of a component: "(read.count + write.count) / 32 / 200 MHz". Knows NAME.count,
// the actions of the busiest instance, and plain arithmetic. The only place in evaluate/ with muParser.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace forge::evaluate {

class LatencyExpression {
 public:
  // `actions`: names in the order of the counts given to operator(). Throws std::invalid_argument with the reason
  // when the text is no such expression. `owner` is the component, for messages.
  LatencyExpression(const std::string &owner, const std::string &text, const std::vector<std::string> &actions);
  ~LatencyExpression();
  LatencyExpression(LatencyExpression &&) noexcept;

  // The actions whose counts it contains.
  std::vector<std::string> used() const;

  // Seconds, finite and not negative: else throws Error{project}. One thread at a time; make one for each thread.
  double operator()(std::span<const double> action_counts);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace forge::evaluate
