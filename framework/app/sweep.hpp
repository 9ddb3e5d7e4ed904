// SPDX-License-Identifier: Apache-2.0
//
// `forge components sweep`: what components cost while one field of the project changes, as a CSV table and a plot.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/options.hpp"

namespace forge::app {

struct SweepOptions {
  ProjectOptions project;
  std::string vary;                  // "GLB.size=4 KiB..1 MiB*2", "DRAM.model.type=LPDDR4,HBM2"
  std::vector<std::string> figures;  // "GLB.read.energy", "GLB.area", "total.area"; none: all of the node that changes
  std::optional<std::string> csv;    // file; none or "-": stdout
  std::optional<std::string> svg;    // file; none: no plot
};

// Throws Error{usage} where a figure does not exist, Error{file} where gnuplot, which draws the plot, is missing.
int sweep(const SweepOptions &options);

}  // namespace forge::app
