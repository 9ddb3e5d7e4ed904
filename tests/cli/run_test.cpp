// SPDX-License-Identifier: Apache-2.0
//
// `forge run` as a user sees it: its options, what goes to which stream, which files it leaves.
#include <set>

#include <nlohmann/json.hpp>

#include "cli/projects.hpp"
#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/slow_build.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::set<std::string> names_in(const fs::path &folder) {
  std::set<std::string> names;
  for (const auto &entry : fs::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

// The results of a run, with what differs from run to run taken out.
json results_of(const Outcome &outcome) {
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  auto results = json::parse(outcome.out);
  if (!results["search"].is_null()) {
    results["search"].erase("seconds");
    for (auto &search : results["search"]["searches"]) {
      search.erase("seconds");
    }
  }
  return results;
}

TEST_CASE("run: the text report goes to stdout where nothing is asked for") {
  const TemporaryDirectory directory;
  directory.write("p.toml", given_project());
  const auto outcome = run_forge({"run", "p.toml"}, directory.path());
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  CHECK_THAT(outcome.out, ContainsSubstring("(p.toml)\n  energy "));
  CHECK(names_in(directory.path()) == std::set<std::string>{"p.toml"});
}

TEST_CASE("run: reports go where the project says, beside it") {
  const TemporaryDirectory directory;
  directory.write("sub/p.toml", given_project() +
                                    "[[report]]\nwriter = \"text\"\n[[report]]\nwriter = \"json\"\n"
                                    "file = \"results.json\"\n[[report]]\nwriter = \"csv\"\nfile = \"-\"\n");
  const auto outcome = run_forge({"run", "sub/p.toml"}, directory.path());
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.err, ContainsSubstring("wrote sub/results.json\n"));
  CHECK_THAT(outcome.out, ContainsSubstring("\nname,repeat,"));
  CHECK(names_in(directory.path() / "sub") == std::set<std::string>{"p.toml", "results.json"});
  CHECK(json::parse(read_file(directory.path() / "sub/results.json"))["project"]["file"] == "sub/p.toml");
}

TEST_CASE("run: --report takes the place of the project's reports and keeps their options") {
  const TemporaryDirectory directory;
  directory.write("sub/p.toml", given_project() +
                                    "[[report]]\nwriter = \"json\"\nfile = \"results.json\"\n"
                                    "[[report]]\nwriter = \"csv\"\noptions = { table = \"storage\" }\n");
  const auto outcome =
      run_forge({"run", "sub/p.toml", "--report", "csv=here.csv", "--report", "text"}, directory.path());
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("(sub/p.toml)\n"));
  CHECK_THAT(read_file(directory.path() / "here.csv"), StartsWith("einsum,memory,tensor,"));
  CHECK(names_in(directory.path() / "sub") == std::set<std::string>{"p.toml"});
}

TEST_CASE("run: --set changes any field") {
  const TemporaryDirectory directory;
  directory.write("p.toml", searched_project());
  const auto outcome =
      run_forge({"run", "p.toml", "--report", "json", "--set", "mapper.evaluations=77", "--set", "project.name=other"},
                directory.path());
  const auto results = results_of(outcome);
  CHECK(results["search"]["evaluated"] == 77);
  CHECK(results["project"]["name"] == "other");
}

TEST_CASE("run: --mapper swaps the strategy, and drops the options of the project's own") {
  const TemporaryDirectory directory;
  directory.write("p.toml", searched_project("strategy = \"random\"\nevaluations = 10\nobjective = \"energy\"\n"));
  const auto results =
      results_of(run_forge({"run", "p.toml", "--report", "json", "--mapper", "exhaustive"}, directory.path()));
  CHECK(results["search"]["strategy"] == "exhaustive");
  CHECK(results["search"]["evaluated"] == 10);
}

TEST_CASE("run: --seed makes another search, the same seed the same one") {
  const TemporaryDirectory directory;
  directory.write("p.toml", searched_project("evaluations = 50\nseed = 1"));
  const auto with_seed = [&](const std::string &seed) {
    return results_of(run_forge({"run", "p.toml", "--report", "json", "--seed", seed}, directory.path()));
  };
  const auto one = with_seed("1");
  CHECK(one == with_seed("1"));
  CHECK(one == results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path())));
  const auto two = with_seed("2");
  CHECK(two["search"]["seed"] == 2);
  CHECK(two["search"]["valid"] != one["search"]["valid"]);
}

