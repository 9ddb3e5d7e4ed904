// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "project/compound.hpp"
#include "project/include.hpp"
#include "project/inputs.hpp"
#include "project/sections.hpp"
#include "project/settings.hpp"

namespace forge::project {

namespace {

constexpr std::int64_t format_version = 1;

Position start_of(const std::string &file) {
  return {std::make_shared<const std::string>(file), 0, 0};
}

void check_version(const Table &tree, const std::string &file, Problems &problems) {
  const Entry *entry = tree.entry("forge");
  if (entry == nullptr) {
    problems.add(start_of(file), "'forge = 1' is missing: the version of the format");
    return;
  }
  const auto *version = entry->value.as<std::int64_t>();
  if (version == nullptr || *version != format_version) {
    problems.add(entry->value.position,
                 version != nullptr ? fmt::format("this file has version {} of the format, this forge reads version {}",
                                                  *version, format_version)
                                    : fmt::format("'forge' takes the version of the format, {}", format_version));
  }
}

void check_variables(const Table &tree, Context &context) {
  const Value *section = tree.find("variables");
  if (section == nullptr || section->as<Table>() == nullptr) {
    return;
  }
  const auto &functions = Expression::functions();
  for (const Entry &entry : section->as<Table>()->entries()) {
    const bool taken =
        entry.key == "inf" || std::find(functions.begin(), functions.end(), entry.key) != functions.end();
    if (!is_identifier(entry.key) || taken) {
      context.problems.add(entry.position, fmt::format("a variable can't be called '{}'{}", entry.key,
                                                       taken ? "" : ": letters, digits and _ make a name"));
    }
  }
  context.scope.check_variables();
}

void check_given(const Table &tree, std::string_view section, const std::string &file, Problems &problems) {
  const Value *value = tree.find(section);
  if (value == nullptr) {
    problems.add({std::make_shared<const std::string>(file), 1, 1}, fmt::format("the project has no [[{}]]", section));
  } else if (value->as<Array>() != nullptr && value->as<Array>()->empty()) {
    problems.add(value->position, fmt::format("'{}' is empty", section));
  }
}

// Some checks look at all pairs; a hostile file must not make them take hours.
void check_sizes(const Table &tree, Problems &problems) {
  constexpr std::pair<std::string_view, std::size_t> limits[] = {
      {"architecture", 1000}, {"component", 1000}, {"workload", 10000}, {"mapping", 10000}, {"report", 100}};
  for (const auto &[section, most] : limits) {
    const Array &items = items_of(tree, section);
    if (items.size() > most) {
      problems.add(items[most].position, fmt::format("more than {} entries in '{}'", most, section));
      problems.throw_if_any();
    }
  }
}

std::string name_of_project(const Table &tree, const std::filesystem::path &file, Context &context) {
  if (const Value *section = tree.find("project")) {
    const Reader reader(*section, keys::project, "[project]", context);
    if (const auto name = reader.text("name")) {
      return name->text;
    }
  }
  return file.stem().string();
}

// Whether mappings fit is only asked when everything that they name is right.
void check_structure(Project &project, Problems &problems) {
  for (const auto &tree : project.trees) {
    for (auto &error : model::complete(project.workload, tree, project.mappings)) {
      problems.add(std::move(error));
    }
  }
  if (problems.any()) {
    return;
  }
  for (const auto &mapping : project.mappings) {
    for (auto &error : model::structural_errors(project.workload, project.architecture, mapping)) {
      problems.add(std::move(error));
    }
  }
}

// All sections but the mappings, which need these.
void read_sections(const Table &tree, Context &context, Project &project) {
  project.workload = read_workload(tree, context);
  project.architecture = read_architecture(tree, project.workload, context);
  put_in_compounds(tree, project.technology, context, project.architecture);
  project.mapper = read_mapper(tree, project.architecture, context);
  read_latency(tree, context, project);
  project.reports = read_reports(tree, context);
  project.plugins = read_plugins(tree, context);
}

}  // namespace

Project load(const std::string &file, const std::vector<Setting> &settings, Needs needs) {
  Problems problems;
  auto files = read_with_includes(file, problems);
  if (!files) {
    problems.throw_if_any();
  }
  const bool merged = !problems.any();
  apply_settings(*files, settings, problems);
  const Value root{std::move(*files), start_of(file)};
  const Table &tree = *root.as<Table>();

  check_sizes(tree, problems);
  Scope scope(tree, problems);
  Context context{problems, scope, {}, {}, {}, true, merged};
  check_version(tree, file, problems);
  const Reader sections(root, keys::project_file, "a project", context);
  check_variables(tree, context);
  check_given(tree, "architecture", file, problems);
  if (needs == Needs::everything || tree.find("workload") != nullptr) {
    check_given(tree, "workload", file, problems);
  } else {
    context.names_complete = false;  // nobody knows the tensors
    context.maps = false;
  }

  Project project;
  project.file = file;
  project.directory = std::filesystem::absolute(file).parent_path().lexically_normal().string();
  project.files = problems.files();
  for (auto &named : named_files(tree, project.directory)) {
    project.files.push_back(std::move(named));
  }
  project.name = name_of_project(tree, file, context);
  project.technology = sections.parameters("technology");
  read_sections(tree, context, project);
  if (context.names_complete && !project.workload.einsums.empty() && !project.architecture.nodes.empty()) {
    auto [mappings, trees] = read_mappings(tree, project.workload, project.architecture, context);
    project.mappings = std::move(mappings);
    project.trees = std::move(trees);
  }
  if (!problems.any()) {
    check_structure(project, problems);
  }
  problems.throw_if_any();
  return project;
}

}  // namespace forge::project
