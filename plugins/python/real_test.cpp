// SPDX-License-Identifier: Apache-2.0
// The bridge with the packages from PyPI as they are (scripts/setup-bridges puts them into build/bridges): forge's figures
// equal those that hwcomponents itself gives for the same question, bit for bit.
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "forge/sdk/process.hpp"
#include "plugin/component.hpp"
#include "plugin/host.hpp"
#include "python.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

namespace forge::test {
namespace {

namespace fs = std::filesystem;
using Figures = std::map<std::string, double>;
using Texts = std::map<std::string, std::string>;

std::string real_python() {
  const fs::path python = fs::path(source_directory) / "build/bridges/bin/python";
  if (!fs::exists(python.parent_path().parent_path() / "installed") || !fs::exists(python)) {
    std::cout << "SKIPPED: the packages from PyPI are not in build/bridges; scripts/setup-bridges says why\n";
    return "";
  }
  return python.string();
}

struct Hosted {
  std::atomic<bool> cancelled{false};
  Pool pool{1};
  plugin::Host host{cancelled, pool};

  std::string run(const std::string &program, const std::vector<std::string> &arguments) const {
    sdk::ProcessRequest request;
    request.program = program;
    request.arguments = arguments;
    request.seconds = 300;
    const auto result = sdk::run_process(sdk::Host(host.table()), request);
    INFO(result.errors);
    REQUIRE(result.succeeded());
    return result.output;
  }

  // hwcomponents' own answers: a line for each figure.
  Figures own_answers(const std::string &python, const std::string &component, const std::string &attributes,
                      const std::vector<std::string> &actions) const {
    std::string script =
        "import hwcomponents as h\n"
        "name, given = '" +
        component + "', dict(" + attributes + ")\n" +
        "print('area', repr(float(h.get_area(name, given))))\n"
        "print('leak_power', repr(float(h.get_leak_power(name, given))))\n";
    for (const auto &action : actions) {
      script += "cost = h.get_action_cost(name, given, '" + action + "', {})\n" +  //
                "print('" + action + ".energy', repr(float(cost.energy)))\n" +     //
                "print('" + action + ".latency', repr(float(cost.latency)))\n" +   //
                "print('" + action + ".throughput', repr(float(cost.throughput)))\n";
    }
    std::istringstream lines(run(python, {"-c", script}));
    Figures figures;
    for (std::string name, value; lines >> name >> value;) {
      figures[name] = std::strtod(value.c_str(), nullptr);
    }
    return figures;
  }

