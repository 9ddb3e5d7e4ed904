// SPDX-License-Identifier: Apache-2.0
#include "typed_units.hpp"

#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using namespace plugins::arithmetic;

double index_of(std::string_view name) {
  for (std::size_t i = 0; i < std::size(type_names); ++i) {
    if (sdk::to_view(type_names[i]) == name) {
      return static_cast<double>(i);
    }
  }
  throw std::invalid_argument("no such type");
}

// pJ and um^2; Horowitz and Dally at 45 nm, Jouppi at 7 nm. NaN: not published.
struct Published {
  std::string_view type;
  double add_45, add_7, add_area, multiply_45, multiply_7, multiply_area;
};
const double none = std::nan("");
const std::vector<Published> published = {
    {"int8", 0.03, 0.007, 36, 0.2, 0.07, 282},    {"int32", 0.1, 0.03, 137, 3.1, 1.48, 3495},
    {"bf16", none, 0.11, none, none, 0.21, none}, {"fp16", 0.4, 0.16, 1360, 1.1, 0.34, 1640},
    {"fp32", 0.9, 0.38, 4184, 3.7, 1.31, 7700},
};

TEST_CASE("typed: the published energies and areas, within the stated accuracy") {
  ComponentBench<TypedAdder> adder;
  ComponentBench<TypedMultiplier> multiplier;
  double worst = 0;
  const auto check = [&worst](double value, double expected, double tolerance) {
    if (!std::isnan(expected)) {
      CHECK_THAT(value, WithinRel(expected, tolerance));
      worst = std::max(worst, std::abs(value / expected - 1));
    }
  };
  for (const Published &p : published) {
    INFO(p.type);
    const double type = index_of(p.type);
    const double tolerance = p.type == "fp16" || p.type == "fp32" ? TypedAdder::accuracy : 1e-4;
    check(adder.row({{"type", type}, {"node", 45e-9}}).at("add.energy") * 1e12, p.add_45, 1e-4);
    check(adder.row({{"type", type}, {"node", 7e-9}}).at("add.energy") * 1e12, p.add_7, tolerance);
    check(adder.row({{"type", type}, {"node", 45e-9}}).at("area") * 1e12, p.add_area, tolerance);
    check(multiplier.row({{"type", type}, {"node", 45e-9}}).at("multiply.energy") * 1e12, p.multiply_45, 1e-4);
    check(multiplier.row({{"type", type}, {"node", 7e-9}}).at("multiply.energy") * 1e12, p.multiply_7, 1e-4);
    check(multiplier.row({{"type", type}, {"node", 45e-9}}).at("area") * 1e12, p.multiply_area, 1e-4);
  }
  CHECK(worst < 0.04);
}

TEST_CASE("typed: 16-bit integers, which the fit has not seen") {  // Dally: 0.05 pJ, 67 um^2
  const Values row = ComponentBench<TypedAdder>().row({{"type", index_of("int16")}, {"node", 45e-9}});
  CHECK_THAT(row.at("add.energy"), WithinRel(0.05e-12, 0.1));
  CHECK_THAT(row.at("area"), WithinRel(67e-12, 0.05));
}

TEST_CASE("typed: eight bits of float cost 50 to 180 % more than eight of integer") {
  // M. van Baalen et al., "FP8 versus INT8 for efficient deep learning inference", arXiv:2303.17951; fp16 as accumulator
  ComponentBench<TypedMac> mac;
  const auto energy = [&mac](std::string_view type, double accumulator) {
    return mac.row({{"type", index_of(type)}, {"accumulator", accumulator}, {"node", 7e-9}}).at("mac.energy");
  };
  for (const auto &type : {"fp8-e4m3", "fp8-e5m2"}) {
    const double more = energy(type, 5) / energy("int8", 3) - 1;
    CHECK(more > 0.5);
    CHECK(more < 1.8);
  }
}

TEST_CASE("typed: a name is its widths") {
  ComponentBench<TypedMac> mac;
  const auto same = [&mac](std::string_view name, const Values &widths) {
    Values custom = widths;
    custom["node"] = 16e-9;
    CHECK(mac.row({{"type", index_of(name)}, {"node", 16e-9}}) == mac.row(custom));
  };
  const double custom_int = index_of("custom-int");
  const double custom_float = index_of("custom-float");
  same("int4", {{"type", custom_int}, {"width", 4}});
  same("int32", {{"type", custom_int}, {"width", 32}});
  same("fp8-e4m3", {{"type", custom_float}, {"exponent", 4}, {"mantissa", 3}});
  same("fp8-e5m2", {{"type", custom_float}, {"exponent", 5}, {"mantissa", 2}});
  same("bf16", {{"type", custom_float}, {"exponent", 8}, {"mantissa", 7}});
  same("tf32", {{"type", custom_float}, {"exponent", 8}, {"mantissa", 10}});
}

TEST_CASE("typed: a MAC is its multiplier and the adder of its accumulator") {
  const Values at = {{"type", index_of("bf16")}, {"node", 7e-9}};
  const Values mac = ComponentBench<TypedMac>().row(at);
  const Values multiplier = ComponentBench<TypedMultiplier>().row(at);
  const Values adder = ComponentBench<TypedAdder>().row({{"type", index_of("fp32")}, {"node", 7e-9}});
  CHECK_THAT(mac.at("mac.energy"), WithinRel(0.59e-12, 1e-3));  // 0.21 + 0.38 pJ
  for (const auto &name : {"area", "leak_power", "compute.energy", "compute.latency"}) {
    CHECK_THAT(mac.at(name), WithinRel(multiplier.at(name) + adder.at(name), 1e-9));
  }
}

TEST_CASE("typed: what is not a unit") {
  ComponentBench<TypedMac> mac;
  CHECK(mac.row({{"type", index_of("int8")}, {"accumulator", 6}, {"node", 7e-9}}).empty());  // fp32
  CHECK(mac.row({{"type", index_of("fp16")}, {"accumulator", 3}, {"node", 7e-9}}).empty());  // int32
  CHECK(mac.row({{"type", index_of("custom-int")}, {"node", 7e-9}}).empty());
  CHECK(mac.row({{"type", index_of("custom-float")}, {"exponent", 5}, {"node", 7e-9}}).empty());
  CHECK(mac.row({{"type", index_of("custom-int")}, {"width", 65}, {"node", 7e-9}}).empty());
  CHECK(mac.row({{"type", 12}, {"node", 7e-9}}).empty());
}

TEST_CASE("typed: energy falls with the node, without a step where the tables meet the scaling") {
  ComponentBench<TypedMac> mac;
  for (std::size_t type = 0; type < n_named; ++type) {
    double before = 1;
    for (double nm = 64; nm >= 2; nm -= 0.25) {
      const double now = mac.row({{"type", static_cast<double>(type)}, {"node", nm * 1e-9}}).at("mac.energy");
      CHECK(now < before);
      CHECK((before == 1 || now > 0.8 * before));
      before = now;
    }
  }
}

}  // namespace
}  // namespace forge::test
