// SPDX-License-Identifier: Apache-2.0
#include "app/plugin_listing.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "check/inspect.hpp"
#include "plugin/search_path.hpp"
#include "report/files.hpp"
#include "support/error.hpp"

namespace forge::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Entry {
  fs::path file;
  Json declared;        // null where the plugin could not be read
  std::string trouble;  // then why
};

Entry entry_of(const fs::path &file) {
  const auto declaration = check::inspect(file);
  Entry entry{file, nullptr, ""};
  if (!declaration.json.empty()) {
    entry.declared = Json::parse(declaration.json, nullptr, false);
    return entry;
  }
  for (const auto &finding : declaration.outcome.findings) {
    entry.trouble += (entry.trouble.empty() ? "" : "; ") + finding.text;
  }
  // The messages name the file, which stands in the same line.
  const std::string prefix = "plugin " + file.string() + ": ";
  if (entry.trouble.starts_with(prefix)) {
    entry.trouble.erase(0, prefix.size());
  }
  return entry;
}

std::vector<Entry> entries_of(const std::vector<std::string> &directories) {
  std::vector<Entry> entries;
  for (const auto &file : plugin::candidates(plugin::search_path(directories))) {
    entries.push_back(entry_of(file));
  }
  return entries;
}

constexpr std::pair<const char *, const char *> kinds[] = {
    {"components", "component"}, {"strategies", "strategy"}, {"writers", "report"}};

// "component sram, dram; report csv"
std::string offers_of(const Json &declared) {
  std::string text;
  for (const auto &[list, kind] : kinds) {
    std::string ids;
    for (const auto &entry : declared.at(list)) {
      ids += (ids.empty() ? "" : ", ") + entry.at("id").get<std::string>();
    }
    if (!ids.empty()) {
      text += (text.empty() ? "" : "; ") + std::string(kind) + " " + ids;
    }
  }
  return text.empty() ? "nothing" : text;
}

std::string word(const Json &object, const char *key) {
  return object.at(key).get<std::string>();
}

