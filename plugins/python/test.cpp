// SPDX-License-Identifier: Apache-2.0
// The bridge to Python with models that the tests bring themselves; real_test.cpp has those from PyPI.
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "forge/sdk/process.hpp"
#include "line.hpp"
#include "plugin/component.hpp"
#include "plugin/host.hpp"
#include "python.hpp"
#include "support/catch.hpp"

namespace forge::test {
namespace {

namespace fs = std::filesystem;
using plugins::python::Line;
using plugins::python::LineReader;
using plugins::python::LineWriter;
using Model = plugins::python::Python;

// What a ComponentModel of hwcomponents shows of itself.
constexpr const char *models = R"(
import os, sys, time

def action(function):
    function._is_component_action = True
    return function

class Cost:
    def __init__(self, energy, latency, throughput):
        self.energy, self.latency, self.throughput = energy, latency, throughput

class Memory:
    made = 0
    def __init__(self, tech_node, width, size, n_banks=1, scaling="none", hist=None):
        Memory.made += 1
        assert isinstance(width, int) and isinstance(size, int)
        print("this is no answer")
        self.area, self.leak_power = size * tech_node, Memory.made
        self.width, self.banks, self.scaling, self.hist = width, n_banks, scaling, hist
    @action
    def read(self, bits=None):
        return Cost(self.width if bits is None else bits, 1e-9, float("inf"))
    @action
    def write(self):
        return Cost(2 * self.width if self.scaling == "none" else sum(self.hist), 2e-9, 1e9 * self.banks)
    @action
    def update(self, needed):
        return Cost(1, 1, 1)
    @action
    def mac(self):
        return Cost(7, 0, 1)

class Broken(Memory):
    def __init__(self, width):
        super().__init__(1e-9, width, 64)
        if width == 1: raise ValueError("no such \"width\" \u00fc\n1")
        if width == 2: os._exit(3)
        if width == 3: os.kill(os.getpid(), 11)
        if width == 4: time.sleep(60)
        if width == 5: os.kill(os.getppid(), 9); time.sleep(60)
        if width == 6: self.area = float("nan")
        if width == 7: self.area = -1.0
        if width == 8: sys.exit("stopped")

class Wrapper:
    "an Accelergy plug-in of the first kind: dictionaries, pJ, um^2"
    def primitive_action_supported(self, query):
        assert query["arguments"] is None or isinstance(query["arguments"], dict)
        return 70 if query["class_name"] == "SRAM" and query["action_name"] in ("read", "write", "leak") else 0
    def estimate_energy(self, query):
        given = query["attributes"]
        assert given["technology"] == "45nm" and given["n_banks"] == 2 and given["n_rdwr_ports"] == 1
        return {"read": 3, "write": 4, "leak": 5}[query["action_name"]]
    def primitive_area_supported(self, query):
        return 70 if query["class_name"] == "SRAM" else 0
    def estimate_area(self, query):
        return query["attributes"]["width"] * query["attributes"]["depth"]

text = "a string, not a class"
)";

// The part of Accelergy 0.4 that its plug-ins see.
constexpr const char *accelergy_interface = R"(
class AccelergyQuery:
    def __init__(self, class_name, class_attrs, action_name=None, action_args=None):
        self.class_name, self.class_attrs = class_name, class_attrs
        self.action_name, self.action_args = action_name, action_args
class Estimation:
    def __init__(self, value, unit=1.0, success=True):
        self.value, self.unit, self.success = value, unit, success
    def get_value(self):
        return self.value * self.unit
    def lastmessage(self):
        return "last message"
class AccuracyEstimation(Estimation):
    pass
class AccelergyPlugIn:
    pass
)";
constexpr const char *accelergy_plug_in = R"(
from accelergy.plug_in_interface.interface import *
class PlugIn(AccelergyPlugIn):
    def get_name(self):
        return "mine"
    def primitive_action_supported(self, query):
        known = query.class_name == "adder" and query.action_name in ("add", "leak")
        return AccuracyEstimation(50) if known else AccuracyEstimation(0, success=False)
    def estimate_energy(self, query):
        if query.action_name == "leak":
            return Estimation(query.class_attrs["global_cycle_seconds"] * 8)
        return Estimation(query.class_attrs["width"] * query.action_args.get("share", 1), 1e-12)
    def primitive_area_supported(self, query):
        return AccuracyEstimation(50)
    def estimate_area(self, query):
        return Estimation(12, 1e-12)
)";

