// SPDX-License-Identifier: Apache-2.0
// Capacitors, sample-and-hold, DACs and the C-2C multiplier. Reference: hwcomponents-library 1.0.58.
#include <random>

#include "capacitor.hpp"
#include "dac.hpp"
#include "multiplier.hpp"
#include "sample_hold.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using namespace plugins::in_memory;

// The ladder solved from Kirchhoff's law for one word by Gauss-Jordan elimination, in units of a rung's admittance and the
// supply. The result: what flows into the rungs whose bits are 1.
double drawn_by_hand(unsigned word, int resolution) {
  const auto n = static_cast<std::size_t>(resolution);
  std::vector<std::vector<double>> a(n, std::vector<double>(n + 1, 0.0));
  for (std::size_t i = 0; i < n; ++i) {
    const double bit = (word >> i) & 1U;
    a[i][i] += 1;  // rung
    a[i][n] += bit;
    if (i == 0) {
      a[i][i] += 1;  // the end of the ladder
    }
    if (i + 1 < n) {  // link to the next node
      a[i][i] += 2;
      a[i][i + 1] -= 2;
      a[i + 1][i + 1] += 2;
      a[i + 1][i] -= 2;
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    const double pivot = a[k][k];
    for (double &x : a[k]) {
      x /= pivot;
    }
    for (std::size_t i = 0; i < n; ++i) {
      const double factor = i == k ? 0 : a[i][k];
      for (std::size_t j = 0; j <= n; ++j) {
        a[i][j] -= factor * a[k][j];
      }
    }
  }
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    sum += ((word >> i) & 1U) != 0 ? 1 - a[i][n] : 0;
  }
  return sum;
}
double mean_drawn_by_hand(int resolution) {
  double sum = 0;
  for (unsigned word = 0; word < 1U << resolution; ++word) {
    sum += drawn_by_hand(word, resolution);
  }
  return sum / static_cast<double>(1U << resolution);
}

constexpr double flip_flop_area = 9.887539e-12;  // NeuroSim, 8 bits at 22 nm
constexpr double flip_flop_leak = 1.2506559999999999e-09;

TEST_CASE("capacitor: area and energy of the reference") {
  ComponentBench<Capacitor> bench({""});
  const auto row = bench.row({{"capacitance", 1e-15}, {"node", 22e-9}, {"voltage", 0.7}});
  CHECK_THAT(row.at("area"), WithinRel(1.4899408120367297e-12, 0.01));
  CHECK(row.at("leak_power") == 0);
  CHECK_THAT(row.at("read.energy"), WithinRel(4.9e-16, 1e-9));
  CHECK_THAT(row.at("raise.energy"), WithinRel(4.9e-16, 1e-9));
}

TEST_CASE("capacitor: a target costs its charge, and values the sum of p(v0) p(v1) C V max(0, v1 - v0)") {
  const Values at = {{"capacitance", 1e-15}, {"node", 22e-9}, {"voltage", 1}};
  Values half = at;
  half["raise.target"] = 0.5;
  ComponentBench<Capacitor> alike({""});
  CHECK_THAT(alike.row(half).at("raise.energy"), WithinRel(0.5e-15, 1e-9));
  half["raise.target"] = 1.5;
  CHECK(alike.row(half).empty());
  CHECK_THAT(alike.row(at).at("switch.energy"), WithinRel(1e-15 / 6, 1e-9));

  ComponentBench<Capacitor> given({"0.5 0.25 0.25"});
  double by_hand = 0;
  const double p[] = {0.5, 0.25, 0.25};
  for (int before = 0; before < 3; ++before) {
    for (int after = before; after < 3; ++after) {
      by_hand += p[before] * p[after] * 0.5 * (after - before);
    }
  }
  CHECK_THAT(given.row(at).at("switch.energy"), WithinRel(1e-15 * by_hand, 1e-9));
  Values resets = at;
  resets["resets"] = 1;
  CHECK_THAT(given.row(resets).at("switch.energy"), WithinRel(0.375e-15, 1e-9));
}

TEST_CASE("distributions: texts that are none say what is wrong") {
  const auto message = [](const std::string &text) -> std::string {
    try {
      ComponentBench<Capacitor> bench({text});
    } catch (const std::invalid_argument &error) {
      return error.what();
    }
    return {};
  };
  CHECK(message("0.5, 0.5").empty());
  CHECK_THAT(message("0.5 x"), ContainsSubstring("values: 'x' does not start with a probability"));
  CHECK_THAT(message("-0.5 1.5"), ContainsSubstring("values: '-0.5 1.5'"));
  CHECK_THAT(message("1"), ContainsSubstring("2 to 65536 probabilities"));
  CHECK_THAT(message("0.5 0.25"), ContainsSubstring("sum to 0.75"));
}

