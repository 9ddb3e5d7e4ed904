// SPDX-License-Identifier: Apache-2.0
// What the plugin asks CACTI and makes of the answers, with a script in its place; real_test.cpp asks CACTI itself.
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "cacti.hpp"
#include "plugin/host.hpp"
#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

namespace fs = std::filesystem;
namespace cacti = plugins::cacti;
using Bench = ComponentBench<cacti::Cacti>;

constexpr const char *header =
    "Tech node (nm), Capacity (bytes), Access time (ns), Random cycle time (ns), Dynamic search energy (nJ), Dynamic "
    "read "
    "energy (nJ), Dynamic write energy (nJ), Standby leakage per bank(mW), Area (mm2), Ndwl, ";

// Answers with simple figures: energy as large as the node in um, and notes what it was asked.
constexpr const char *answering = R"(
set -e
[ "$1" = -infile ]
test -f tech_params/45nm.dat
node=$(sed -n 's/^-technology (u) //p' "$2")
bytes=$(sed -n 's/^-size (bytes) //p' "$2")
cat "$2" >> "$LOG"
echo asked
cat > "$2.out" <<END
HEADER
x, $bytes, 2, 4, N/A, $node, 0.5, 3, 0.25, 1,
END
)";

struct Fixture {
  Fixture() {
    std::string pattern = (fs::temp_directory_path() / "forge-cacti-test-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    directory = pattern;
    log = directory / "asked";
    fs::create_directory(directory / "tech_params");
    std::ofstream(directory / "tech_params" / "45nm.dat") << "x";
    setenv("FORGE_CACHE", "off", 1);
    program(answering);
  }
  Fixture(const Fixture &) = delete;
  Fixture &operator=(const Fixture &) = delete;
  ~Fixture() {
    std::error_code ignored;
    fs::remove_all(directory, ignored);
  }

  std::string program(std::string text) {
    const auto replace = [&text](const std::string &from, const std::string &to) {
      if (const auto at = text.find(from); at != std::string::npos) {
        text.replace(at, from.size(), to);
      }
    };
    replace("HEADER", header);
    replace("$LOG", log.string());
    const fs::path file = directory / "cacti";
    std::ofstream(file) << "#!/bin/sh\n" << text;
    fs::permissions(file, fs::perms::owner_all);
    return file.string();
  }
  Values row(const Values &given) { return Bench({(directory / "cacti").string(), ""}, host.table()).row(given); }
  std::string refusal(const std::string &text, const Values &given) {
    program(text);
    try {
      row(given);
    } catch (const std::runtime_error &error) {
      return error.what();
    }
    return "";
  }
  // The values of a key in all questions, in the order in which they were asked.
  std::vector<std::string> asked(const std::string &key) const {
    std::vector<std::string> values;
    std::ifstream stream(log);
    for (std::string line; std::getline(stream, line);) {
      if (line.rfind("-" + key + " ", 0) == 0) {
        values.push_back(line.substr(key.size() + 2));
      }
    }
    return values;
  }
  std::string last_asked(const std::string &key) const {
    const auto values = asked(key);
    return values.empty() ? "was not asked" : values.back();
  }

  fs::path directory;
  fs::path log;  // of what was asked
  std::atomic<bool> cancelled{false};
  Pool pool{1};
  plugin::Host host{cancelled, pool};
};

const Values plain = {{"size", 65536}, {"width", 64}, {"node", 45e-9}};

Values with(Values values, const Values &more) {
  for (const auto &[name, value] : more) {
    values[name] = value;
  }
  return values;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "cacti: figures in SI units, of all banks and ports") {
  const auto one = row(plain);
  CHECK(one.at("area") == Approx(0.25e-6));
  CHECK(one.at("leak_power") == Approx(3e-3));
  CHECK(one.at("read.energy") == Approx(0.045e-9));
  CHECK(one.at("write.energy") == Approx(0.5e-9));
  CHECK(one.at("read.latency") == Approx(2e-9));
  CHECK(one.at("write.throughput") == Approx(1 / 4e-9));
  CHECK(asked("size (bytes)") == std::vector<std::string>{"8192"});
  CHECK(asked("block size (bytes)") == std::vector<std::string>{"8"});
  const auto several = row(with(plain, {{"banks", 3}, {"ports", 2}}));
  CHECK(several.at("leak_power") == Approx(3 * 3e-3));
  CHECK(several.at("read.throughput") == Approx(6 / 4e-9));
  CHECK(last_asked("UCA bank") == "4");  // powers of two only
  CHECK(last_asked("read-write port") == "2");
}

TEST_CASE_METHOD(Fixture, "cacti: between two of CACTI's nodes both are asked; below 22 nm the figures are scaled") {
  CHECK(row(with(plain, {{"node", 27e-9}})).at("read.energy") == Approx(0.027e-9));
  CHECK(asked("technology (u)") == std::vector<std::string>{"0.022", "0.032"});
  CHECK(row(with(plain, {{"node", 90e-9}})).at("read.energy") == Approx(0.09e-9));
  const auto small = row(with(plain, {{"node", 11e-9}}));
  CHECK(small.at("read.energy") == Approx(0.022e-9 * std::sqrt(0.5)));
  CHECK(small.at("area") == Approx(0.25e-6 / 2));
  CHECK(small.at("read.latency") == Approx(1e-9));
  CHECK(small.at("leak_power") == Approx(3e-3 * 0.79 * std::sqrt(0.5)));
  CHECK(row(with(plain, {{"node", 91e-9}})).empty());
}

TEST_CASE_METHOD(Fixture, "cacti: narrow and shallow arrays are a share of the least that CACTI knows") {
  const auto narrow = row({{"size", 8192}, {"width", 8}, {"node", 45e-9}});
  CHECK(last_asked("block size (bytes)") == "4");
  CHECK(last_asked("size (bytes)") == "4096");
  CHECK(narrow.at("read.energy") == Approx(0.045e-9 * (0.7 * 0.25 + 0.3)));
  CHECK(narrow.at("area") == Approx(0.25e-6 * 0.25));
  const auto shallow = row({{"size", 1024}, {"width", 64}, {"node", 45e-9}});
  CHECK(last_asked("size (bytes)") == "512");
  CHECK(shallow.at("read.energy") == Approx(0.045e-9 * std::pow(0.25, 0.78)));
  CHECK(shallow.at("leak_power") == Approx(3e-3 * 0.25));
}

TEST_CASE_METHOD(Fixture, "cacti: devices, objective, temperature and caches as CACTI's own settings") {
  row(with(plain, {{"cells", 2}, {"objective", 4}, {"temperature", 350}}));
  CHECK(last_asked("Data array cell type -") == "\"itrs-hp\"");
  CHECK(last_asked("operating temperature (K)") == "350");
  CHECK(last_asked("design objective (weight delay, dynamic power, leakage power, cycle time, area)") ==
        "0:0:0:0:1000000");
  CHECK(last_asked("cache type") == "\"ram\"");
  row(with(plain, {{"type", 1}, {"associativity", 4}, {"width", 512}}));
  CHECK(last_asked("cache type") == "\"cache\"");
  CHECK(last_asked("associativity") == "4");
  CHECK(last_asked("tag size (b)") == "\"default\"");
  CHECK(row(with(plain, {{"temperature", 305}})).empty());
  CHECK(row(with(plain, {{"associativity", 2}})).empty());  // of a RAM
}

TEST_CASE_METHOD(Fixture, "cacti: what it can't be asked is no component") {
  CHECK(row({{"size", 65536}, {"width", 0}, {"node", 45e-9}}).empty());
  CHECK(row({{"size", -1}, {"width", 64}, {"node", 45e-9}}).empty());
  CHECK(row({{"size", std::nan("")}, {"width", 64}, {"node", 45e-9}}).empty());
  CHECK(asked("technology (u)").empty());
}

TEST_CASE_METHOD(Fixture,
                 "cacti: no answer for an array makes it infeasible; a program that does not work is an error") {
  program("echo 'ERROR: no valid data array organizations found'");
  CHECK(row(plain).empty());
  program("echo 'ERROR' > $2.out");
  CHECK(row(plain).empty());
  program("echo begun; kill -SEGV $$");
  CHECK(row(plain).empty());
  CHECK(refusal("echo \"$0: version 'GLIBC_2.38' not found\" >&2; exit 1", plain)
            .find("version 'GLIBC_2.38' not found; "
                  "CACTI 7 is at https://") != std::string::npos);
  const std::string late = refusal("echo begun; sleep 60", with(plain, {{"time_limit", 0.1}}));
  CHECK_THAT(late, ContainsSubstring("CACTI gave no answer within 0.1"));
  CHECK_THAT(late, ContainsSubstring("size (bytes) 8192, block size (bytes) 8"));
}

TEST_CASE_METHOD(Fixture, "cacti: a missing program or directory is told with what to do about it") {
  const auto words = [&](const std::string &name, const std::string &parameters) -> std::string {
    try {
      Bench({name, parameters}, host.table()).row(plain);
    } catch (const std::runtime_error &error) {
      return error.what();
    }
    return "";
  };
  CHECK_THAT(words("no-such-cacti", ""),
             StartsWith("CACTI cannot be asked: there is no program 'no-such-cacti' on PATH; "
                        "CACTI 7 is at https://github.com/HewlettPackard/cacti"));
  CHECK_THAT(words((directory / "cacti").string(), "/no/such/directory"),
             StartsWith("CACTI cannot be asked: there is no directory '/no/such/directory'"));
  CHECK(words((directory / "cacti").string(), (directory / "tech_params").string()).empty());
}

TEST_CASE_METHOD(Fixture, "cacti: a host that runs no programs is refused") {
  CHECK_THROWS_WITH(Bench({"cacti", ""}), ContainsSubstring("needs forge with ABI 1.2"));
}

TEST_CASE_METHOD(Fixture, "cacti: each question is asked once, and not again as long as it is kept") {
  setenv("FORGE_CACHE", (directory / "cache").c_str(), 1);
  const plugin::Host own(cancelled, pool);
  const auto price = [&] { return Bench({(directory / "cacti").string(), ""}, own.table()).row(plain); };
  const auto first = price();
  CHECK(price() == first);
  CHECK(asked("technology (u)").size() == 1);
  std::ofstream(directory / "tech_params" / "45nm.dat") << "other";
  price();
  CHECK(asked("technology (u)").size() == 2);
}

TEST_CASE("cacti: the answer is read by the names of its columns") {
  const std::string names = std::string(header) + "\n";
  CHECK(cacti::answer_of(names + "45, 1, 2, 4, N/A, 5, 6, 7, 8, 1, \n")->access == Approx(2e-9));
  CHECK(cacti::answer_of(names + "45, 1, 1, 1, N/A, 1, 1, 1, 1,\n45, 1, 2, 4, N/A, 5, 6, 7, 8, 1, \n")->area ==
        Approx(8e-6));  // the last one counts
  CHECK_FALSE(cacti::answer_of(""));
  CHECK_FALSE(cacti::answer_of(names));
  CHECK_FALSE(cacti::answer_of(names + "45, 1, 2\n"));
  CHECK_FALSE(cacti::answer_of(names + "45, 1, 2, 4, N/A, nan, 6, 7, 8, 1, \n"));
  CHECK_FALSE(cacti::answer_of(names + "45, 1, 2, 4, N/A, -5, 6, 7, 8, 1, \n"));
  CHECK_FALSE(cacti::answer_of("a, b\n1, 2\n"));
}

}  // namespace forge::test