using Given = std::map<std::string, double>;
using Texts = std::map<std::string, std::string>;

struct Fixture {
  Fixture() {
    std::string pattern = (fs::temp_directory_path() / "forge-python-test-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    directory = pattern;
    std::ofstream(directory / "own_models.py") << models;
  }
  Fixture(const Fixture &) = delete;
  Fixture &operator=(const Fixture &) = delete;
  ~Fixture() {
    std::error_code ignored;
    fs::remove_all(directory, ignored);
  }

  // Figures by name for each row; empty where there is no such component.
  std::vector<Given> price(const Texts &given_texts, const std::vector<Given> &rows) const {
    const plugin::ComponentModel model(sdk::Components<Model>::table, 0, {});
    std::vector<std::string> texts;
    for (const auto &text : model.texts) {
      const auto given = given_texts.find(text.name);
      texts.push_back(given != given_texts.end() ? given->second : text.preset_text);
    }
    std::vector<std::vector<double>> inputs;
    for (const auto &row : rows) {
      inputs.emplace_back();
      for (const auto &input : model.inputs) {
        const auto given = row.find(input.name);
        inputs.back().push_back(given != row.end() ? given->second : input.optional ? std::nan("") : input.preset);
      }
    }
    std::vector<Given> result;
    for (const auto &row : model.evaluate(host, texts, inputs)) {
      result.emplace_back();
      for (std::size_t i = 0; row.feasible && i < model.outputs.size(); ++i) {
        result.back()[model.outputs[i].name] = row.outputs[i];
      }
    }
    return result;
  }
  Given one(const Texts &texts, const Given &row) const { return price(texts, {row}).front(); }
  std::string refusal(const Texts &texts, const Given &row) const {
    try {
      one(texts, row);
    } catch (const Error &error) {
      return error.message();
    }
    return "";
  }
  Texts own(const std::string &name, const Texts &more = {}) const {
    Texts texts = {{"class", "own_models." + name}, {"path", directory.string()}};
    texts.insert(more.begin(), more.end());
    return texts;
  }

  fs::path directory;
  std::atomic<bool> cancelled{false};
  mutable Pool pool{1};
  plugin::Host host{cancelled, pool};
};

const Given small = {{"node", 45e-9}, {"width", 16}, {"size", 1024}, {"rows", 3}};

// The bridge is written for Python 3.9 and later; these tests need one on PATH.
bool has_python() {
  static const bool found = [] {
    std::atomic<bool> cancelled{false};
    Pool pool(1);
    const plugin::Host host(cancelled, pool);
    try {
      sdk::ProcessRequest request;
      request.program = "python3";
      request.arguments = {"-c", "import sys; sys.exit(sys.version_info < (3, 9))"};
      return sdk::run_process(sdk::Host(host.table()), request).succeeded();
    } catch (const sdk::Failure &) {
      return false;
    }
  }();
  if (!found) {
    std::cout << "skipped: there is no python3 of 3.9 or later on PATH\n";
  }
  return found;
}

}  // namespace

TEST_CASE_METHOD(Fixture,
                 "python: forge's parameters under the names that the class takes; figures of forge's actions") {
  if (!has_python()) {
    return;
  }
  const auto row = one(own("Memory"), small);
  CHECK(row.at("area") == 1024 * 45e-9);
  CHECK(row.at("read.energy") == 16);
  CHECK(row.at("read.latency") == 1e-9);
  CHECK(std::isnan(row.at("read.throughput")));  // infinite: it never limits
  CHECK(row.at("write.throughput") == 1e9);
  CHECK(std::isnan(row.at("fill.energy")));
  CHECK(std::isnan(row.at("update.energy")));  // it asks for an argument that nobody gave
  CHECK(one(own("Memory"), {{"node", 45e-9}, {"width", 16}, {"size", 1024}, {"banks", 4}}).at("write.throughput") ==
        4e9);
}

