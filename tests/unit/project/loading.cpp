// SPDX-License-Identifier: Apache-2.0
#include "unit/project/loading.hpp"

namespace forge::project::test {

namespace {

std::string without(std::string text, const std::string &part) {
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
    text.erase(at, part.size());
  }
  return text;
}

}  // namespace

Refusal refused(const std::string &file, const std::vector<Setting> &settings) {
  try {
    load(file, settings);
    return {};
  } catch (const Errors &errors) {
    return {errors.what(), errors.all().front().kind(), errors.all().size()};
  }
}

Refusal refused(const forge::test::TemporaryDirectory &directory, const Files &files,
                const std::vector<Setting> &settings) {
  for (const auto &[name, text] : files) {
    directory.write(name, text);
  }
  auto refusal = refused((directory.path() / files.front().first).string(), settings);
  refusal.message = without(std::move(refusal.message), directory.path().string() + "/");
  return refusal;
}

std::string small_project(const std::string &more) {
  return R"(forge = 1
[variables]
side = 4
[[architecture]]
memory = "DRAM"
[[architecture]]
memory = "Buffer"
size = "2 KiB"
[[architecture]]
fanout = "PE"
x = { size = "side" }
[[architecture]]
compute = "MAC"
[[workload]]
einsum = "matmul"
equation = "Z[m,n] = A[m,k] * B[k,n]"
sizes = { m = 16, n = 8, k = 12 }
bits = { all = "8 b" }
)" + more;
}

Project loaded(const std::string &more, const std::vector<Setting> &settings) {
  const forge::test::TemporaryDirectory directory;
  return load(directory.write("p.toml", small_project(more)).string(), settings);
}

}  // namespace forge::project::test
