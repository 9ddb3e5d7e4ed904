// SPDX-License-Identifier: Apache-2.0
// The C++ layer of the SDK, seen through the C tables that it makes.
#include <array>
#include <limits>

#include "forge/sdk/component.hpp"
#include "forge/sdk/plugin.hpp"
#include "forge/sdk/report.hpp"
#include "forge/sdk/sampler.hpp"
#include "forge/sdk/solver.hpp"
#include "support/catch.hpp"

namespace forge::test {
namespace {

using namespace sdk;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct Words {
  char text[64] = "untouched";
  forge_error error{sizeof(forge_error), FORGE_OK, text, sizeof(text)};
};

TEST_CASE("sdk: texts are cut between characters, and never beyond the storage") {
  Words words;
  words.error.capacity = 6;
  set_error(&words.error, FORGE_INVALID, "Größe");  // G r ö(2) ß(2) e: the sixth byte would split ß
  CHECK(std::string(words.text) == "Grö");
  CHECK(words.error.code == FORGE_INVALID);
  words.error.capacity = 1;
  set_error(&words.error, FORGE_INTERNAL, "x");
  CHECK(words.text[0] == '\0');
  words.error.capacity = 0;
  words.text[0] = 'y';
  set_error(&words.error, FORGE_INTERNAL, "x");
  CHECK(words.text[0] == 'y');
  set_error(nullptr, FORGE_INTERNAL, "x");
}

TEST_CASE("sdk: what a body throws becomes a status and a text") {
  Words words;
  CHECK(guarded(&words.error, [] {}) == FORGE_OK);
  CHECK(guarded(&words.error, [] { return forge_status{FORGE_INFEASIBLE}; }) == FORGE_INFEASIBLE);
  CHECK(std::string(words.text) == "untouched");
  CHECK(guarded(&words.error, [] { throw Invalid("width: too small"); }) == FORGE_INVALID);
  CHECK(std::string(words.text) == "width: too small");
  CHECK(guarded(&words.error, [] { throw Unsupported("no"); }) == FORGE_UNSUPPORTED);
  CHECK(guarded(&words.error, [] { throw Cancelled(); }) == FORGE_CANCELLED);
  CHECK(guarded(&words.error, [] { throw std::bad_alloc(); }) == FORGE_INTERNAL);
  CHECK(std::string(words.text) == "out of memory");
  CHECK(guarded(&words.error, [] { throw 1; }) == FORGE_INTERNAL);
  CHECK(guarded(&words.error, [] { throw Returned(FORGE_FATAL); }) == FORGE_FATAL);
  CHECK(guarded(nullptr, [] { throw Invalid("x"); }) == FORGE_INVALID);
}

TEST_CASE("sdk: a host that offers nothing is enough") {
  const Host none(nullptr);
  none.info("nobody listens");
  none.progress(0.5, "");
  CHECK_FALSE(none.is_cancelled());
  CHECK(none.n_threads() == 1);
  std::vector<std::uint64_t> seen;
  none.parallel_for(3, [&](std::uint64_t i, std::uint32_t thread) { seen.push_back(i + thread); });
  CHECK(seen == std::vector<std::uint64_t>{0, 1, 2});
  try {
    none.parallel_for(5, [](std::uint64_t i, std::uint32_t) {
      if (i == 1 || i == 3) {
        throw Invalid(std::to_string(i));
      }
    });
    FAIL("the failure got lost");
  } catch (const Invalid &failure) {
    CHECK(std::string(failure.what()) == "1");
  }
}

TEST_CASE("sdk: what is legal in a column") {
  const forge_column_info width = integer("width", "bit", "").range(1, 64);
  CHECK(is_legal(width, 1));
  CHECK(is_legal(width, 64));
  CHECK_FALSE(is_legal(width, 1.5));
  CHECK_FALSE(is_legal(width, 65));
  CHECK_FALSE(is_legal(width, nan));
  CHECK(is_legal(real("x", "", "").optional(), nan));
  CHECK_FALSE(is_legal(integer("x", "", ""), 1e300));
  CHECK_FALSE(is_legal(flag("x", ""), 2));
  static constexpr forge_column_info twice[] = {real("a", "", ""), real("a", "", "")};
  CHECK_FALSE(has_good_names(twice));
  static constexpr forge_column_info odd[] = {real("a", "pJ", ""), integer("b", "", "").range(1, 2)};
  CHECK_FALSE(has_known_units(odd));
  CHECK_FALSE(has_good_presets(odd));  // b: 0 is not in 1 ... 2
}

struct Model {
  static constexpr std::string_view id = "test.model", summary = "", source = "";
  static constexpr forge_column_info inputs[] = {real("x", "", "").range(0, 10)};
  static constexpr forge_column_info outputs[] = {output("area", "m^2", "")};
  bool evaluate_row(std::span<const double> in, std::span<double> out) const {
    out[0] = in[0] == 7 ? nan : 2 * in[0];
    return in[0] != 5;
  }
};

TEST_CASE("sdk: rows out of range, refused rows and bad figures are infeasible, and others are not touched by them") {
  const auto &table = Components<Model>::table;
  Words words;
  forge_component *model = nullptr;
  CHECK(table.create(nullptr, 1, nullptr, 0, &model, &words.error) == FORGE_INVALID);
  REQUIRE(table.create(nullptr, 0, nullptr, 0, &model, &words.error) == FORGE_OK);
  const std::array<double, 6> in = {1, 11, 5, 7, nan, 2};
  std::array<double, 6> out{};
  std::array<forge_status, 6> status{};
  const double *in_columns[] = {in.data()};
  double *out_columns[] = {out.data()};
  forge_batch batch{sizeof(forge_batch), 1, 1, 0, in.size(), in_columns, out_columns, status.data()};
  CHECK(table.evaluate(model, &batch, &words.error) == FORGE_OK);
  CHECK(status ==
        std::array<forge_status, 6>{0, FORGE_INFEASIBLE, FORGE_INFEASIBLE, FORGE_INFEASIBLE, FORGE_INFEASIBLE, 0});
  CHECK(out == std::array<double, 6>{2, 0, 0, 0, 0, 4});
  batch.n_inputs = 0;
  CHECK(table.evaluate(model, &batch, &words.error) == FORGE_INVALID);
  table.destroy(model);
  table.destroy(nullptr);
  CHECK(table.model_info(1) == nullptr);
  CHECK(table.input_info(0, 1) == nullptr);
  CHECK(table.text_info(0, 0) == nullptr);
}

TEST_CASE("sdk: interfaces are found by their whole id") {
  CHECK(find_interface<Components<Model>>(FORGE_COMPONENT_ID) == &Components<Model>::table);
  CHECK(find_interface<Components<Model>>("forge.component/10") == nullptr);
  CHECK(find_interface<Components<Model>>("forge.component") == nullptr);
  CHECK(find_interface<Components<Model>>(nullptr) == nullptr);
}

struct Writer {
  static constexpr std::string_view id = "test.writer", summary = "", extension = "txt";
  static constexpr forge_column_info options[] = {integer("digits", "", "").range(0, 9)};
  static void write(const Report &report) {
    const Table absent = report.tables["absent"];
    report.out << absent.rows() << absent["x"].has(0) + 0 << absent.text("x", 0) << ' '
               << report.options.integer("digits") << ' ' << 0.1 << ' ' << -1.5e-30 << ' '
               << std::numeric_limits<std::int64_t>::min() << ' ' << report.tables["t"].integer("n", 1)
               << report.tables["t"]["n"].real(0);
    if (report.options.integer("digits") == 9) {
      static_cast<void>(report.options.real("unknown"));
    }
  }
};

TEST_CASE("sdk: reports read what is there, write numbers that read back, and stop when the sink does") {
  const std::int64_t n[] = {4, 5};
  const forge_column column{sizeof(forge_column), FORGE_COLUMN_INTEGER, to_abi("n"), {}, nullptr, n, nullptr, nullptr};
  const forge_column *columns[] = {&column};
  const forge_table t{sizeof(forge_table), 1, 2, to_abi("t"), columns};
  const forge_table *tables[] = {&t};
  std::string bytes;
  forge_sink sink{sizeof(forge_sink), 0, &bytes, [](const forge_sink *self, const char *text, std::uint64_t size) {
                    static_cast<std::string *>(self->impl)->append(text, size);
                    return forge_status{FORGE_OK};
                  }};
  double digits = 3;
  const forge_str no_text{nullptr, 0};
  forge_options options{sizeof(forge_options), 1, &digits, &no_text};
  Words words;
  const auto &table = Reports<Writer>::table;
  CHECK(table.write(nullptr, 0, &options, tables, 1, &sink, &words.error) == FORGE_OK);
  CHECK(bytes == "00 3 0.1 -1.5e-30 -9223372036854775808 54");
  digits = 9;
  CHECK(table.write(nullptr, 0, &options, tables, 1, &sink, &words.error) == FORGE_INTERNAL);
  CHECK(table.write(nullptr, 1, &options, tables, 1, &sink, &words.error) == FORGE_INVALID);
  digits = 3;
  sink.write = [](const forge_sink *, const char *, std::uint64_t) { return forge_status{FORGE_CANCELLED}; };
  CHECK(table.write(nullptr, 0, &options, tables, 1, &sink, &words.error) == FORGE_CANCELLED);
  options.n_options = 0;
  CHECK(table.write(nullptr, 0, &options, tables, 1, &sink, &words.error) == FORGE_INVALID);
}

struct Solver {
  static constexpr std::string_view id = "test.solver", summary = "";
  explicit Solver(const SolverSetup &) {}
  Certificate solve(const forge_problem &, const SolverSink &sink) {
    const forge_nest_node node{FORGE_NEST_COMPUTE, 0, 0, 0, 0};
    const double claim = 1;
    sink.incumbent({&node, 1}, {&claim, 1});
    return {.is_optimal = true, .bound = 1, .n_evaluated = 1};
  }
};

TEST_CASE("sdk: a claim that the host does not confirm ends the search with the host's words") {
  const auto &table = Solvers<Solver>::table;
  Words words;
  forge_solver *solver = nullptr;
  const forge_options options{sizeof(forge_options), 0, nullptr, nullptr};
  REQUIRE(table.create(nullptr, 0, &options, 0, &solver, &words.error) == FORGE_OK);
  forge_problem problem{};
  problem.n_objectives = 1;
  forge_certificate certificate{sizeof(forge_certificate), 0, 0, 0};
  forge_solver_sink sink{};
  sink.incumbent = [](const forge_solver_sink *, const forge_solution *, forge_error *) {
    return forge_status{FORGE_OK};
  };
  CHECK(table.solve(solver, &problem, &sink, &certificate, &words.error) == FORGE_OK);
  CHECK(certificate.is_optimal == 1);
  sink.incumbent = [](const forge_solver_sink *, const forge_solution *, forge_error *error) {
    set_error(error, FORGE_INVALID, "it costs 2");
    return forge_status{FORGE_INVALID};
  };
  CHECK(table.solve(solver, &problem, &sink, &certificate, &words.error) == FORGE_INVALID);
  CHECK(std::string(words.text) == "it costs 2");
  table.destroy(solver);
}

}  // namespace
}  // namespace forge::test
