// SPDX-License-Identifier: Apache-2.0
// Models that answer the same name, for the tests of how one of them is chosen. Energies tell who answered.
#include <stdexcept>

#include "forge/sdk/component.hpp"
#include "forge/sdk/plugin.hpp"

namespace forge::test {

using namespace sdk;

// 1 pJ, the best accuracy, but it has to know the material, and makes only small ones.
struct Precise {
  static constexpr std::string_view id = "zoo.precise", summary = "a cage", source = "measured";
  static constexpr std::string_view classes = "cage";
  static constexpr double accuracy = 0.02;
  static constexpr forge_column_info inputs[] = {
      real("size", "bit", "capacity").range(1, 1e6).required(),
      real("bars", "", "of the cage").range(1, 100).required(),
  };
  static constexpr forge_column_info outputs[] = {
      output("area", "m^2", "measured"),       output("leak_power", "W", "measured"),
      output("read.energy", "J", "measured"),  output("read.throughput", "Hz", "measured"),
      output("write.energy", "J", "measured"), output("write.throughput", "Hz", "measured")};
  static bool evaluate_row(std::span<const double> in, std::span<double> out) {
    out[0] = out[1] = 1e-9;
    out[2] = out[4] = 1e-12;
    out[3] = out[5] = 1e9;
    return in[1] < 50;
  }
};

// 2 pJ, and a latency; an access next to the one before costs half.
struct Rough {
  static constexpr std::string_view id = "zoo.rough", summary = "a cage", source = "estimated";
  static constexpr std::string_view classes = "cage";
  static constexpr double accuracy = 0.3;
  static constexpr forge_column_info inputs[] = {
      real("size", "bit", "capacity").range(1, 1e6).covered(8, 1000).required(),
      real("read.address_delta", "", "distance from the access before").range(0, 1e6).preset(1e6),
  };
  static constexpr forge_column_info outputs[] = {
      output("area", "m^2", "estimated"),           output("leak_power", "W", "estimated"),
      output("read.energy", "J", "estimated"),      output("read.latency", "s", "estimated"),
      output("read.throughput", "Hz", "estimated"), output("write.energy", "J", "estimated"),
      output("write.throughput", "Hz", "estimated")};
  static bool evaluate_row(std::span<const double> in, std::span<double> out) {
    out[0] = out[1] = 2e-9;
    out[2] = in[1] <= 1 ? 1e-12 : 2e-12;
    out[3] = 3e-9;
    out[5] = 2e-12;
    out[4] = out[6] = 1e9;
    return true;
  }
};

// States no accuracy, and can't be written.
struct Vague {
  static constexpr std::string_view id = "zoo.vague", summary = "a cage", source = "guessed";
  static constexpr std::string_view classes = "cage";
  static constexpr forge_column_info inputs[] = {real("size", "bit", "capacity").range(1, 1e6).required()};
  static constexpr forge_column_info outputs[] = {output("read.energy", "J", "guessed")};
  static bool evaluate_row(std::span<const double>, std::span<double> out) {
    out[0] = 3e-12;
    return true;
  }
};

// Answers to the id of another model, too, and fails for some temper.
struct Proud {
  static constexpr std::string_view id = "zoo.proud", summary = "a hutch", source = "measured";
  static constexpr std::string_view classes = "hutch zoo.rough";
  static constexpr double accuracy = 0.01;
  static constexpr forge_column_info inputs[] = {real("temper", "", "1: none at all").range(0, 1).preset(0)};
  static constexpr forge_column_info outputs[] = {output("read.energy", "J", "measured").optional(),
                                                  output("write.energy", "J", "measured")};
  static void evaluate(const Batch &batch) {
    for (std::size_t i = 0; i < batch.rows(); ++i) {
      if (batch.input(0)[i] == 1)
        throw std::runtime_error("no temper");
      batch.output(0)[i] = batch.output(1)[i] = 1e-12;
    }
  }
};
struct Meek {
  static constexpr std::string_view id = "zoo.meek", summary = "a hutch", source = "estimated";
  static constexpr std::string_view classes = "hutch";
  static constexpr forge_column_info inputs[] = {real("temper", "", "any").range(0, 1).preset(0)};
  static constexpr forge_column_info outputs[] = {output("read.energy", "J", "estimated"),
                                                  output("write.energy", "J", "estimated")};
  static bool evaluate_row(std::span<const double>, std::span<double> out) {
    out[0] = out[1] = 9e-12;
    return true;
  }
};

}  // namespace forge::test

FORGE_PLUGIN("zoo-cages", "0.1.0", "Apache-2.0", "models for tests",
             forge::sdk::Components<forge::test::Precise, forge::test::Rough, forge::test::Vague, forge::test::Proud,
                                    forge::test::Meek>)
