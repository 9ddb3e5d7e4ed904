// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <cmath>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/components.hpp"
#include "app/explain.hpp"
#include "app/new_project.hpp"
#include "app/options.hpp"
#include "app/plugin_commands.hpp"
#include "app/run.hpp"
#include "app/schema.hpp"
#include "app/supervisor.hpp"
#include "app/sweep.hpp"
#include "app/validate.hpp"
#include "app/verify.hpp"
#include "evaluate/nest_counts.hpp"
#include "project/quantity.hpp"
#include "support/error.hpp"

namespace forge::app {
namespace {

using Action = std::function<int()>;

// What CLI11 fills, before it is checked. Lives as long as the program.
struct Words {
  RunOptions run;
  std::vector<std::string> settings, reports;
  std::string timeout, name;
  bool explain_models = false;
  ComponentsFormat format = ComponentsFormat::text;
  SweepOptions sweep;
  std::optional<std::string> component;
  std::uint64_t most_points = evaluate::replay_limit;
};

// "KEY=VALUE" at its first '='.
project::Setting setting_of(const std::string &word) {
  const auto equals = word.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw Error{ErrorKind::usage, "--set takes KEY=VALUE, not '" + word + "'"}.note(
        "for example --set mapper.evaluations=1000");
  }
  return {word.substr(0, equals), word.substr(equals + 1)};
}

ReportChoice report_of(const std::string &word) {
  const auto equals = word.find('=');
  if (equals == 0 || equals + 1 == word.size()) {
    throw Error{ErrorKind::usage, "--report takes WRITER or WRITER=FILE, not '" + word + "'"};
  }
  if (equals == std::string::npos) {
    return {word, std::nullopt};
  }
  return {word.substr(0, equals), word.substr(equals + 1)};
}

// "60 s", "2min", or a number of seconds.
double seconds_of(const std::string &word) {
  double number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  std::string_view unit(end, static_cast<std::size_t>(word.data() + word.size() - end));
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  const auto time = unit.empty() ? project::Quantity{number, project::dimension::time} : project::in_unit(number, unit);
  if (error != std::errc() || !time || time->dimension != project::dimension::time || !(time->value > 0) ||
      !std::isfinite(time->value)) {
    throw Error{ErrorKind::usage, "--timeout takes a time, not '" + word + "'"}.note("for example --timeout '60 s'");
  }
  return time->value;
}

// One of these words; CLI11's own check would show the numbers behind them, and take those, too.
template <typename Value> CLI::Validator word_of(const std::vector<std::pair<std::string, Value>> &words) {
  return {[words](std::string &word) {
            std::vector<std::string> known;
            for (const auto &[name, value] : words) {
              if (name == CLI::detail::to_lower(word)) {
                word = std::to_string(static_cast<int>(value));
                return std::string();
              }
              known.push_back(name);
            }
            return "it is one of " + CLI::detail::join(known, ", ") + ", not '" + word + "'" +
                   did_you_mean(word, known);
          },
          ""};
}

// `unless_nested`: a subcommand of this one may have the project instead.
void add_project_options(CLI::App &command, Words &words, bool unless_nested = false) {
  auto &project = words.run.project;
  command.add_option("PROJECT", project.file, "the project file")->required(!unless_nested);
  command.add_option("--set", words.settings, "change a field: mapper.evaluations=1000; repeatable")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  auto *quiet = command.add_flag("--quiet", project.quiet, "errors only");
  command.add_flag("--verbose", project.verbose, "say what is going on")->excludes(quiet);
  command.add_option("--log-file", project.log_file, "log everything to FILE as well")->type_name("FILE");
}

CLI::App &add_command(CLI::App &app, const std::string &name, const std::string &summary, Action &action, Action what) {
  auto &command = *app.add_subcommand(name, summary);
  command.callback([&action, what = std::move(what)] { action = what; });
  return command;
}

void take_settings(Words &words) {
  for (const auto &word : words.settings) {
    words.run.project.settings.push_back(setting_of(word));
  }
}

int run_words(Words &words) {
  take_settings(words);
  for (const auto &word : words.reports) {
    words.run.reports.push_back(report_of(word));
  }
  if (!words.timeout.empty()) {
    words.run.timeout = seconds_of(words.timeout);
  }
  return run(words.run);
}

void add_run(CLI::App &app, Words &words, Action &action) {
  auto &command = add_command(app, "run", "evaluate the mapping, or search for one; write reports", action,
                              [&words] { return run_words(words); });
  add_project_options(command, words);
  command.add_option("--mapper", words.run.mapper, "strategy of the search, instead of the project's")->type_name("ID");
  command.add_option("--report", words.reports, "write this report instead of the project's; repeatable")
      ->type_name("WRITER[=FILE]")
      ->allow_extra_args(false);
  command.add_option("--threads", words.run.threads, "threads of the search (all cores)")
      ->type_name("N")
      ->check(CLI::Range(1U, 4096U).description(""));
  command.add_option("--timeout", words.timeout, "end the search after this time: '60 s', '5 min'")->type_name("TIME");
  command.add_option("--seed", words.run.seed, "seed of the search")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber.description(""));
  command.add_option("--progress", words.run.progress, "show how it goes: auto (on a terminal), always, never")
      ->type_name("WHEN")
      ->transform(word_of<ProgressMode>(
          {{"auto", ProgressMode::automatic}, {"always", ProgressMode::always}, {"never", ProgressMode::never}}));
}

