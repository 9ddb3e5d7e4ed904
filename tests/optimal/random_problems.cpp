// SPDX-License-Identifier: Apache-2.0
#include "optimal/random_problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <random>
#include <utility>
#include <vector>

namespace forge::test {

namespace {

struct Equation {
  const char *text;
  std::vector<std::string> variables, tensors;  // the result is the last one
};

const std::vector<Equation> &simple_equations() {
  static const std::vector<Equation> equations{
      {"Z[m] = A[m,k]", {"m", "k"}, {"A", "Z"}},
      {"Z[k,m] = A[m,k]", {"m", "k"}, {"A", "Z"}},
      {"Z[m] = A[m,k] * B[k]", {"m", "k"}, {"A", "B", "Z"}},
      {"Z[m,n] = A[m] * B[n]", {"m", "n"}, {"A", "B", "Z"}},
      {"Z[m,n] = A[m,k] * B[k,n]", {"m", "n", "k"}, {"A", "B", "Z"}},
      {"Z[m,n] = A[m,k] * B[k,n]", {"m", "n", "k"}, {"A", "B", "Z"}},
      {"Z[b,m] = A[b,m,k] * B[b,k]", {"b", "m", "k"}, {"A", "B", "Z"}},
      {"Z[b,m,n] = A[b,m,k] * B[b,k,n]", {"b", "m", "n", "k"}, {"A", "B", "Z"}},
      {"Z[m] = A[m,k] * B[k] * C[m]", {"m", "k"}, {"A", "B", "C", "Z"}},
      {"Z[m,n] = A[m,k] * B[k,n] * C[k]", {"m", "n", "k"}, {"A", "B", "C", "Z"}},
  };
  return equations;
}

const std::vector<Equation> &window_equations() {
  static const std::vector<Equation> equations{
      {"Z[p] = I[p+r]", {"p", "r"}, {"I", "Z"}},
      {"Z[p] = I[p+r] * W[r]", {"p", "r"}, {"I", "W", "Z"}},
      {"Z[p] = I[2*p+r] * W[r]", {"p", "r"}, {"I", "W", "Z"}},
      {"Z[p] = I[p+2*r] * W[r]", {"p", "r"}, {"I", "W", "Z"}},
      {"Z[p] = I[3*p+2*r] * W[r]", {"p", "r"}, {"I", "W", "Z"}},
      {"Z[m,p] = I[p+r] * W[m,r]", {"m", "p", "r"}, {"I", "W", "Z"}},
      {"Z[m,p] = I[2*p+r] * W[m,r]", {"m", "p", "r"}, {"I", "W", "Z"}},
      {"Z[c,p] = I[c,p+r] * W[c,r]", {"c", "p", "r"}, {"I", "W", "Z"}},
      {"Z[m,p] = I[c,p+r] * W[m,c,r]", {"m", "c", "p", "r"}, {"I", "W", "Z"}},
      {"Z[p,q] = I[p+r,q+s]", {"p", "q", "r", "s"}, {"I", "Z"}},
      {"Z[p,q] = I[p+r,q+s] * W[r,s]", {"p", "q", "r", "s"}, {"I", "W", "Z"}},
      {"Z[p,q] = I[2*p+r,q+2*s] * W[r,s]", {"p", "q", "r", "s"}, {"I", "W", "Z"}},
      {"Z[p,q] = I[p+r,q] * W[r]", {"p", "q", "r"}, {"I", "W", "Z"}},
      {"Z[p] = I[p+r] * W[r] * C[p]", {"p", "r"}, {"I", "W", "C", "Z"}},
  };
  return equations;
}

std::uint64_t prime_factors(std::uint64_t size) {
  std::uint64_t factors = 0;
  for (std::uint64_t prime = 2; size > 1;) {
    if (size % prime == 0) {
      size /= prime;
      ++factors;
    } else {
      ++prime;
    }
  }
  return factors;
}

class Writer {
 public:
  Writer(std::uint64_t seed, const Draws &draws) : random_(seed), draws_(draws) {}

