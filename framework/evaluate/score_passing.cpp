// SPDX-License-Identifier: Apache-2.0
#include "evaluate/score_passing.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "evaluate/spread.hpp"

namespace forge::evaluate {

PassingScore::PassingScore(const PathModel &model, const model::Mapspace &mapspace,
                           const std::vector<std::uint8_t> &elides)
    : model_(model), mapspace_(mapspace), elides_(elides) {
  for (const NetworkModel &network : model.networks) {
    auto &axes = axis_of_block_.emplace_back();
    for (const auto &block : mapspace.blocks())
      axes.push_back(block.spatial ? network.axis_of(block.position, block.dimension) : network.axes.size());
  }
}

bool PassingScore::windows_on_networks() const {
  return std::any_of(model_.networks.begin(), model_.networks.end(), [&](const NetworkModel &network) {
    for (std::size_t t = 0; t < model_.shapes.size(); ++t) {
      if (!model_.shapes[t].simple && ((network.charge.down | network.charge.up) >> t & 1) != 0)
        return true;
    }
    return false;
  });
}

// See seen_from.
void PassingScore::see_from(std::size_t position, const PointView &point, std::vector<counts::Loop> &seen) const {
  seen.assign(point.loops.begin(), point.loops.end());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (mapspace_.blocks()[point.decoded.loops[i].block].position < position)
      seen[i].multicast = seen[i].reduce = 0;
  }
}

bool PassingScore::count(std::size_t position, std::size_t tensor, const PointView &point, PathScratch &path,
                         const Scratch &scratch, Sent &sent) const {
  // The last memory above that holds the tensor, and the first one below.
  std::array<counts::Holder, 2> holders;
  std::array<counts::Transfer, 2> transfers;
  std::size_t n = 0;
  for (std::size_t p = 0; p < model_.path.size() && n < 2; ++p) {
    if ((point.decoded.keeps[p] >> tensor & 1) == 0 || (p > position && n == 0))
      continue;
    const bool below = p > position;
    holders[below ? 1 : 0] = {point.depth[p], mapspace_.retain(), elides_[p] != 0};
    n = below ? 2 : 1;
  }
  sent = {};
  if (n == 0)
    return true;
  const auto exactness = counts::count_transfers(model_.shapes[tensor], static_cast<unsigned>(tensor), scratch.seen,
                                                 model_.sizes, std::span(holders.data(), n), model_.compute.elides,
                                                 std::span(transfers.data(), n), path.counts);
  sent = {transfers[0].reads, transfers[0].updates, holders[0].depth, n == 2 ? holders[1].depth : point.loops.size()};
  return exactness == counts::Exactness::exact;
}

bool PassingScore::add_conversions(const PointView &point, PathScratch &path, Scratch &scratch, double &energy) const {
  scratch.converted.assign(model_.converters.size(), 0.0);
  for (std::size_t c = 0; c < model_.converters.size(); ++c) {
    const ConverterModel &converter = model_.converters[c];
    const Charge &charge = converter.charge;
    see_from(converter.position, point, scratch.seen);
    for (std::size_t t = 0; t < model_.shapes.size(); ++t) {
      Sent sent;
      if (!count(converter.position, t, point, path, scratch, sent))
        return false;
      const double values = static_cast<double>((charge.down >> t & 1) != 0 ? sent.down : 0) +
                            static_cast<double>((charge.up >> t & 1) != 0 ? sent.up : 0);
      scratch.converted[c] += values * charge.actions_per_value[t];
    }
    energy += scratch.converted[c] * converter.energy;
  }
  return true;
}

// The closed form of spread.hpp.
bool PassingScore::add_hops(std::size_t number, const PointView &point, PathScratch &path, Scratch &scratch,
                            double &energy) const {
  const NetworkModel &network = model_.networks[number];
  const std::size_t axes = network.axes.size();
  std::array<std::array<double, Spread::most_axes>, 2> loads;  // down, up
  for (auto &way : loads)
    std::fill_n(way.begin(), axes, 0.0);
  const auto instances = static_cast<double>(point.places[network.position]);
  double hops_of_all = 0, busiest = 0;
  const auto note_busiest = [&] {
    for (auto &way : loads) {
      busiest = std::max(busiest, axes > 0 ? *std::max_element(way.begin(), way.begin() + axes) : 0.0);
      std::fill_n(way.begin(), axes, 0.0);
    }
  };
  see_from(network.position, point, scratch.seen);
  for (std::size_t t = 0; t < model_.shapes.size(); ++t) {
    Sent sent;
    if (!count(network.position, t, point, path, scratch, sent))
      return false;
    for (const bool up : {false, true}) {
      const std::uint64_t sends = up ? sent.up : sent.down;
      if (sends == 0 || ((up ? network.charge.up : network.charge.down) >> t & 1) == 0)
        continue;
      Spread spread(axes);
      for (std::size_t i = sent.end; i-- > sent.begin;) {
        const counts::Loop &loop = scratch.seen[i];
        const std::size_t axis = axis_of_block_[number][point.decoded.loops[i].block];
        if (!loop.spatial || axis == axes)
          continue;
        const bool relevant = counts::detail::contains(model_.shapes[t].relevant, loop.variable);
        spread.add(axis, loop.iterations, !relevant && ((up ? loop.reduce : loop.multicast) >> t & 1) != 0);
      }
      std::uint64_t hops = 0;
      if (spread.hops(network.topology, sends, hops) != counts::Exactness::exact)
        return false;
      const double weight = network.charge.actions_per_value[t], actions = static_cast<double>(hops) * weight;
      spread.add_loads(network.topology, static_cast<double>(sends) / instances * weight, loads[up ? 1 : 0]);
      energy += actions * network.energy_per_hop[t];
      hops_of_all += actions;
    }
    if (network.separate)
      note_busiest();
  }
  note_busiest();
  scratch.busiest_link[number] = busiest;
  scratch.busiest_hops[number] = hops_of_all / instances;
  return true;
}

bool PassingScore::add(const PointView &point, PathScratch &path, Scratch &scratch, double &energy) const {
  if (!add_conversions(point, path, scratch, energy))
    return false;
  scratch.busiest_link.resize(model_.networks.size());
  scratch.busiest_hops.resize(model_.networks.size());
  for (std::size_t n = 0; n < model_.networks.size(); ++n) {
    if (!add_hops(n, point, path, scratch, energy))
      return false;
  }
  return true;
}

void PassingScore::set_busy(const PointView &point, PathScratch &path, const Scratch &scratch,
                            std::span<Stage> stages) const {
  for (std::size_t c = 0; c < model_.converters.size(); ++c) {
    const ConverterModel &converter = model_.converters[c];
    const double actions = scratch.converted[c] / static_cast<double>(point.places[converter.position]);
    stages[converter.position].busy = converter_latency(converter, actions, path.expressions[converter.position]);
  }
  for (std::size_t n = 0; n < model_.networks.size(); ++n) {
    const NetworkModel &network = model_.networks[n];
    stages[network.position].busy =
        network_latency(network, scratch.busiest_link[n], scratch.busiest_hops[n], path.expressions[network.position]);
  }
}

}  // namespace forge::evaluate