void add_check(CLI::App &app, Words &words, Action &action) {
  add_project_options(add_command(app, "check", "validate everything, run nothing", action,
                                  [&words] {
                                    take_settings(words);
                                    return validate(words.run.project);
                                  }),
                      words);
}

void add_sweep(CLI::App &components, Words &words, Action &action) {
  auto &command = add_command(components, "sweep",
                              "the same while one field of the project changes: a CSV table, a plot", action, [&words] {
                                take_settings(words);
                                words.sweep.project = words.run.project;
                                return sweep(words.sweep);
                              });
  add_project_options(command, words);
  command.add_option("--vary", words.sweep.vary, "the field and its values: A,B,C, or FIRST..LAST*FACTOR or +STEP")
      ->type_name("KEY=VALUES")
      ->required();
  command
      .add_option("--show", words.sweep.figures,
                  "NODE, NODE.ACTION, NODE.area, NODE.ACTION.energy, total.area; repeatable")
      ->type_name("FIGURE")
      ->allow_extra_args(false);
  command.add_option("--csv", words.sweep.csv, "write the table to FILE (standard output)")->type_name("FILE");
  command.add_option("--svg", words.sweep.svg, "plot the figures to FILE; gnuplot draws it")->type_name("FILE");
}

void add_components(CLI::App &app, Words &words, Action &action) {
  auto &command = *app.add_subcommand("components", "area, leakage, energy, latency and throughput of every component");
  command.callback([&command, &words, &action] {
    if (!command.get_subcommands().empty()) {
      return;
    }
    if (words.run.project.file.empty()) {
      throw CLI::RequiredError("PROJECT");
    }
    action = [&words] {
      take_settings(words);
      return components(words.run.project, words.format, words.explain_models);
    };
  });
  add_sweep(command, words, action);
  add_project_options(command, words, true);
  command.add_option("--format", words.format, "text, csv or json")
      ->type_name("FORMAT")
      ->transform(word_of<ComponentsFormat>(
          {{"text", ComponentsFormat::text}, {"csv", ComponentsFormat::csv}, {"json", ComponentsFormat::json}}));
  command.add_flag("--explain", words.explain_models, "why each figure comes from this model, and not from others");
}

void add_explain(CLI::App &app, Words &words, Action &action) {
  auto &command =
      add_command(app, "explain", "why: the formula behind each figure, with its numbers", action, [&words] {
        take_settings(words);
        return explain(words.run, words.component);
      });
  add_project_options(command, words);
  command.add_option("--component", words.component, "explain this one only")->type_name("NAME");
}

void add_verify(CLI::App &app, Words &words, Action &action) {
  auto &command =
      add_command(app, "verify", "replay the given mapping against the definition of the counts", action, [&words] {
        take_settings(words);
        return verify(words.run.project, words.most_points);
      });
  add_project_options(command, words);
  command.add_option("--limit", words.most_points, "replay Einsums of at most N points")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 62U).description(""));
}

void add_new(CLI::App &app, Words &words, Action &action) {
  add_command(app, "new", "a project that runs, in a new folder", action, [&words] { return new_project(words.name); })
      .add_option("NAME", words.name, "the folder, and the project's name")
      ->required();
}

void add_schema(CLI::App &app, Action &action) {
  add_command(app, "schema", "JSON Schema of the project file, for editors", action, [] { return print_schema(); });
}

// A word that CLI11 did not expect may be a command with a typing error.
Error usage_error(const CLI::App &app, const CLI::ParseError &error, int argc, char **argv) {
  std::vector<std::string> commands;
  for (const auto *command : app.get_subcommands([](const CLI::App *) { return true; })) {
    commands.push_back(command->get_name());
  }
  const bool has_command = !app.get_subcommands().empty();
  const std::string word = argc > 1 ? argv[1] : "";
  if (!has_command && !word.empty() && word.front() != '-') {
    return Error{ErrorKind::usage, "there is no command '" + word + "'" + did_you_mean(word, commands)}.note(
        "forge --help lists the commands");
  }
  std::string of = "forge";
  for (auto given = app.get_subcommands(); !given.empty(); given = given.front()->get_subcommands()) {
    of += " " + given.front()->get_name();
  }
  return Error{ErrorKind::usage, error.what()}.note(of + " --help lists the options");
}

}  // namespace

int run_command_line(int argc, char **argv) {
  CLI::App app("Finds and evaluates mappings of tensor workloads on accelerators.", "forge");
  app.set_version_flag("--version", "forge " FORGE_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  Words words;
  Action action;
  add_run(app, words, action);
  add_check(app, words, action);
  add_explain(app, words, action);
  add_verify(app, words, action);
  add_components(app, words, action);
  add_plugin_commands(app, action);
  add_new(app, words, action);
  add_schema(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success &asked) {  // --help, --version
    return app.exit(asked, std::cout, std::cerr);
  } catch (const CLI::ParseError &error) {
    throw usage_error(app, error, argc, argv);
  }
  // The other commands either run no code of plugins, or each piece of it in a child of its own.
  const bool runs_plugins =
      !app.got_subcommand("plugin") && !app.got_subcommand("new") && !app.got_subcommand("schema");
  return runs_plugins ? supervised(action) : action();
}

}  // namespace forge::app
