// SPDX-License-Identifier: Apache-2.0
//
// Random chains of up to four Einsums with random mapping trees: matrix products and convolutions in one and two
// dimensions, with strides and dilations, fused through any memory or not, by loops over rank variables that all have
// and by such that only the last one of a section has. `Kind::graph`: results and inputs that several Einsums read, and
// splits within splits, too. Small enough to be replayed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "model/architecture.hpp"
#include "model/mapping_tree.hpp"
#include "model/workload.hpp"

namespace forge::tests {

struct RandomTree {
  model::Workload workload;
  model::Architecture architecture;
  model::MappingTree tree;
  std::vector<model::Mapping> mappings;  // one for each Einsum, not completed
};

class RandomTrees {
 public:
  enum class Kind { chain, graph };
  explicit RandomTrees(std::uint64_t seed, Kind kind = Kind::chain) : random_(seed), graph_(kind == Kind::graph) {}

  RandomTree draw() {
    RandomTree result;
    draw_architecture(result.architecture);
    draw_workload(result.workload);
    draw_tree(result);
    return result;
  }

 private:
  std::uint64_t number(std::uint64_t low, std::uint64_t high) { return low + random_() % (high - low + 1); }
  bool chance(unsigned percent) { return number(1, 100) <= percent; }

  // DRAM, spread over A.x, Buf, spread over B.x, Reg, MAC
  static void draw_architecture(model::Architecture &architecture) {
    const auto add = [&](model::NodeKind kind, const char *name) -> model::Node & {
      model::Node &node = architecture.nodes.emplace_back();
      node.kind = kind;
      node.name = name;
      if (architecture.nodes.size() > 1)
        node.parent = architecture.nodes.size() - 2;
      if (kind == model::NodeKind::fanout)
        node.dimensions.push_back({.name = "x", .size = 64});
      return node;
    };
    add(model::NodeKind::memory, "DRAM");
    add(model::NodeKind::fanout, "A");
    add(model::NodeKind::memory, "Buf");
    add(model::NodeKind::fanout, "B");
    add(model::NodeKind::memory, "Reg");
    add(model::NodeKind::compute, "MAC");
  }

  static std::string numbered(const char *name, std::size_t i) { return name + std::to_string(i); }

  // T1[m,p1,q1,k1] = T0[m, s p1 + d r1, q1 + u1, c1] * W1[k1,c1,r1,u1], and so on; some ranks are left out.
  void draw_workload(model::Workload &workload) {
    const std::size_t n = number(2, 4);
    const bool named = chance(50), second = chance(35), channels = chance(60);
    std::vector<std::uint64_t> stride, dilation, window, window2;
    for (std::size_t i = 0; i < n; ++i) {
      stride.push_back(chance(75) ? 1 : 2);
      dilation.push_back(chance(80) ? 1 : 2);
      window.push_back(chance(40) ? 1 : number(2, 3));
      window2.push_back(chance(50) ? 1 : 2);
    }
    std::vector<std::uint64_t> p(n), q(n), k(n + 1);
    p[n - 1] = number(1, n > 2 ? 5 : 8);
    q[n - 1] = number(1, 4);
    for (std::size_t i = n - 1; i-- > 0;) {
      p[i] = (p[i + 1] - 1) * stride[i + 1] + (window[i + 1] - 1) * dilation[i + 1] + 1;
      q[i] = q[i + 1] + window2[i + 1] - 1;
      if (chance(10) && p[i] > 2)
        --p[i];  // padding
    }
    for (auto &channel : k)
      channel = number(1, 2);
    const std::uint64_t m = number(2, 4);
    for (std::size_t i = 0; i < n; ++i) {
      model::Einsum &einsum = workload.einsums.emplace_back();
      einsum.name = numbered("E", i + 1);
      const auto variable = [&](std::string name, std::uint64_t size) {
        einsum.variables.push_back({std::move(name), size});
        return einsum.variables.size() - 1;
      };
      const std::size_t vp = variable(numbered("p", i), p[i]), vr = variable(numbered("r", i), window[i]);
      model::Tensor input{
          .name = numbered("T", i),
          .index = {{{vp, static_cast<std::int64_t>(stride[i])}, {vr, static_cast<std::int64_t>(dilation[i])}}},
          .bits = 8};
      model::Tensor weight{.name = numbered("W", i), .index = {{{vr, 1}}}, .bits = 8};
      model::Tensor output{.name = numbered("T", i + 1), .output = true, .index = {{{vp, 1}}}, .bits = 8};
      if (named) {
        const std::size_t vm = variable("m", m);
        input.index.push_back({{vm, 1}});
        output.index.push_back({{vm, 1}});
      }
      if (second) {
        const std::size_t vq = variable(numbered("q", i), q[i]), vu = variable(numbered("u", i), window2[i]);
        input.index.push_back({{vq, 1}, {vu, 1}});
        output.index.push_back({{vq, 1}});
        weight.index.push_back({{vu, 1}});
      }
      if (channels) {
        const std::size_t vc = variable(numbered("c", i), k[i]), vk = variable(numbered("k", i), k[i + 1]);
        input.index.push_back({{vc, 1}});
        output.index.push_back({{vk, 1}});
        weight.index.push_back({{vc, 1}});
        weight.index.push_back({{vk, 1}});
      }
      einsum.tensors = {input, weight, output};
    }
    if (graph_)
      add_readers(workload, window, window2, k);
  }

