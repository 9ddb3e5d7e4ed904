// SPDX-License-Identifier: Apache-2.0
//
// [[workload]]
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "project/equation.hpp"
#include "project/sections.hpp"

namespace forge::project {

namespace {

constexpr auto largest_count = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

bool is_reserved(const std::string &name) {
  return name == "all" || name == "none" || name == "inputs" || name == "outputs" || name == "intermediates";
}

// a * b, or nothing beyond what can be counted exactly.
std::optional<std::uint64_t> product(std::uint64_t a, std::uint64_t b) {
  return a != 0 && b > largest_count / a ? std::nullopt : std::optional(a * b);
}

class EinsumReader {
 public:
  EinsumReader(const Value &table, Context &context)
      : reader_(table, keys::einsum, "an Einsum", context), context_(context) {}

  std::optional<model::Einsum> read() {
    const std::size_t before = context_.problems.count();
    einsum_.position = reader_.position();
    for (const auto key : {"einsum", "equation"}) {
      reader_.require(key);
    }
    if (const auto name = reader_.text("einsum")) {
      einsum_.name = name->text;
    }
    if (!read_equation()) {
      context_.names_complete = false;
      return std::nullopt;
    }
    read_sizes();
    read_roles();
    read_bits();
    read_operation();
    read_persistent();
    einsum_.repeat = reader_.count("repeat", 1).value_or(1);
    if (context_.problems.count() == before) {
      check_counts();
    }
    return std::move(einsum_);
  }

 private:
  void read_operation() {
    const auto operation = reader_.text("operation");
    if (!operation) {
      return;
    }
    if (!is_identifier(operation->text)) {
      context_.problems.add(
          operation->position(),
          fmt::format("'{}' is no name of an operation: letters, digits and _ make one, such as \"exp\"",
                      operation->text));
      return;
    }
    einsum_.operation = operation->text;
  }

  void read_persistent() {
    for (const Text &name : reader_.texts("persistent")) {
      const auto role = einsum_.roles.find(name.text);
      const std::string &tensor = role != einsum_.roles.end() ? role->second : name.text;
      const auto found = std::find_if(einsum_.tensors.begin(), einsum_.tensors.end(),
                                      [&](const model::Tensor &one) { return one.name == tensor; });
      if (found == einsum_.tensors.end()) {
        context_.problems.add(name.position(), fmt::format("Einsum '{}' has no tensor '{}'{}", einsum_.name, name.text,
                                                           did_you_mean(name.text, names_of_tensors())));
      } else {
        found->persistent = true;
      }
    }
  }

  bool read_equation() {
    const Value *text = reader_.value("equation");
    if (text == nullptr) {
      return false;
    }
    try {
      Equation equation = parse_equation(*text->as<std::string>());
      for (auto &variable : equation.variables) {
        einsum_.variables.push_back({std::move(variable), 1});
      }
      einsum_.tensors = std::move(equation.tensors);
    } catch (const Error &error) {
      context_.problems.add(position_in(*text, error.position().column - 1), error.message());
      return false;
    }
    return check_tensor_names(*text);
  }

  bool check_tensor_names(const Value &equation) {
    for (const auto &tensor : einsum_.tensors) {
      if (is_reserved(tensor.name)) {
        context_.problems.add(
            equation.position,
            fmt::format("a tensor can't be called '{0}': in tensor sets '{0}' means something else", tensor.name));
        return false;
      }
      context_.tensors.insert(tensor.name);
    }
    for (const auto &variable : einsum_.variables) {
      context_.variables.insert(variable.name);
    }
    return true;
  }

  std::vector<std::string> names_of_variables() const {
    std::vector<std::string> names;
    for (const auto &variable : einsum_.variables) {
      names.push_back(variable.name);
    }
    return names;
  }

  void read_sizes() {
    const Value *sizes = reader_.value("sizes");
    if (reader_.has("sizes") && sizes == nullptr) {
      return;  // of the wrong kind, which was said
    }
    static const Table none;
    const Table &table = sizes != nullptr ? *sizes->as<Table>() : none;
    std::vector<std::string> missing;
    for (auto &variable : einsum_.variables) {
      if (const Value *size = table.find(variable.name)) {
        const auto what = fmt::format("the size of '{}'", variable.name);
        variable.size = read_count(*size, what, 1, context_).value_or(1);
      } else {
        missing.push_back(variable.name);
      }
    }
    if (!missing.empty()) {
      context_.problems.add(sizes != nullptr ? sizes->position : reader_.position(),
                            fmt::format("'sizes' lacks rank variable {}", fmt::join(missing, ", ")));
    }
    const auto known = names_of_variables();
    for (const Entry &entry : table.entries()) {
      if (std::find(known.begin(), known.end(), entry.key) == known.end()) {
        context_.problems.add(entry.position, fmt::format("the equation has no rank variable '{}'{}", entry.key,
                                                          did_you_mean(entry.key, known)));
      }
    }
  }

  const model::Tensor *find_tensor(const std::string &name) const {
    for (const auto &tensor : einsum_.tensors) {
      if (tensor.name == name) {
        return &tensor;
      }
    }
    return nullptr;
  }

  std::vector<std::string> names_of_tensors() const {
    std::vector<std::string> names;
    for (const auto &tensor : einsum_.tensors) {
      names.push_back(tensor.name);
    }
    return names;
  }

