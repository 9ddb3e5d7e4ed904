// SPDX-License-Identifier: Apache-2.0
#include "table.hpp"

#include <algorithm>
#include <map>

#include "forge/sdk/plugin.hpp"

namespace forge::plugins::table {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Columns by what they mean: read_energy is read.energy, a bare `energy` is that of several actions.
struct Layout {
  std::array<std::optional<std::size_t>, keys.size()> key;
  std::array<std::optional<std::size_t>, figures.size()> figure;
  std::optional<std::size_t> name;
};

template <std::size_t n>
std::optional<std::size_t> index_in(const std::array<std::string_view, n> &names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt
                              : std::optional<std::size_t>(static_cast<std::size_t>(found - names.begin()));
}

// "read_energy" as "read.energy"; other names as they are.
std::string canonical(const std::string &header) {
  for (const std::string_view figure : figures) {
    std::string underscored(figure);
    std::replace(underscored.begin(), underscored.end(), '.', '_');
    if (header == underscored) {
      return std::string(figure);
    }
  }
  return header;
}

void set_once(std::optional<std::size_t> &place, std::size_t column, const Record &header) {
  if (place) {
    fail(header.line, column + 1, "the column '" + header.fields[column] + "' is given twice");
  }
  place = column;
}

// A bare column stands for every action that has a column of its own, or else for read and write.
void spread_bare(Layout &layout, const std::map<std::string, std::size_t> &bare) {
  const auto has_own = [&layout](std::string_view action) {
    for (std::size_t i = 0; i < figures.size(); ++i) {
      if (layout.figure[i] && figures[i].starts_with(action) && figures[i].find('.') == action.size()) {
        return true;
      }
    }
    return false;
  };
  std::vector<std::string_view> meant;
  std::copy_if(sdk::figures::actions.begin(), sdk::figures::actions.end(), std::back_inserter(meant), has_own);
  if (meant.empty()) {
    meant = {"read", "write"};
  }
  for (const auto &[kind, column] : bare) {
    for (const std::string_view action : meant) {
      auto &place = layout.figure[*index_in(figures, std::string(action) + "." + kind)];
      place = place ? place : std::optional<std::size_t>(column);
    }
  }
}

Layout layout_of(const Record &header, const sdk::Host &host) {
  Layout layout;
  std::map<std::string, std::size_t> bare;
  for (std::size_t column = 0; column < header.fields.size(); ++column) {
    const std::string name = canonical(header.fields[column]);
    if (const auto key = index_in(keys, name)) {
      set_once(layout.key[*key], column, header);
    } else if (const auto figure = index_in(figures, name)) {
      set_once(layout.figure[*figure], column, header);
    } else if (name == "name") {
      set_once(layout.name, column, header);
    } else if (name == "energy" || name == "latency" || name == "throughput") {
      if (!bare.emplace(name, column).second) {
        fail(header.line, column + 1, "the column '" + name + "' is given twice");
      }
    } else {
      host.warning("table: the column '" + name + "' has no meaning and is left out");
    }
  }
  spread_bare(layout, bare);
  return layout;
}

bool is_same(double a, double b) {
  return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));  // 65e-9 and 65 * 1e-9
}

std::string text_of(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof(text), value).ptr};
}

}  // namespace

Table::Table(const sdk::ComponentSetup &setup) : host_(setup.host) {
  const auto records = CsvReader(setup.text(0)).read();
  if (records.size() < 2) {
    throw sdk::Invalid("the table needs a header line and at least one line of figures");
  }
  const Record &header = records[0];
  const Layout layout = layout_of(header, host_);
  for (std::size_t k = 0; k < keys.size(); ++k) {
    has_key_[k] = layout.key[k].has_value();
  }
  for (std::size_t i = 1; i < records.size(); ++i) {
    const Record &record = records[i];
    Row row{record.line, layout.name ? record.fields[*layout.name] : std::string(), {}, {}};
    const auto cell = [&](std::optional<std::size_t> column) {
      return column ? number(record, *column, header.fields[*column]) : nan;
    };
    std::transform(layout.key.begin(), layout.key.end(), row.key.begin(), cell);
    std::transform(layout.figure.begin(), layout.figure.end(), row.figure.begin(), cell);
    rows_.push_back(std::move(row));
  }

  const std::string_view wanted = setup.text(1);
  if (wanted.empty()) {
    return;
  }
  std::string names;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].name == wanted) {
      if (chosen_) {
        fail(rows_[i].line, *layout.name + 1, "the name '" + std::string(wanted) + "' is given twice");
      }
      chosen_ = i;
    }
    if (i < 8) {
      names += (i == 0 ? "" : ", ") + rows_[i].name;
    }
  }
  if (!layout.name) {
    throw sdk::Invalid("a row is asked for by name, but the table has no column 'name'");
  }
  if (!chosen_) {
    throw sdk::Invalid("the table has no row named '" + std::string(wanted) + "'; it has: " + names +
                       (rows_.size() > 8 ? ", ..." : ""));
  }
}

std::string Table::describe(std::span<const double> key) const {
  std::string text;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    if (has_key_[k] && !std::isnan(key[k])) {
      text += (text.empty() ? "" : ", ") + std::string(keys[k]) + " = " + text_of(key[k]);
    }
  }
  return text.empty() ? "no parameters" : text;
}

// A parameter that is not given fits any cell, an empty cell any parameter.
const Table::Row *Table::find(std::span<const double> in) const {
  const Row *found = nullptr;
  const Row *nearest = nullptr;
  double smallest = std::numeric_limits<double>::infinity();
  for (const Row &row : rows_) {
    double distance = 0;
    for (std::size_t k = 0; k < keys.size(); ++k) {
      if (has_key_[k] && !std::isnan(in[k]) && !std::isnan(row.key[k]) && !is_same(in[k], row.key[k])) {
        distance += std::abs(std::log(in[k] / row.key[k]));
      }
    }
    if (distance == 0 && found != nullptr) {
      host_.warning("table: lines " + std::to_string(found->line) + " and " + std::to_string(row.line) + " both fit " +
                    describe(in) + "; name one with `row`, or give more parameters");
      return nullptr;
    }
    found = distance == 0 ? &row : found;
    if (nearest == nullptr || distance < smallest) {
      nearest = &row;
      smallest = distance;
    }
  }
  if (found == nullptr && nearest != nullptr) {
    host_.warning("table: no line has " + describe(in) + "; the nearest is line " + std::to_string(nearest->line) +
                  " with " + describe(nearest->key));
  }
  return found;
}

bool Table::evaluate_row(std::span<const double> in, std::span<double> out) const {
  const Row *row = chosen_ ? &rows_[*chosen_] : find(in);
  if (row == nullptr) {
    return false;
  }
  std::copy(row->figure.begin(), row->figure.end(), out.begin());
  return true;
}

}  // namespace forge::plugins::table

FORGE_PLUGIN("table", "1.0.0", "Apache-2.0", "component figures from CSV files",
             forge::sdk::Components<forge::plugins::table::Table>)
