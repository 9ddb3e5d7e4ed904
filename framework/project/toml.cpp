// SPDX-License-Identifier: Apache-2.0
#include "project/toml.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace forge::project {

namespace {

constexpr std::uintmax_t largest_file = std::uintmax_t{16} << 20U;
// Deeper trees serve nobody, and the recursion of a parser must end before the stack does.
constexpr int deepest_key = 16;
constexpr int deepest_value = 64;

Position position_of(const toml::source_region &region, const std::shared_ptr<const std::string> &file) {
  return {file, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

[[noreturn]] void refuse(std::string message, Position position) {
  throw Error{ErrorKind::project, std::move(message)}.at(std::move(position));
}

// Turns the tree of toml++, whose tables are sorted by key, into ours, sorted by position.
class Converter {
 public:
  explicit Converter(std::shared_ptr<const std::string> file) : file_(std::move(file)) {}

  Value value(const toml::node &node, int depth) const {
    Value result;
    result.position = position_of(node.source(), file_);
    if (depth > deepest_value) {
      refuse("values are nested too deeply", result.position);
    }
    if (const auto *table_node = node.as_table()) {
      result.content = table(*table_node, depth);
    } else if (const auto *array_node = node.as_array()) {
      Array items;
      items.reserve(array_node->size());
      for (const auto &item : *array_node) {
        items.push_back(value(item, depth + 1));
      }
      result.content = std::move(items);
    } else {
      scalar(node, result);
    }
    return result;
  }

 private:
  static void scalar(const toml::node &node, Value &result) {
    if (const auto *boolean = node.as_boolean()) {
      result.content = boolean->get();
    } else if (const auto *integer = node.as_integer()) {
      result.content = integer->get();
    } else if (const auto *real = node.as_floating_point()) {
      result.content = real->get();
    } else if (const auto *text = node.as_string()) {
      result.content = text->get();
      result.plain = is_plain(text->get(), node.source());
    } else {
      result.content = Date{};
    }
  }

  // Escapes and triple quotes make the source longer than the text and its two quotes.
  static bool is_plain(const std::string &text, const toml::source_region &region) {
    const auto characters = std::count_if(text.begin(), text.end(),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return region.begin.line == region.end.line &&
           static_cast<std::ptrdiff_t>(region.end.column) - static_cast<std::ptrdiff_t>(region.begin.column) ==
               characters + 2;
  }

  Table table(const toml::table &node, int depth) const {
    std::vector<Entry> entries;
    for (const auto &[key, child] : node) {
      entries.push_back({std::string(key.str()), position_of(key.source(), file_), value(child, depth + 1)});
    }
    std::stable_sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) {
      return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
    });
    Table result;
    for (auto &entry : entries) {
      result.set(std::move(entry.key), std::move(entry.position), std::move(entry.value));
    }
    return result;
  }

  std::shared_ptr<const std::string> file_;
};

// Finds keys of too many parts, "a.a.a. ...", before the recursive parser meets them.
class KeyDepth {
 public:
  explicit KeyDepth(std::string_view text) : text_(text) {}

  // The line of the first such key, 0: none.
  int first_too_deep() {
    int dots = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        skip_string(c);
        continue;
      }
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      if (c == '.') {
        if (++dots >= deepest_key) {
          return line_;
        }
      } else if (std::strchr(",=[]{}\n", c) != nullptr) {
        dots = 0;
      }
      step();
    }
    return 0;
  }

 private:
  void skip_string(char quote) {
    const std::string triple(3, quote);
    const bool long_string = text_.substr(at_, 3) == triple;
    at_ += long_string ? 3 : 1;
    while (at_ < text_.size()) {
      if (long_string ? text_.substr(at_, 3) == triple : text_[at_] == quote) {
        close_string(long_string ? 3 : 1, quote);
        return;
      }
      if (text_[at_] == '\n' && !long_string) {
        return;
      }
      step();
      if (quote == '"' && text_[at_ - 1] == '\\' && at_ < text_.size()) {
        step();
      }
    }
  }

  // A long string may end in up to two quotes of its own: """a"""""
  void close_string(std::size_t quotes, char quote) {
    at_ += quotes;
    for (int extra = 0; quotes == 3 && extra < 2 && at_ < text_.size() && text_[at_] == quote; ++extra) {
      ++at_;
    }
  }

  void step() { line_ += text_[at_++] == '\n' ? 1 : 0; }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

toml::table parse(std::string_view text, const std::shared_ptr<const std::string> &file) {
  if (const int line = KeyDepth(text).first_too_deep(); line != 0) {
    refuse(fmt::format("a key has at most {} parts", deepest_key), {file, line, 1});
  }
  try {
    return toml::parse(text);
  } catch (const toml::parse_error &error) {
    std::string what(error.description());
    constexpr std::string_view prefix = "Error while parsing ";
    what = what.rfind(prefix, 0) == 0 ? " in " + what.substr(prefix.size()) : ": " + what;
    refuse("invalid TOML" + what, position_of(error.source(), file));
  }
}

}  // namespace

std::string read_text(const std::string &file) {
  const auto fail = [&file](const std::string &why) {
    throw Error{ErrorKind::file, fmt::format("can't read '{}': {}", file, why)};
  };
  if (file.find('\0') != std::string::npos) {
    fail("its name has a NUL inside");
  }
  std::error_code failed;
  const auto status = std::filesystem::status(file, failed);
  if (std::filesystem::is_directory(status)) {
    fail("it is a directory");
  }
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    fail("it is no regular file");  // reading a device may never end
  }
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    fail(errno != 0 ? std::system_category().message(errno) : "it can't be opened");
  }
  const std::uintmax_t size = std::filesystem::file_size(file, failed);
  if (failed || size > largest_file) {
    fail(failed ? failed.message() : "it is larger than 16 MiB");
  }
  std::string text(size, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(size));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (stream.bad()) {
    fail("reading failed");
  }
  return text;
}

Value parse_toml(std::string_view text, const std::shared_ptr<const std::string> &file) {
  return Converter(file).value(parse(text, file), 0);
}

std::optional<Value> parse_toml_value(std::string_view text) {
  try {
    Value all = parse_toml("value = " + std::string(text), nullptr);
    auto &entries = all.as<Table>()->entries();
    if (entries.size() != 1 || entries.front().key != "value") {
      return std::nullopt;
    }
    return std::move(entries.front().value);
  } catch (const Error &) {
    return std::nullopt;
  }
}

}  // namespace forge::project
