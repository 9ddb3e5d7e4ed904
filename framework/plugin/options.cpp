// SPDX-License-Identifier: Apache-2.0
//
// The check of a user's values against what a plugin says about them; declared in description.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "plugin/description.hpp"
#include "plugin/option_tables.hpp"
#include "support/error.hpp"

namespace forge::plugin {
namespace {

constexpr double most_exact_integer = 9007199254740992.0;  // 2^53
constexpr std::uintmax_t most_bytes_of_a_file = std::uintmax_t{1} << 28;

Error wrong(const std::string &owner, const Description &description, const std::string &words,
            const model::ModelParameter &value) {
  Error error{ErrorKind::project, owner + ": '" + description.name + "' " + words};
  if (value.position.file) {
    error.at(value.position);
  }
  return error;
}

double choice_number(const Description &description, const model::ModelParameter &value, const std::string &owner) {
  std::string word;
  if (const auto *text = std::get_if<std::string>(&value.value)) {
    word = *text;
  } else if (const auto *number = std::get_if<double>(&value.value)) {
    word = number_text(*number);  // choices may look like numbers: ports = 2
  }
  const auto found = std::find(description.choices.begin(), description.choices.end(), word);
  if (word.empty() || found == description.choices.end()) {
    auto error = wrong(
        owner, description,
        word.empty() ? "is one of several words" : "cannot be '" + word + "'" + did_you_mean(word, description.choices),
        value);
    throw error.note(fmt::format("it is one of: {}", fmt::join(description.choices, ", ")));
  }
  return static_cast<double>(found - description.choices.begin());
}

double plain_number(const Description &description, const model::ModelParameter &value, const std::string &owner) {
  if (const auto *flag = std::get_if<bool>(&value.value)) {
    if (description.kind == ValueKind::flag) {
      return *flag ? 1 : 0;
    }
    throw wrong(owner, description, "is a number, not true or false", value);
  }
  if (const auto *text = std::get_if<std::string>(&value.value)) {
    throw wrong(
        owner, description,
        (description.kind == ValueKind::flag ? "is true or false, not the text '" : "is a number, not the text '") +
            *text + "'",
        value);
  }
  return std::get<double>(value.value);
}

void check_unit(const Description &description, const model::ModelParameter &value, const std::string &owner) {
  if (value.unit.empty() || value.unit == description.unit) {
    return;  // a bare number is in SI units
  }
  throw wrong(owner, description,
              description.unit.empty() ? "is a plain number, not a quantity in " + value.unit
                                       : "is a quantity in " + description.unit + ", not in " + value.unit,
              value);
}

void check_range(const Description &description, double number, const model::ModelParameter &value,
                 const std::string &owner) {
  const bool whole = std::abs(number) <= most_exact_integer && std::trunc(number) == number;
  if (std::isnan(number)) {
    throw wrong(owner, description, "is not a number", value);
  }
  if (description.kind == ValueKind::flag && number != 0 && number != 1) {
    throw wrong(owner, description, "is true or false, not " + number_text(number), value);
  }
  if (description.kind == ValueKind::integer && !whole) {
    throw wrong(owner, description, "is a whole number, not " + number_text(number), value);
  }
  if (number < description.lowest || number > description.highest) {
    auto error =
        wrong(owner, description, "is " + number_text(number) + ", but the range is " + range_text(description), value);
    if (value.unit.empty() && !description.unit.empty()) {
      error.note("a number without a unit is in " + description.unit);
    }
    throw error;
  }
}

std::string checked_text(const Description &description, const model::ModelParameter &value,
                         const std::string &directory, const std::string &owner) {
  const auto *text = std::get_if<std::string>(&value.value);
  if (text == nullptr) {
    throw wrong(owner, description, description.kind == ValueKind::file ? "is the name of a file" : "is a text", value);
  }
  if (text->find('\0') != std::string::npos) {
    throw wrong(owner, description, "has a NUL inside", value);
  }
  if (description.kind == ValueKind::text) {
    return *text;
  }
  return file_bytes(std::filesystem::path(directory) / *text, value.position);
}

}  // namespace

std::string file_bytes(const std::filesystem::path &file, const Position &position) {
  const auto fail = [&](const std::string &why) {
    Error error{ErrorKind::file, "the file '" + file.string() + "' " + why};
    throw position.file ? error.at(position) : error;
  };
  std::error_code failed;
  const auto status = std::filesystem::status(file, failed);
  if (status.type() == std::filesystem::file_type::not_found) {
    fail("does not exist");
  }
  if (!std::filesystem::is_regular_file(status)) {
    fail("is no regular file");  // reading a device may never end
  }
  if (std::filesystem::file_size(file, failed) > most_bytes_of_a_file) {
    fail("is larger than 256 MiB");
  }
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  if (stream && stream.peek() != std::ifstream::traits_type::eof()) {
    bytes << stream.rdbuf();
  }
  if (!stream.is_open() || stream.bad() || !bytes) {
    fail("cannot be read");
  }
  return std::move(bytes).str();
}

double checked_number(const Description &description, const model::ModelParameter &value, const std::string &owner) {
  if (description.kind == ValueKind::text || description.kind == ValueKind::file) {
    throw std::logic_error("checked_number: '" + description.name + "' is a text");
  }
  check_unit(description, value, owner);
  if (description.kind == ValueKind::choice) {
    return choice_number(description, value, owner);
  }
  const double number = plain_number(description, value, owner);
  check_range(description, number, value, owner);
  return number;
}

OptionValues checked_options(const std::vector<Description> &descriptions,
                             const std::map<std::string, model::ModelParameter> &options, const std::string &directory,
                             const std::string &owner) {
  std::vector<Error> errors;
  std::vector<std::string> names;
  OptionValues result;
  for (const auto &description : descriptions) {
    names.push_back(description.name);
    const bool is_text = description.kind == ValueKind::text || description.kind == ValueKind::file;
    double number = is_text ? 0 : description.preset;
    std::string text = description.kind == ValueKind::text ? description.preset_text : "";
    const auto given = options.find(description.name);
    try {
      if (given != options.end()) {
        if (is_text) {
          text = checked_text(description, given->second, directory, owner);
        } else {
          number = checked_number(description, given->second, owner);
        }
      } else if (description.required) {
        throw Error{ErrorKind::project, owner + " needs the option '" + description.name + "'"};
      } else if (description.kind == ValueKind::file && !description.preset_text.empty()) {
        text = file_bytes(std::filesystem::path(directory) / description.preset_text, {});
      }
    } catch (const Error &error) {
      errors.push_back(error);
    }
    result.numbers.push_back(number);
    result.texts.push_back(std::move(text));
  }
  for (const auto &[name, value] : options) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      std::string message = owner;
      message.append(" has no option '").append(name).append("'").append(did_you_mean(name, names));
      Error error{ErrorKind::project, message};
      error.note(names.empty() ? owner + " has no options"
                               : fmt::format("its options are: {}", fmt::join(names, ", ")));
      errors.push_back(value.position.file ? error.at(value.position) : error);
    }
  }
  if (!errors.empty()) {
    throw Errors(std::move(errors));
  }
  return result;
}

}  // namespace forge::plugin
