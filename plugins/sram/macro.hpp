// SPDX-License-Identifier: Apache-2.0
// A macro: the lengths of its wires follow from cells and organization, and the figures from the lengths.
#pragma once

#include <array>
#include <cstddef>
#include <limits>

#include "organization.hpp"
#include "technology.hpp"

namespace forge::plugins::sram {

struct Figures {
  double area;                       // m^2
  double leak_power;                 // W
  double read_energy, write_energy;  // J for a word
  double latency;                    // s
  double cycle;                      // s
};

// 2^banks equal banks, each with `ports` that read or write.
class Macro {
 public:
  Macro(const Technology &technology, const Bank &bank, int banks, double ports) noexcept
      : technology_(technology),
        bank_(bank),
        banks_(power_of_two(banks)),
        ports_(ports),
        width_(power_of_two(bank.width)),
        address_(bank.words * ports),
        data_(width_ * ports),
        pitch_(4 * technology.node) {
    // A cell is 14.6 F high and 10 F wide, with 7.5 F for a contact of the word line every 16 cells; a further port
    // adds two pitches of 2.5 F each way. Other wires have a pitch of 4 F (ITRS, as CACTI 7).
    const double f = technology.node;
    const double cell_height = f * (14.6 + 5 * (ports - 1));
    const double cell_width = f * (10 + 7.5 / 16 + 5 * (ports - 1));
    for (int rows = fewest_rows; rows <= most_rows; ++rows) {
      set(rows_[index(rows)], rows, cell_height);
    }
    for (int mux = 0; mux <= most_mux(bank); ++mux) {
      set(columns_[index(mux)], mux, cell_width);
    }
    const double bundle = 2 * pitch_ * (address_ + 2 * data_);
    for (const bool is_tall : {false, true}) {
      const int down = is_tall ? banks / 2 : banks - banks / 2;
      const int across = banks - down;
      arrangements_[is_tall] = {power_of_two(down),
                                power_of_two(across),
                                power_of_two(-down),
                                power_of_two(-across),
                                bundle * (1 - power_of_two(-across)),
                                bundle * (1 - power_of_two(-down))};
    }
  }

  // Of the organization with the least energy * delay^2, which is what CACTI's runs went for.
  Figures figures() const noexcept {
    Organization best{};
    double least = std::numeric_limits<double>::infinity();
    for_each_organization(bank_, [&](const Organization &organization) {
      // Wires only add to what the mat takes alone.
      const double mat_delay = latency(organization, Trees{});
      if (mat_delay * mat_delay * read_energy(organization, Trees{}) >= least) {
        return;
      }
      const Trees trees = route(organization);
      const double delay = latency(organization, trees);
      const double cost = delay * delay * read_energy(organization, trees);
      if (cost < least) {
        least = cost;
        best = organization;
      }
    });
    const Trees trees = route(best);
    return {trees.height * trees.width, leak_power(best, trees), read_energy(best, trees),
            write_energy(best, trees),  latency(best, trees),    cycle(best)};
  }

 private:
  struct Rows {  // of a subarray
    double number, bit_line;
    double latency, cycle, read_energy, write_energy;  // energies: of a bit line
  };
  struct Columns {
    double number, word_line;
    double mat_height, mat_width;
    double latency, cycle, read_energy, write_energy;
  };
  struct Arrangement {  // of the banks
    double down, across, per_down, per_across;
    double beside, above;  // m of wires between them
  };
  struct Trees {
    double height, width;  // m of the macro
    double to_bank, path;  // m from the edge to a bank, to a mat
    double branches;       // within the bank
  };

  void set(Rows &rows, int logarithm, double cell_height) const noexcept {
    rows.number = power_of_two(logarithm);
    rows.bit_line = rows.number * cell_height;
    const Latency &l = technology_.latency;
    rows.latency = l.gates + l.row_decoder * logarithm + l.bit_line_cell * rows.number +
                   l.predecode * rows.bit_line * rows.bit_line;
    rows.cycle = technology_.cycle.gates + technology_.cycle.bit_line_cell * rows.number;
    rows.read_energy = technology_.read.cell * rows.number + technology_.read.bit_line * rows.bit_line;
    rows.write_energy = technology_.write.cell * rows.number + technology_.write.bit_line * rows.bit_line;
  }

