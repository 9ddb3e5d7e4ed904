// SPDX-License-Identifier: Apache-2.0
// What the circuits of an SRAM cost at a technology node: each figure is a sum of terms, and these are their constants.
// The terms are those of N. Muralimanohar et al., "CACTI 6.0", HPL-2009-85, and S. Thoziyoor et al., "CACTI 5.1",
// HPL-2008-20; calibrate.py finds the constants. A word line is as long as a row of a subarray, a bit line as a column.
#pragma once

namespace forge::plugins::sram {

// Of a mat, beyond its cells, for each port. `amplifier` / width of a cell is how many lengths of the node precharge,
// sense amplifiers and drivers stand high under the cells; `select`, lengths for each column that shares an output.
// `driver`: lengths that the drivers of word lines are wide, for each doubling of the columns that they drive.
struct Margins {
  double amplifier, select, driver;
};
struct Leakage {
  double cell, port_of_cell;   // W
  double row, column, output;  // W of what stands beside each row, and under each column and each output, of a mat
  double repeater;             // W/m of wires to the banks
};
struct AccessEnergy {
  double path, branch;         // J/m of a wire through the trees, J where they branch
  double column, word_line;    // J of a column: precharge, gate of the cell, sense amplifier; J/m of a word line
  double output, output_wire;  // J for each output of a mat; J/m of the wire to it, which is as long as a word line
  double cell, bit_line;       // J for each cell on a bit line; J/m of it
};
struct Latency {
  double gates;                       // s
  double row_decoder, column_driver;  // s for each doubling of rows, of columns
  double bit_line_cell;               // s for each row
  double predecode, output_wire;      // s/m^2 of a bit line, along which predecoded addresses go; s/m of a word line
  double word_line;                   // s/m^2
  double path, branch;                // s/m, there and back; s where the trees branch
};
struct Cycle {  // of a subarray: a word line rises and falls, bit lines fall and are charged again
  double gates;
  double column_driver;  // s for each doubling of columns
  double bit_line_cell;  // s for each row
  double precharge;      // s/m of a word line
  double word_line;      // s/m^2
};
struct Technology {
  double node;  // m
  Margins margins;
  Leakage leakage;
  AccessEnergy read, write;
  Latency latency;
  Cycle cycle;
};

}  // namespace forge::plugins::sram