TEST_CASE_METHOD(Fixture, "python: further arguments of the class and of its actions, and other names of actions") {
  if (!has_python()) {
    return;
  }
  const auto row = one(own("Memory", {{"parameters", "scaling=linear, hist=[1, 2.5], width=8"},
                                      {"arguments", "bits = 5, needed = None"},
                                      {"actions", "compute = mac"}}),
                       small);
  CHECK(row.at("read.energy") == 5);
  CHECK(row.at("write.energy") == 3.5);
  CHECK(row.at("update.energy") == 1);
  CHECK(row.at("compute.energy") == 7);
  const auto json = one(own("Memory", {{"parameters", R"({"scaling": "x", "hist": [4]})"}}), small);
  CHECK(json.at("write.energy") == 4);
  CHECK(one(own("Memory", {{"parameters", "no_such_argument = 1"}}), small).empty());
  CHECK(one(own("Memory", {{"actions", "hop = transfer"}}), small).empty());
  CHECK_THAT(refusal(own("Memory", {{"parameters", "1, 2"}}), small),
             ContainsSubstring("'1, 2' is not of the form name=value, name=value"));
  CHECK_THAT(refusal(own("Memory", {{"parameters", "a=os.getcwd()"}}), small), ContainsSubstring("ValueError"));
}

TEST_CASE_METHOD(Fixture, "python: a class from a file of the project") {
  if (!has_python()) {
    return;
  }
  CHECK(one({{"class", "Memory"}, {"file", models}}, small).at("read.energy") == 16);
  CHECK_THAT(refusal({{"class", "Memory"}, {"file", "class Memory(:"}}, small), ContainsSubstring("SyntaxError"));
}

TEST_CASE_METHOD(Fixture, "python: no row sees what another one left") {
  if (!has_python()) {
    return;
  }
  const std::vector<Given> rows(5, small);
  for (const auto &row : price(own("Memory"), rows)) {
    CHECK(row.at("leak_power") == 1);  // counts what was made in the process
  }
}

TEST_CASE_METHOD(Fixture, "python: an exception makes one row infeasible") {
  if (!has_python()) {
    return;
  }
  const auto rows =
      price(own("Broken"),
            {{{"width", 16}}, {{"width", 1}}, {{"width", 6}}, {{"width", 7}}, {{"width", 8}}, {}, {{"width", 32}}});
  CHECK(rows[0].at("read.energy") == 16);
  for (const std::size_t i : {1U, 2U, 3U, 4U, 5U}) {
    CHECK(rows[i].empty());
  }
  CHECK(rows[6].at("read.energy") == 32);
}

TEST_CASE_METHOD(Fixture, "python: a crash or a time-out is an error that names the row") {
  if (!has_python()) {
    return;
  }
  CHECK_THAT(refusal(own("Broken"), {{"width", 2}}),
             ContainsSubstring("own_models.Broken with width = 2: the model ended its process with exit status 3"));
  CHECK_THAT(refusal(own("Broken"), {{"width", 3}}),
             ContainsSubstring("with width = 3: the model ended its process with SIGSEGV"));
  CHECK_THAT(refusal(own("Broken"), {{"width", 4}, {"time_limit", 0.2}}),
             ContainsSubstring("with width = 4: no answer within 0.2 s; `time_limit` in the model gives it longer"));
  CHECK_THAT(
      refusal(own("Broken"), {{"width", 5}}),
      ContainsSubstring("'python3' ended (signal 9) before it had answered for own_models.Broken with width = 5"));
}

TEST_CASE_METHOD(Fixture, "python: what can't be had is told with the interpreter that was asked") {
  const auto words = [&](const Texts &texts) { return refusal(texts, small); };
  CHECK_THAT(
      words({{"class", "a.b"}, {"python", "no-such-python"}}),
      ContainsSubstring("Python cannot be asked: there is no program 'no-such-python' on PATH; `python` in the model"));
  for (const char *name : {"", ".Memory", "models.", "a b", "/x/models.py"}) {
    CHECK_THAT(words({{"class", name}}), ContainsSubstring("is not of the form MODULE.CLASS"));
  }
  if (!has_python()) {
    return;
  }
  CHECK_THAT(words({{"class", "no_such_module.Memory"}}),
             ContainsSubstring("class 'no_such_module.Memory' cannot be had: ModuleNotFoundError: No module named"));
  CHECK_THAT(words({{"class", "no_such_module.Memory"}}), ContainsSubstring("(Python 3."));
  CHECK_THAT(words(own("Missing")), ContainsSubstring("AttributeError"));
  CHECK_THAT(words(own("text")), ContainsSubstring("own_models.text is no class"));
}

