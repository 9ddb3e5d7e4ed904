// SPDX-License-Identifier: Apache-2.0
//
// One Einsum of each kind, as a user runs it: its counts equal the definition, and figures that can be worked out by
// hand are as they should be.
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace forge::test {
namespace {

using nlohmann::json;

// Values as wide as an action; operations at prices of their own.
constexpr auto hardware = R"(forge = 1
[[architecture]]
memory = "DRAM"
actions.read = { energy = "10 pJ", throughput = "1 GHz" }
actions.write = { energy = "10 pJ", throughput = "1 GHz" }
[[architecture]]
memory = "Buffer"
actions.read = { energy = "1 pJ", throughput = "4 GHz" }
actions.write = { energy = "1 pJ", throughput = "4 GHz" }
[[architecture]]
compute = "MAC"
under = "Buffer"
actions.mac = { energy = "1 pJ", throughput = "1 GHz" }
[[architecture]]
compute = "SFU"
under = "Buffer"
actions.exp = { energy = "7 pJ", throughput = "0.5 GHz" }
actions.max = { energy = "2 pJ", throughput = "1 GHz" }
actions.add = { energy = "3 pJ", throughput = "1 GHz" }
actions.copy = { energy = "0 pJ", throughput = "1 GHz" }
)";

struct Loop {
  std::string variable;
  std::uint64_t size, tile;  // tile: below the loop over DRAM's tiles, what the buffer holds of it
};

// Everything lives in DRAM, tiles of it in the buffer.
struct Work {
  std::string einsum, operation, equation;
  std::vector<Loop> loops;
  std::string compute = "MAC";

  std::string text() const {
    std::string sizes, outer, inner;
    for (const auto &[variable, size, tile] : loops) {
      sizes += (sizes.empty() ? "" : ", ") + variable + " = " + std::to_string(size);
      outer += "  { for = \"" + variable + "\", tile = " + std::to_string(tile) + " },\n";
      inner += "  { for = \"" + variable + "\", tile = 1 },\n";
    }
    return "[[workload]]\neinsum = \"" + einsum + "\"\noperation = \"" + operation + "\"\nequation = \"" + equation +
           "\"\nsizes = { " + sizes + " }\nbits = { all = \"8 b\" }\n[[mapping]]\neinsum = \"" + einsum +
           "\"\nnest = [\n  { keep = \"all\", in = \"DRAM\" },\n" + outer + "  { keep = \"all\", in = \"Buffer\" },\n" +
           inner + "  { compute = \"" + compute + "\" },\n]\n";
  }
};

// The results of a project whose counts equal the definition.
json results_of(const std::vector<Work> &works) {
  const TemporaryDirectory directory;
  std::string text = hardware;
  for (const Work &work : works) {
    text += work.text();
  }
  directory.write("p.toml", text);
  const auto verified = run_forge({"verify", "p.toml"}, directory.path());
  INFO(verified.err);
  REQUIRE(verified.exit_code == 0);
  const auto outcome = run_forge({"run", "p.toml", "--report", "json"}, directory.path());
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  return json::parse(outcome.out);
}

// fills, reads, updates, drains of a tensor in a memory
using Counts = std::vector<std::uint64_t>;

Counts counts(const json &einsum, const std::string &memory, const std::string &tensor) {
  for (const auto &row : einsum["storage"]) {
    if (row["memory"] == memory && row["tensor"] == tensor) {
      return {row["fills"], row["reads"], row["updates"], row["drains"]};
    }
  }
  return {};
}

json run_one(const Work &work) {
  return results_of({work})["einsums"][0];
}

json component(const json &einsum, const std::string &name) {
  for (const auto &one : einsum["components"]) {
    if (one["name"] == name) {
      return one;
    }
  }
  return {};
}

std::string refusal(const Work &work) {
  const TemporaryDirectory directory;
  directory.write("p.toml", hardware + work.text());
  const auto outcome = run_forge({"run", "p.toml"}, directory.path());
  CHECK(outcome.exit_code == 3);
  return outcome.err;
}

TEST_CASE("einsums: a copy") {
  const auto einsum = run_one({"copy", "copy", "B[i,j] = A[i,j]", {{"i", 6, 2}, {"j", 8, 4}}, "SFU"});
  CHECK(counts(einsum, "DRAM", "A") == Counts{0, 48, 0, 0});
  CHECK(counts(einsum, "DRAM", "B") == Counts{0, 0, 48, 0});
  CHECK(counts(einsum, "Buffer", "B") == Counts{0, 0, 48, 48});
  CHECK(component(einsum, "SFU")["actions"]["copy"] == 48);
}

TEST_CASE("einsums: a transposition") {
  const auto einsum = run_one({"transpose", "copy", "B[j,i] = A[i,j]", {{"i", 6, 2}, {"j", 8, 3}}, "SFU"});
  CHECK(counts(einsum, "Buffer", "A") == Counts{48, 48, 0, 0});
  CHECK(counts(einsum, "Buffer", "B") == Counts{0, 0, 48, 48});
}

// Of 22 elements that the access spans, 8 are touched.
TEST_CASE("einsums: a strided access") {
  const auto einsum = run_one({"stride", "copy", "O[p] = I[3*p]", {{"p", 8, 2}}, "SFU"});
  CHECK(counts(einsum, "DRAM", "I") == Counts{0, 8, 0, 0});
  CHECK(einsum["storage"][0]["tile"] == 8);
}

TEST_CASE("einsums: tensors without ranks") {
  const auto dot = run_one({"dot", "mac", "Z = A[k] * B[k]", {{"k", 16, 4}}});
  CHECK(counts(dot, "Buffer", "Z") == Counts{0, 15, 16, 1});
  CHECK(counts(dot, "DRAM", "Z") == Counts{0, 0, 1, 0});
  const auto scale = run_one({"scale", "mac", "Z[k] = S * A[k]", {{"k", 16, 4}}});
  CHECK(counts(scale, "Buffer", "S") == Counts{1, 16, 0, 0});
}

TEST_CASE("einsums: a depthwise convolution") {
  const auto einsum = run_one({"depthwise",
                               "mac",
                               "O[c,p,q] = I[c,p+r,q+s] * W[c,r,s]",
                               {{"c", 4, 1}, {"p", 4, 4}, {"q", 4, 4}, {"r", 3, 3}, {"s", 3, 3}}});
  CHECK(einsum["computes"] == 4 * 16 * 9);
  CHECK(counts(einsum, "Buffer", "I")[0] == 4 * 6 * 6);
  CHECK(counts(einsum, "Buffer", "W")[0] == 4 * 3 * 3);
  CHECK(counts(einsum, "Buffer", "O")[3] == 4 * 4 * 4);
}

// Rows of the image: with each one of the output, one more of the input.
TEST_CASE("einsums: a grouped convolution with stride and dilation") {
  const auto einsum =
      run_one({"grouped",
               "mac",
               "O[g,m,p,q] = I[g,c,2*p+r,q+2*s] * W[g,m,c,r,s]",
               {{"g", 2, 1}, {"m", 2, 2}, {"c", 2, 2}, {"p", 3, 1}, {"q", 3, 3}, {"r", 2, 2}, {"s", 2, 2}}});
  // Rows 2p and 2p + 1: no two share any. Columns 0 ... 4 of each.
  CHECK(counts(einsum, "Buffer", "I")[0] == 2 * 2 * 6 * 5);
  CHECK(counts(einsum, "Buffer", "W")[0] == 2 * 2 * 2 * 4);
  CHECK(counts(einsum, "DRAM", "O")[2] == 2 * 2 * 9);
}

TEST_CASE("einsums: a max pooling") {
  const auto einsum = run_one({"pool", "max", "O[p] = I[2*p+r]", {{"p", 8, 2}, {"r", 3, 3}}, "SFU"});
  // Tiles of 5 that share 1 with the next: 17 in all.
  CHECK(counts(einsum, "Buffer", "I")[0] == 17);
  CHECK(component(einsum, "SFU")["energy"] == Approx(24 * 2e-12));
}

TEST_CASE("einsums: MTTKRP") {
  const auto einsum = run_one(
      {"mttkrp", "mac", "Z[i,r] = T[i,j,k] * B[j,r] * C[k,r]", {{"i", 4, 1}, {"j", 5, 5}, {"k", 6, 6}, {"r", 3, 3}}});
  CHECK(einsum["computes"] == 4 * 5 * 6 * 3);
  CHECK(counts(einsum, "Buffer", "T") == Counts{120, 360, 0, 0});
  CHECK(counts(einsum, "Buffer", "B") == Counts{15, 360, 0, 0});  // stays for all i
  CHECK(counts(einsum, "Buffer", "C") == Counts{18, 360, 0, 0});
  CHECK(counts(einsum, "Buffer", "Z") == Counts{0, 348, 360, 12});
}

// S = Q K, M = max S, P = exp(S - M), D = sum P, O = P V: a point of each is one action of its name.
TEST_CASE("einsums: attention") {
  const std::vector<Loop> rows{{"h", 2, 1}, {"i", 4, 2}, {"j", 6, 6}};
  auto with = [&](std::string variable, std::uint64_t size) {
    auto loops = rows;
    loops.push_back({std::move(variable), size, size});
    return loops;
  };
  const auto results = results_of({{"QK", "mac", "S[h,i,j] = Q[h,i,d] * K[h,j,d]", with("d", 8)},
                                   {"peak", "max", "M[h,i] = S[h,i,j]", rows, "SFU"},
                                   {"soft", "exp", "P[h,i,j] = S[h,i,j] * M[h,i]", rows, "SFU"},
                                   {"sum", "add", "D[h,i] = P[h,i,j]", rows, "SFU"},
                                   {"AV", "mac", "O[h,i,e] = P[h,i,j] * V[h,j,e]", with("e", 8)}});
  const auto &einsums = results["einsums"];
  CHECK(counts(einsums[0], "Buffer", "K") == Counts{96, 384, 0, 0});  // stays while i advances
  CHECK(counts(einsums[2], "Buffer", "M") == Counts{8, 48, 0, 0});
  CHECK(counts(einsums[3], "Buffer", "D") == Counts{0, 40, 48, 8});
  CHECK(counts(einsums[4], "DRAM", "O") == Counts{0, 0, 64, 0});
  const std::map<std::string, std::pair<std::size_t, double>> prices{
      {"max", {1, 2e-12}}, {"exp", {2, 7e-12}}, {"add", {3, 3e-12}}};
  for (const auto &[action, at] : prices) {
    const auto unit = component(einsums[at.first], "SFU");
    CHECK(unit["actions"][action] == 48);
    CHECK(unit["actions"].size() == 1);
    CHECK(unit["energy"] == Approx(48 * at.second));
  }
  CHECK(component(einsums[2], "SFU")["latency"] == Approx(48 / 0.5e9));
  CHECK(component(einsums[4], "MAC")["actions"]["mac"] == 384);
}

// Pairs of rows: the tile holds both, or one where they are the same.
TEST_CASE("einsums: a tensor that stands twice") {
  const auto einsum = run_one({"gram", "mac", "Z[i,j] = A[i,k] * A[j,k]", {{"i", 6, 2}, {"j", 6, 2}, {"k", 4, 4}}});
  CHECK(einsum["counted_by"] == "replay");
  CHECK(counts(einsum, "Buffer", "A") == Counts{56, 264, 0, 0});
  CHECK(counts(einsum, "DRAM", "A") == Counts{0, 56, 0, 0});
}

TEST_CASE("einsums: 16 and 17 rank variables") {
  for (const char last : {'p', 'q'}) {
    std::vector<Loop> loops;
    std::string left, right;
    for (char v = 'a'; v <= last; ++v) {
      loops.push_back({std::string(1, v), 2, v < 'e' ? 1U : 2U});
      (v < 'i' ? left : right) += (v == 'a' || v == 'i' ? "" : ",") + std::string(1, v);
    }
    const auto einsum =
        run_one({"wide", "mac", "Z[" + left + "] = A[" + left + "," + right + "] * B[" + right + "]", loops});
    const std::uint64_t points = std::uint64_t{1} << loops.size();
    CHECK(einsum["computes"] == points);
    CHECK(counts(einsum, "Buffer", "A") == Counts{points, points, 0, 0});
    CHECK(counts(einsum, "Buffer", "B") == Counts{points / 256, points, 0, 0});
    CHECK(counts(einsum, "DRAM", "Z") == Counts{0, 0, 256, 0});
  }
}

TEST_CASE("einsums: eight operands, but not nine") {
  const auto einsum =
      run_one({"product", "mac", "Z[m] = A[m] * B[m] * C[m] * D[m] * E[m] * F[m] * G[m] * H[m]", {{"m", 6, 4}}});
  CHECK(einsum["storage"].size() == 18);
  CHECK(counts(einsum, "Buffer", "H") == Counts{6, 6, 0, 0});
  CHECK_THAT(
      refusal({"product", "mac", "Z[m] = A[m] * B[m] * C[m] * D[m] * E[m] * F[m] * G[m] * H[m] * I[m]", {{"m", 6, 4}}}),
      ContainsSubstring("error: an Einsum has at most 8 operands"));
}

TEST_CASE("einsums: an operation that the compute of the mapping does not have") {
  const auto said = refusal({"step", "epx", "Z[m] = A[m]", {{"m", 6, 4}}, "SFU"});
  CHECK_THAT(said, ContainsSubstring("error: no compute has an action 'epx', did you mean 'exp'?"));
  CHECK_THAT(said, ContainsSubstring("'SFU' has add, copy, exp, max"));
  CHECK_THAT(refusal({"step", "exp", "Z[m] = A[m]", {{"m", 6, 4}}, "MAC"}),
             ContainsSubstring("error: compute 'MAC' has no action 'exp'"));
}

TEST_CASE("einsums: Einsums that differ in their operation are not searched as one") {
  const TemporaryDirectory directory;
  std::string text = std::string(hardware) + "[mapper]\nstrategy = \"random\"\nevaluations = 200\n";
  for (const auto *operation : {"exp", "add"}) {
    text += "[[workload]]\neinsum = \"" + std::string(operation) + "\"\noperation = \"" + operation +
            "\"\nequation = \"Z" + operation + "[m] = A" + operation +
            "[m]\"\nsizes = { m = 8 }\nbits = { all = \"8 b\" }\n";
  }
  directory.write("p.toml", text);
  const auto outcome = run_forge({"run", "p.toml", "--report", "json"}, directory.path());
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const auto results = json::parse(outcome.out);
  CHECK(results["search"]["searches"].size() == 2);
  CHECK(component(results["einsums"][0], "SFU")["actions"]["exp"] == 8);
  CHECK(component(results["einsums"][1], "SFU")["actions"]["add"] == 8);
}

}  // namespace
}  // namespace forge::test
