// SPDX-License-Identifier: Apache-2.0
#include "model/tensor_set.hpp"

#include <string>

#include "support/catch.hpp"
#include "unit/model/examples.hpp"

namespace forge::model::test {

namespace {

// The names of the tensors in a set, for the matmul Z = A * B (roles: In is A).
std::string members(const std::string &text, const TensorSet::Held &held = nullptr) {
  const Workload workload = two_matmuls();
  const Einsum &einsum = workload.einsums[0];
  const TensorMask mask = TensorSet::parse(text).resolve(workload, einsum, held);
  std::string names;
  for (std::size_t i = 0; i < einsum.tensors.size(); ++i) {
    names += (mask >> i & 1U) != 0 ? einsum.tensors[i].name : "";
  }
  return names;
}

int column_of_refusal(const std::string &text) {
  try {
    TensorSet::parse(text);
    return 0;
  } catch (const Error &error) {
    CHECK(!error.position().file);
    return error.position().column;
  }
}

}  // namespace

TEST_CASE("names, keywords and roles") {
  CHECK(members("A") == "A");
  CHECK(members("all") == "ABZ");
  CHECK(members("none") == "");
  CHECK(members("inputs") == "AB");
  CHECK(members("outputs") == "Z");
  CHECK(members("intermediates") == "Z");  // the second Einsum reads it
  CHECK(members("In") == "A");
  CHECK(members("Y") == "");  // a tensor of the other Einsum
}

TEST_CASE("operators") {
  CHECK(members("A | Z") == "AZ");
  CHECK(members("inputs & A") == "A");
  CHECK(members("all - A") == "BZ");
  CHECK(members("~A") == "BZ");
  CHECK(members("~~A") == "A");
  CHECK(members("~(A | B)") == "Z");
}

TEST_CASE("and binds tighter than or, and without goes from left to right") {
  CHECK(members("A | B & Z") == "A");
  CHECK(members("(A | B) & Z") == "");
  CHECK(members("all - A - B") == "Z");
  CHECK(members("all - A & inputs") == "B");
  CHECK(members("~A & inputs | Z") == "BZ");
}

TEST_CASE("a memory's name is what it holds") {
  const auto held = [](const std::string &name) {
    return name == "DRAM" ? std::optional<TensorMask>(0b011) : std::nullopt;
  };
  CHECK(members("~DRAM", held) == "Z");
  CHECK(members("DRAM & In", held) == "A");
  CHECK(members("Buffer", held) == "");
  CHECK(members("DRAM") == "");
}

TEST_CASE("names of a set") {
  CHECK(TensorSet::parse("~DRAM & (inputs | O) | O").names() == std::vector<std::string>{"DRAM", "O"});
  CHECK(TensorSet().names().empty());
}

TEST_CASE("the default is nothing") {
  const Workload workload = two_matmuls();
  CHECK(TensorSet().resolve(workload, workload.einsums[0]) == 0);
  CHECK(TensorSet::all().resolve(workload, workload.einsums[0]) == 0b111);
}

TEST_CASE("wrong sets are refused at the character") {
  CHECK(column_of_refusal("") == 1);
  CHECK(column_of_refusal("A |") == 4);
  CHECK(column_of_refusal("| A") == 1);
  CHECK(column_of_refusal("A B") == 3);
  CHECK(column_of_refusal("(A") == 3);
  CHECK(column_of_refusal("A)") == 2);
  CHECK(column_of_refusal("A + B") == 3);
  CHECK(column_of_refusal("3") == 1);
  CHECK(column_of_refusal("A\n| B") == 0);
  CHECK(column_of_refusal(std::string(99, '(') + "A" + std::string(99, ')')) == 0);
  CHECK(column_of_refusal(std::string(100000, '~') + "A") > 0);
}

}  // namespace forge::model::test