  void set(Columns &columns, int mux, double cell_width) const noexcept {
    const int logarithm = bank_.width + mux - 2;
    columns.number = power_of_two(logarithm);
    columns.word_line = columns.number * cell_width;
    const double f = technology_.node * ports_;
    const Margins &m = technology_.margins;
    columns.mat_height = f * (m.amplifier * technology_.node / cell_width + 4 * width_ + m.select * power_of_two(mux));
    columns.mat_width = 2 * columns.word_line + f * m.driver * logarithm;
    const double line = columns.word_line;
    const Latency &l = technology_.latency;
    columns.latency = l.column_driver * logarithm + l.output_wire * line + l.word_line * line * line;
    const Cycle &c = technology_.cycle;
    columns.cycle = c.column_driver * logarithm + c.precharge * line + c.word_line * line * line;
    const auto energy = [&](const AccessEnergy &e) {
      return e.column * columns.number + e.word_line * line + width_ * (e.output + e.output_wire * line);
    };
    columns.read_energy = energy(technology_.read);
    columns.write_energy = energy(technology_.write);
  }

  // Trees have their root in the middle of a side: they reach across all of the width, and half of the height.
  static double reach(double width, double per_across, double height, double per_down) noexcept {
    return width * (1 - per_across) + height / 2 * (1 - per_down);
  }

  Trees route(const Organization &o) const noexcept {
    const double mat_height = 2 * rows_[index(o.rows)].bit_line + columns_[index(o.mux)].mat_height;
    const double mat_width = columns_[index(o.mux)].mat_width;

    // Between the mats run the wires of the tree: addresses to all, data to where the branches end.
    const double across = power_of_two(o.across);
    const int tall = o.down - o.across;
    const double addresses = pitch_ * address_ * (across - 1 + tall);
    const double data = pitch_ * 2 * data_;
    const double height = mat_height * power_of_two(o.down) + addresses + data * o.across;
    const double width = mat_width * across + addresses + data * (o.across + 2 * (1 - power_of_two(-tall)));

    // Banks are put together so that the macro comes near a square.
    const Arrangement &banks = arrangements_[height > width];
    Trees trees{};
    trees.height = height * banks.down + banks.beside;
    trees.width = width * banks.across + banks.above;
    trees.to_bank = reach(trees.width, banks.per_across, trees.height, banks.per_down);
    trees.path = trees.to_bank + reach(width, power_of_two(-o.across), height, power_of_two(-o.down));
    trees.branches = o.across + o.down;
    return trees;
  }

  double latency(const Organization &o, const Trees &trees) const noexcept {
    return rows_[index(o.rows)].latency + columns_[index(o.mux)].latency + technology_.latency.path * trees.path +
           technology_.latency.branch * trees.branches;
  }
  double cycle(const Organization &o) const noexcept {
    return rows_[index(o.rows)].cycle + columns_[index(o.mux)].cycle;
  }
  double tree_energy(const AccessEnergy &energy, const Trees &trees) const noexcept {
    return (address_ + data_) * (energy.path * trees.path + energy.branch * trees.branches);
  }
  // A read moves all bit lines of the mat by a small swing; a write those of its word by the full one.
  double read_energy(const Organization &o, const Trees &trees) const noexcept {
    const Columns &columns = columns_[index(o.mux)];
    return tree_energy(technology_.read, trees) + columns.read_energy +
           columns.number * rows_[index(o.rows)].read_energy;
  }
  double write_energy(const Organization &o, const Trees &trees) const noexcept {
    return tree_energy(technology_.write, trees) + columns_[index(o.mux)].write_energy +
           width_ * rows_[index(o.rows)].write_energy;
  }
  double leak_power(const Organization &o, const Trees &trees) const noexcept {
    const Leakage &l = technology_.leakage;
    const double cells = power_of_two(bank_.words) * width_ * (l.cell + l.port_of_cell * ports_);
    const double mat =
        l.row * rows_[index(o.rows)].number + l.column * columns_[index(o.mux)].number + l.output * data_;
    const double wires = l.repeater * (address_ + 2 * data_) * trees.to_bank;
    return banks_ * (cells + power_of_two(o.across + o.down) * mat + wires);
  }

  static constexpr std::size_t index(int exponent) noexcept { return static_cast<std::size_t>(exponent); }

  const Technology &technology_;
  Bank bank_;
  double banks_, ports_;
  double width_, address_, data_;  // bits of a word; wires of all ports
  double pitch_;                   // m
  std::array<Rows, most_rows + 1> rows_;
  std::array<Columns, most_columns + 1> columns_;
  std::array<Arrangement, 2> arrangements_;  // of banks that are wider than high, and higher than wide
};

}  // namespace forge::plugins::sram
