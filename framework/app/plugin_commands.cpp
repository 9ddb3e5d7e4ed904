// SPDX-License-Identifier: Apache-2.0
#include "app/plugin_commands.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/plugin_listing.hpp"
#include "app/plugin_new.hpp"
#include "app/solver_cases.hpp"
#include "check/check.hpp"
#include "plugin/search_path.hpp"
#include "project/quantity.hpp"
#include "report/files.hpp"
#include "support/error.hpp"

namespace forge::app {
namespace {

using Action = std::function<int()>;
using std::chrono::milliseconds;

// What CLI11 fills, shared by the actions.
struct Words {
  std::string what, fuzz, time_limit;
  std::vector<std::string> directories, options;
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> reproduce;
  ListingFormat format = ListingFormat::text;
  NewPlugin wanted;
};

// "60 s", "2min", or a number of seconds.
milliseconds time_of(const std::string &word, const std::string &option) {
  double number = 0;
  const char *end_of_word = word.data() + word.size();
  const auto [end, error] = std::from_chars(word.data(), end_of_word, number);
  std::string unit(end, end_of_word);
  unit.erase(0, std::min(unit.find_first_not_of(' '), unit.size()));
  const auto time = unit.empty() ? project::Quantity{number, project::dimension::time} : project::in_unit(number, unit);
  constexpr double longest = 1e6;
  if (error != std::errc() || !time || time->dimension != project::dimension::time || !(time->value > 0) ||
      time->value > longest) {
    throw Error{ErrorKind::usage, option + " takes a time, not '" + word + "'"}.note("for example " + option +
                                                                                     " '60 s'");
  }
  return milliseconds(static_cast<std::int64_t>(std::ceil(time->value * 1000)));
}

std::filesystem::path file_of(const std::string &what, const std::vector<std::string> &directories) {
  std::error_code failed;
  if (std::filesystem::exists(what, failed)) {
    return std::filesystem::absolute(what, failed);
  }
  std::vector<std::string> tried;
  auto file = plugin::find(what, plugin::search_path(directories), tried);
  if (!file.empty()) {
    return file;
  }
  Error error{ErrorKind::plugin, "plugin " + what + ": not found"};
  for (const auto &path : tried) {
    error.note("tried " + path);
  }
  throw error;
}

int check_plugin(const Words &words) {
  check::Options options;
  options.seed = words.seed;
  options.reproduce = words.reproduce;
  if (!words.fuzz.empty()) {
    options.fuzz = time_of(words.fuzz, "--fuzz");
  }
  if (!words.time_limit.empty()) {
    options.time_limit = time_of(words.time_limit, "--time-limit");
  }
  for (const auto &option : words.options) {
    const auto equals = option.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw Error{ErrorKind::usage, "--option takes NAME=VALUE, not '" + option + "'"};
    }
    options.texts[option.substr(0, equals)] = option.substr(equals + 1);
  }
  const SolverCases cases;
  options.solver_cases = cases.all();
  options.run_tables = cases.run_tables();
  const auto report = check::run(file_of(words.what, words.directories), options);
  report::write_stdout(words.format == ListingFormat::json ? check::json_of(report) : check::text_of(report));
  return report.passed() ? 0 : exit_code(ErrorKind::plugin);
}

void add_format(CLI::App &command, Words &words) {
  const std::map<std::string, ListingFormat> formats{{"text", ListingFormat::text}, {"json", ListingFormat::json}};
  command.add_option("--format", words.format, "text or json")
      ->type_name("FORMAT")
      ->transform(CLI::CheckedTransformer(formats, CLI::ignore_case).description(""));
}

void add_path(CLI::App &command, Words &words) {
  command
      .add_option("--path", words.directories,
                  "a directory to search first, before FORGE_PLUGIN_PATH and the installed plugins; repeatable")
      ->type_name("DIRECTORY")
      ->allow_extra_args(false);
}

void add_check_options(CLI::App &command, Words &words) {
  command.add_option("FILE", words.what, "the plugin: a file, or a name that is on the search path")->required();
  add_format(command, words);
  add_path(command, words);
  command.add_option("--seed", words.seed, "seed of the random rows")->type_name("N");
  command.add_option("--fuzz", words.fuzz, "try random rows for this long: '60 s'")->type_name("TIME");
  command.add_option("--reproduce", words.reproduce, "only the random rows that failed with this number")
      ->type_name("N");
  command
      .add_option("--option", words.options,
                  "a text or file option that the plugin needs to run, as NAME=VALUE; repeatable")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command.add_option("--time-limit", words.time_limit, "how long each stage may take (20 s)")->type_name("TIME");
}

void add_new_options(CLI::App &command, Words &words) {
  command.add_option("NAME", words.wanted.name, "the folder, and the plugin's id: acme-memories")->required();
  command.add_option("--kind", words.wanted.kind, "component, sampler, solver or report (component)")
      ->type_name("KIND")
      ->check(CLI::IsMember({"component", "sampler", "solver", "report"}).description(""));
  command.add_option("--language", words.wanted.language, "c++ or c (c++)")
      ->type_name("LANGUAGE")
      ->check(CLI::IsMember({"c++", "c"}).description(""));
}

}  // namespace

void add_plugin_commands(CLI::App &app, Action &action) {
  const auto words = std::make_shared<Words>();
  CLI::App &plugin = *app.add_subcommand("plugin", "list, show, check and make plugins");
  plugin.require_subcommand(1);
  const auto add = [&](const std::string &name, const std::string &summary, Action what) -> CLI::App & {
    CLI::App &command = *plugin.add_subcommand(name, summary);
    command.callback([&action, what = std::move(what)] { action = what; });
    return command;
  };

  CLI::App &list = add("list", "every plugin on the search path and what it offers",
                       [words] { return list_plugins(words->directories, words->format); });
  add_path(list, *words);
  add_format(list, *words);

  CLI::App &info = add("info", "everything that a plugin declares",
                       [words] { return show_plugin(words->what, words->directories, words->format); });
  info.add_option("FILE|ID", words->what, "a file, or the id of a plugin, model, strategy or writer")->required();
  add_path(info, *words);
  add_format(info, *words);

  add_check_options(add("check", "does a plugin conform to the ABI? (exit code 5 where it does not)",
                        [words] { return check_plugin(*words); }),
                    *words);
  add_new_options(add("new", "a project for a plugin of your own", [words] { return new_plugin(words->wanted); }),
                  *words);
}

}  // namespace forge::app
