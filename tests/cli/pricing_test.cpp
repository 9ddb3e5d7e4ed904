// SPDX-License-Identifier: Apache-2.0
//
// Which component model answers, what a compound component costs, and how `forge components` shows it.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

using nlohmann::json;

// A memory with this model; `more` stands before the nodes.
std::string project(const std::string &model, const std::string &fields = "", const std::string &more = "") {
  return "forge = 1\n[plugins]\npath = [\"" FORGE_TEST_PLUGINS "\"]\n" + more +
         "[[architecture]]\nmemory = \"Store\"\nsize = \"64 b\"\nwidth = \"8 b\"\nmodel = " + model + "\n" + fields +
         "[[architecture]]\ncompute = \"MAC\"\nactions.compute = { energy = \"1 pJ\", throughput = \"1 GHz\" }\n"
         "[[workload]]\neinsum = \"dot\"\nequation = \"Z = A[k] * B[k]\"\nsizes = { k = 8 }\nbits = { all = \"8 b\" "
         "}\n";
}

Outcome components(const std::string &text, std::vector<std::string> options = {}) {
  const TemporaryDirectory directory;
  directory.write("p.toml", text);
  options.insert(options.begin(), {"components", "p.toml"});
  return run_forge(options, directory.path());
}

json store_of(const std::string &text) {
  const auto outcome = components(text, {"--format", "json"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  return json::parse(outcome.out).at(0);
}

constexpr auto pair_of_cages = R"([[component]]
name = "pair"
needs = ["bars"]
parameters = { doors = "bars / 3", calls = 2 }
parts.left = { component = "cage", size = "8 b", bars = "bars", count = 2 }
parts.right = { component = "cage", size = "16 b" }
actions.read = { left.read = "calls", right.read = [1, { times = 3, address_delta = 1 }] }
actions.write = { right.write = "doors" }
)";

TEST_CASE("models of a class: the best accuracy answers, unless it lacks a parameter or has no figures") {
  const auto cheap = store_of(project("{ component = \"cage\", bars = 3 }"));
  CHECK(cheap["model"]["component"] == "zoo.precise");
  CHECK(cheap["actions"]["read"]["energy"] == 1e-12);
  const auto rough = store_of(project("{ component = \"cage\" }"));
  CHECK(rough["model"]["component"] == "zoo.rough");
  REQUIRE(rough["answers"].size() == 3);
  CHECK(rough["answers"][0] == json{{"part", nullptr},
                                    {"model", "zoo.rough"},
                                    {"plugin", "zoo-cages"},
                                    {"taken", true},
                                    {"reason", "states an accuracy of 30 %, takes 1 of the given parameters"}});
  CHECK(rough["answers"][1]["reason"] == "model zoo.precise of 'Store' needs 'bars'");
  CHECK(rough["answers"][2]["reason"] == "has no action 'write'");
  CHECK(rough["actions"]["read"]["latency"] == 3e-9);
}

TEST_CASE("models of a class: one that has no figures for these parameters makes way") {
  // zoo.precise makes no cages of 50 bars, and the others don't know what bars are.
  const auto outcome = components(project("{ component = \"cage\", bars = 50 }"));
  CHECK(outcome.exit_code == 3);
  CHECK_THAT(outcome.err, StartsWith("p.toml:8:23: error: no model of 'cage' can price 'Store'"));
  CHECK_THAT(outcome.err,
             ContainsSubstring("note: zoo.precise: model zoo.precise of 'Store': no such component exists"));
  CHECK_THAT(outcome.err, ContainsSubstring("note: zoo.rough: model zoo.rough has no parameter 'bars'"));
  CHECK_THAT(outcome.err, ContainsSubstring("note: zoo.vague: has no action 'write'"));
}

TEST_CASE("models of a class: its id or its plugin pins one") {
  CHECK(store_of(project("{ component = \"zoo.rough\" }"))["model"]["component"] == "zoo.rough");
  CHECK(store_of(project("{ component = \"cage\", plugin = \"zoo-cages\" }"))["model"]["component"] == "zoo.rough");
  const auto outcome = components(project("{ component = \"cage\", plugin = \"zoo-cgaes\" }"));
  CHECK(outcome.exit_code == 5);
  CHECK_THAT(outcome.err, StartsWith("p.toml:8:23: error: no plugin 'zoo-cgaes' offers the component model 'cage', did "
                                     "you mean 'zoo-cages'?"));
}

TEST_CASE("models of a class: the one whose id is the name comes first, whatever others state") {
  const auto text = project("{ component = \"zoo.rough\" }");
  CHECK(store_of(text)["model"]["component"] == "zoo.rough");
  CHECK_FALSE(store_of(text).contains("answers"));  // there was nothing to choose
  const auto explained = json::parse(components(text, {"--format", "json", "--explain"}).out).at(0);
  CHECK(explained["model"]["component"] == "zoo.rough");
  CHECK(explained["answers"][1]["model"] == "zoo.proud");
}

TEST_CASE("models of a class: one that is named by its id makes way where it can't answer") {
  const auto store = store_of(project("{ component = \"zoo.rough\", temper = 0.5 }"));
  CHECK(store["model"]["component"] == "zoo.proud");
  REQUIRE(store["answers"].size() == 2);
  CHECK(store["answers"][1]["model"] == "zoo.rough");
  CHECK(store["answers"][1]["reason"] == "model zoo.rough has no parameter 'temper'");
}

TEST_CASE("models of a class: a failure for one node is none for another, and a warning") {
  const std::string one = "[[architecture]]\nmemory = \"Other\"\nmodel = { component = \"hutch\", temper = 1 }\n";
  std::string text = project("{ component = \"hutch\" }");
  text.insert(text.find("[[architecture]]\ncompute"), one);
  const auto outcome = components(text, {"--format", "json"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const auto nodes = json::parse(outcome.out);
  CHECK(nodes[0]["model"]["component"] == "zoo.proud");
  CHECK(nodes[1]["model"]["component"] == "zoo.meek");
  CHECK_THAT(outcome.err, ContainsSubstring("Other: zoo.meek answers, since component model 'zoo.proud' of plugin "
                                            "'zoo-cages' failed in evaluate: internal defect: no temper"));
}

TEST_CASE("components --explain: who was asked, and why not") {
  const auto outcome = components(project("{ component = \"cage\" }"), {"--explain"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("Choice of models (best accuracy first, then most parameters taken)\n"
                                            "  Store  takes zoo.rough (plugin zoo-cages): states an accuracy of 30 %"));
  CHECK_THAT(outcome.out, ContainsSubstring("  Store  not   zoo.precise (plugin zoo-cages): model zoo.precise of "
                                            "'Store' needs 'bars'"));
  CHECK_THAT(components(project("{ component = \"cage\" }")).out, !ContainsSubstring("Choice of models"));
}

TEST_CASE("a parameter beyond what the model's source covers is a warning, in the results, too") {
  const auto text = project("{ component = \"cage\", size = 2000 }");
  const auto outcome = components(text);
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.err, ContainsSubstring("Store: model zoo.rough extrapolates: size = 2000 bit is outside of 8 ... "
                                            "1000 bit, which its source covers"));
  const TemporaryDirectory directory;
  directory.write("p.toml", text);
  const auto run = run_forge({"run", "p.toml", "--report", "json", "--quiet"}, directory.path());
  REQUIRE(run.exit_code == 0);
  CHECK_THAT(json::parse(run.out)["warnings"].dump(), ContainsSubstring("zoo.rough extrapolates"));
}

TEST_CASE("an action's arguments are parameters of the model") {
  const auto read_energy = [](const std::string &fields) {
    return store_of(project("{ component = \"cage\" }", fields))["actions"]["read"]["energy"].get<double>();
  };
  CHECK(read_energy("") == 2e-12);
  CHECK(read_energy("actions.read.arguments = { address_delta = 1 }\n") == 1e-12);
  const auto outcome =
      components(project("{ component = \"zoo.rough\" }", "actions.read.arguments = { adress_delta = 1 }\n"));
  CHECK(outcome.exit_code == 3);
  CHECK_THAT(components(project("{ component = \"pair\", bars = 3 }", "actions.read.arguments = { delta = 1 }\n",
                                pair_of_cages))
                 .err,
             ContainsSubstring("component 'pair' takes no argument 'delta' of 'read'; give it a parameter"));
  CHECK_THAT(outcome.err,
             StartsWith("p.toml:9:43: error: model zoo.rough has no parameter 'read.adress_delta', did you "
                        "mean 'read.address_delta'?"));
}

TEST_CASE("a compound component is the sum of its parts") {
  const auto store = store_of(project("{ component = \"pair\", bars = 3 }", "", pair_of_cages));
  CHECK(store["model"]["component"] == "pair");
  CHECK(store["model"]["plugin"].is_null());
  CHECK(store["area"].get<double>() == Approx(2 * 1e-9 + 2e-9));
  CHECK(store["leak_power"].get<double>() == Approx(2 * 1e-9 + 2e-9));
  const auto &actions = store["actions"];
  CHECK(actions["read"]["energy"].get<double>() == Approx(2 * 1e-12 + 2e-12 + 3 * 1e-12));
  CHECK(actions["write"]["energy"].get<double>() == Approx(2e-12));
  // The right part is read four times, one after the other; the two left ones share their two reads.
  CHECK(actions["read"]["throughput"].get<double>() == Approx(1e9 / 4));
  CHECK(actions["read"]["latency"].is_null());  // nobody knows that of zoo.precise
  CHECK(store["parameters"]["bars"] == json{{"value", 3}, {"unit", nullptr}, {"source", "model"}});
  CHECK(store["parameters"]["doors"]["source"] == "component");
  REQUIRE(store["parts"].size() == 2);
  CHECK(store["parts"][0]["name"] == "left");
  CHECK(store["parts"][0]["count"] == 2);
  CHECK(store["parts"][0]["model"]["component"] == "zoo.precise");
  CHECK(store["parts"][1]["model"]["component"] == "zoo.rough");
}

TEST_CASE("a compound component's actions move as many bits as its parameter width says") {
  const std::string wrapped =
      "[[component]]\nname = \"wrapped\"\nneeds = [\"size\", \"width\"]\n"
      "parts.cells = { component = \"sram\", size = \"size\", width = \"width\", node = \"45 nm\" }\n"
      "actions.read = { cells.read = 1 }\nactions.write = { cells.write = 1 }\n";
  const auto through = store_of(project("{ component = \"wrapped\", width = \"16 b\" }", "", wrapped));
  const auto direct = store_of(project("{ component = \"sram\", node = \"45 nm\", width = \"16 b\" }"));
  CHECK(through["actions"]["read"]["width"] == 16);
  CHECK(through["actions"]["read"]["energy"] == direct["actions"]["read"]["energy"]);
}

TEST_CASE("parameters of a compound component keep their units") {
  const std::string rate =
      "[[component]]\nname = \"c\"\nparameters = { rate = \"16 b / 1 s\", energy = \"1 pJ/b/mm\" }\n"
      "parts.a = { component = \"zoo.rough\", size = \"rate * 1 s\", count = \"energy / (1 pJ/b/mm)\" }\n"
      "actions.read = { a.read = 1 }\nactions.write = { a.write = 1 }\n";
  CHECK(store_of(project("{ component = \"c\" }", "", rate))["parts"][0]["count"] == 1);
  std::string wrong = rate;
  wrong.replace(wrong.find("rate * 1 s"), 10, "rate * 2");
  CHECK_THAT(components(project("{ component = \"c\" }", "", wrong)).err,
             ContainsSubstring("'size' is a quantity in bit, not in bit/s"));
}

TEST_CASE("a compound component may have compound parts, but not itself") {
  const std::string nested =
      std::string(pair_of_cages) +
      "[[component]]\nname = \"two\"\nparts.both = { component = \"pair\", bars = 6, count = 2 }\n"
      "actions.read = { both.read = 1 }\nactions.write = { both.write = 1 }\n";
  const auto store = store_of(project("{ component = \"two\" }", "", nested));
  CHECK(store["area"].get<double>() == Approx(2 * (2 * 1e-9 + 2e-9)));
  CHECK(store["actions"]["write"]["energy"].get<double>() == Approx(2 * 2e-12));
  REQUIRE(store["parts"].size() == 3);
  CHECK(store["parts"][1]["name"] == "both.left");
  CHECK(store["parts"][1]["count"] == 4);

  const auto outcome = components(project("{ component = \"a\" }", "",
                                          "[[component]]\nname = \"a\"\nparts.x = { component = \"b\" }\n"
                                          "[[component]]\nname = \"b\"\nparts.y = { component = \"a\" }\n"));
  CHECK(outcome.exit_code == 3);
  CHECK_THAT(outcome.err, ContainsSubstring("error: component 'a' is a part of itself: a -> b -> a"));
}

TEST_CASE("mistakes in compound components are shown where they stand") {
  struct Case {
    std::string from, to, message;
  };
  const std::string model = "{ component = \"pair\", bars = 3 }";
  const auto cases = std::vector<Case>{
      {", bars = 3", "", "p.toml:16:23: error: component 'pair' of 'Store' needs 'bars'"},
      {", bars = 3", ", bras = 3",
       "p.toml:16:38: error: component 'pair' has no parameter 'bras', did you mean 'bars'?"},
      {"left.read", "lfet.read", "p.toml:10:18: error: there is no part 'lfet', did you mean 'left'?"},
      {"right.write", "right.wirte", "p.toml:9:29: error: no model of 'cage' can price 'Store.right'"},
      {"component = \"cage\", size = \"16 b\" }\nactions",
       "component = \"zoo.rough\", size = \"16 b\" }\nactions.raed = { right.wirte = 1 }\nactions",
       "p.toml:10:24: error: part 'right' (zoo.rough) has no action 'wirte', did you mean 'write'?"},
      {"\"16 b\" }", "\"16 b\", bars = \"brs\" }", "note: zoo.rough: model zoo.rough has no parameter 'bars'"},
      {"\"calls\"", "\"cals\"", "p.toml:10:31: error: 'cals': unknown name 'cals'"},
      {"component = \"cage\", size = \"16 b\"", "component = \"cgae\"",
       "p.toml:9:29: error: no plugin offers the component model 'cgae', did you mean 'cage'?"},
      {"{ doors = \"bars / 3\", calls = 2 }", "{ doors = \"calls / 2\", calls = 2 }",
       "p.toml:7:24: error: the default of 'doors' may use the parameters before it, not 'calls'"},
      {"actions.write", "actions.\"w\\n\"", "is no name of an action: letters, digits and _ make one"},
      {"parts.right = { component = \"cage\", size = \"16 b\" }", "parts.right = 3",
       "p.toml:9:15: error: part 'right' takes a table such as { component = \"sram\" }, not an integer"},
      {"count = 2", "count = 0", "p.toml:10:23: error: part 'left' has a count of 0, nothing does its 'read'"},
      {"count = 2", "count = -2", "p.toml:8:73: error: 'count' must be at least 0, not -2"},
      {"name = \"pair\"", "nmae = \"pair\"", "p.toml:5:1: error: unknown key 'nmae', did you mean 'name'?"},
  };
  const std::string good = project(model, "", pair_of_cages);
  for (const auto &[from, to, message] : cases) {
    std::string text = good;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    const auto outcome = components(text.replace(at, from.size(), to));
    CHECK((outcome.exit_code == 3 || outcome.exit_code == 5));
    CHECK_THAT(outcome.err, ContainsSubstring(message));
  }
}

TEST_CASE("a setting of a component without its section says what was meant") {
  const auto message = [](const std::string &setting) {
    return components(project("{ component = \"pair\", bars = 3 }", "[variables]\nrows = 1\n", pair_of_cages),
                      {"--set", setting})
        .err;
  };
  CHECK_THAT(message("pair.parts.left.count=3"), ContainsSubstring("there is no section or node 'pair', did you mean "
                                                                   "'component.pair.parts.left.count'?"));
  CHECK_THAT(message("dot.sizes.k=3"), ContainsSubstring("did you mean 'workload.dot.sizes.k'?"));
  CHECK_THAT(message("objective=energy"), ContainsSubstring("did you mean 'mapper.objective'?"));
  CHECK_THAT(message("Stroe.size=3"), ContainsSubstring("did you mean 'Store'?"));
}

TEST_CASE("too many parts are one mistake, not one for each action that is left without its part") {
  std::string text = "[[component]]\nname = \"inner\"\n", calls;
  for (int i = 0; i < 101; ++i) {
    text += "parts.p" + std::to_string(i) + " = { component = \"cage\", size = 8 }\n";
    calls += (i > 0 ? ", q" : "q") + std::to_string(i) + ".read = 1";
  }
  text += "actions.read = { p0.read = 1 }\n[[component]]\nname = \"outer\"\n";
  for (int i = 0; i < 101; ++i) {
    text += "parts.q" + std::to_string(i) + " = { component = \"inner\" }\n";
  }
  const auto outcome =
      components(project("{ component = \"outer\" }", "", text + "actions.read = { " + calls + " }\n"));
  CHECK(outcome.exit_code == 3);
  CHECK_THAT(outcome.err, ContainsSubstring("error: more than 10000 parts, with those of all nodes"));
  CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
}

// As with Accelergy: primitive components from the tool and from a table of the user, put together in the project.
TEST_CASE("a compound PE with parts from a user's CSV table runs without compiling anything") {
  const TemporaryDirectory directory;
  directory.write("sheet.csv",
                  "name,area,leak_power,read_energy,write_energy,read_throughput,write_throughput\n"
                  "latch16,2e-11,3e-9,4e-14,5e-14,1e9,1e9\n");
  directory.write("p.toml", R"(forge = 1
[technology]
node = "40 nm"
[[component]]
name = "pe"
parameters = { entries = 12 }
parts.weights = { component = "table", file = "sheet.csv", row = "latch16", count = "entries" }
parts.multiplier = { component = "aladdin-multiplier", width = "16 b" }
parts.adder = { component = "aladdin-adder", width = "32 b" }
actions.compute = { weights.read = 2, multiplier.multiply = 1, adder.add = 1 }
[[architecture]]
memory = "DRAM"
actions.read = { energy = "10 pJ", throughput = "1 GHz" }
actions.write = { energy = "10 pJ", throughput = "1 GHz" }
[[architecture]]
compute = "PE"
model = { component = "pe" }
[[workload]]
einsum = "dot"
equation = "Z = A[k] * B[k]"
sizes = { k = 8 }
bits = { all = "16 b" }
)");
  const auto run = run_forge({"run", "p.toml", "--report", "json", "--quiet"}, directory.path());
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  const auto pe = json::parse(run.out)["architecture"][1];
  // Aladdin at 40 nm: 12.68 pJ for 32 x 32 bits, a quarter of it for 16 x 16; 0.21 pJ for 32 bits.
  CHECK(pe["actions"]["compute"]["energy"].get<double>() == Approx(2 * 4e-14 + 12.68e-12 / 4 + 0.21e-12));
  CHECK(pe["area"].get<double>() == Approx(12 * 2e-11 + 6350e-12 / 4 + 278e-12));
}

TEST_CASE("a file that includes another one refines its components by name") {
  const TemporaryDirectory directory;
  directory.write("parts.toml", pair_of_cages);
  directory.write("p.toml",
                  "include = [\"parts.toml\"]\n" + project("{ component = \"pair\", bars = 3 }", "",
                                                           "[[component]]\nname = \"pair\"\nparts.left.count = 5\n"));
  const auto outcome = run_forge({"components", "p.toml", "--format", "json"}, directory.path());
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK(json::parse(outcome.out).at(0)["parts"][0]["count"] == 5);
  // Another model has other parameters, but the part stays as many.
  directory.write("q.toml",
                  "include = [\"p.toml\"]\nforge = 1\n[[component]]\nname = \"pair\"\n"
                  "parts.left = { component = \"zoo.rough\", size = \"8 b\" }\n");
  const auto other = run_forge({"components", "q.toml", "--format", "json"}, directory.path());
  INFO(other.err);
  REQUIRE(other.exit_code == 0);
  CHECK(json::parse(other.out).at(0)["parts"][0]["model"]["component"] == "zoo.rough");
  CHECK(json::parse(other.out).at(0)["parts"][0]["count"] == 5);
}

}  // namespace
}  // namespace forge::test