TEST_CASE("run: the same bytes for any number of threads") {
  const TemporaryDirectory directory;
  directory.write("p.toml",
                  hardware + gemm("a", 8, 8, 8) + gemm("b", 16, 4, 4) + gemm("c", 8, 8, 8) +
                      "[mapper]\nstrategy = \"random\"\nevaluations = 20000\nobjective = [\"latency\", \"energy\"]\n");
  const auto with_threads = [&](const std::string &threads) {
    return run_forge({"run", "p.toml", "--report", "json", "--threads", threads}, directory.path());
  };
  const auto one = with_threads("1");
  const auto results = results_of(one);
  CHECK(results["einsums"].size() == 3);
  for (const auto *threads : {"2", "5"}) {
    CHECK(results_of(with_threads(threads)) == results);
    const auto text = run_forge({"run", "p.toml", "--threads", threads}, directory.path());
    CHECK(text.out == run_forge({"run", "p.toml", "--threads", "1"}, directory.path()).out);
  }
}

TEST_CASE("run: Einsums that are alike are searched once") {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("a", 8, 8, 8) + gemm("b", 4, 4, 4) + gemm("c", 8, 8, 8) +
                                "[mapper]\nstrategy = \"random\"\nevaluations = 300\n");
  const auto results = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  REQUIRE(results["search"]["searches"].size() == 2);
  CHECK(results["search"]["searches"][0]["einsum"] == "a");
  CHECK(results["search"]["searches"][1]["einsum"] == "b");
  CHECK(results["einsums"][0]["energy"] == results["einsums"][2]["energy"]);
  CHECK(results["einsums"][2]["storage"][0]["tensor"] == "A_c");
}

TEST_CASE("run: Einsums that a converter charges in different directions are not alike") {
  const TemporaryDirectory directory;
  std::string text = hardware;
  text.insert(text.find("[[architecture]]\ncompute"),
              "[[architecture]]\nconverter = \"ADC\"\ndirection = { A_a = \"up\" }\n"
              "actions.convert = { energy = \"1 pJ\", throughput = \"1 GHz\" }\n");
  directory.write("p.toml", text + gemm("a", 8, 8, 8) + gemm("c", 8, 8, 8) +
                                "[mapper]\nstrategy = \"random\"\nevaluations = 300\n");
  const auto results = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  CHECK(results["search"]["searches"].size() == 2);
}

TEST_CASE("run: where some mappings are given, the others are searched for") {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("a", 8, 8, 8) + gemm("b", 4, 4, 4) + mapping("b") +
                                "[mapper]\nstrategy = \"random\"\nevaluations = 300\n");
  const auto results = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  REQUIRE(results["search"]["searches"].size() == 1);
  CHECK(results["search"]["searches"][0]["einsum"] == "a");
  CHECK(results["einsums"][1]["mapping"][1] == json{{"for", "m"}, {"tile", 1}});
}

TEST_CASE("run: of several computes the better one is taken, the budget is shared") {
  const TemporaryDirectory directory;
  directory.write("p.toml", searched_project("evaluations = 501\nobjective = \"energy\"") +
                                "[[architecture]]\ncompute = \"Slow\"\nunder = \"Buffer\"\n"
                                "actions.compute = { energy = \"0.1 pJ\", throughput = \"1 MHz\" }\n");
  const auto frugal = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  CHECK(frugal["einsums"][0]["mapping"].back() == json{{"compute", "Slow"}});
  CHECK(frugal["search"]["evaluated"] == 502);
  const auto fast = results_of(
      run_forge({"run", "p.toml", "--report", "json", "--set", "mapper.objective=latency"}, directory.path()));
  CHECK(fast["einsums"][0]["mapping"].back() == json{{"compute", "MAC"}});
}

TEST_CASE("run: a mapping that was found can be pasted into the project") {
  const TemporaryDirectory directory;
  const auto found_in = directory.write("p.toml", searched_project());
  const auto found = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  std::string nest;
  for (const auto &node : found["einsums"][0]["mapping"]) {
    std::string fields;
    for (const auto &[key, value] : node.items()) {
      fields += (fields.empty() ? "" : ", ") + key + " = " + value.dump();
    }
    nest += "  { " + fields + " },\n";
  }
  directory.write("q.toml", hardware + gemm("g", 8, 8, 8) + "[[mapping]]\neinsum = \"g\"\nnest = [\n" + nest + "]\n");
  const auto given = results_of(run_forge({"run", "q.toml", "--report", "json"}, directory.path()));
  CHECK(given["einsums"] == found["einsums"]);
  CHECK(given["search"].is_null());
}

TEST_CASE("run: a front of points instead of one") {
  const TemporaryDirectory directory;
  directory.write("p.toml", searched_project("evaluations = 3000\npareto = [\"latency\", \"energy\"]"));
  const auto results = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  const auto &front = results["pareto"];
  REQUIRE(!front.empty());
  for (std::size_t i = 1; i < front.size(); ++i) {
    CHECK(front[i - 1]["latency"] < front[i]["latency"]);
    CHECK(front[i - 1]["energy"] > front[i]["energy"]);
  }
  CHECK(front[0]["mapping"] == results["einsums"][0]["mapping"]);
}

