// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {

namespace {

// Nodes between the first memory and the compute.
model::Architecture with_nodes(const std::string &nodes) {
  const forge::test::TemporaryDirectory directory;
  const std::string text = R"(forge = 1
[variables]
lanes = 4
[technology]
clock = "1 GHz"
[[architecture]]
memory = "DRAM"
)" + nodes + R"(
[[architecture]]
compute = "MAC"
[[workload]]
einsum = "matmul"
equation = "Z[m,n] = A[m,k] * B[k,n]"
sizes = { m = 16, n = 8, k = 12 }
bits = { all = "8 b" }
roles = { Act = "A" }
)";
  return load(directory.write("p.toml", text).string()).architecture;
}

}  // namespace

TEST_CASE("nodes hang under the one before, or under the one that they name") {
  const auto tree = with_nodes(R"([[architecture]]
memory = "Buffer"
[[architecture]]
compute = "Vector"
[[architecture]]
fanout = "PE"
under = "Buffer"
x = { size = 4 }
)");
  REQUIRE(tree.nodes.size() == 5);
  CHECK(!tree.nodes[0].parent);
  CHECK(tree.nodes[1].parent == 0U);
  CHECK(tree.nodes[2].parent == 1U);
  CHECK(tree.nodes[3].parent == 1U);
  CHECK(tree.nodes[4].parent == 3U);
}

TEST_CASE("what a memory does not say has its default") {
  const auto node = with_nodes("").nodes[0];
  CHECK(std::isinf(node.size));
  CHECK(!node.width);
  CHECK(!node.keep_given);
  CHECK(!node.may_keep);
  CHECK(node.elide_first_read);
  CHECK(!node.double_buffered);
  CHECK(!node.separate_ports);
  CHECK(node.instances == 1);
  CHECK(node.count_scale == 1);
  CHECK(!node.model);
  CHECK(!node.area);
}

TEST_CASE("fields of a memory") {
  const auto node = with_nodes(R"([[architecture]]
memory = "Buffer"
size = "lanes * 1 KiB"
width = "64 b"
area = "2000 um^2"
leak_power = "1 uW"
instances = 2
count_scale = 0.5
ports = "separate"
latency = "(read.count + write.count) / lanes / technology.clock"
elide_first_read = false
double_buffered = true
keep = "A | Z"
may_keep = "all - Act"
bits = { Z = "32 b", all = 4 }
loops = ["m*n <= 2 * lanes", "k==1"]
order = ["k", "m"]
model = { component = "sram", banks = "2 * lanes", size = "2 KiB", ecc = true, type = "LPDDR4", note = "7 nm" }
actions = { read = { energy = "1 pJ", throughput = inf }, fill = { energy = 2e-12, width = "16 b" } }
)")
                        .nodes[1];
  CHECK(node.size == 4 * 8192);
  CHECK(node.width == 64.0);
  CHECK(node.area == 2000e-12);
  CHECK(node.leak_power == 1e-6);
  CHECK(node.instances == 2);
  CHECK(node.count_scale == 0.5);
  CHECK(node.separate_ports);
  CHECK(node.latency == "(read.count + write.count) / 4 / 1000000000");
  CHECK(!node.elide_first_read);
  CHECK(node.double_buffered);
  CHECK(node.keep_given);
  CHECK(node.keep.names() == std::vector<std::string>{"A", "Z"});
  CHECK(node.bits.at("Z") == 32);
  CHECK(node.bits.at("all") == 4);
  REQUIRE(node.loops.size() == 2);
  CHECK(node.loops[0].variables == std::vector<std::string>{"m", "n"});
  CHECK(node.loops[0].relation == model::LoopConstraint::Relation::less_equal);
  CHECK(node.loops[0].bound == 8);
  CHECK(node.loops[0].text == "m*n <= 2 * lanes");
  CHECK(node.loops[1].relation == model::LoopConstraint::Relation::equal);
  CHECK(node.order == std::vector<std::string>{"k", "m"});
  CHECK(node.actions.at("read").energy == 1e-12);
  CHECK(std::isinf(*node.actions.at("read").throughput));
  CHECK(!node.actions.at("read").width);
  CHECK(node.actions.at("fill").width == 16.0);
}

