// SPDX-License-Identifier: Apache-2.0
#include "evaluate/verify.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "evaluate/path_model.hpp"

namespace forge::evaluate {

namespace {

using Field = std::pair<const char *, std::uint64_t Counts::*>;
constexpr std::array<Field, 5> fields{{{"tile", &Counts::tile},
                                       {"fills", &Counts::fills},
                                       {"reads", &Counts::reads},
                                       {"updates", &Counts::updates},
                                       {"drains", &Counts::drains}}};

std::optional<std::string> compare(const std::string &what, std::uint64_t closed, std::uint64_t replayed,
                                   Verification &verification) {
  ++verification.counts;
  if (closed == replayed)
    return std::nullopt;
  return fmt::format("{}: {} by closed form, {} by definition", what, closed, replayed);
}

}  // namespace

Verification verify(const Evaluator &evaluator, const model::Mapping &mapping, std::uint64_t most_points) {
  const auto &architecture = evaluator.architecture();
  const model::Einsum &einsum = evaluator.workload().einsums[mapping.einsum];
  const PathModel model = make_path_model(evaluator.workload(), mapping.einsum, architecture, evaluator.costs(),
                                          architecture.path_to(mapping.nest.back().node));
  if (model.computes > most_points) {
    throw Error{ErrorKind::mapping, fmt::format("Einsum '{}' has {} points; replaying is limited to {}", einsum.name,
                                                model.computes, most_points)}
        .at(einsum.position)
        .note("--limit N replays more: about a microsecond and 100 bytes for a point");
  }
  const FlatNest nest = flatten(evaluator.workload(), architecture, model.path, mapping);
  Verification result{.points = model.computes};
  NestCounts closed;
  counts::Scratch scratch;
  result.by_closed_form = count_by_closed_forms(model.shapes, model.sizes, nest, model.compute.elides, scratch,
                                                closed) == counts::Exactness::exact;
  if (!result.by_closed_form)
    return result;
  const NestCounts replayed = count_by_replay(einsum, nest, model.compute.elides);
  result.difference = compare("steps", closed.steps, replayed.steps, result);
  for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
    for (std::size_t h = 0; h < nest.holders[t].size(); ++h) {
      const std::string &memory = architecture.nodes[model.path[nest.holders[t][h].position]].name;
      for (const auto &[name, field] : fields) {
        const std::string what = fmt::format("{}/{} {}", memory, einsum.tensors[t].name, name);
        const auto difference = compare(what, closed.tensors[t][h].*field, replayed.tensors[t][h].*field, result);
        if (!result.difference)
          result.difference = difference;
      }
    }
  }
  return result;
}

}  // namespace forge::evaluate