TEST_CASE("ladder: two bits by hand, and every word against Kirchhoff's law") {
  // Node equations [4 -2; -2 3]: the words 01, 10 and 11 draw 5/8, 4/8 and 5/8.
  CHECK_THAT(drawn_by_hand(1, 2), WithinRel(0.625, 1e-12));
  CHECK_THAT(drawn_by_hand(2, 2), WithinRel(0.5, 1e-12));
  CHECK_THAT(drawn_by_hand(3, 2), WithinRel(0.625, 1e-12));
  for (int n = 1; n <= 10; ++n) {
    const auto bits = static_cast<std::size_t>(n);
    CHECK_THAT(Ladder(bits).drawn(BitMoments(Distribution(), bits)), WithinRel(mean_drawn_by_hand(n), 1e-9));
  }
  CHECK_THAT(
      Ladder(8).drawn(BitMoments(Distribution("0.5 0.125 0.25 0.125", "v"), 8)),
      WithinRel(0.125 * drawn_by_hand(85, 8) + 0.25 * drawn_by_hand(170, 8) + 0.125 * drawn_by_hand(255, 8), 1e-9));
  // All bits at 1: the output is at (2^n - 1) / 2^n of full scale.
  double output = 0;
  for (std::size_t j = 0; j < 8; ++j) {
    output += Ladder(8).response(7, j);
  }
  CHECK_THAT(output, WithinRel(255.0 / 256, 1e-12));
}

// The reference counts the register of all eight bits once for each bit.
TEST_CASE("c2c-dac: the reference, its register counted once") {
  ComponentBench<C2cDac> bench({""});
  const auto row = bench.row({{"resolution", 8}, {"voltage", 0.8}, {"unit_capacitance", 1e-15}, {"node", 22e-9}});
  CHECK_THAT(row.at("area") + 7 * flip_flop_area, WithinRel(1.0612555815554818e-10, 0.01));
  CHECK_THAT(8 * row.at("leak_power"), WithinRel(1.0005247999999999e-08, 0.01));
  // convert raises TypeError there; by hand: ladder, 8/4 rising bits of the register, controller of 0.04 fJ/(bit V^2).
  const double by_hand =
      1e-15 * 0.64 * mean_drawn_by_hand(8) + 2 * 2.041709e-14 / 8 + 8 * 0.08 * std::pow(0.8 * 22e-9, 2);
  CHECK_THAT(row.at("convert.energy"), WithinRel(by_hand, 0.01));
  CHECK(row.at("convert.latency") == 1e-9);
}

TEST_CASE("r2r-dac: the reference, and both sides of the dual one") {
  ComponentBench<R2rDac> bench({""});
  const Values at = {{"resolution", 8}, {"voltage", 0.8}, {"unit_resistance", 1e4}, {"node", 22e-9}};
  const auto row = bench.row(at);
  CHECK_THAT(row.at("area"), WithinRel(5.73887539e-10, 0.01));
  CHECK_THAT(row.at("leak_power"), WithinRel(flip_flop_leak, 0.01));
  const double by_hand =
      0.64 / 2e4 * mean_drawn_by_hand(8) * 1e-9 + 2 * 2.041709e-14 / 8 + 8 * 0.08 * std::pow(0.8 * 22e-9, 2);
  CHECK_THAT(row.at("convert.energy"), WithinRel(by_hand, 0.01));
  ComponentBench<DualR2rDac> dual({""});
  const auto both = dual.row(at);
  for (const char *figure : {"area", "leak_power", "convert.energy"}) {
    CHECK_THAT(both.at(figure), WithinRel(2 * row.at(figure), 1e-12));
  }
}

TEST_CASE("dacs: a heavy load takes until half of the lowest bit, and low values cost less") {
  ComponentBench<R2rDac> bench({""});
  const auto row = bench.row({{"resolution", 8}, {"voltage", 0.8}, {"node", 22e-9}, {"load_capacitance", 1e-12}});
  CHECK_THAT(row.at("convert.latency"), WithinRel(1e4 * 1e-12 * std::log(512), 1e-9));
  CHECK_THAT(row.at("convert.throughput"), WithinRel(1 / row.at("convert.latency"), 1e-12));
  const Values at = {{"resolution", 8}, {"voltage", 0.8}, {"node", 22e-9}};
  ComponentBench<C2cDac> alike({""});
  ComponentBench<C2cDac> zeros({"1 0"});
  CHECK(zeros.row(at).at("convert.energy") < 0.1 * alike.row(at).at("convert.energy"));
}

