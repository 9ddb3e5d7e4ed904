// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "chip_link.hpp"
#include "crossbar.hpp"
#include "router.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"
#include "trees.hpp"
#include "wire.hpp"

namespace forge::test {
namespace {

using namespace plugins::wires;

// hwcomponents-library 1.0.58: 1 mm at 22 nm.
TEST_CASE("wire: the reference") {
  ComponentBench<Wire> bench;
  const auto row = bench.row({{"length", 1e-3}, {"node", 22e-9}});
  CHECK_THAT(row.at("read.energy"), WithinRel(9.799999999999999e-14, 1e-9));
  CHECK(row.at("area") == 0);
  CHECK(row.at("leak_power") == 0);
  CHECK(row.at("bit_millimetre.energy") == row.at("transfer.energy"));
}

TEST_CASE("wire: energy by bits, activity and the square of the voltage; none without length") {
  ComponentBench<Wire> bench;
  const auto energy = [&](Values more) {
    more.insert({{"length", 2e-3}, {"node", 22e-9}});
    return bench.row(more).at("hop.energy");
  };
  const double one = energy({});
  CHECK_THAT(energy({{"width", 64}, {"activity", 0.25}}), WithinRel(16 * one, 1e-9));
  CHECK_THAT(energy({{"voltage", 1.4}}), WithinRel(4 * one, 1e-9));
  CHECK_THAT(energy({{"repeated", 1}}), WithinRel(1.87 * one, 1e-9));
  CHECK(energy({{"length", 0}}) == 0);
}

TEST_CASE("wire: repeaters make delay grow with length instead of its square") {
  ComponentBench<Wire> bench;
  const auto latency = [&](double length, double repeated) {
    return bench.row({{"length", length}, {"node", 45e-9}, {"repeated", repeated}}).at("hop.latency");
  };
  CHECK_THAT(latency(2e-3, 0), WithinRel(4 * latency(1e-3, 0), 1e-9));
  CHECK_THAT(latency(2e-3, 1), WithinRel(2 * latency(1e-3, 1), 1e-9));
  CHECK(latency(10e-3, 1) < latency(10e-3, 0));
  CHECK(latency(1e-3, 1) > 50e-12);  // published: about 100 ps/mm
  CHECK(latency(1e-3, 1) < 150e-12);
  // Intel, 45 nm, fifth layer (Moon 2008): 140 x 252 nm of copper with 2.7e-8 Ohm m.
  CHECK_THAT(resistance_per_m(45e-9), WithinRel(2.7e-8 / (140e-9 * 252e-9), 0.25));
}

TEST_CASE("link: a register for each cycle that the wire takes") {
  ComponentBench<Link> bench;
  const auto row = [&](double length) { return bench.row({{"length", length}, {"node", 40e-9}, {"width", 32}}); };
  CHECK_THAT(row(0).at("hop.energy"), WithinRel(32 * 9e-15, 1e-9));
  CHECK_THAT(row(0).at("area"), WithinRel(32 * 5.98e-12, 1e-9));
  CHECK_THAT(row(0).at("hop.latency"), WithinRel(1e-9, 1e-9));
  CHECK(row(0.1).at("hop.latency") > 5e-9);
  CHECK(row(0.1).at("hop.throughput") == 1e9);
  const double wire = 1.87 * 32 * 0.25 * 1e-3 * 2e-10 * 0.49;
  CHECK_THAT(row(1e-3).at("hop.energy"), WithinRel(32 * 9e-15 + wire, 1e-9));
}

TEST_CASE("router: what was measured, the area of one and the energy of another") {
  ComponentBench<Router> bench;
  const auto small = bench.row({{"node", 65e-9}, {"voltage", 1.2}, {"width", 39}, {"clock", 5e9}});
  CHECK_THAT(small.at("area"), WithinRel(0.34e-6, 1e-9));
  CHECK_THAT(small.at("hop.latency"), WithinRel(1e-9, 1e-9));  // as published
  // P. Salihundam et al., JSSC 46(4), 2011: five ports of 128 bits, 550 mW at 2 GHz, 1.32 mm^2.
  const auto large = bench.row({{"node", 45e-9}, {"voltage", 1.1}, {"width", 128}, {"stages", 4}, {"clock", 2e9}});
  CHECK_THAT(5 * 2e9 * large.at("hop.energy"), WithinRel(0.55, 1e-9));
  CHECK_THAT(large.at("hop.latency"), WithinRel(2e-9, 1e-9));
  CHECK_THAT(large.at("area"), WithinRel(1.32e-6, Router::accuracy));
}

// A. Shafiee et al., "ISAAC", ISCA 2016, table 1 (from Orion 2.0): 32 nm, flits of 32 bits, 8 ports, 0.151 mm^2, 42 mW at 1 GHz.
TEST_CASE("router: agrees within its accuracy with Orion 2.0 as ISAAC has it") {
  ComponentBench<Router> bench;
  const auto row = bench.row({{"node", 32e-9}, {"width", 32}, {"ports", 8}});
  CHECK_THAT(row.at("area"), WithinRel(0.151e-6, Router::accuracy));
  CHECK_THAT(8 * 1e9 * row.at("hop.energy"), WithinRel(42e-3, Router::accuracy));
}

TEST_CASE("crossbar: a line in, a line out and the crosspoints on them") {
  ComponentBench<Crossbar> bench;
  const auto row =
      bench.row({{"inputs", 4}, {"outputs", 2}, {"node", 22e-9}, {"width", 10}, {"activity", 1}, {"voltage", 1}});
  const double pitch = 4 * 40e-9;
  CHECK_THAT(row.at("area"), WithinRel(20 * pitch * 40 * pitch, 1e-9));
  CHECK_THAT(row.at("hop.energy"), WithinRel(10 * (2e-10 * 60 * pitch + 6 * 8 * 22e-9 * 1e-9), 1e-9));
}

TEST_CASE("multicast-tree: the H-tree by hand, and what leads to some places") {
  ComponentBench<MulticastTree> bench;
  const Values at = {{"places", 16}, {"pitch", 1e-3}, {"node", 22e-9}, {"width", 1}, {"activity", 1}};
  const auto millimetres = [&](Values more) {
    more.insert(at.begin(), at.end());
    return bench.row(more).at("multicast.energy") / (1.87 * 2e-13 * 0.49);
  };
  CHECK_THAT(millimetres({{"places", 2}}), WithinRel(1.0, 1e-9));
  CHECK_THAT(millimetres({{"places", 4}}), WithinRel(3.0, 1e-9));  // an H of 1 mm
  CHECK_THAT(millimetres({}), WithinRel(18.0, 1e-9));              // one of 2 mm on four of 1 mm: 6 + 4 x 3
  CHECK_THAT(millimetres({{"multicast.destinations", 1}}), WithinRel(3.0, 1e-9));  // 0.5 + 0.5 + 1 + 1
  CHECK_THAT(millimetres({{"multicast.destinations", 16}}), WithinRel(18.0, 1e-9));
  CHECK(millimetres({{"places", 1}}) == 0);
  Values too_many = at;
  too_many["multicast.destinations"] = 17;
  CHECK(bench.row(too_many).empty());
  const auto row = bench.row(at);
  CHECK_THAT(16 * row.at("hop.energy"), WithinRel(row.at("multicast.energy"), 1e-9));
}

TEST_CASE("reduction-tree: Aladdin's adders, a bit wider at each level, and the wires of the H-tree") {
  ComponentBench<ReductionTree> bench;
  const Values at = {{"places", 4}, {"node", 40e-9}, {"width", 16}};
  const double bits = 2 * 17 + 18;
  const auto row = bench.row(at);
  CHECK_THAT(row.at("reduce.energy"), WithinRel(bits / 32 * 0.21e-12, 1e-9));
  CHECK_THAT(row.at("area"), WithinRel(bits / 32 * 278e-12, 1e-9));
  CHECK_THAT(row.at("leak_power"), WithinRel(bits / 32 * 2.4e-6, 1e-9));
  CHECK_THAT(row.at("reduce.latency"), WithinRel(2e-9, 1e-9));
  CHECK_THAT(row.at("reduce.throughput"), WithinRel(1e9, 1e-9));
  CHECK_THAT(4 * row.at("hop.energy"), WithinRel(row.at("compute.energy"), 1e-9));
  Values apart = at;
  apart["pitch"] = 1e-3;
  const double wires = (4 * 0.5 * 16 + 2 * 0.5 * 17) * 1e-3 * 0.25 * 1.87 * 2e-10 * 0.49;
  CHECK_THAT(bench.row(apart).at("reduce.energy"), WithinRel(row.at("reduce.energy") + wires, 1e-9));
  Values odd = at;
  odd["places"] = 5;  // two pairs, one pair, and the last with the fifth: four adders
  CHECK_THAT(bench.row(odd).at("area"), WithinRel((2 * 17 + 18 + 19) / 32.0 * 278e-12, 1e-9));
}

TEST_CASE("chip-to-chip: published pJ/bit and rates") {
  ComponentBench<ChipToChip> bench;
  for (std::size_t i = 0; i < ChipToChip::n_links; ++i) {
    const auto &link = published_links[i];
    const auto row = bench.row({{"type", static_cast<double>(i)}, {"lanes", 8}, {"width", 64}});
    CHECK_THAT(row.at("hop.energy"), WithinRel(64 * link.energy_per_bit, 1e-9));
    CHECK_THAT(row.at("hop.throughput"), WithinRel(link.rate / 8, 1e-9));
    CHECK_THAT(row.at("hop.latency"), WithinRel(8 / link.rate, 1e-9));
  }
  const auto own = bench.row({{"lanes", 4}, {"width", 32}, {"energy_per_bit", 2e-12}, {"rate", 1e9}});
  CHECK_THAT(own.at("read.energy"), WithinRel(64e-12, 1e-9));
  CHECK_THAT(own.at("hop.throughput"), WithinRel(4e9 / 32, 1e-9));
  CHECK(bench.row({{"type", 99}, {"lanes", 4}}).empty());
}

// Draws settings from 1 or the lowest to the highest of each; none of them, as it grows, makes a cost fall.
template <typename Model>
void behaves(const std::map<std::string, std::pair<double, double>> &ranges, const std::vector<std::string> &whole) {
  ComponentBench<Model> bench;
  std::mt19937 random(11);
  std::uniform_real_distribution<double> share(0, 1);
  const auto is_whole = [&](const std::string &name) {
    return std::find(whole.begin(), whole.end(), name) != whole.end();
  };
  for (int i = 0; i < 400; ++i) {
    Values at = {{"node", 2e-9 * std::pow(125, share(random))}};
    for (const auto &[name, range] : ranges) {
      const double drawn = range.first * std::pow(range.second / range.first, share(random));
      at[name] = is_whole(name) ? std::floor(drawn) : drawn;
    }
    const auto row = bench.row(at);
    REQUIRE_FALSE(row.empty());
    for (const auto &[name, value] : row) {
      CHECK(std::isfinite(value));
      CHECK(value >= 0);
    }
    for (const auto &[name, range] : ranges) {
      Values more = at;
      more[name] = is_whole(name) ? at.at(name) + 1 : std::min(range.second, 1.3 * at.at(name));
      const auto grown = bench.row(more);
      if (grown.empty()) {
        continue;
      }
      for (const auto &[figure, value] : grown) {
        const bool is_share = std::string_view(Model::id).ends_with("-tree") && figure == "hop.energy";
        const bool is_cost = figure == "area" || figure == "leak_power" || (figure.ends_with(".energy") && !is_share);
        INFO(name << " " << at.at(name) << " -> " << more.at(name) << ": " << figure);
        CHECK((!is_cost || value >= row.at(figure) * (1 - 1e-9)));
      }
    }
  }
  Values outside;
  for (const auto &[name, range] : ranges) {
    outside[name] = range.first;
  }
  outside["node"] = 22e-9;
  CHECK_FALSE(bench.row(outside).empty());
  outside["node"] = 1e-9;
  CHECK(bench.row(outside).empty());
  outside["node"] = 22e-9;
  outside["width"] = 0.5;
  CHECK(bench.row(outside).empty());
}

TEST_CASE("wires and networks: finite, and what is larger never costs less") {
  behaves<Wire>({{"length", {1e-6, 1}}, {"width", {1, 1024}}, {"voltage", {0.1, 5}}, {"activity", {0.01, 1}}},
                {"width"});
  behaves<Link>({{"length", {1e-6, 1}}, {"width", {1, 1024}}, {"voltage", {0.1, 5}}, {"clock", {1e6, 1e11}}},
                {"width"});
  behaves<Router>({{"width", {1, 1024}}, {"ports", {2, 63}}, {"voltage", {0.7, 1.3}}}, {"width", "ports"});
  behaves<Crossbar>({{"inputs", {1, 512}}, {"outputs", {1, 512}}, {"width", {1, 512}}, {"voltage", {0.1, 5}}},
                    {"inputs", "outputs", "width"});
  behaves<MulticastTree>({{"places", {1, 65536}}, {"pitch", {1e-6, 0.01}}, {"width", {1, 256}}}, {"places", "width"});
  behaves<ReductionTree>({{"places", {1, 65536}}, {"pitch", {1e-6, 0.01}}, {"width", {1, 256}}}, {"places", "width"});
}

TEST_CASE("router: a finer node is smaller and takes less energy") {
  ComponentBench<Router> bench;
  double area = 0;
  double energy = 0;
  for (double node : {2e-9, 5e-9, 7e-9, 10e-9, 14e-9, 16e-9, 22e-9, 32e-9, 45e-9, 65e-9, 90e-9, 130e-9, 250e-9}) {
    const auto row = bench.row({{"node", node}});
    CHECK(row.at("area") > area);
    CHECK(row.at("hop.energy") > energy);
    area = row.at("area");
    energy = row.at("hop.energy");
  }
}

}  // namespace
}  // namespace forge::test
