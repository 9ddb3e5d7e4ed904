// SPDX-License-Identifier: Apache-2.0
#include "project/include.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "project/merge.hpp"
#include "project/toml.hpp"

namespace forge::project {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t deepest = 32;

class Includer {
 public:
  explicit Includer(Problems &problems) : problems_(problems) {}

  std::optional<Table> run(const std::string &file) {
    std::vector<Table> trees;
    read(file, {}, trees);
    if (problems_.any()) {
      return std::nullopt;
    }
    Table result;
    for (auto &tree : trees) {
      merge_file(result, std::move(tree), problems_);
    }
    return result;
  }

 private:
  // Appends the trees of the includes of a file, then its own.
  void read(const std::string &file, const Position &asked_at, std::vector<Table> &trees) {
    std::error_code failed;
    const fs::path canonical = fs::weakly_canonical(file, failed);
    for (const auto &[above, shown] : chain_) {
      if (above == canonical) {
        report_cycle(canonical, file, asked_at);
        return;
      }
    }
    if (done_.count(canonical) != 0) {
      return;
    }
    if (chain_.size() > deepest) {
      problems_.add(asked_at, fmt::format("files include each other more than {} deep", deepest));
      return;
    }
    auto name = std::make_shared<const std::string>(file);
    problems_.read_file(name);
    try {
      Value tree = parse_toml(read_text(file), name);
      chain_.emplace_back(canonical, file);
      read_includes(*tree.as<Table>(), file, trees);
      chain_.pop_back();
      trees.push_back(std::move(*tree.as<Table>()));
    } catch (Error &error) {
      problems_.add(error.position().file || !asked_at.file ? std::move(error) : error.at(asked_at));
    }
    done_.insert(canonical);
  }

  void read_includes(Table &tree, const std::string &file, std::vector<Table> &trees) {
    const Value *include = tree.find("include");
    if (include == nullptr) {
      return;
    }
    Array list;
    if (const auto *items = include->as<Array>()) {
      list = *items;
    } else {
      list.push_back(*include);
    }
    for (const Value &item : list) {
      const auto *text = item.as<std::string>();
      if (text == nullptr || text->empty()) {
        problems_.add(item.position, "'include' takes the names of files");
        continue;
      }
      const fs::path path = (fs::path(file).parent_path() / *text).lexically_normal();
      read(path.string(), item.position, trees);
    }
    tree.erase("include");
  }

  void report_cycle(const fs::path &canonical, const std::string &file, const Position &asked_at) {
    std::string chain;
    for (const auto &[above, shown] : chain_) {
      if (!chain.empty() || above == canonical) {
        chain += shown + " -> ";
      }
    }
    problems_.add(asked_at, fmt::format("files include each other: {}{}", chain, file));
  }

  Problems &problems_;
  std::vector<std::pair<fs::path, std::string>> chain_;  // from the project to the file being read
  std::set<fs::path> done_;
};

}  // namespace

std::optional<Table> read_with_includes(const std::string &file, Problems &problems) {
  return Includer(problems).run(file);
}

}  // namespace forge::project