TEST_CASE("c2c-multiplier: charge of the ladder that the word connects") {
  ComponentBench<C2cMultiplier> bench({"0 1", "0 1"});  // always full scale
  const Values at = {{"resolution", 2}, {"voltage", 1}, {"unit_capacitance", 1e-15}, {"node", 22e-9}};
  CHECK(bench.row(at).at("multiply.energy") == 0);  // nothing changes
  ComponentBench<C2cMultiplier> toggles({"0.5 0.5", "0 1"});
  CHECK_THAT(toggles.row(at).at("switch_a.energy"), WithinRel(0.25 * 0.625e-15, 1e-9));
  CHECK(toggles.row(at).at("switch_b.energy") == 0);
  // One bit on C and the C of the end: connected, it is C in series with C.
  ComponentBench<C2cMultiplier> bits({"0 1", "0.5 0.5"});
  Values one = at;
  one["resolution"] = 1;
  CHECK_THAT(bits.row(one).at("switch_b.energy"), WithinRel(0.25 * 0.5e-15, 1e-9));
  CHECK(bits.row(one).at("compute.energy") == bits.row(one).at("multiply.energy"));
}

TEST_CASE("sample-and-hold: noise of the capacitor as large as that of quantization") {
  ComponentBench<SampleHold> bench;
  const auto energy = [&](double bits) {
    return bench.row({{"resolution", bits}, {"voltage", 1}, {"node", 22e-9}}).at("sample.energy");
  };
  CHECK_THAT(energy(12), WithinRel(12 * 1.380649e-23 * 300 * std::pow(4, 12), 1e-9));
  CHECK_THAT(energy(13), WithinRel(4 * energy(12), 1e-9));
  CHECK_THAT(energy(4), WithinRel(1e-15, 1e-9));  // as small as it may be
}

template <typename Model>
void behaves(const std::vector<std::string> &texts, const Values &given,
             const std::vector<std::string> &grow = {"resolution", "voltage"}) {
  ComponentBench<Model> bench(texts);
  std::mt19937 random(7);
  std::uniform_real_distribution<double> share(0, 1);
  const auto between = [&](double low, double high) { return low * std::pow(high / low, share(random)); };
  for (int i = 0; i < 300; ++i) {
    Values at = given;
    at["node"] = between(2e-9, 250e-9);
    at["voltage"] = between(0.05, 20);
    at["resolution"] = std::floor(between(1, 15.99));
    const auto row = bench.row(at);
    REQUIRE_FALSE(row.empty());
    for (const auto &[name, value] : row) {
      CHECK(std::isfinite(value));
      CHECK(value >= 0);
    }
    for (const std::string &larger : grow) {
      Values more = at;
      more[larger] = larger == "resolution" ? at["resolution"] + 1 : std::min(20.0, at["voltage"] * 1.5);
      for (const auto &[name, value] : bench.row(more)) {
        const bool is_cost = name == "area" || name == "leak_power" || name.ends_with(".energy");
        CHECK((!is_cost || value >= row.at(name) * (1 - 1e-9)));
      }
    }
    Values coarser = at;
    coarser["node"] = std::min(250e-9, at["node"] * 1.6);
    CHECK(bench.row(coarser).at("area") >= row.at("area"));
  }
  Values outside = given;
  outside["voltage"] = 1;
  outside["resolution"] = 8;
  outside["node"] = 1e-9;
  CHECK(bench.row(outside).empty());
  outside["node"] = 22e-9;
  CHECK_FALSE(bench.row(outside).empty());
  outside["resolution"] = 0;
  CHECK(bench.row(outside).empty());
}

TEST_CASE("converters: finite, and more bits or volts never cost less") {
  behaves<C2cDac>({""}, {});
  behaves<C2cDac>({""}, {{"load_capacitance", 1e-14}, {"load_resistance", 1e3}});
  behaves<R2rDac>({""}, {});
  behaves<DualR2rDac>({""}, {{"load_capacitance", 1e-14}});
  behaves<C2cMultiplier>({"", ""}, {});
  behaves<SampleHold>({}, {}, {"resolution"});  // more volts need a smaller capacitor
}

TEST_CASE("capacitor: finite, and more capacitance never costs less") {
  ComponentBench<Capacitor> bench({"0.25 0.5 0.25"});
  for (double node : {2e-9, 7e-9, 22e-9, 130e-9, 250e-9}) {
    Values before;
    for (double c = 1e-18; c < 1e-6; c *= 3) {
      const auto row = bench.row({{"capacitance", c}, {"node", node}});
      for (const auto &[name, value] : row) {
        CHECK(std::isfinite(value));
        CHECK((before.empty() || value >= before.at(name)));
      }
      before = row;
    }
  }
}

}  // namespace
}  // namespace forge::test
