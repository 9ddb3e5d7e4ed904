// SPDX-License-Identifier: Apache-2.0
// forge/sdk/published.hpp: models made from sheets.
#include "forge/sdk/published.hpp"

#include "support/component_properties.hpp"

namespace forge::test {
namespace {

using namespace sdk::published;

constexpr forge_str grades[] = {sdk::to_abi("fast"), sdk::to_abi("slow")};
constexpr Sheet sample = {
    .id = "acme.sample",
    .classes = "memory acme",
    .summary = "a memory",
    .source = "Acme data sheet 9",
    .accuracy = 0.1,
    .node = {40e-9},
    .area = {100e-12, "table 1"},
    .actions =
        {{.name = "read", .energy = {2e-12, "table 2"}, .latency = {1e-9}, .throughput = {1e9}, .also = "drain move"},
         {.name = "write", .energy = {3e-12}}},
    .parameters = {{.name = "size", .unit = "bit", .published = 1024, .lowest = 1, .highest = 1e6, .area = linear},
                   {.name = "width",
                    .unit = "bit",
                    .published = 32,
                    .lowest = 1,
                    .highest = 1e4,
                    .covered_lowest = 8,
                    .covered_highest = 64,
                    .energy = power(0.5)},
                   {.name = "voltage", .unit = "V", .published = 1, .lowest = 0.5, .highest = 2, .energy = quadratic},
                   {.name = "bits", .unit = "bit", .published = 4, .lowest = 0, .highest = 8, .latency = doubling},
                   {.name = "grade", .published = 0, .choices = grades, .throughput = steps(1, 0.25)}},
};
constexpr Sheet timeless = {
    .id = "acme.timeless",
    .source = "Acme data sheet 9",
    .node = {.published = 40e-9, .delay = false},
    .actions = {{.name = "hop", .latency = {1e-9}, .throughput = {1e9}}},
    .parameters =
        {{.name = "length", .unit = "m", .published = 1e-3, .lowest = 0, .highest = 1, .latency = affine(0.25)}},
};
constexpr Sheet bare = {.id = "acme.bare", .source = "Acme data sheet 9", .actions = {{.name = "hop", .energy = {0}}}};

std::vector<std::string> names(std::span<const forge_column_info> columns) {
  std::vector<std::string> result;
  for (const auto &column : columns) {
    result.emplace_back(sdk::to_view(column.name));
  }
  return result;
}

TEST_CASE("published: the node comes first among the inputs, and only figures that are given are outputs") {
  using M = Model<sample>;
  CHECK(names(M::inputs) == std::vector<std::string>{"node", "size", "width", "voltage", "bits", "grade"});
  CHECK(names(M::outputs) == std::vector<std::string>{"area", "read.energy", "read.latency", "read.throughput",
                                                      "drain.energy", "drain.latency", "drain.throughput",
                                                      "move.energy", "move.latency", "move.throughput",
                                                      "write.energy"});
  CHECK(sdk::to_view(M::outputs[0].summary) == "table 1");
  CHECK(sdk::to_view(M::outputs[10].summary) == "Acme data sheet 9");
  CHECK((M::inputs[0].flags & FORGE_REQUIRED) != 0);
  CHECK(M::inputs[2].covered_highest == 64);
  CHECK(M::inputs[5].n_choices == 2);
  CHECK(M::classes == "memory acme");
  CHECK(M::accuracy == 0.1);
  CHECK(names(Model<bare>::inputs).empty());
}

TEST_CASE("published: at the published setting the figures are the published ones, bit for bit") {
  const auto row = ComponentBench<Model<sample>>().row({{"node", 40e-9}});
  CHECK(row.at("area") == 100e-12);
  CHECK(row.at("read.energy") == 2e-12);
  CHECK(row.at("drain.latency") == 1e-9);
  CHECK(row.at("move.throughput") == 1e9);
  CHECK(row.at("write.energy") == 3e-12);
}

TEST_CASE("published: each parameter changes the figures that it has a rule for") {
  ComponentBench<Model<sample>> bench;
  const auto with = [&bench](const std::string &name, double value, const std::string &figure) {
    return bench.row({{"node", 40e-9}, {name, value}}).at(figure);
  };
  CHECK(with("size", 2048, "area") == 200e-12);
  CHECK(with("size", 2048, "read.energy") == 2e-12);
  CHECK_THAT(with("width", 128, "read.energy"), WithinRel(4e-12, 1e-12));
  CHECK_THAT(with("voltage", 0.5, "write.energy"), WithinRel(0.75e-12, 1e-12));
  CHECK_THAT(with("bits", 6, "read.latency"), WithinRel(4e-9, 1e-12));
  CHECK_THAT(with("bits", 0, "read.latency"), WithinRel(1e-9 / 16, 1e-12));
  CHECK(with("grade", 1, "read.throughput") == 0.25e9);
  ComponentBench<Model<timeless>> wire;
  CHECK_THAT(wire.row({{"node", 40e-9}, {"length", 3e-3}}).at("hop.latency"), WithinRel(2.5e-9, 1e-12));
  CHECK_THAT(wire.row({{"node", 40e-9}, {"length", 0}}).at("hop.latency"), WithinRel(0.25e-9, 1e-12));
}

TEST_CASE("published: the node scales as the SDK's technology does, unless the sheet says that it does not") {
  namespace technology = sdk::technology;
  const auto row = ComponentBench<Model<sample>>().row({{"node", 16e-9}});
  CHECK_THAT(row.at("area"), WithinRel(100e-12 * technology::area_factor(40e-9, 16e-9), 1e-12));
  CHECK_THAT(row.at("read.energy"), WithinRel(2e-12 * technology::energy_factor(40e-9, 16e-9), 1e-12));
  CHECK_THAT(row.at("read.latency"), WithinRel(0.4e-9, 1e-12));
  CHECK_THAT(row.at("read.throughput"), WithinRel(2.5e9, 1e-12));
  const auto timed = ComponentBench<Model<timeless>>().row({{"node", 16e-9}});
  CHECK(timed.at("hop.latency") == 1e-9);
  CHECK(timed.at("hop.throughput") == 1e9);
}

TEST_CASE("published: what does not exist is infeasible") {
  ComponentBench<Model<sample>> bench;
  CHECK(bench.row({{"node", 40e-9}, {"size", 16}}).empty());  // narrower than its access
  CHECK(!bench.row({{"node", 40e-9}, {"size", 32}}).empty());
  CHECK(bench.row({{"node", 300e-9}}).empty());
  CHECK(bench.row({{"node", 40e-9}, {"grade", 2}}).empty());
  check_properties<Model<sample>, Model<timeless>, Model<bare>>();
}

TEST_CASE("published: a sheet that contradicts itself is found when it is compiled") {
  constexpr auto changed = [](auto change) {
    Sheet sheet = sample;
    change(sheet);
    return sheet;
  };
  using detail::has_good_figures, detail::has_good_parameters;
  static_assert(has_good_figures(sample) && has_good_parameters(sample));
  static_assert(!has_good_figures(changed([](Sheet &s) { s.area = {-1}; })));
  static_assert(!has_good_figures(changed([](Sheet &s) { s.actions[0] = {}; })));
  static_assert(!has_good_parameters(changed([](Sheet &s) { s.parameters[0].published = 0; })));
  static_assert(!has_good_parameters(changed([](Sheet &s) { s.parameters[0].lowest = -1; })));
  static_assert(!has_good_parameters(changed([](Sheet &s) {
    s.parameters[0].lowest = 0;
    s.parameters[0].latency = reciprocal;
  })));
  static_assert(!has_good_parameters(changed([](Sheet &s) { s.parameters[4].throughput = linear; })));
  static_assert(!has_good_parameters(changed([](Sheet &s) { s.parameters[4].throughput = steps(0.5, 1); })));
  static_assert(!has_good_parameters(changed([](Sheet &s) { s.parameters[0].area = steps(1, 2); })));
  SUCCEED();
}

}  // namespace
}  // namespace forge::test
