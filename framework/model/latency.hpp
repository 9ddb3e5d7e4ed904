// SPDX-License-Identifier: Apache-2.0
//
// [latency]: what the latency of an Einsum counts beyond its slowest component. All off by default.
//
// overlap = "perfect": all components overlap. The latency is that of the slowest one.
//
// overlap = "double-buffered": only a double buffered memory exchanges tiles with the memories above it (fills and
// drains) while what is below it works. From the compute outwards along the path, with L = the time of the compute:
//   a memory that is not double buffered   L = max(L, time of its reads and updates) + time of its fills and drains
//   a double buffered memory               L = max(L, time of all its actions)
//   a converter or a network               L = max(L, its time)
// Each time is that of the component's busiest instance. A latency expression is asked with the counts of these actions
// only. The outermost memory of a tensor has no fills and drains: it exchanges nothing.
//
// pipeline_fill = true: adds the time until the first compute has its operands, "pipeline fill", and the time from the
// last compute until the last results are in the outermost memory, "pipeline drain". For each memory M of the path:
//   fill    M writes one tile of each operand that it is not the outermost holder of (as fills), while the memories
//           that hold them next above read as much (as reads): the slower of these
//   drain   M reads one tile of each such result (as drains), while the memories above write it (as updates): likewise
// both summed over the memories. A tile is the largest one of one instance. Converters and networks add nothing here.
#pragma once

#include <string_view>

namespace forge::model {

enum class Overlap { perfect, double_buffered };

// The word that projects and reports use for it.
constexpr std::string_view name_of(Overlap overlap) {
  return overlap == Overlap::perfect ? "perfect" : "double-buffered";
}

struct LatencyOptions {
  Overlap overlap = Overlap::perfect;
  bool pipeline_fill = false;

  // Is one of them on?
  bool any() const { return overlap != Overlap::perfect || pipeline_fill; }
};

}  // namespace forge::model
