// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <string>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"
#include "unit/project/loading.hpp"

namespace forge::project::test {

using forge::test::TemporaryDirectory;

namespace {

const std::string hardware = R"(forge = 1
[[architecture]]
memory = "DRAM"
model = { component = "dram", type = "LPDDR4" }
[[architecture]]
memory = "GLB"
size = "1 KiB"
width = "64 b"
actions.read = { energy = "1 pJ", throughput = "1 GHz" }
[[architecture]]
compute = "MAC"
)";

const std::string work = R"([[workload]]
einsum = "conv"
equation = "O[p] = W[r] * I[p+r]"
sizes = { p = 16, r = 3 }
bits = { all = "8 b" }
)";

Project load_files(const TemporaryDirectory &directory, const Files &files) {
  for (const auto &[name, text] : files) {
    directory.write(name, text);
  }
  return load((directory.path() / files.front().first).string());
}

}  // namespace

TEST_CASE("included files come first, in their order, and relative to the file that names them") {
  const TemporaryDirectory directory;
  const auto project = load_files(directory, {{"a/p.toml", "forge = 1\ninclude = [\"../b/hw.toml\", \"work.toml\"]\n"},
                                              {"b/hw.toml", hardware},
                                              {"a/work.toml", work}});
  CHECK(project.architecture.nodes.size() == 3);
  CHECK(project.workload.einsums.size() == 1);
  CHECK(project.name == "p");
  CHECK(project.directory == (directory.path() / "a").string());
}

TEST_CASE("one include may be a plain string, and included files may include") {
  const TemporaryDirectory directory;
  const auto project = load_files(directory, {{"p.toml", "forge = 1\ninclude = \"all.toml\"\n"},
                                              {"all.toml", "include = [\"hw.toml\", \"work.toml\"]\n"},
                                              {"hw.toml", hardware},
                                              {"work.toml", work}});
  CHECK(project.architecture.nodes.size() == 3);
}

TEST_CASE("a node that exists is refined key by key, others are appended") {
  const TemporaryDirectory directory;
  const auto project = load_files(directory, {{"p.toml",
                                               "forge = 1\ninclude = [\"hw.toml\", \"work.toml\"]\n"
                                               "[[architecture]]\nmemory = \"GLB\"\nsize = \"2 KiB\"\n"
                                               "actions.read = { energy = \"3 pJ\" }\n"
                                               "[[architecture]]\ncompute = \"Vector\"\nunder = \"GLB\"\n"},
                                              {"hw.toml", hardware},
                                              {"work.toml", work}});
  REQUIRE(project.architecture.nodes.size() == 4);
  const auto &buffer = project.architecture.nodes[1];
  CHECK(buffer.size == 2 * 8192);
  CHECK(buffer.width == 64.0);
  CHECK(buffer.actions.at("read").energy == 3e-12);
  CHECK(buffer.actions.at("read").throughput == 1e9);
  CHECK(project.architecture.nodes[3].name == "Vector");
  CHECK(project.architecture.nodes[3].parent == 1U);
}

TEST_CASE("another component does not inherit the parameters of the first") {
  const TemporaryDirectory directory;
  const auto project = load_files(
      directory, {{"p.toml",
                   "forge = 1\ninclude = [\"hw.toml\", \"work.toml\"]\n"
                   "[[architecture]]\nmemory = \"DRAM\"\nmodel = { component = \"table\", file = \"x.csv\" }\n"},
                  {"hw.toml", hardware},
                  {"work.toml", work}});
  const auto &model = *project.architecture.nodes[0].model;
  CHECK(model.component == "table");
  CHECK(model.parameters.count("type") == 0);
  CHECK(model.parameters.count("file") == 1);
}

TEST_CASE("an Einsum that exists is refined, and variables of the project win") {
  const TemporaryDirectory directory;
  const auto project =
      load_files(directory, {{"p.toml",
                              "forge = 1\ninclude = [\"hw.toml\", \"work.toml\"]\n"
                              "[variables]\nwidth = 4\n"
                              "[[workload]]\neinsum = \"conv\"\nsizes = { p = 8 }\nrepeat = 5\n"},
                             {"hw.toml", hardware},
                             {"work.toml", "[variables]\nwidth = 8\n" + work +
                                               "[[workload]]\neinsum = \"fc\"\nequation = \"Z = A * B\"\n"
                                               "bits = { all = \"width * 1 b\" }\n"}});
  REQUIRE(project.workload.einsums.size() == 2);
  CHECK(project.workload.einsums[0].variables[0].size == 8);
  CHECK(project.workload.einsums[0].variables[1].size == 3);
  CHECK(project.workload.einsums[0].repeat == 5);
  CHECK(project.workload.einsums[1].tensors[0].bits == 4);
}