  Figures through_bridge(const Texts &given_texts, const Figures &given) const {
    const plugin::ComponentModel model(sdk::Components<plugins::python::Python>::table, 0, {});
    std::vector<std::string> texts;
    for (const auto &text : model.texts) {
      const auto own = given_texts.find(text.name);
      texts.push_back(own != given_texts.end() ? own->second : text.preset_text);
    }
    std::vector<double> inputs;
    for (const auto &input : model.inputs) {
      const auto own = given.find(input.name);
      inputs.push_back(own != given.end() ? own->second : input.optional ? std::nan("") : input.preset);
    }
    const auto row = model.evaluate(host, texts, {inputs}).front();
    Figures figures;
    for (std::size_t i = 0; row.feasible && i < model.outputs.size(); ++i) {
      figures[model.outputs[i].name] = row.outputs[i];
    }
    return figures;
  }
};

// Each figure of theirs, by the name that it has with us; infinite ones are not modelled.
void check_same(const Figures &ours, const Figures &theirs, const Texts &renamed = {}) {
  REQUIRE_FALSE(ours.empty());
  for (const auto &[name, value] : theirs) {
    std::string own = name;
    for (const auto &[from, to] : renamed) {
      if (name.rfind(from + ".", 0) == 0) {
        own = to + name.substr(from.size());
      }
    }
    CAPTURE(name);
    if (std::isinf(value)) {
      CHECK(std::isnan(ours.at(own)));
    } else {
      CHECK(ours.at(own) == value);
    }
  }
}

bool has_cacti() {
  std::error_code none;
  for (const auto &entry : fs::directory_iterator(fs::path(source_directory) / "build/bridges/lib", none)) {
    if (fs::exists(entry.path() / "site-packages/hwcomponents_cacti/cacti/cacti")) {
      return true;
    }
  }
  std::cout << "without SRAMs: CACTI can't be built here\n";
  return false;
}

}  // namespace

TEST_CASE_METHOD(Hosted, "python: the global buffer of Eyeriss costs what hwcomponents says") {
  const std::string python = real_python();
  if (python.empty() || !has_cacti()) {
    return;
  }
  const Figures glb = {{"node", 65e-9}, {"width", 64}, {"size", 1048576}, {"banks", 32}};
  const std::string attributes = "tech_node=65e-9, width=64, size=1048576, n_banks=32";
  SECTION("the class by name") {
    const auto ours = through_bridge({{"python", python}, {"class", "hwcomponents_cacti.SRAM"}}, glb);
    check_same(ours, own_answers(python, "SRAM", attributes, {"read", "write"}));
    // ... which is what the reference data have.
    CHECK(ours.at("read.energy") == Approx(5.28774e-11).epsilon(1e-6));
    CHECK(ours.at("area") == Approx(1.1077799e-06).epsilon(1e-6));
    CHECK(ours.at("leak_power") == Approx(3.980416e-05).epsilon(1e-6));
    CHECK(ours.at("read.throughput") == Approx(27462153719.40544).epsilon(1e-6));
  }
  SECTION("with address generators, as AccelForge's example has it") {
    check_same(through_bridge({{"python", python}, {"class", "hwcomponents_library.SmartBufferSRAM"}}, glb),
               own_answers(python, "smart_buffer_sram", attributes, {"read", "write"}));
  }
  SECTION("hwcomponents finds the class") {
    check_same(through_bridge({{"python", python}, {"class", "smart_buffer_sram"}}, glb),
               own_answers(python, "smart_buffer_sram", attributes, {"read", "write"}));
  }
}

TEST_CASE_METHOD(Hosted, "python: computes, converters and networks of hwcomponents-library") {
  const std::string python = real_python();
  if (python.empty()) {
    return;
  }
  const auto ours = [&](const std::string &name, const Texts &more, const Figures &given) {
    Texts texts = {{"python", python}, {"class", "hwcomponents_library." + name}};
    texts.insert(more.begin(), more.end());
    return through_bridge(texts, given);
  };
  check_same(ours("AladdinMultiplier", {{"actions", "compute = multiply"}}, {{"node", 65e-9}, {"width", 16}}),
             own_answers(python, "IntMultiplier", "tech_node=65e-9, width=16", {"multiply"}),
             {{"multiply", "compute"}});
  check_same(ours("AladdinIntMAC", {{"parameters", "adder_width=32, multiplier_width=8"}}, {{"node", 28e-9}}),
             own_answers(python, "AladdinIntMAC", "tech_node=28e-9, adder_width=32, multiplier_width=8", {"compute"}));
  check_same(ours("IsaacADC", {}, {{"node", 32e-9}, {"resolution", 8}}),
             own_answers(python, "IsaacADC", "tech_node=32e-9, resolution=8", {"convert"}));
  check_same(ours("IsaacRouter", {{"actions", "hop = transfer"}}, {{"node", 32e-9}, {"width", 256}}),
             own_answers(python, "IsaacRouter", "tech_node=32e-9, width=256", {"transfer"}), {{"transfer", "hop"}});
  check_same(ours("AlbireoDAC", {{"parameters", "scaling=aggressive"}, {"actions", "convert=read"}}, {{"node", 45e-9}}),
             own_answers(python, "AlbireoDAC", "tech_node=45e-9, scaling='aggressive'", {"read"}),
             {{"read", "convert"}});
  Texts adc = {{"python", python}, {"class", "hwcomponents_adc.ADC"}, {"parameters", "throughput=1e8"}};
  check_same(through_bridge(adc, {{"node", 65e-9}, {"resolution", 8}}),
             own_answers(python, "ADC", "tech_node=65e-9, n_bits=8, throughput=1e8", {"convert", "read"}));
  // Without a node there is no such component; the log has the model's words.
  CHECK(ours("AladdinMultiplier", {}, {{"width", 16}}).empty());
}

TEST_CASE_METHOD(Hosted, "python: a project is priced through the bridge by the program itself") {
  const std::string python = real_python();
  if (python.empty() || !has_cacti()) {
    return;
  }
  std::string pattern = (fs::temp_directory_path() / "forge-python-real-XXXXXX").string();
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  const fs::path project = fs::path(pattern) / "project.toml";
  std::ofstream(project) << R"(forge = 1

[technology]
node = "65 nm"

[[workload]]
einsum = "E"
equation = "O[m,n] = I[m,k] * W[k,n]"
sizes = { m = 4, n = 4, k = 4 }
bits = { all = "16 b" }

[[architecture]]
memory = "GLB"
size = "128 KiB"
width = "64 b"
keep = "all"
model = { component = "python", class = "hwcomponents_library.SmartBufferSRAM", banks = 32, python = ")"
                         << python << R"(" }

[[architecture]]
compute = "MAC"
model = { component = "python", class = "hwcomponents_library.AladdinMultiplier", width = "16 b", actions = "compute = multiply", python = ")"
                         << python << "\" }\n";
  const std::string table = run(forge_executable, {"components", project.string(), "--format", "json", "--quiet"});
  const auto glb = own_answers(python, "smart_buffer_sram", "tech_node=65e-9, width=64, size=1048576, n_banks=32",
                               {"read", "write"});
  const auto mac = own_answers(python, "IntMultiplier", "tech_node=65e-9, width=16", {"multiply"});
  const auto shown = [&table](double value) {
    char digits[32];
    return table.find(std::string(digits, std::to_chars(digits, digits + sizeof(digits), value).ptr)) !=
           std::string::npos;
  };
  INFO(table);
  CHECK(shown(glb.at("area")));
  CHECK(shown(glb.at("read.energy")));
  CHECK(shown(glb.at("write.energy")));
  CHECK(shown(mac.at("multiply.energy")));
  std::error_code ignored;
  fs::remove_all(pattern, ignored);
}

}  // namespace forge::test
