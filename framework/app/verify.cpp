// SPDX-License-Identifier: Apache-2.0
#include "app/verify.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "app/session.hpp"
#include "evaluate/verify.hpp"
#include "report/files.hpp"

namespace forge::app {

int verify(const ProjectOptions &options, std::uint64_t most_points) {
  Session session(load_project(options), 1);
  const auto &project = session.project;
  if (project.mappings.empty()) {
    throw Error{ErrorKind::mapping, "there is no [[mapping]] to verify"}
        .at({std::make_shared<const std::string>(project.file), 0, 0})
        .note("write the `mapping` of results.json into the project");
  }
  const auto costs = session.costs();
  const evaluate::Evaluator evaluator(project.workload, project.architecture, costs, project.latency);
  std::string text;
  for (const auto &mapping : project.mappings) {
    auto errors = model::structural_errors(project.workload, project.architecture, mapping);
    if (!errors.empty()) {
      throw Errors{std::move(errors)};
    }
    const std::string &name = project.workload.einsums[mapping.einsum].name;
    const auto result = evaluate::verify(evaluator, mapping, most_points);
    if (result.difference) {
      throw Error{ErrorKind::internal, fmt::format("{}: {}", name, *result.difference)}.note(
          "this is a fault of forge: please report it with the project");
    }
    text += result.by_closed_form
                ? fmt::format("{}: {} counts equal the definition ({} points replayed)\n", name, result.counts,
                              result.points)
                : fmt::format("{}: its counts come from the definition itself ({} points)\n", name, result.points);
  }
  for (const auto &tree : project.trees) {
    std::vector<std::string> names;
    for (const auto mapping : model::leaves(tree.root)) {
      names.push_back(project.workload.einsums[project.mappings[mapping].einsum].name);
    }
    text += fmt::format(
        "tree of {}: each Einsum was replayed in its own nest, with what its loops above the split mean "
        "for it; who pays for shared tiles and how long they live is not replayed\n",
        fmt::join(names, ", "));
  }
  if (!options.quiet) {
    report::write_stdout(text);
  }
  return 0;
}

}  // namespace forge::app