  std::string write() {
    const bool windows = chance(draws_.converters ? 75 : 35);
    const auto &equations = windows ? window_equations() : simple_equations();
    equation_ = equations[number(0, equations.size() - 1)];
    memories_ = pick({1, 2, 2, 2, 2, 3, 3, 3});
    retain_ = !chance(12);
    draw_sizes();
    text_ = "forge = 1\n";
    for (std::uint64_t m = 0; m < memories_; ++m) {
      add_memory(m);
      if (draws_.converters && chance(40))
        add_converter();
      if (chance((m + 1 == memories_ ? 35 : 45) + (draws_.converters ? 20 : 0)) && fanouts_ < 2)
        add_fanout();
      if (draws_.converters && chance(m + 1 == memories_ && converters_ == 0 ? 100 : 40))
        add_converter();
    }
    add_compute();
    add_workload();
    add_mapper();
    return text_;
  }

 private:
  // Not std::uniform_int_distribution: that differs between libraries.
  std::uint64_t number(std::uint64_t low, std::uint64_t high) { return low + random_() % (high - low + 1); }
  bool chance(std::uint64_t percent) { return number(1, 100) <= percent; }
  template <class T> T pick(std::initializer_list<T> choices) {
    return *(choices.begin() + number(0, choices.size() - 1));
  }

  template <class... Parts> void line(fmt::format_string<Parts...> format, Parts &&...parts) {
    text_ += fmt::format(format, std::forward<Parts>(parts)...) + "\n";
  }

  // Few factors where there are many places for them.
  void draw_sizes() {
    const std::uint64_t tensors = equation_.tensors.size();
    std::uint64_t budget = (memories_ == 1   ? 8
                            : memories_ == 2 ? 5
                                             : 4) -
                           (tensors == 4 ? 1 : 0) + (tensors == 2 ? 1 : 0) + (retain_ ? 0 : 1) -
                           (draws_.imperfect ? 1 : 0);
    sizes_.clear();
    for (std::size_t v = 0; v < equation_.variables.size(); ++v) {
      std::uint64_t size = pick({1, 2, 2, 3, 3, 4, 4, 5, 6, 8, 9, 12});
      if (draws_.imperfect)
        size = pick({1, 2, 3, 3, 4, 5, 5, 6, 7});
      if (prime_factors(size) > budget)
        size = budget > 0 ? pick({2, 3, 5}) : 1;
      budget -= prime_factors(size);
      sizes_.push_back(size);
    }
    for (std::size_t v = sizes_.size(); v > 1; --v)
      std::swap(sizes_[v - 1], sizes_[number(0, v - 1)]);
  }

  // "A | Z": each tensor with this chance.
  std::string some_tensors(std::uint64_t percent) {
    std::string set;
    for (const std::string &tensor : equation_.tensors) {
      if (chance(percent))
        set += (set.empty() ? "" : " | ") + tensor;
    }
    return set.empty() ? "none" : set;
  }

  std::string some_sharing() { return chance(60) ? "all" : some_tensors(50); }

  std::string constraint() {
    std::string product = some_variable();
    if (chance(40)) {
      const std::string other = some_variable();
      product += other != product ? "*" + other : "";
    }
    return fmt::format("{} {} {}", product, pick({"<=", "<=", "<=", "==", ">="}), pick({1, 2, 2, 3, 4}));
  }

  const std::string &some_variable() { return equation_.variables[number(0, equation_.variables.size() - 1)]; }