  // Einsums that read what others read, too: a result further up, with or without a window, or the same weights.
  void add_readers(model::Workload &workload, const std::vector<std::uint64_t> &window,
                   const std::vector<std::uint64_t> &window2, const std::vector<std::uint64_t> &k) {
    auto &einsums = workload.einsums;
    for (std::size_t i = 1; i < einsums.size(); ++i) {
      auto &tensors = einsums[i].tensors;
      if (window[i] == window[0] && window2[i] == window2[0] && k[i] == k[0] && k[i + 1] == k[1] && chance(40))
        tensors[1].name = numbered("W", 0);
      if (!chance(i + 1 == einsums.size() ? 60 : 30))
        continue;
      model::Tensor skipped = tensors[0];
      skipped.name = numbered("T", number(0, i - 1));
      if (chance(60)) {  // without its window
        for (auto &rank : skipped.index)
          rank.resize(1);
      }
      tensors.insert(tensors.begin() + 1, skipped);
    }
  }

  struct Shared {
    std::string keep;  // tensor; empty: a loop
    std::size_t memory = 0;
    bool retain = true, spatial = false;
    std::string variable;
    std::uint64_t tile = 1;
  };

  using Section = model::MappingTree::Section;

  void draw_tree(RandomTree &result) {
    const auto &einsums = result.workload.einsums;
    std::vector<bool> kept(einsums.size());
    for (std::size_t e = 0; e < einsums.size(); ++e)
      result.mappings.push_back({.einsum = e, .nest = {}, .position = {}});
    draw_section(result, result.tree.root, 0, einsums.size() - 1, {}, kept);
  }

  static bool reads(const model::Einsum &einsum, const std::string &tensor) {
    return std::any_of(einsum.tensors.begin(), einsum.tensors.end() - 1,
                       [&](const model::Tensor &one) { return one.name == tensor; });
  }

  // Does everything that touches the result of Einsum i stand within these Einsums?
  static bool stays_within(const model::Workload &workload, std::size_t i, std::size_t first, std::size_t last) {
    for (std::size_t e = 0; e < workload.einsums.size(); ++e) {
      if ((e < first || e > last) && (e == i || reads(workload.einsums[e], numbered("T", i + 1))))
        return false;
    }
    return true;
  }

  // Is the rank variable split already, by what a loop over that of a later Einsum means for it? The definition has no
  // order of such loops and its own.
  bool follows(const model::RankVariable &variable, const std::vector<std::size_t> &path) const {
    return std::any_of(path.begin(), path.end(), [&](std::size_t node) {
      return !all_[node].variable.empty() && all_[node].variable[0] == variable.name[0] &&
             all_[node].variable != variable.name;
    });
  }

