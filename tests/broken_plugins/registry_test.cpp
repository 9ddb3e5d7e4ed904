// SPDX-License-Identifier: Apache-2.0
// What a run says when a plugin on its path is broken: it names the file or the plugin.
#include "plugin/registry.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

#include "support/error.hpp"

#include <atomic>
#include <filesystem>

using forge::Error;
using forge::test::ContainsSubstring;
using forge::test::StartsWith;
namespace fs = std::filesystem;

namespace {

// A directory with plugins. The loader knows a file by its path: one that is replaced is not read again, so that each
// case takes a directory of its own.
struct Fixture {
  std::atomic<bool> cancelled{false};
  forge::Pool pool{1};
  forge::plugin::Host host{cancelled, pool};
  forge::test::TemporaryDirectory directory;

  // Puts a plugin of the zoo on the path of the registry.
  fs::path add(const std::string &name, const std::string &as = "") {
    const fs::path to = directory.path() / ((as.empty() ? name : as) + ".so");
    fs::copy_file(fs::path(ZOO) / (name + ".so"), to);
    return to;
  }
  forge::plugin::Registry registry() { return {host, {directory.path().string()}}; }
};

template <class Body> std::string message_of(const Body &body) {
  try {
    body();
  } catch (const Error &error) {
    CHECK(error.kind() == forge::ErrorKind::plugin);
    std::string text = error.message();
    for (const auto &note : error.notes()) {
      text += "\n  note: " + note;
    }
    return text;
  }
  FAIL("nothing was thrown");
  return "";
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a plugin is found by what it offers and evaluated") {
  add("good");
  auto plugins = registry();
  const auto &model = *plugins.components("zoo.model").front();
  REQUIRE(model.inputs.size() == 1);
  CHECK(model.inputs[0].name == "size");
  const auto rows = model.evaluate(host, {}, {{64}, {0}, {1000}});
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].outputs[0] == forge::test::Approx(64e-15));
  CHECK_FALSE(rows[1].feasible);
  CHECK(rows[2].feasible);
  CHECK(plugins.used().empty());
  plugins.use(model);
  const auto used = plugins.used();
  REQUIRE(used.size() == 1);
  CHECK(used[0].id == "zoo.component");
  CHECK(used[0].kind == "component");
  CHECK(used[0].abi == "1.2");
  CHECK(used[0].sha256.size() == 64);
}

TEST_CASE_METHOD(Fixture, "nothing that was not asked for is loaded") {
  add("good");
  add("exit_at_load", "aaa");  // it would end the test
  auto plugins = registry();
  add("good_sampler", "zoo.count");
  auto later = registry();
  CHECK_FALSE(later.strategy("zoo.count").is_solver());
}

TEST_CASE_METHOD(Fixture, "a model that is named by its id is found without loading what does not hold the id") {
  add("good", "zzz");
  add("exit_at_load_of_another", "aaa");  // it would end the test
  auto plugins = registry();
  REQUIRE(plugins.component("zoo.model") != nullptr);
  CHECK(plugins.component("zoo.model")->provenance.plugin == "zoo.component");
}

TEST_CASE_METHOD(Fixture, "which file answers does not depend on what was asked for before") {
  add("good", "first");
  const auto meant = add("good", "zoo.model");
  auto plugins = registry();
  CHECK(plugins.component("zoo.model")->provenance.file == meant.string());
  auto others = registry();
  CHECK(others.components("cage").front()->provenance.file == meant.string());
  CHECK(others.component("zoo.model")->provenance.file == meant.string());
  auto pinned = registry();
  pinned.load("first");
  CHECK(pinned.component("zoo.model")->provenance.file != meant.string());
}

TEST_CASE_METHOD(Fixture, "three messages: not found, broken, refused") {
  auto plugins = registry();
  CHECK_THAT(message_of([&] { plugins.load("zoo"); }),
             StartsWith("plugin zoo: not found\n  note: tried " + directory.path().string() + "/zoo.so"));
  const auto broken = add("unresolved");
  CHECK(message_of([&] { plugins.load(broken.string()); }) ==
        "plugin " + broken.string() + ": broken: undefined symbol: nobody_has_this");
  const auto text = directory.write("text.so", "hello");
  CHECK(message_of([&] { plugins.load(text.string()); }) == "plugin " + text.string() + ": broken: is no ELF file");
  const auto refusing = add("refuses");
  CHECK(message_of([&] { plugins.load("refuses"); }) ==
        "plugin " + refusing.string() + ": refused: no license was found: set ACME_LICENSE");
  const auto newer = add("abi_2");
  CHECK(message_of([&] { plugins.load("abi_2"); }) ==
        "plugin " + newer.string() + ": refused: built for plugin ABI 2, this forge speaks 1");
}

TEST_CASE_METHOD(Fixture, "tables that are wrong are refused with words") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"zero_size", "forge_plugin: struct_size is 0; set it with sizeof"},
      {"null_function", "forge_component_interface: the function 'evaluate' is null"},
      {"duplicate_model", "the component model id 'zoo.model' stands there twice"},
      {"bad_utf8", "forge_plugin.summary: the text is not UTF-8"},
      {"nul_in_text", "forge_plugin.summary: the text has a NUL inside"},
  };
  for (const auto &[name, words] : cases) {
    const auto file = add(name);
    auto plugins = registry();
    CHECK(message_of([&, name = name] { plugins.load(name); }) == "plugin " + file.string() + ": refused: " + words);
  }
}

