// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "support/catch.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {

using model::Objective;

TEST_CASE("without [mapper] everything has its default") {
  const auto project = loaded();
  CHECK(project.mapper.objectives == std::vector{Objective::energy_delay_product});
  CHECK(!project.mapper.pareto);
  CHECK(project.mapper.factors == model::Factors::perfect);
  CHECK(project.mapper.retain);
  CHECK(project.mapper.seed == 1);
  CHECK(!project.mapper.threads);
  CHECK(project.reports.empty());
  CHECK(project.mappings.empty());
}

TEST_CASE("fields of [mapper]") {
  const auto mapper = loaded(R"([mapper]
strategy = "genetic"
objective = ["latency", "energy_delay_product", "ed2p"]
factors = "imperfect"
retain = false
timeout = "2 * 30 s"
evaluations = "10^3"
patience = 50
invalid_patience = "10^4"
tolerance = 0.01
seed = 7
threads = 2
options = { population = 100, elite = "5", verbose = true, name = "x y" }
)")
                          .mapper;
  CHECK(mapper.strategy == "genetic");
  CHECK(mapper.strategy_position.line == 20);
  CHECK(mapper.objectives ==
        std::vector{Objective::latency, Objective::energy_delay_product, Objective::energy_delay_squared});
  CHECK(mapper.factors == model::Factors::imperfect);
  CHECK(!mapper.retain);
  CHECK(mapper.timeout == 60.0);
  CHECK(mapper.evaluations == 1000U);
  CHECK(mapper.patience == 50U);
  CHECK(mapper.invalid_patience == 10000U);
  CHECK(mapper.tolerance == 0.01);
  CHECK(mapper.seed == 7);
  CHECK(mapper.threads == 2U);
  CHECK(mapper.options.size() == 4);
  CHECK(std::get<double>(mapper.options.at("elite").value) == 5);
  CHECK(mapper.options.at("elite").text == "5");
  CHECK(std::get<std::string>(mapper.options.at("name").value) == "x y");
}

TEST_CASE("a front instead of an objective") {
  const auto mapper = loaded("[mapper]\npareto = [\"latency\", \"energy\"]\n").mapper;
  CHECK(mapper.pareto);
  CHECK(mapper.objectives == std::vector{Objective::latency, Objective::energy});
  CHECK(loaded("[mapper]\nobjective = \"edp\"\n").mapper.objectives.size() == 1);
}

TEST_CASE("objectives of nodes") {
  using model::Measure;
  const auto project = loaded("[mapper]\nobjective = [\"Buffer.occupancy\", \"edp\", \"MAC.instances\"]\n");
  const auto buffer = project.architecture.find("Buffer").value(), mac = project.architecture.find("MAC").value();
  CHECK(project.mapper.objectives == std::vector<Objective>{{Measure::occupancy, buffer},
                                                            Objective::energy_delay_product,
                                                            {Measure::instances, mac}});
  // What can run out: the infinite DRAM can't. What stands there already is not repeated.
  CHECK(loaded("[mapper]\npareto = [\"energy\", \"resource_usage\"]\n").mapper.objectives ==
        std::vector<Objective>{Objective::energy, {Measure::occupancy, buffer}, {Measure::instances, mac}});
  CHECK(loaded("[mapper]\npareto = [\"MAC.instances\", \"resource_usage\"]\n").mapper.objectives ==
        std::vector<Objective>{{Measure::instances, mac}, {Measure::occupancy, buffer}});
}

TEST_CASE("fields of [[report]]") {
  const auto reports = loaded(
                           "[[report]]\nwriter = \"text\"\n[[report]]\nwriter = \"csv\"\nfile = \"out/x.csv\"\n"
                           "options = { separator = \";\" }\n")
                           .reports;
  REQUIRE(reports.size() == 2);
  CHECK(!reports[0].file);
  CHECK(reports[0].position.line == 20);
  CHECK(reports[1].file == "out/x.csv");
  CHECK(std::get<std::string>(reports[1].options.at("separator").value) == ";");
}

}  // namespace forge::project::test