TEST_CASE("reports of the project replace those of its includes, mappings those of the same Einsum") {
  const TemporaryDirectory directory;
  const std::string mapping =
      "[[mapping]]\neinsum = \"conv\"\nnest = [ { keep = \"all\", in = \"DRAM\" }, { for = \"p\", tile = 1 }, "
      "{ for = \"r\", tile = 1 }, { compute = \"MAC\" } ]\n";
  const std::string report = "[[report]]\nwriter = \"text\"\n";
  const auto project =
      load_files(directory, {{"p.toml", "forge = 1\ninclude = [\"hw.toml\", \"work.toml\"]\n" + mapping + report},
                             {"hw.toml", hardware},
                             {"work.toml", work + mapping + report + report}});
  CHECK(project.reports.size() == 1);
  CHECK(project.mappings.size() == 1);
}

TEST_CASE("a file that is included twice counts once") {
  const TemporaryDirectory directory;
  CHECK_NOTHROW(load_files(directory, {{"p.toml", "forge = 1\ninclude = [\"a.toml\", \"b.toml\", \"./a.toml\"]\n"},
                                       {"a.toml", "include = [\"hw.toml\"]\n"},
                                       {"b.toml", "include = [\"hw.toml\"]\n" + work},
                                       {"hw.toml", hardware}}));
}

TEST_CASE("plugin directories are relative to the file that names them") {
  const TemporaryDirectory directory;
  const auto project = load_files(
      directory, {{"p.toml", "forge = 1\ninclude = [\"hw/hw.toml\"]\n" + work},
                  {"hw/hw.toml", hardware + "[plugins]\npath = [\"my\", \"/opt/forge\"]\nload = [\"x\"]\n"}});
  CHECK(project.plugins.path == std::vector<std::string>{(directory.path() / "hw/my").string(), "/opt/forge"});
  CHECK(project.plugins.load == std::vector<std::string>{"x"});
}

TEST_CASE("files that include each other are refused with the whole chain") {
  const TemporaryDirectory directory;
  const auto refusal = refused(directory, {{"p.toml", "forge = 1\ninclude = [\"a.toml\"]\n"},
                                           {"a.toml", "include = \"b.toml\"\n"},
                                           {"b.toml", "\ninclude = [\"x/../a.toml\"]\n"}});
  CHECK(refusal.message == "b.toml:2:12: error: files include each other: a.toml -> b.toml -> a.toml");
  CHECK(refusal.kind == ErrorKind::project);
  CHECK(refused(directory, {{"q.toml", "forge = 1\ninclude = \"q.toml\"\n"}}).message ==
        "q.toml:2:11: error: files include each other: q.toml -> q.toml");
}

TEST_CASE("files do not include each other without end") {
  const TemporaryDirectory directory;
  Files files{{"f0.toml", "include = \"f1.toml\"\n"}};
  for (int i = 1; i < 50; ++i) {
    files.emplace_back("f" + std::to_string(i) + ".toml", "include = \"f" + std::to_string(i + 1) + ".toml\"\n");
  }
  CHECK(refused(directory, files).message == "f32.toml:1:11: error: files include each other more than 32 deep");
}

TEST_CASE("an included file that can't be read is named with the place that names it") {
  const TemporaryDirectory directory;
  const auto refusal = refused(directory, {{"p.toml", "forge = 1\ninclude = [\"no.toml\", \"..\", 3, \"\"]\n"}});
  CHECK(refusal.message ==
        "p.toml:2:12: error: can't read 'no.toml': No such file or directory\n"
        "p.toml:2:23: error: can't read '" +
            directory.path().parent_path().string() +
            "/': it is a directory\n"
            "p.toml:2:29: error: 'include' takes the names of files\n"
            "p.toml:2:32: error: 'include' takes the names of files");
  CHECK(refusal.kind == ErrorKind::file);
}

TEST_CASE("mistakes of several files are shown together, those of the project first") {
  const TemporaryDirectory directory;
  const auto refusal = refused(directory, {{"p.toml", "forge = 1\ninclude = [\"hw.toml\", \"work.toml\"]\n[maper]\n"},
                                           {"hw.toml", hardware + "sise = 3\n"},
                                           {"work.toml", work + "repaet = 3\n"}});
  CHECK(refusal.message ==
        "p.toml:3:2: error: unknown key 'maper', did you mean 'mapper'?\n"
        "hw.toml:12:1: error: unknown key 'sise'\n"
        "  note: a compute has: compute, under, model, actions, area, leak_power, instances, count_scale, ports, "
        "latency, elide_first_read, einsums\n"
        "work.toml:6:1: error: unknown key 'repaet', did you mean 'repeat'?");
}

TEST_CASE("a name keeps its kind") {
  const TemporaryDirectory directory;
  CHECK(refused(directory, {{"p.toml",
                             "forge = 1\ninclude = [\"hw.toml\", \"work.toml\"]\n[[architecture]]\n"
                             "fanout = \"GLB\"\nx = { size = 2 }\n"},
                            {"hw.toml", hardware},
                            {"work.toml", work}})
            .message == "p.toml:3:1: error: 'GLB' is a memory already, at hw.toml:5:1");
}

TEST_CASE("wrong TOML in an included file is shown with its own name") {
  const TemporaryDirectory directory;
  CHECK_THAT(refused(directory, {{"p.toml", "forge = 1\ninclude = \"hw.toml\"\n"}, {"hw.toml", "a = \n"}}).message,
             forge::test::StartsWith("hw.toml:1:5: error: invalid TOML"));
}

}  // namespace forge::project::test
