// SPDX-License-Identifier: Apache-2.0
#include "evaluate/verify.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
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

// Hops are compared where they have a closed form; else they come from the definition itself.
void verify_network(const Counted &counted, const FlatNest &nest, const NetworkModel &network, counts::Scratch &scratch,
                    Verification &verification) {
  NetworkCounts closed;
  if (count_hops_by_closed_forms(counted, nest, network, scratch, closed) != counts::Exactness::exact)
    return;
  const NetworkCounts replayed = count_hops_by_replay(counted, nest, network);
  for (std::size_t t = 0; t < counted.einsum.tensors.size(); ++t) {
    const Passage &hops = closed.tensors[t].hops, &by_definition = replayed.tensors[t].hops;
    const std::string what = fmt::format("{}/{} hops", network.name, counted.einsum.tensors[t].name);
    for (const auto &difference : {compare(what + " down", hops.down, by_definition.down, verification),
                                   compare(what + " up", hops.up, by_definition.up, verification)}) {
      if (!verification.difference)
        verification.difference = difference;
    }
  }
  ++verification.counts;
  const double closed_link = closed.busiest_link, link = replayed.busiest_link;
  if (!verification.difference && std::abs(closed_link - link) > 1e-9 * link) {
    verification.difference =
        fmt::format("{} busiest link: {} by closed form, {} by definition", network.name, closed_link, link);
  }
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
  for (const NetworkModel &network : model.networks)
    verify_network({einsum, model.shapes, model.sizes, model.compute.elides}, nest, network, scratch, result);
  return result;
}

}  // namespace forge::evaluate
