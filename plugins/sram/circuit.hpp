// SPDX-License-Identifier: Apache-2.0
// What an organization costs: lengths of wires follow from the cells, and each figure is a sum of terms that a circuit
// has (N. Muralimanohar et al., "CACTI 6.0", HPL-2009-85; S. Thoziyoor et al., "CACTI 5.1", HPL-2008-20).
// The constants of the terms are those of a technology node; calibrate.py finds them.
#pragma once

#include <array>
#include <limits>

#include "organization.hpp"

namespace forge::plugins::sram {

// Beyond the cells. In lengths of the node, for each port: `amplifier` / width of a cell is how high precharge, sense
// amplifiers and drivers stand under the cells, `select` the wire for each input of the mux; `driver` is how wide the
// drivers of the word lines are for each stage, of which a line has the more the more cells it drives.
struct Margins {
  double amplifier, select, driver;
};
struct Leakage {  // W
  double cell, port_of_cell, row, column, output, repeater;
};
struct AccessEnergy {
  double path, branch;       // J/m of a wire that carries a bit through the trees, J where they branch
  double column, word_line;  // J for each column, for precharge, gates of cells and sense amplifier; J/m of a word line
  double output, output_wire;  // J for each output of a mat; J/m of the wire to it, which is as long as a word line
  double cell, bit_line;  // J for each cell on a bit line; J/m of a bit line. Of a read: all of a mat, with a small
                          // swing. Of a write: those that change, with the full swing
};
struct Latency {
  double gates, row_decoder, column_driver;      // s; s for each doubling of rows, of columns
  double bit_line_cell, predecode, output_wire;  // s for each row; s/m^2, over all rows; s/m
  double word_line, path, branch;                // s/m^2; s/m there and back; s where the trees branch
};
struct Cycle {  // of a subarray: word line, bit line, and back
  double gates, column_driver, bit_line_cell, precharge, word_line;
};
struct Technology {
  double node;  // m
  Margins margins;
  Leakage leakage;
  AccessEnergy read, write;
  Latency latency;
  Cycle cycle;
};

struct Figures {
  double area;                       // m^2
  double leak_power;                 // W
  double read_energy, write_energy;  // J for a word
  double latency;                    // s
  double cycle;                      // s
};

// A macro of 2^banks equal banks, each with `ports` that read or write.
class Macro {
 public:
  Macro(const Technology &technology, const Bank &bank, int banks, double ports) noexcept
      : technology_(technology), bank_(bank), ports_(ports), n_banks_(power_of_two(banks)) {
    // A cell is 14.6 F high and 10 F wide, with 7.5 F for a contact of the word line every 16 cells; a further port adds
    // a word line and two bit lines, two pitches of 2.5 F each way. Other wires have a pitch of 4 F (ITRS, as CACTI 7).
    const double f = technology.node;
    cell_height_ = f * (14.6 + 5 * (ports - 1));
    cell_width_ = f * (10 + 7.5 / 16 + 5 * (ports - 1));
    pitch_ = 4 * f;
    width_ = power_of_two(bank.width);
    address_ = bank.words * ports;
    data_ = width_ * ports;
    amplifiers_ = f * ports * (technology.margins.amplifier * f / cell_width_ + 4 * width_);
    // Banks are put together so that the macro comes near a square.
    const double bundle = 2 * pitch_ * (address_ + 2 * data_);
    for (const bool is_tall : {false, true}) {
      const int down = is_tall ? banks / 2 : banks - banks / 2;
      banks_[is_tall] = {power_of_two(down),
                         power_of_two(banks - down),
                         power_of_two(-down),
                         power_of_two(down - banks),
                         bundle * (1 - power_of_two(down - banks)),
                         bundle * (1 - power_of_two(-down))};
    }
  }

  // Of the organization with the least energy * delay^2, which the runs of CACTI asked for.
  Figures figures() const noexcept {
    Organization best{};
    double least = std::numeric_limits<double>::infinity();
    for_each_organization(bank_, [&](const Organization &organization) {
      const Layout layout = lay_out(organization);
      const double delay = latency(organization, layout);
      const double cost = delay * delay * read_energy(layout);
      if (cost < least) {
        least = cost;
        best = organization;
      }
    });
    const Layout layout = lay_out(best);
    return {layout.height * layout.width, leak_power(layout),    read_energy(layout),
            write_energy(layout),         latency(best, layout), cycle(best, layout)};
  }