TEST_CASE_METHOD(Fixture, "python: Accelergy plug-ins of both kinds") {
  if (!has_python()) {
    return;
  }
  const Given memory = {{"node", 45e-9}, {"width", 16}, {"depth", 8}, {"banks", 2}, {"ports", 1}, {"clock", 1e9}};
  const auto old = one(own("Wrapper", {{"primitive", "SRAM"}}), memory);
  CHECK(old.at("area") == Approx(128e-12));
  CHECK(old.at("read.energy") == Approx(3e-12));
  CHECK(old.at("write.energy") == Approx(4e-12));
  CHECK(old.at("leak_power") == Approx(5e-12 * 1e9));
  CHECK(std::isnan(old.at("update.energy")));
  CHECK(std::isnan(old.at("read.throughput")));
  CHECK(one(own("Wrapper", {{"primitive", "DRAM"}}), memory).empty());
  CHECK_THAT(refusal(own("Wrapper"), memory), ContainsSubstring("an Accelergy plug-in needs `primitive`"));

  fs::create_directories(directory / "accelergy" / "plug_in_interface");
  std::ofstream(directory / "accelergy" / "plug_in_interface" / "interface.py") << accelergy_interface;
  std::ofstream(directory / "adders.py") << accelergy_plug_in;
  const Texts texts = {{"class", "adders.PlugIn"},
                       {"path", directory.string()},
                       {"primitive", "adder"},
                       {"actions", "compute=add"},
                       {"arguments", "share=0.5"}};
  const auto adder = one(texts, {{"width", 32}, {"clock", 1e9}});
  CHECK(adder.at("compute.energy") == Approx(16e-12));
  CHECK(adder.at("area") == Approx(12e-12));
  CHECK(adder.at("leak_power") == Approx(8));
  CHECK(std::isnan(adder.at("read.energy")));
}

TEST_CASE("python: lines of JSON") {
  CHECK(LineWriter().text("a\"b", "\n\\\x1f\xC3\xBC").number("n", 4.5e-8).flag("f", true).line() ==
        "{\"a\\\"b\": \"\\u000a\\\\\\u001f\xC3\xBC\", \"n\": 4.5e-08, \"f\": true}\n");
  const auto line =
      LineReader::read(R"( {"row": 3, "area": 1.5e-9, "none": null, "text": "a\"\\\/\n\u00e9\ud83d\ude00\ud83d"} )");
  REQUIRE(line);
  CHECK(line->numbers == std::map<std::string, double>{{"row", 3}, {"area", 1.5e-9}});
  CHECK(line->texts.at("text") == "a\"\\/\n\xC3\xA9\xF0\x9F\x98\x80\xEF\xBF\xBD");
  CHECK(LineReader::read("{}"));
  for (const char *bad : {"", "{", "[]", "{\"a\"}", "{\"a\": }", "{\"a\": 1,}", "{\"a\": 1} x", "{\"a\": [1]}",
                          "{\"a\": true}", "{\"a\": NaN}", "{\"a\": 1e999}", "{\"a\": \"x}", "{\"a\": \"\\x\"}",
                          "{\"a\": \"\\u12\"}", "{\"a\": 1, \"a\": 2}", "{a: 1}", "{\"a\": \"\\ud83d\\u0041\"}"}) {
    CAPTURE(bad);
    CHECK_FALSE(LineReader::read(bad));
  }
  const std::string whole = LineWriter().text("a", "\"\\\u00e9").number("b", -1e-300).line();
  for (std::size_t length = 0; length + 2 < whole.size(); ++length) {
    CHECK_FALSE(LineReader::read(std::string_view(whole).substr(0, length)));
  }
}

}  // namespace forge::test
