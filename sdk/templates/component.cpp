// SPDX-License-Identifier: Apache-2.0
// {{name}}: a component model for forge. Replace the example's parameters and figures by yours.
#include <cmath>
#include <span>
#include <string_view>

#include "forge/sdk/component.hpp"
#include "forge/sdk/plugin.hpp"

namespace {

using forge::sdk::integer;
using forge::sdk::output;
using forge::sdk::real;

struct Model {
  static constexpr std::string_view id = "{{name}}";  // what a project writes as `component`
  static constexpr std::string_view summary = "an example: a small memory with round figures";
  static constexpr std::string_view source = "invented; name your paper or data sheet here";
  static constexpr std::string_view classes = "example-memory";  // further names that it answers to, a space between
  static constexpr double accuracy = 0.5;  // typically 50 % off; of several that answer, the best accuracy is taken

  // SI units; the host checks what the user wrote against these before the model sees it.
  static constexpr forge_column_info inputs[] = {
      real("size", "bit", "capacity").range(1, 1e12).required(),
      integer("width", "bit", "bits of one access").range(1, 65536).preset(64),
  };
  // `ACTION.energy`, `ACTION.throughput` or `ACTION.latency`, `area`, `leak_power`: what the host understands.
  static constexpr forge_column_info outputs[] = {
      output("area", "m^2", "1 um^2 for each bit (invented)"),
      output("read.energy", "J", "1 fJ for each bit, times the root of the rows (invented)"),
      output("write.energy", "J", "as a read (invented)"),
      output("read.throughput", "Hz", "1 GHz (invented)"),
      output("write.throughput", "Hz", "1 GHz (invented)"),
  };

  // One row in, one row out, in the order of the lists above. False: there is no such component.
  static bool evaluate_row(std::span<const double> in, std::span<double> out) {
    const double size = in[0];
    const double width = in[1];
    if (size < width) {
      return false;
    }
    const double energy = 1e-15 * width * std::sqrt(size / width);
    out[0] = 1e-12 * size;
    out[1] = energy;
    out[2] = energy;
    out[3] = 1e9;
    out[4] = 1e9;
    return true;
  }
};

}  // namespace

FORGE_PLUGIN("{{name}}", "0.1.0", "Apache-2.0", "a component model", forge::sdk::Components<Model>)