  void read_roles() {
    const Value *roles = reader_.value("roles");
    if (roles == nullptr) {
      return;
    }
    for (const Entry &entry : roles->as<Table>()->entries()) {
      const auto *tensor = entry.value.as<std::string>();
      if (tensor == nullptr || find_tensor(*tensor) == nullptr) {
        context_.problems.add(entry.value.position,
                              fmt::format("a role names a tensor of the equation{}",
                                          tensor != nullptr ? fmt::format(", it has no '{}'{}", *tensor,
                                                                          did_you_mean(*tensor, names_of_tensors()))
                                                            : ""));
      } else if (!is_identifier(entry.key) || is_reserved(entry.key)) {
        context_.problems.add(entry.position, fmt::format("a role can't be called '{}'", entry.key));
      } else if (entry.key != *tensor && find_tensor(entry.key) != nullptr) {
        context_.problems.add(entry.position, fmt::format("role '{}' is the name of another tensor", entry.key));
      } else {
        einsum_.roles.emplace(entry.key, *tensor);
        context_.tensors.insert(entry.key);
      }
    }
  }

  // "all" first, then roles, then names: the more special wins.
  void read_bits() {
    const Value *bits = reader_.value("bits");
    if (bits != nullptr) {
      const Table &table = *bits->as<Table>();
      report_unknown_bits(table);
      for (auto &tensor : einsum_.tensors) {
        for (const Entry *entry : entries_for(table, tensor.name)) {
          tensor.bits = read_quantity(entry->value, fmt::format("the bits of '{}'", entry->key), dimension::bit,
                                      range::positive, context_)
                            .value_or(1);
        }
      }
    }
    std::vector<std::string> missing;
    for (const auto &tensor : einsum_.tensors) {
      if (tensor.bits == 0 && (bits != nullptr || !reader_.has("bits"))) {
        missing.push_back(tensor.name);
      }
    }
    if (!missing.empty()) {
      context_.problems.add(
          bits != nullptr ? bits->position : reader_.position(),
          fmt::format("'bits' lacks tensor {}; all = \"8 b\" would serve every one", fmt::join(missing, ", ")));
    }
  }

  std::vector<const Entry *> entries_for(const Table &table, const std::string &tensor) const {
    std::vector<const Entry *> entries{table.entry("all")};
    for (const auto &[role, name] : einsum_.roles) {
      entries.push_back(name == tensor ? table.entry(role) : nullptr);
    }
    entries.push_back(table.entry(tensor));
    std::erase(entries, nullptr);
    return entries;
  }

  void report_unknown_bits(const Table &table) {
    for (const Entry &entry : table.entries()) {
      if (entry.key == "all" || find_tensor(entry.key) != nullptr || einsum_.roles.count(entry.key) != 0) {
        continue;
      }
      auto known = names_of_tensors();
      known.emplace_back("all");
      context_.problems.add(
          entry.position, fmt::format("the equation has no tensor '{}'{}", entry.key, did_you_mean(entry.key, known)));
    }
  }

  // All counts must fit into 63 bits: points, and the elements of each tensor's bounding box.
  void check_counts() {
    std::optional<std::uint64_t> points = einsum_.repeat;
    for (const auto &variable : einsum_.variables) {
      points = points ? product(*points, variable.size) : points;
    }
    if (!points) {
      const Value *sizes = reader_.value("sizes");
      context_.problems.add(sizes != nullptr ? sizes->position : reader_.position(),
                            "more than 2^63 - 1 points, too many to be counted exactly");
      return;
    }
    for (const auto &tensor : einsum_.tensors) {
      for (const model::Index *index : model::accesses(tensor)) {
        check_elements(tensor.name, *index);
      }
    }
  }

  void check_elements(const std::string &tensor, const model::Index &index) {
    std::optional<std::uint64_t> elements = 1;
    for (const auto &rank : index) {
      std::optional<std::uint64_t> extent = 1;
      for (const auto &term : rank) {
        const auto reach =
            product(static_cast<std::uint64_t>(term.coefficient), einsum_.variables[term.variable].size - 1);
        extent = extent && reach && *reach <= largest_count - *extent ? std::optional(*extent + *reach) : std::nullopt;
      }
      elements = elements && extent ? product(*elements, *extent) : std::nullopt;
    }
    if (!elements) {
      context_.problems.add(
          reader_.position(),
          fmt::format("tensor '{}' has more than 2^63 - 1 elements, too many to be counted exactly", tensor));
    }
  }

  Reader reader_;
  Context &context_;
  model::Einsum einsum_;
};

}  // namespace

const Array &items_of(const Table &project, std::string_view section) {
  static const Array none;
  const Value *list = project.find(section);
  const auto *items = list != nullptr ? list->as<Array>() : nullptr;
  return items != nullptr ? *items : none;
}

model::Workload read_workload(const Table &project, Context &context) {
  model::Workload workload;
  context.names_complete = !items_of(project, "workload").empty();
  for (const Value &item : items_of(project, "workload")) {
    if (item.as<Table>() == nullptr) {
      continue;
    }
    if (auto einsum = EinsumReader(item, context).read()) {
      workload.einsums.push_back(std::move(*einsum));
    }
  }
  return workload;
}

}  // namespace forge::project
