// SPDX-License-Identifier: Apache-2.0
#include "evaluate/latency.hpp"

#include <algorithm>
#include <array>

namespace forge::evaluate {

namespace {

// Time of some of a memory's actions; none take none, whatever an expression says.
double time_of(const MemoryModel &memory, std::span<const double> actions,
               std::optional<LatencyExpression> &expression) {
  const bool any = std::any_of(actions.begin(), actions.end(), [](double count) { return count > 0; });
  return any ? memory_latency(memory, actions, expression) : 0;
}

// Walks from the compute outwards. `busiest(position, seconds)` when a component takes longer than all before it;
// `exchange(position, seconds)` for what is added.
template <class Busiest, class Exchange>
double walk(const model::LatencyOptions &options, std::span<const Stage> stages, std::size_t without, Busiest busiest,
            Exchange exchange) {
  double latency = 0;
  for (std::size_t p = stages.size(); p-- > 0;) {
    const Stage &stage = stages[p];
    if (p == without)
      continue;
    const bool overlaps = options.overlap == model::Overlap::perfect || stage.overlaps;
    const double time = overlaps ? stage.busy : stage.serve;
    // Of two that take equally long the outer one is named, as in the order of the architecture.
    if (time > 0 && time >= latency) {
      latency = time;
      busiest(p, time);
    }
    if (!overlaps && stage.exchange > 0) {
      latency += stage.exchange;
      exchange(p, stage.exchange);
    }
  }
  return latency;
}

double hop_time(std::span<const HopPart> hops, bool fill, std::size_t without) {
  double sum = 0;
  for (std::size_t begin = 0, end = 0; begin < hops.size(); begin = end) {
    double slowest = 0;
    for (; end < hops.size() && hops[end].hop == hops[begin].hop; ++end) {
      if (hops[end].position != without)
        slowest = std::max(slowest, hops[end].seconds);
    }
    if (hops[begin].fill == fill)
      sum += slowest;
  }
  return sum;
}

}  // namespace

double latency_of(const model::LatencyOptions &options, std::span<const Stage> stages, std::span<const HopPart> hops,
                  std::size_t without) {
  const auto ignore = [](std::size_t, double) {};
  const double latency = walk(options, stages, without, ignore, ignore);
  return latency + hop_time(hops, true, without) + hop_time(hops, false, without);
}

void find_hops(const PathModel &model, std::span<const std::uint64_t> tiles, std::span<const std::uint8_t> elsewhere,
               PathScratch &scratch, std::vector<HopPart> &hops) {
  const std::size_t tensors = model.shapes.size();
  const auto tile = [&](std::size_t p, std::size_t t) { return tiles[p * tensors + t]; };
  hops.clear();
  std::size_t hop = 0;
  for (std::size_t p = 0; p < model.path.size(); ++p) {
    if (!model.memories[p])
      continue;
    const MemoryModel &inner = *model.memories[p];
    // Fills and reads of the operands, drains and updates of the results.
    for (const bool fill : {true, false}) {
      MemoryActions here{};
      bool any = false;
      for (std::size_t q = 0; q < p; ++q) {
        if (!model.memories[q])
          continue;
        const MemoryModel &outer = *model.memories[q];
        MemoryActions there{};
        bool serves = false;
        for (std::size_t t = 0; t < tensors; ++t) {
          if (model.shapes[t].output == fill || tile(p, t) == 0 || tile(q, t) == 0)
            continue;
          if (!elsewhere.empty() && elsewhere[p * tensors + t] != 0)
            continue;
          bool next = true;  // is q the next holder above?
          for (std::size_t between = q + 1; between < p; ++between)
            next = next && tile(between, t) == 0;
          if (!next)
            continue;
          const auto elements = static_cast<double>(tile(p, t));
          const std::size_t in = fill ? 0 : 3, out = fill ? 1 : 2;  // as transfer_names
          add_actions(inner, t, in, elements, here);
          add_actions(outer, t, out, elements, there);
          serves = true;
        }
        if (serves) {
          hops.push_back(
              {hop, fill, q, time_of(outer, std::span(there.data(), outer.actions.size()), scratch.expressions[q])});
          any = true;
        }
      }
      if (any) {
        hops.push_back(
            {hop, fill, p, time_of(inner, std::span(here.data(), inner.actions.size()), scratch.expressions[p])});
        ++hop;
      }
    }
  }
}

void set_exchange(const MemoryModel &memory, std::span<const double> serving, std::span<const double> exchanging,
                  std::optional<LatencyExpression> &expression, Stage &stage) {
  stage.overlaps = memory.double_buffered;
  if (stage.overlaps)
    return;
  stage.serve = time_of(memory, serving, expression);
  stage.exchange = time_of(memory, exchanging, expression);
}

std::vector<LatencyTerm> latency_terms(const model::LatencyOptions &options, std::span<const Stage> stages,
                                       std::span<const HopPart> hops, const std::vector<std::string> &names) {
  std::vector<LatencyTerm> terms;
  walk(
      options, stages, nowhere,
      [&](std::size_t p, double seconds) {
        terms.assign(1, {names[p], seconds});
      },
      [&](std::size_t p, double seconds) {
        terms.push_back({"exchange of " + names[p], seconds});
      });
  if (options.pipeline_fill) {
    terms.push_back({"pipeline fill", hop_time(hops, true, nowhere)});
    terms.push_back({"pipeline drain", hop_time(hops, false, nowhere)});
  }
  return terms;
}

namespace {

double time_at(const Stage &stage, std::span<const HopPart> hops, std::size_t position) {
  double time = std::max(stage.busy, stage.serve + stage.exchange);
  for (const HopPart &part : hops)
    time += part.position == position ? part.seconds : 0;
  return time;
}

std::size_t bottleneck(const model::LatencyOptions &options, std::span<const Stage> stages,
                       std::span<const HopPart> hops) {
  std::size_t best = nowhere;
  double shortest = 0, longest = 0;
  for (std::size_t p = 0; p < stages.size(); ++p) {
    const double time = time_at(stages[p], hops, p), without = latency_of(options, stages, hops, p);
    if (time > 0 && (best == nowhere || without < shortest || (without == shortest && time > longest))) {
      best = p;
      shortest = without;
      longest = time;
    }
  }
  return best;
}

}  // namespace

Bottlenecks bottlenecks(const model::LatencyOptions &options, std::vector<Stage> stages, std::vector<HopPart> hops) {
  Bottlenecks result{.first = bottleneck(options, stages, hops)};
  if (result.first == nowhere)
    return result;
  stages[result.first] = Stage{};
  for (HopPart &part : hops)
    part.seconds = part.position == result.first ? 0 : part.seconds;
  result.next = bottleneck(options, stages, hops);
  return result;
}

}  // namespace forge::evaluate