TEST_CASE("parameters of a model are numbers with units, booleans, or text") {
  const auto node = with_nodes(R"([[architecture]]
memory = "Buffer"
model = { component = "sram", banks = "2 * lanes", size = "2 KiB", ecc = true, type = "LPDDR4", word = "W", mode = "DDR4-3200", version = "1.2.3", ratio = 0.5, rate = "2 GB/s" }
)")
                        .nodes[1];
  const auto &parameters = node.model->parameters;
  CHECK(node.model->component == "sram");
  CHECK(parameters.count("component") == 0);
  CHECK(std::get<double>(parameters.at("banks").value) == 8);
  CHECK(std::get<double>(parameters.at("size").value) == 2 * 8192);
  CHECK(parameters.at("size").unit == "bit");
  CHECK(parameters.at("size").text == "2 KiB");
  CHECK(std::get<bool>(parameters.at("ecc").value));
  CHECK(std::get<std::string>(parameters.at("type").value) == "LPDDR4");
  CHECK(std::get<std::string>(parameters.at("word").value) == "W");
  CHECK(std::get<std::string>(parameters.at("mode").value) == "DDR4-3200");
  CHECK(std::get<std::string>(parameters.at("version").value) == "1.2.3");
  CHECK(std::get<double>(parameters.at("ratio").value) == 0.5);
  CHECK(parameters.at("rate").unit == "bit/s");
}

TEST_CASE("dimensions of a fan-out stand in the order of the text") {
  const auto node = with_nodes(R"([[architecture]]
fanout = "PE"
z = { size = 2, multicast = "A", reduce = "none", reuse = "B", min_utilization = 0.5, power_gated = true }
a = { size = "lanes", min_utilization = "max", loops = "n >= 2" }
)")
                        .nodes[1];
  REQUIRE(node.dimensions.size() == 2);
  const auto &outer = node.dimensions[0];
  CHECK(outer.name == "z");
  CHECK(outer.multicast.names() == std::vector<std::string>{"A"});
  CHECK(outer.min_utilization == 0.5);
  CHECK(outer.power_gated);
  CHECK(node.dimensions[1].name == "a");
  CHECK(node.dimensions[1].size == 4);
  CHECK(node.dimensions[1].max_utilization);
  CHECK(node.dimensions[1].loops.at(0).relation == model::LoopConstraint::Relation::greater_equal);
}

TEST_CASE("converters and networks") {
  const auto tree = with_nodes(R"([[architecture]]
converter = "ADC"
tensors = "outputs"
direction = "up"
actions.convert = { energy = "2 pJ" }
[[architecture]]
converter = "DAC"
direction = { A = "down", Z = "both" }
[[architecture]]
network = "NoC"
ports = "separate"
actions.hop = { energy = 0.1, throughput = 4 }
topology = "all-to-all"
tensors = "inputs"
direction = { A = "both" }
wire_energy = "0.08 pJ/b/mm"
hop_length = "0.5 mm"
)");
  CHECK(tree.nodes[1].kind == model::NodeKind::converter);
  CHECK(tree.nodes[1].direction == model::Node::Direction::up);
  CHECK(tree.nodes[1].actions.at("convert").energy == 2e-12);
  CHECK(tree.nodes[2].directions.at("A") == model::Node::Direction::down);
  CHECK(tree.nodes[3].kind == model::NodeKind::network);
  CHECK(tree.nodes[3].actions.at("hop").throughput == 4.0);
  CHECK(tree.nodes[3].topology == model::Node::Topology::all_to_all);
  CHECK(tree.nodes[3].directions.at("A") == model::Node::Direction::both);
  CHECK(!tree.nodes[3].direction);
  CHECK_THAT(tree.nodes[3].wire_energy.value(), forge::test::WithinRel(0.08e-12 / 1e-3, 1e-12));
  CHECK(tree.nodes[3].hop_length == 0.5e-3);
}

TEST_CASE("expressions speak of the fields of nodes") {
  const auto tree = with_nodes(R"([[architecture]]
memory = "Buffer"
size = 1024
width = "Spad.width * PE.x"
actions.read.energy = 1e-12
[[architecture]]
fanout = "PE"
x = { size = "PE.y.size * 2" }
y = { size = 3 }
[[architecture]]
memory = "Spad"
size = "Buffer.size / 8"
width = 16
actions.read = { energy = "2 * Buffer.actions.read.energy" }
[[architecture]]
memory = "Last"
size = "min(Spad.size, 1 KiB) + 1 b"
)");
  CHECK(tree.nodes[1].width == 96.0);
  CHECK(tree.nodes[2].dimensions[0].size == 6);
  CHECK(tree.nodes[3].size == 128);
  CHECK(tree.nodes[3].actions.at("read").energy == 2e-12);
  CHECK(tree.nodes[4].size == 129);
}

}  // namespace forge::project::test