  void add_memory(std::uint64_t m) {
    line("[[architecture]]\nmemory = \"M{}\"", m);
    add_rules(m);
    add_capacity(m);
    const bool uniform = chance(50);
    const double energy = static_cast<double>(pick({200, 50, 20, 6}) >> m) + 0.5;
    for (const char *action : {"read", "write", "fill", "update", "drain"}) {
      const bool general = action[0] == 'r' || action[0] == 'w';
      if (!general && (uniform || chance(50)))
        continue;
      const double price = uniform ? energy : energy * static_cast<double>(number(1, 30)) / 10;
      line("actions.{} = {{ energy = {}{}{} }}", action, price,
           chance(85) ? fmt::format(", throughput = {}", pick({1, 2, 4, 8, 16})) : "",
           chance(30) ? fmt::format(", width = {}", pick({8, 16, 64})) : "");
    }
    if (chance(30))
      line("ports = \"separate\"");
    if (chance(20))
      line("elide_first_read = false");
    if (chance(10))
      line("double_buffered = true");
    if (chance(15))
      line("bits = {{ {} = {} }}", equation_.tensors[number(0, equation_.tensors.size() - 1)], pick({4, 16, 32}));
    if (chance(30))
      line("leak_power = {}", pick({0.5, 3.0, 40.0}));
    if (chance(5))
      line("instances = 2");
    if (chance(5))
      line("count_scale = 3");
    if (chance(12))
      line("loops = [\"{}\"]", constraint());
    if (chance(12)) {
      const std::string first = some_variable(), second = some_variable();
      line("order = [\"{}\"{}]", first, second != first ? ", \"" + second + "\"" : "");
    }
  }

  // The first memory may hold whatever the others do not.
  void add_rules(std::uint64_t m) {
    if (m == 0) {
      const std::uint64_t kind = number(1, 10);
      if (kind == 1) {
        line("keep = \"none\"\nmay_keep = \"all\"");
      } else if (kind == 2) {
        line("keep = \"{}\"\nmay_keep = \"all\"", some_tensors(50));
      } else if (kind <= 8) {
        line("keep = \"all\"");
      }
      return;
    }
    switch (number(1, 6)) {
      case 1:
        return;  // anything
      case 2:
        return line("keep = \"~M{}\"", number(0, m - 1));
      case 3:
        return line("keep = \"~M{}\"\nmay_keep = \"{}\"", number(0, m - 1), some_tensors(60));
      case 4:
        return line("keep = \"{}\"", some_tensors(60));
      default:
        return line("keep = \"{}\"\nmay_keep = \"{}\"", some_tensors(35), some_tensors(60));
    }
  }

  void add_capacity(std::uint64_t m) {
    if (chance(m == 0 ? 80 : 20))
      return;
    std::uint64_t points = 1;
    for (const std::uint64_t size : sizes_)
      points *= size;
    line("size = {}", 8 * number(1, std::max<std::uint64_t>(3, (m == 0 ? 3 : 1) * points / (m + 1))));
  }

  void add_fanout() {
    ++fanouts_;
    line("[[architecture]]\nfanout = \"F{}\"", fanouts_);
    if (chance(25))
      line("leak_power = {}", pick({0.25, 2.0}));
    const std::uint64_t dimensions = chance(25) ? 2 : 1;
    for (std::uint64_t d = 0; d < dimensions; ++d) {
      std::string more;
      if (chance(25))
        more += fmt::format(", reuse = \"{}\"", some_tensors(40));
      if (chance(12))
        more += fmt::format(", min_utilization = {}", pick({"0.3", "0.5", "0.75", "1"}));
      else if (chance(12))
        more += ", min_utilization = \"max\"";
      if (chance(30))
        more += ", power_gated = true";
      if (chance(12))
        more += fmt::format(", loops = [\"{}\"]", constraint());
      line("{} = {{ size = {}, multicast = \"{}\", reduce = \"{}\"{} }}", d == 0 ? "x" : "y",
           pick({2, 2, 3, 4, 4, 6, 8}), some_sharing(), some_sharing(), more);
    }
  }

  void add_converter() {
    line("[[architecture]]\nconverter = \"C{}\"", ++converters_);
    if (chance(70))
      line("tensors = \"{}\"", some_tensors(60));
    line("direction = \"{}\"", pick({"down", "up", "both", "both"}));
    line("actions.convert = {{ energy = {}{} }}", pick({0.5, 3.0, 30.0, 100.0}),
         chance(60) ? fmt::format(", throughput = {}", pick({0.5, 2.0, 8.0})) : "");
    if (chance(15))
      line("leak_power = {}", pick({0.25, 2.0}));
    if (chance(10))
      line("count_scale = 3");
  }

