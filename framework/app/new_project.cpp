// SPDX-License-Identifier: Apache-2.0
#include "app/new_project.hpp"

#include <filesystem>
#include <iostream>
#include <system_error>

#include "report/files.hpp"
#include "support/error.hpp"

namespace forge::app {
namespace {

namespace fs = std::filesystem;

constexpr const char *first_lines =
    R"(# A first project: a matrix product on one buffer and a row of multiply-accumulate units.
forge = 1

[project]
)";

constexpr const char *other_lines = R"(
[technology]                   # defaults for every component model
node = "45 nm"
clock = "1 GHz"

# The hardware, outermost first. `model` prices a node; `forge plugin list` shows the models that there are.
[[architecture]]
memory = "DRAM"
width = "64 b"
keep = "all"
model = { component = "dram", type = "LPDDR4" }

[[architecture]]
memory = "Buffer"
size = "64 KiB"
width = "64 b"
may_keep = "all"               # the mapper chooses what it holds
model = { component = "sram" }

[[architecture]]
fanout = "PE"
x = { size = 16 }

[[architecture]]
compute = "MAC"
model = { component = "mac", multiplier_width = "8 b", adder_width = "32 b" }

# The work: C[m,n] is the sum over k of A[m,k] * B[k,n].
[[workload]]
einsum = "gemm"
equation = "C[m,n] = A[m,k] * B[k,n]"
sizes = { m = 256, n = 256, k = 256 }
bits = { all = "8 b", C = "32 b" }

# How it runs is searched for. A [[mapping]] in its place is evaluated as it stands.
[mapper]
strategy = "random"
objective = "edp"              # or energy, latency, or a list of them
evaluations = 20000
seed = 1

[[report]]
writer = "text"
)";

// Printable and a TOML basic string without escapes: what becomes the project's name.
bool is_name(const std::string &name) {
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '"' || c == '\\') {
      return false;
    }
  }
  return !name.empty() && name != "." && name != "..";
}

}  // namespace

int new_project(const std::string &name) {
  const fs::path folder = fs::path(name).lexically_normal();
  const auto last = folder.has_filename() ? folder.filename().string() : folder.parent_path().filename().string();
  if (!is_name(last)) {
    throw Error{ErrorKind::usage, "'" + name + "' is no name for a project"};
  }
  std::error_code error;
  if (fs::exists(fs::symlink_status(folder, error))) {
    throw Error{ErrorKind::usage, folder.string() + " is there already"};
  }
  fs::create_directories(folder, error);
  if (error) {
    throw Error{ErrorKind::file, "cannot make the folder " + folder.string() + ": " + error.message()};
  }
  const auto file = folder / "project.toml";
  report::write_file(file, first_lines + ("name = \"" + last + "\"\n") + other_lines);
  std::cerr << "made " << file.string() << "; next: forge run " << file.string() << '\n';
  return 0;
}

}  // namespace forge::app
