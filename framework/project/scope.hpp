// SPDX-License-Identifier: Apache-2.0
//
// What expressions may refer to: [variables], the fields of nodes (GLB.size), [technology], and units. Values are
// computed when they are first asked for; one that is wrong is reported once, and what depends on it stays silent.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "project/expression.hpp"
#include "project/problems.hpp"
#include "project/value.hpp"

namespace forge::project {

class Scope {
 public:
  // Both must outlive the scope.
  Scope(const Table &project, Problems &problems);

  // A number or a string with an expression; nothing where it is wrong, which is then reported.
  std::optional<Quantity> evaluate(const Value &value);

  // The same for a string that may as well be plain text: nothing, and no report, where it is no expression.
  std::optional<Quantity> evaluate_if_expression(const Value &value);

  // A latency expression with all but "ACTION.count" replaced by numbers; reports like evaluate. `actions`: the
  // names that may stand before ".count"; empty: any.
  std::optional<std::string> latency(const Value &value, const std::vector<std::string> &actions);

  // Names that stand before all others, as the parameters of a component inside of it; those without a number are known,
  // but can't be calculated with.
  using Names = std::map<std::string, std::optional<Quantity>>;
  const Names &names() const { return names_; }
  void set_names(Names names) { names_ = std::move(names); }

  // Evaluates every variable, used or not.
  void check_variables();

 private:
  struct Target {
    const Value *value = nullptr;
    Dimension bare;  // of a number without unit
  };

  void add_node(const Value &node);
  std::optional<Expression> parse(const Value &value);
  std::optional<Quantity> result(const Value &value, const Expression &expression, const std::vector<Quantity> &names);
  std::optional<std::vector<Quantity>> look_up_all(const Value &text, const Expression &expression);
  std::optional<Target> find(const std::string &name) const;
  std::optional<Target> find_field(const std::string &name) const;
  std::optional<Quantity> look_up(const Value &text, const Expression::Name &name);
  std::optional<Quantity> compute(const std::string &name, const Target &target);
  void report(const Value &text, int offset, const std::string &message);
  void report_unknown(const Value &text, const Expression::Name &name);
  void report_cycle(const std::string &name);

  const Table *variables_ = nullptr;
  const Table *technology_ = nullptr;
  std::map<std::string, const Table *> nodes_;
  Problems &problems_;

  struct Active {
    std::string name;
    Position position;
  };
  Names names_;
  std::vector<Active> active_;  // being computed, each needed by the one before
  std::map<std::string, std::optional<Quantity>> known_;
};

}  // namespace forge::project