  void add_compute() {
    line("[[architecture]]\ncompute = \"MAC\"");
    line("actions.compute = {{ energy = {}, throughput = {} }}", pick({0.5, 1.0, 4.0}), pick({0.5, 1.0, 2.0}));
    if (chance(30))
      line("leak_power = {}", pick({0.25, 2.0, 9.0}));
    if (chance(15))
      line("elide_first_read = false");
  }

  void add_workload() {
    std::string sizes;
    for (std::size_t v = 0; v < sizes_.size(); ++v)
      sizes += fmt::format("{}{} = {}", v == 0 ? "" : ", ", equation_.variables[v], sizes_[v]);
    line("[[workload]]\neinsum = \"E\"\nequation = \"{}\"\nsizes = {{ {} }}", equation_.text, sizes);
    line("bits = {{ all = 8{} }}", chance(25) ? ", Z = 16" : "");
  }

  void add_mapper() {
    line("[mapper]\nstrategy = \"optimal\"");
    const char *objective =
        pick({"\"energy\"", "\"energy\"", "\"latency\"", "\"latency\"", "\"edp\"", "\"edp\"", "\"ed2p\"",
              "[\"latency\", \"energy\"]", "[\"energy\", \"latency\"]", "[\"latency\", \"edp\"]"});
    if (draws_.usage)
      add_objectives_of_nodes();
    else if (chance(15))
      line("pareto = [\"energy\", \"latency\"]");
    else
      line("objective = {}", objective);
    if (!retain_)
      line("retain = false");
    if (draws_.imperfect)
      line("factors = \"{}\"", chance(75) ? "imperfect" : "imperfect-spatial");
  }

  std::string some_usage() {
    const std::uint64_t memory = number(0, memories_ - 1);
    return chance(60)   ? fmt::format("M{}.occupancy", memory)
           : chance(30) ? fmt::format("M{}.instances", memory)
                        : "MAC.instances";
  }

  // One at least; none twice.
  void add_objectives_of_nodes() {
    const bool pareto = chance(45);
    std::vector<std::string> objectives{pareto && chance(15) ? "resource_usage" : some_usage()};
    const auto add = [&](const std::string &objective) {
      if (std::find(objectives.begin(), objectives.end(), objective) == objectives.end())
        objectives.insert(chance(50) ? objectives.begin() : objectives.end(), objective);
    };
    if (pareto || chance(70))
      add(pick({"energy", "energy", "latency", "edp", "ed2p"}));
    if (chance(25))
      add(pick({"energy", "latency"}));
    if (chance(35) && std::count(objectives.begin(), objectives.end(), "resource_usage") == 0)
      add(some_usage());
    std::string list;
    for (const std::string &objective : objectives)
      list += (list.empty() ? "\"" : ", \"") + objective + "\"";
    line("{} = [{}]", pareto ? "pareto" : "objective", list);
  }

  std::mt19937_64 random_;
  Draws draws_;
  Equation equation_;
  std::vector<std::uint64_t> sizes_;
  std::uint64_t memories_ = 1, fanouts_ = 0, converters_ = 0;
  bool retain_ = true;
  std::string text_;
};

}  // namespace

std::string random_project(std::uint64_t seed, const Draws &draws) {
  return Writer(seed, draws).write();
}

SolvedProblem solved_problem(std::uint64_t seed, std::uint64_t most_nests, const Draws &draws) {
  constexpr std::uint64_t most_draws = 1000;
  // Where limits leave nothing, another draw mostly says more.
  for (std::uint64_t draw = 0;; ++draw) {
    SolvedProblem solved;
    solved.toml = random_project(seed * most_draws + draw, draws);
    try {
      solved.problem = std::make_unique<LoadedProblem>(solved.toml);
    } catch (const Error &) {
      continue;  // solvers can't be told about it
    } catch (const Errors &) {
      continue;  // what is drawn does not always make sense
    }
    solved.truth = brute_force(*solved.problem, {.most_nests = most_nests});
    const bool enough = solved.truth.valid > 1 || draw % 10 == 9 || seed % 16 == 0;
    if ((solved.truth.complete && enough) || draw + 1 == most_draws)
      return solved;
  }
}

}  // namespace forge::test