 private:
  struct Arrangement {  // of banks
    double down, across, per_down, per_across;
    double beside, above;  // m of wires between them
  };
  struct Layout {
    double rows, columns;        // of a subarray
    double bit_line, word_line;  // m, of a subarray
    double height, width;        // m, of the macro
    double path, to_bank;        // m from the edge to a mat; of it to the bank
    double branches;             // on the way within the bank
    double mats;                 // of a bank
  };

  // Trees have their root in the middle of a side: they reach all of the width, and half of the height.
  static double reach(double width, double per_across, double height, double per_down) noexcept {
    return width * (1 - per_across) + height / 2 * (1 - per_down);
  }

  Layout lay_out(const Organization &organization) const noexcept {
    Layout l{};
    l.rows = power_of_two(organization.rows);
    l.columns = power_of_two(bank_.width + organization.mux - 2);
    l.bit_line = l.rows * cell_height_;
    l.word_line = l.columns * cell_width_;
    const Margins &margins = technology_.margins;
    const double f = technology_.node * ports_;
    const double mat_height = 2 * l.bit_line + amplifiers_ + f * margins.select * power_of_two(organization.mux);
    const double mat_width = 2 * l.word_line + f * margins.driver * (bank_.width + organization.mux - 2);

    // Between the mats run the wires of the tree: addresses to all, data to where the branches end.
    const double across = power_of_two(organization.across);
    const double down = power_of_two(organization.down);
    const int tall = organization.down - organization.across;
    const double to_mats = address_ * (across - 1 + tall);
    const double height = mat_height * down + pitch_ * (to_mats + 2 * data_ * organization.across);
    const double width =
        mat_width * across + pitch_ * (to_mats + 2 * data_ * (organization.across + 2 * (1 - power_of_two(-tall))));
    l.branches = organization.across + organization.down;
    l.mats = across * down;

    const Arrangement &banks = banks_[height > width];
    l.height = height * banks.down + banks.beside;
    l.width = width * banks.across + banks.above;
    l.to_bank = reach(l.width, banks.per_across, l.height, banks.per_down);
    l.path = l.to_bank + reach(width, power_of_two(-organization.across), height, power_of_two(-organization.down));
    return l;
  }

  double latency(const Organization &organization, const Layout &l) const noexcept {
    const Latency &k = technology_.latency;
    return k.gates + k.row_decoder * organization.rows + k.column_driver * (bank_.width + organization.mux - 2) +
           k.bit_line_cell * l.rows + k.predecode * l.bit_line * l.bit_line + k.output_wire * l.word_line +
           k.word_line * l.word_line * l.word_line + k.path * l.path + k.branch * l.branches;
  }
  double cycle(const Organization &organization, const Layout &l) const noexcept {
    const Cycle &k = technology_.cycle;
    return k.gates + k.column_driver * (bank_.width + organization.mux - 2) + k.bit_line_cell * l.rows +
           k.precharge * l.word_line + k.word_line * l.word_line * l.word_line;
  }
  double access_energy(const AccessEnergy &k, const Layout &l, double bit_lines) const noexcept {
    return (address_ + data_) * (k.path * l.path + k.branch * l.branches) + k.column * l.columns +
           k.word_line * l.word_line + width_ * (k.output + k.output_wire * l.word_line) +
           bit_lines * (k.cell * l.rows + k.bit_line * l.bit_line);
  }
  double read_energy(const Layout &l) const noexcept { return access_energy(technology_.read, l, l.columns); }
  double write_energy(const Layout &l) const noexcept { return access_energy(technology_.write, l, width_); }
  double leak_power(const Layout &l) const noexcept {
    const Leakage &k = technology_.leakage;
    const double bits = power_of_two(bank_.words) * width_;
    return n_banks_ * (bits * (k.cell + k.port_of_cell * ports_) +
                       l.mats * (k.row * l.rows + k.column * l.columns + k.output * data_) +
                       k.repeater * (address_ + 2 * data_) * l.to_bank);
  }

  const Technology &technology_;
  Bank bank_;
  double ports_, n_banks_;
  double cell_height_, cell_width_, pitch_;
  double width_, address_, data_;       // bits of a word; wires of all ports
  double amplifiers_;                   // m
  std::array<Arrangement, 2> banks_{};  // for banks that are wider than high, and higher than wide
};

}  // namespace forge::plugins::sram