TEST_CASE("run: --timeout ends a search that would go on") {
  const TemporaryDirectory directory;
  directory.write("p.toml", searched_project("evaluations = 1000000000000"));
  const auto outcome = run_forge({"run", "p.toml", "--report", "json", "--timeout", "300 ms"}, directory.path());
  CHECK(results_of(outcome)["search"]["stopped_by"] == "timeout");
  CHECK(outcome.duration < std::chrono::seconds(20));
}

TEST_CASE("run: the timeout is that of the whole run") {
  const TemporaryDirectory directory;
  directory.write("p.toml",
                  hardware + gemm("a", 8, 8, 8) + gemm("b", 4, 8, 8) + gemm("c", 4, 4, 8) +
                      "[mapper]\nstrategy = \"random\"\nevaluations = 1000000000000\ntimeout = \"1500 ms\"\n");
  const auto results = results_of(run_forge({"run", "p.toml", "--report", "json"}, directory.path()));
  REQUIRE(results["search"]["searches"].size() == 3);
}

TEST_CASE("run: --progress shows what goes on, on stderr only") {
  const TemporaryDirectory directory;
  // Long enough for a line of progress.
  directory.write("p.toml", searched_project(slow_build ? "evaluations = 300000" : "evaluations = 3000000"));
  const auto with_progress = [&](const std::string &when) {
    return run_forge({"run", "p.toml", "--threads", "1", "--progress", when}, directory.path());
  };
  const auto never = with_progress("never");
  CHECK(never.err.empty());
  CHECK(with_progress("auto").err.empty());  // a pipe is no terminal
  const auto always = with_progress("always");
  CHECK_THAT(always.err, ContainsSubstring("g (1 of 1)"));
  CHECK(always.out == never.out);
}

TEST_CASE("run: --quiet, --verbose and --log-file") {
  const TemporaryDirectory directory;
  directory.write("p.toml", searched_project());
  const auto run_with = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"run", "p.toml", "--report", "json=out.json"});
    const auto outcome = run_forge(options, directory.path());
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.empty());
    return outcome.err;
  };
  CHECK(run_with({}) == "info: wrote out.json\n");
  CHECK(run_with({"--quiet"}).empty());
  CHECK_THAT(run_with({"--verbose"}), ContainsSubstring("debug: g: "));
  CHECK(run_with({"--quiet", "--log-file", "run.log"}).empty());
  const auto log = read_file(directory.path() / "run.log");
  CHECK_THAT(log, ContainsSubstring("info: wrote out.json\n"));
  CHECK_THAT(log, ContainsSubstring("debug: g: "));
}

TEST_CASE("run: a report is replaced as a whole, and stays where the new one fails") {
  const TemporaryDirectory directory;
  directory.write("p.toml", given_project());
  directory.write("out.json", "old");
  CHECK(run_forge({"run", "p.toml", "--report", "json=out.json"}, directory.path()).exit_code == 0);
  const auto good = read_file(directory.path() / "out.json");
  CHECK(json::parse(good).contains("totals"));
  // The second writer fails: the first one's file is not touched either.
  directory.write("q.toml", given_project() +
                                "[[report]]\nwriter = \"json\"\nfile = \"out.json\"\n[[report]]\n"
                                "writer = \"csv\"\nfile = \"new.csv\"\noptions = { table = \"nothing\" }\n");
  const auto outcome = run_forge({"run", "q.toml"}, directory.path());
  CHECK(outcome.exit_code == 5);
  CHECK_THAT(outcome.err, ContainsSubstring("there is no table 'nothing'; the tables are: forge, project, "));
  CHECK(read_file(directory.path() / "out.json") == good);
  CHECK(names_in(directory.path()) == std::set<std::string>{"out.json", "p.toml", "q.toml"});
}

TEST_CASE("run: a network's report has a line for each Einsum and sums them up") {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + gemm("a", 4, 4, 4) + gemm("b", 4, 4, 4) + gemm("c", 4, 4, 4) +
                                gemm("d", 4, 4, 4) + mapping("a") + mapping("b") + mapping("c") + mapping("d"));
  const auto outcome = run_forge({"run", "p.toml"}, directory.path());
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, ContainsSubstring("\n  d          1        64 "));
  CHECK_THAT(outcome.out, !ContainsSubstring("steps x tile"));
  directory.write("q.toml", read_file(directory.path() / "p.toml") +
                                "[[report]]\nwriter = \"text\"\noptions = { einsums = \"c\" }\n");
  directory.write("q.toml", read_file(directory.path() / "p.toml") +
                                "[[report]]\nwriter = \"text\"\noptions = { einsums = \"c\" }\n");
  const auto detailed = run_forge({"run", "q.toml"}, directory.path());
  CHECK_THAT(detailed.out, ContainsSubstring("\nc\n  loop  steps x tile"));
}

}  // namespace
}  // namespace forge::test