TEST_CASE_METHOD(Fixture, "an id that nobody offers is answered with the nearest one and all that went wrong") {
  add("good");
  const auto broken = add("unresolved");
  auto plugins = registry();
  const std::string message = message_of([&] { plugins.components("zoo.modle"); });
  CHECK_THAT(message, StartsWith("no plugin offers the component model 'zoo.modle', did you mean 'zoo.model'?"));
  CHECK_THAT(message, ContainsSubstring("note: searched in " + directory.path().string()));
  CHECK_THAT(message, ContainsSubstring("note: plugin " + broken.string() + ": broken: undefined symbol"));
  CHECK_THAT(message_of([&] { plugins.strategy("zoo.model"); }),
             ContainsSubstring("note: 'zoo.model' is a component model of plugin 'zoo.component'"));
}

TEST_CASE_METHOD(Fixture, "the plugin that bears the name of the id is the one that was meant") {
  const auto file = add("refuses", "mapper-clever");
  auto plugins = registry();
  CHECK(message_of([&] { plugins.strategy("clever"); }) ==
        "plugin " + file.string() + ": refused: no license was found: set ACME_LICENSE");
}

TEST_CASE_METHOD(Fixture, "of two files with the same plugin id the first on the path counts, and a message tells") {
  const auto first = add("good", "first");
  const auto second = add("good", "second");
  fs::create_symlink(first, directory.path() / "link.so");  // the same file twice is nothing to tell
  auto plugins = registry();
  CHECK(plugins.components("zoo.model").front()->provenance.file == first.string());
  CHECK_THAT(message_of([&] { plugins.components("other"); }),
             ContainsSubstring("note: plugin " + second.string() + ": " + first.string() +
                               " is the plugin 'zoo.component', too, and comes first"));
  CHECK(message_of([&] { plugins.load(second.string()); }) ==
        "two files are the plugin 'zoo.component': " + first.string() + " and " + second.string());
}

TEST_CASE_METHOD(Fixture, "a component model is asked for by its id or a class, and of one plugin where that is said") {
  add("good");
  auto plugins = registry();
  CHECK(plugins.components("zoo.model", "zoo.component").front()->id == "zoo.model");
  CHECK(plugins.components("cage").front()->id == "zoo.model");
  CHECK(message_of([&] { plugins.components("cage", "zoo.komponent"); }) ==
        "no plugin 'zoo.komponent' offers the component model 'cage', did you mean 'zoo.component'?\n"
        "  note: it is offered by: zoo.component");
}

TEST_CASE_METHOD(Fixture, "a failing call names plugin and model") {
  const std::string who = "component model 'zoo.model' of plugin 'zoo.component' failed in ";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"no_instance", "create: internal defect: it says OK, but gives no instance"},
      {"nan_output", "evaluate: its output 'read.energy' is NaN or was not written"},
      {"unwritten_output", "evaluate: its output 'read.energy' is NaN or was not written"},
      {"negative_output", "evaluate: its output 'read.energy' is negative: -1"},
      {"output_out_of_range",
       "evaluate: its output 'read.energy' is 2, outside of the range that the model declares: 0 ... 1 J"},
      {"bad_row_status", "evaluate: row status 17 is neither FORGE_OK nor FORGE_INFEASIBLE"},
      {"fails_the_call", "evaluate: invalid input: the size is outside of the range"},
  };
  for (const auto &[name, words] : cases) {
    Fixture own;
    own.add(name);
    auto plugins = own.registry();
    const auto &model = *plugins.components("zoo.model").front();
    CHECK(message_of([&] { model.evaluate(host, {}, {{64}, {0}}); }) == who + words);
  }
  add("throws_in_evaluate");
  auto plugins = registry();
  CHECK(message_of([&] { plugins.components("zoo.model").front()->evaluate(host, {}, {{}}); }) ==
        "component model 'zoo.model' of plugin 'zoo.thrower' failed in evaluate: internal defect: an exception "
        "escaped: out of range");
}

TEST_CASE_METHOD(Fixture, "a failing strategy or writer is named") {
  const forge_variable variable{{"x", 1}, FORGE_VARIABLE_OTHER, 2};
  const forge_space space{sizeof(forge_space), 1, &variable, 2, 1, 0};
  std::vector<std::int32_t> values(64);
  const std::string who = "strategy 'zoo.count' of plugin 'zoo.sampler' failed in ask: internal defect: ";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"illegal_value", "value 2 of the variable 'x' is outside of 0 ... 1"},
      {"too_many_rows", "it says that it wrote 65 points into storage for 64"}};
  for (const auto &[name, words] : cases) {
    Fixture own;
    own.add(name);
    auto plugins = own.registry();
    const auto sampler = plugins.strategy("zoo.count").sampler(host, space, {}, 1);
    CHECK(message_of([&] { sampler->ask(values, 64); }) == who + words);
  }
  add("half_report");
  auto plugins = registry();
  const forge::Table table{"empty", 0, {}};
  CHECK(message_of([&] {
          plugins.writer("zoo.names").write(host, {table, table}, {});
        }) == "report writer 'zoo.names' of plugin 'zoo.writer' failed in write: internal defect: out of ink");
}