  // Einsums `first` to `last`; `path`: shared nodes above; `kept`: Einsums whose result is kept above.
  void draw_section(RandomTree &result, Section &section, std::size_t first, std::size_t last,
                    std::vector<std::size_t> path, std::vector<bool> kept) {
    const auto &einsums = result.workload.einsums;
    const bool top = path.empty();
    // Branches of one Einsum each, but for one of several.
    std::size_t begin = last + 1, end = last + 1;
    if (graph_ && last > first + 1 && chance(60)) {
      begin = number(first, last - 1);
      end = number(begin + 1, begin == first ? last - 1 : last);
    }
    const auto is_loop_name = [](char kind) { return kind == 'p' || kind == 'q' || kind == 'm'; };
    // Loops over rank variables of the last Einsum, not over its reductions.
    std::vector<Shared> shared;
    std::vector<std::uint64_t> left;
    const model::Einsum &end_of_chain = einsums[last];
    for (const auto &variable : end_of_chain.variables) {
      left.push_back(variable.size);
      for (const std::size_t node : path) {
        if (all_[node].keep.empty() && all_[node].variable == variable.name)
          left.back() = all_[node].tile;
      }
    }
    for (std::uint64_t loops = number(0, top ? 3 : 2); loops > 0; --loops) {
      std::vector<std::size_t> open;
      for (std::size_t v = 0; v < end_of_chain.variables.size(); ++v) {
        if (is_loop_name(end_of_chain.variables[v].name[0]) && left[v] > 1 && !follows(end_of_chain.variables[v], path))
          open.push_back(v);
      }
      if (open.empty())
        break;
      const std::size_t v = open[number(0, open.size() - 1)];
      Shared loop{.spatial = chance(15), .variable = end_of_chain.variables[v].name, .tile = number(1, left[v] - 1)};
      left[v] = loop.tile;
      shared.push_back(loop);
    }
    // Keeps, each at a random place; the outermost ones of what goes in and out at the top.
    const bool retain = chance(75);
    const auto insert = [&](const std::string &tensor, std::size_t memory, bool at_top) {
      Shared keep{.keep = tensor, .memory = memory, .retain = retain || chance(50)};
      shared.insert(shared.begin() + static_cast<std::ptrdiff_t>(at_top ? 0 : number(0, shared.size())), keep);
    };
    for (std::size_t i = first; i < last; ++i) {
      if (kept[i] || (begin <= i && i < end && stays_within(result.workload, i, begin, end) && chance(80)))
        continue;
      kept[i] = true;
      if (chance(25)) {
        insert(numbered("T", i + 1), 0, chance(70));
        if (chance(40))
          insert(numbered("T", i + 1), 2, false);
      } else {
        insert(numbered("T", i + 1), chance(70) ? 2 : 0, false);
      }
    }
    const std::size_t n = einsums.size();
    if (top) {
      insert("T0", 0, true);
      insert(numbered("T", n), 0, true);
      for (std::size_t i = 0; i < n; ++i)
        insert(numbered("W", i), 0, true);
    }
    for (std::size_t i = first; i <= last; ++i) {
      if (chance(top ? 30 : 15))
        insert(numbered("W", i), 2, false);
    }
    if (chance(20))
      insert("T0", 2, false);
    if (chance(20))
      insert(numbered("T", n), 2, false);
    for (const Shared &one : shared) {
      path.push_back(all_.size());
      section.nodes.push_back(all_.size());
      all_.push_back(one);
    }
    section.split = chance(80) ? model::SplitKind::sequential : model::SplitKind::pipelined;
    for (std::size_t e = first; e <= last; ++e) {
      Section &branch = section.branches.emplace_back();
      branch.mapping = e;
      if (e == begin) {
        draw_section(result, branch, begin, end, path, kept);
        e = end;
        continue;
      }
      result.mappings[e] = draw_branch(result.workload, e, path);
    }
  }

  model::Mapping draw_branch(const model::Workload &workload, std::size_t e, const std::vector<std::size_t> &path) {
    const model::Einsum &einsum = workload.einsums[e];
    model::Mapping mapping;
    mapping.einsum = e;
    std::vector<std::uint64_t> left;
    for (const auto &variable : einsum.variables)
      left.push_back(variable.size);
    std::vector<bool> buffered(einsum.tensors.size(), false);
    for (const std::size_t i : path) {
      const Shared &one = all_[i];
      model::NestNode node;
      node.shared = i;
      if (!one.keep.empty()) {
        node.retain = one.retain;
        node.node = one.memory;
        for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
          if (einsum.tensors[t].name != one.keep)
            continue;
          node.tensors.push_back(t);
          buffered[t] = buffered[t] || node.node == 2;
        }
        if (node.tensors.empty())
          continue;
      } else {
        node.kind = one.spatial ? model::NestKind::spread : model::NestKind::loop;
        node.node = 1;
        node.tile = one.tile;
        node.variable = model::absent_variable;
        for (std::size_t v = 0; v < einsum.variables.size(); ++v) {
          if (einsum.variables[v].name == one.variable)
            node.variable = v;
        }
        if (node.variable != model::absent_variable)
          left[node.variable] = node.tile;
      }
      mapping.nest.push_back(node);
    }
    const std::size_t branch = mapping.nest.size();
    std::vector<std::size_t> open;
    for (std::size_t v = 0; v < left.size(); ++v) {
      if (einsum.variables[v].size > 1)
        open.push_back(v);
    }
    while (!open.empty()) {
      const std::size_t which = number(0, open.size() - 1), v = open[which];
      model::NestNode node;
      node.kind = chance(15) ? model::NestKind::spread : model::NestKind::loop;
      node.node = 3;
      node.variable = v;
      node.tile = left[v] > 1 && chance(40) ? number(1, left[v] - 1) : 1;
      left[v] = node.tile;
      if (node.tile == 1)
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
      mapping.nest.push_back(node);
    }
    const bool retain = chance(75);
    for (std::size_t t = 0; t < einsum.tensors.size(); ++t) {
      std::size_t least = branch;
      for (const std::size_t memory : {std::size_t{2}, std::size_t{4}}) {
        if ((memory == 2 && buffered[t]) || chance(60))
          continue;
        const std::size_t at = number(least, mapping.nest.size());
        model::NestNode keep;
        keep.tensors = {t};
        keep.node = memory;
        keep.retain = retain || chance(50);
        mapping.nest.insert(mapping.nest.begin() + static_cast<std::ptrdiff_t>(at), keep);
        least = at + 1;
      }
    }
    model::NestNode compute;
    compute.kind = model::NestKind::compute;
    compute.node = 5;
    mapping.nest.push_back(compute);
    return mapping;
  }

  std::mt19937_64 random_;
  bool graph_;
  std::vector<Shared> all_;
};

}  // namespace forge::tests
