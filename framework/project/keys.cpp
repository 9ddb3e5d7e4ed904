// SPDX-License-Identifier: Apache-2.0
#include "project/keys.hpp"

#include <fmt/format.h>

namespace forge::project {

namespace {

using enum Shape;
namespace unit = dimension;

constexpr std::string_view port_words[] = {"shared", "separate"};
constexpr std::string_view factor_words[] = {"perfect", "imperfect", "imperfect-spatial"};
constexpr std::string_view topology_words[] = {"mesh", "all-to-all"};
constexpr std::string_view overlap_words[] = {"perfect", "double-buffered"};
constexpr std::string_view kinds[] = {"memory", "fanout", "compute", "converter", "network"};

constexpr Key arguments{"arguments", parameters, "what the model's figures of this action depend on"};

constexpr Key action_keys[] = {
    {"energy", quantity, "energy of one action", unit::energy},
    {"throughput", quantity, "actions per second of one instance", unit::frequency},
    {"width", quantity, "bits moved by one action", unit::bit},
    arguments,
};

constexpr Key address_keys[] = {
    {"energy", quantity, "energy of one action", unit::energy},
    {"throughput", quantity, "actions per second of one instance", unit::frequency},
    arguments,
};

constexpr Key memory_actions[] = {
    {"read", table, "values that are read to serve what is below", {}, {}, action_keys},
    {"write", table, "values that are written", {}, {}, action_keys},
    {"fill", table, "writes from above, where they are priced apart", {}, {}, action_keys},
    {"update", table, "writes from below, where they are priced apart", {}, {}, action_keys},
    {"drain", table, "reads to be sent up, where they are priced apart", {}, {}, action_keys},
    {"address", table, "an address for each of the other actions", {}, {}, address_keys},
};
constexpr Key converter_actions[] = {
    {"convert", table, "one value that passes", {}, {}, action_keys},
};
constexpr Key network_actions[] = {
    {"hop", table, "one value over one link; throughput: of one link", {}, {}, action_keys},
};

constexpr Key kind_key(std::string_view kind, std::string_view meaning) {
  return {kind, text, meaning};
}
constexpr Key under{"under", text, "the node it hangs under; the one before"};
constexpr Key model{"model", parameters, "component model and its parameters"};
constexpr Key area{"area", quantity, "of one instance", unit::area};
constexpr Key leak_power{"leak_power", quantity, "of one instance", unit::power};
constexpr Key instances{"instances", quantity, "parallel copies that share the work"};
constexpr Key count_scale{"count_scale", quantity, "multiplies the counts of its actions"};
constexpr Key ports{"ports", word, "separate: the slowest action decides, not the sum", {}, port_words};
constexpr Key latency{"latency", text, "expression over its actions, in seconds"};
constexpr Key elide{"elide_first_read", flag, "do not read partial sums that were never written"};
constexpr Key charged{"tensors", tensors, "what it charges"};
constexpr Key direction{"direction", any, "down, up or both; or one of these for each tensor"};
constexpr Key loops{"loops", texts, "constraints on the iterations of its loops, such as \"m*n <= 8\""};

constexpr Key memory_keys[] = {
    kind_key("memory", "name of a memory"),
    under,
    model,
    {"actions", table, "figures of its actions", {}, {}, memory_actions},
    area,
    leak_power,
    instances,
    count_scale,
    ports,
    latency,
    elide,
    loops,
    {"size", quantity, "capacity", unit::bit},
    {"width", quantity, "bits per action", unit::bit},
    {"bits", quantities, "bits per value here, where they differ from the workload's", unit::bit},
    {"keep", tensors, "tensors it must hold"},
    {"may_keep", tensors, "tensors it may hold; the mapper chooses"},
    {"double_buffered", flag, "half of it is usable, transfers overlap"},
    {"order", texts, "order of the temporal loops below it, outermost first"},
};

// Other keys of a fan-out are its dimensions.
constexpr Key fanout_keys[] = {
    kind_key("fanout", "name of a fan-out"), under, area, leak_power, instances, count_scale,
};

constexpr Key compute_keys[] = {
    kind_key("compute", "name of a compute"),
    under,
    model,
    {"actions", actions, "figures of its actions: `compute`, or one for each operation", {}, {}, action_keys},
    area,
    leak_power,
    instances,
    count_scale,
    ports,
    latency,
    elide,
    {"einsums", texts, "the Einsums that it can run"},
};

constexpr Key converter_keys[] = {
    kind_key("converter", "name of a converter"),
    under,
    model,
    {"actions", table, "figures of its actions", {}, {}, converter_actions},
    area,
    leak_power,
    instances,
    count_scale,
    ports,
    latency,
    charged,
    direction,
};

constexpr Key network_keys[] = {
    kind_key("network", "name of a network"),
    under,
    model,
    {"actions", table, "figures of its actions", {}, {}, network_actions},
    area,
    leak_power,
    instances,
    count_scale,
    ports,
    latency,
    charged,
    direction,
    {"topology", word, "all-to-all: each place is one hop away", {}, topology_words},
    {"wire_energy", quantity, "of one bit over one length, on top of a hop's energy", unit::wire_energy},
    {"hop_length", quantity, "of the wire of a hop; the root of the area of a place, if not given", unit::length},
};

constexpr Key dimension_keys[] = {
    {"size", count, "number of places"},
    {"multicast", tensors, "tensors of which one read serves all places"},
    {"reduce", tensors, "tensors whose partial sums are merged on the way up"},
    {"reuse", tensors, "only loops that do not touch these tensors"},
    {"min_utilization", any, "share of the places that must be used, or \"max\""},
    {"power_gated", flag, "places that a mapping does not use do not leak"},
    loops,
};

constexpr Key einsum_keys[] = {
    {"einsum", text, "name of the Einsum"},
    {"equation", text, "such as \"O[m,p] = I[c,p+r] * W[m,c,r]\""},
    {"sizes", counts, "of its rank variables"},
    {"bits", quantities, "bits per value, by tensor, by role, or \"all\"", unit::bit},
    {"roles", names, "other names for its tensors in tensor sets"},
    {"repeat", count, "how often it runs"},
    {"persistent", texts, "tensors that stay in their outermost memory between the runs, one for each run"},
    {"operation", text, "what a point does, such as \"exp\": the action of the compute that prices it"},
};

constexpr Key mapper_keys[] = {
    {"strategy", text, "id of a plugin"},
    {"objective", texts,
     "energy, latency, edp, ed2p, MEMORY.occupancy, NODE.instances; in a list the next breaks ties"},
    {"pareto", texts, "objectives to be traded off: the whole front"},
    {"factors",
     word,
     "imperfect: tiles need not divide their extents; imperfect-spatial: those of spatial loops",
     {},
     factor_words},
    {"retain", flag, "false: mappings drop their tiles"},
    {"timeout", quantity, "stop after this time", unit::time},
    {"evaluations", count, "stop after so many mappings of an Einsum"},
    {"patience", count, "stop after so many valid mappings without a better one"},
    {"invalid_patience", count, "stop after so many invalid mappings in a row"},
    {"tolerance", quantity, "relative distance to the optimum that is good enough"},
    {"seed", count, "of the random numbers"},
    {"threads", count, "all cores, if not given"},
    {"options", parameters, "the strategy's own"},
};

constexpr Key latency_keys[] = {
    {"overlap", word, "double-buffered: other memories do not exchange tiles while they serve", {}, overlap_words},
    {"pipeline_fill", flag, "add the time of the first tiles and the last results"},
};

constexpr Key nest_node_keys[] = {
    {"keep", any, "tensors whose tiles live in a memory from here down"},
    {"in", text, "the memory of a keep"},
    {"retain", flag, "of a keep; false: a tile is fetched anew at every step of a loop above"},
    {"for", text, "rank variable of a temporal loop"},
    {"par", text, "rank variable of a spatial loop"},
    {"tile", count, "how much of the rank variable one iteration covers"},
    {"over", text, "dimension of a fan-out, such as \"PE.x\""},
    {"compute", text, "the compute at the end"},
    {"einsum", text, "the Einsum, on a compute"},
    {"sequential", any, "branches one after the other"},
    {"pipelined", any, "branches that pass tiles on"},
    {"parallel", any, "branches at the same time"},
};

constexpr Key mapping_keys[] = {
    {"einsum", text, "the Einsum that it maps"},
    {"nest", nest, "its nodes, outermost first", {}, {}, nest_node_keys},
};

constexpr Key report_keys[] = {
    {"writer", text, "id of a plugin"},
    {"file", text, "relative to the project file; none: standard output"},
    {"options", parameters, "the writer's own"},
};

constexpr Key plugin_keys[] = {
    {"path", texts, "directories that are searched first"},
    {"load", texts, "plugins to load besides those that are named elsewhere"},
};

constexpr Key project_keys[] = {
    {"name", text, "of the project"},
};

constexpr Key component_keys[] = {
    {"name", text, "what nodes and parts name as their component"},
    {"parameters", parameters, "names that its expressions use, with their defaults"},
    {"needs", texts, "parameters without a default"},
    {"parts", named, "its parts by name: component, count, parameters"},
    {"actions", named, "its actions by name: how often which actions of its parts happen"},
};

constexpr Key file_keys[] = {
    {"forge", any, "version of this format: 1"},
    {"include", texts, "files that are merged first; what stands here wins"},
    {"project", table, "about the project", {}, {}, project_keys},
    {"variables", parameters, "names for expressions"},
    {"technology", parameters, "defaults for every component model"},
    {"architecture", tables, "nodes of the hardware, outermost first"},
    {"component", tables, "components made of others", {}, {}, component_keys},
    {"workload", tables, "Einsums, in the order in which they run", {}, {}, einsum_keys},
    {"mapper", table, "how to search", {}, {}, mapper_keys},
    {"latency", table, "what latency counts beyond the slowest component", {}, {}, latency_keys},
    {"mapping", tables, "given mappings: nothing is searched", {}, {}, mapping_keys},
    {"report", tables, "what a run writes", {}, {}, report_keys},
    {"plugins", table, "where plugins are", {}, {}, plugin_keys},
};

}  // namespace

const Key *find_key(Keys keys, std::string_view name) {
  for (const auto &key : keys) {
    if (key.name == name) {
      return &key;
    }
  }
  return nullptr;
}

std::vector<std::string> names_of(Keys keys) {
  std::vector<std::string> names;
  for (const auto &key : keys) {
    names.emplace_back(key.name);
  }
  return names;
}

std::string in_words(const Key &key) {
  switch (key.shape) {
    case text:
      return "a string";
    case word:
      return fmt::format("\"{}\"", fmt::join(key.words, "\" or \""));
    case flag:
      return "true or false";
    case count:
      return "a whole number";
    case tensors:
      return "a tensor set such as \"I | O\"";
    case texts:
      return "a string or an array of strings";
    case table:
    case quantities:
    case counts:
    case names:
    case parameters:
    case actions:
    case named:
      return "a table";
    case tables:
      return fmt::format("an array of tables, [[{}]]", key.name);
    case nest:
      return "an array of nodes";
    case any:
      return "another value";
    case quantity:
      break;
  }
  const auto example = example_of(key.dimension);
  return in_words(key.dimension) + (example.empty() ? "" : fmt::format(" such as \"{}\"", example));
}

namespace keys {

const Keys project_file = file_keys;
const Keys project = project_keys;
const Keys mapper = mapper_keys;
const Keys latency = latency_keys;
const Keys report = report_keys;
const Keys plugins = plugin_keys;
const Keys component = component_keys;
const Keys einsum = einsum_keys;
const Keys mapping = mapping_keys;
const Keys nest_node = nest_node_keys;
const Keys memory = memory_keys;
const Keys fanout = fanout_keys;
const Keys compute = compute_keys;
const Keys converter = converter_keys;
const Keys network = network_keys;
const Keys fanout_dimension = dimension_keys;
const std::span<const std::string_view> node_kinds = kinds;

Keys of_node(std::string_view kind) {
  const Keys tables[] = {memory, fanout, compute, converter, network};
  for (std::size_t i = 0; i < std::size(kinds); ++i) {
    if (kinds[i] == kind) {
      return tables[i];
    }
  }
  return {};
}

}  // namespace keys

}  // namespace forge::project