// Rows of cells as columns of text; the last one is not padded.
std::string aligned(const std::vector<std::vector<std::string>> &rows, const std::string &indent) {
  std::vector<std::size_t> widths;
  for (const auto &row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::string text;
  for (const auto &row : rows) {
    std::string line = indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += i + 1 < row.size() ? fmt::format("{:<{}}  ", row[i], widths[i]) : row[i];
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string number(const Json &value) {
  return value.is_null() ? "" : fmt::format("{:.6g}", value.get<double>());
}

// "1 ... 64", "at least 1", "a | b"
std::string range_of(const Json &description) {
  if (description.contains("choices")) {
    std::string text;
    for (const auto &choice : description.at("choices")) {
      text += (text.empty() ? "" : " | ") + choice.get<std::string>();
    }
    return text;
  }
  const std::string kind = word(description, "kind");
  if (kind == "text" || kind == "file" || kind == "flag") {
    return kind == "flag" ? "true | false" : "";
  }
  const std::string lowest = number(description.at("lowest"));
  const std::string highest = number(description.at("highest"));
  const std::string covered = description.contains("covered_lowest")
                                  ? fmt::format(", from sources: {} ... {}", number(description.at("covered_lowest")),
                                                number(description.at("covered_highest")))
                                  : "";
  if (!lowest.empty() && !highest.empty()) {
    return lowest + " ... " + highest + covered;
  }
  return (!lowest.empty() ? "at least " + lowest : !highest.empty() ? "at most " + highest : "any") + covered;
}

// What holds where the user says nothing.
std::string preset_of(const Json &description) {
  if (description.at("required").get<bool>()) {
    return "required";
  }
  if (description.at("optional").get<bool>()) {
    return "optional";
  }
  const Json &preset = description.at("preset");
  if (preset.is_string()) {
    return preset.get<std::string>().empty() ? "" : "= '" + preset.get<std::string>() + "'";
  }
  if (description.contains("choices")) {
    return "= " + description.at("choices").at(static_cast<std::size_t>(preset.get<double>())).get<std::string>();
  }
  if (word(description, "kind") == "flag") {
    return preset.get<double>() != 0 ? "= true" : "= false";
  }
  return "= " + number(preset);
}

std::string table_of(const Json &list, const std::string &title, bool with_presets) {
  if (list.empty()) {
    return "";
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto &entry : list) {
    if (with_presets) {
      rows.push_back({word(entry, "name"), word(entry, "kind"), word(entry, "unit"), range_of(entry), preset_of(entry),
                      word(entry, "summary")});
    } else {
      rows.push_back({word(entry, "name"), word(entry, "unit"), word(entry, "summary")});
    }
  }
  return "  " + title + "\n" + aligned(rows, "    ");
}

std::string text_of(const Json &declared) {
  std::string text =
      fmt::format("{} {} (ABI {}, {})\n{}\n{}\n", word(declared, "id"), word(declared, "version"),
                  word(declared, "abi"), word(declared, "license"), word(declared, "summary"), word(declared, "file"));
  for (const auto &model : declared.at("components")) {
    text += fmt::format("\ncomponent model {}: {}\n  source: {}\n", word(model, "id"), word(model, "summary"),
                        word(model, "source"));
    std::string classes;
    for (const auto &name : model.at("classes")) {
      classes += (classes.empty() ? "" : ", ") + name.get<std::string>();
    }
    text += classes.empty() ? "" : fmt::format("  answers to: {}\n", classes);
    text += model.at("accuracy").is_null()
                ? ""
                : fmt::format("  accuracy: {:.3g} %\n", 100 * model.at("accuracy").get<double>());
    text += table_of(model.at("inputs"), "parameters", true) + table_of(model.at("texts"), "texts and files", true) +
            table_of(model.at("outputs"), "results", false);
  }
  for (const auto &strategy : declared.at("strategies")) {
    text += fmt::format("\nstrategy {} ({}): {}\n", word(strategy, "id"), word(strategy, "kind"),
                        word(strategy, "summary"));
    text += table_of(strategy.at("options"), "options", true);
  }
  for (const auto &writer : declared.at("writers")) {
    text += fmt::format("\nreport writer {} (*.{}): {}\n", word(writer, "id"), word(writer, "extension"),
                        word(writer, "summary"));
    text += table_of(writer.at("options"), "options", true);
  }
  return text;
}

Error bad_plugin(const Entry &entry) {
  return Error{ErrorKind::plugin, "plugin " + entry.file.string() + ": " + entry.trouble};
}

// Every id that the plugin goes by.
std::vector<std::string> ids_of(const Entry &entry) {
  std::vector<std::string> ids{entry.file.stem().string()};
  if (entry.declared.is_object()) {
    ids.push_back(word(entry.declared, "id"));
    for (const auto &[list, kind] : kinds) {
      for (const auto &offered : entry.declared.at(list)) {
        ids.push_back(word(offered, "id"));
      }
    }
  }
  return ids;
}

Entry find_plugin(const std::string &what, const std::vector<std::string> &directories) {
  const auto path = plugin::search_path(directories);
  std::vector<std::string> tried;
  const fs::path file = plugin::find(what, path, tried);
  if (!file.empty()) {
    return entry_of(file);
  }
  std::error_code failed;
  if (fs::is_regular_file(what, failed)) {
    return entry_of(fs::absolute(what, failed));
  }
  std::vector<std::string> known;
  for (auto &entry : entries_of(directories)) {
    const auto ids = ids_of(entry);
    if (std::find(ids.begin(), ids.end(), what) != ids.end()) {
      return std::move(entry);
    }
    known.insert(known.end(), ids.begin(), ids.end());
  }
  Error error{ErrorKind::plugin,
              "there is no plugin, model, strategy or report writer '" + what + "'" + did_you_mean(what, known)};
  for (const auto &directory : path) {
    error.note("searched in " + directory.string());
  }
  throw error;
}

}  // namespace

int list_plugins(const std::vector<std::string> &directories, ListingFormat format) {
  const auto entries = entries_of(directories);
  if (format == ListingFormat::json) {
    Json list = Json::array();
    for (const auto &entry : entries) {
      list.push_back(entry.declared.is_object() ? entry.declared
                                                : Json{{"file", entry.file.string()}, {"error", entry.trouble}});
    }
    report::write_stdout(list.dump(2) + "\n");
    return 0;
  }
  std::vector<std::vector<std::string>> rows{{"PLUGIN", "VERSION", "OFFERS", "FILE"}};
  for (const auto &entry : entries) {
    if (entry.declared.is_object()) {
      rows.push_back({word(entry.declared, "id"), word(entry.declared, "version"), offers_of(entry.declared),
                      entry.file.string()});
    } else {
      rows.push_back({entry.file.stem().string(), "-", entry.trouble, entry.file.string()});
    }
  }
  if (entries.empty()) {
    std::string text = "no plugins in\n";
    for (const auto &directory : plugin::search_path(directories)) {
      text += "  " + directory.string() + "\n";
    }
    report::write_stdout(text);
    return 0;
  }
  report::write_stdout(aligned(rows, ""));
  return 0;
}

int show_plugin(const std::string &what, const std::vector<std::string> &directories, ListingFormat format) {
  const Entry entry = find_plugin(what, directories);
  if (!entry.declared.is_object()) {
    throw bad_plugin(entry);
  }
  report::write_stdout(format == ListingFormat::json ? entry.declared.dump(2) + "\n" : text_of(entry.declared));
  return 0;
}

}  // namespace forge::app
