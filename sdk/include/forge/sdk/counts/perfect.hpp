// SPDX-License-Identifier: Apache-2.0
//
// The closed forms of the access counts for perfect factors: every tile divides the extent that it is cut from. A
// tensor's tile is then a product of independent index sets (Dimension), and everything follows from how far each loop
// moves it:
//   - A tensor whose elements have one point each in its rank variables (simple) moves entirely or not at all.
//   - Else (sliding windows of an input) a step of temporal loop j, with all loops inside it starting over, moves
//     dimension d by  shift = c_d(j) s_j - sum over inner temporal loops i of c_d(i) s_i (n_i - 1); the overlap stays.
//   - Places that share a read need the union of their tiles. An element is read unless every place that holds it now
//     held it before; with product tiles that is  prod |union_d| - prod (|union_d| - |union of new_d|).
// Counts that do not fit this (several ranks that share rank variables under a window, outputs under a window) answer
// Exactness::unknown: never a guess.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "forge/sdk/counts/index_set.hpp"

namespace forge::sdk::counts {

inline constexpr std::size_t max_variables = 64;

// Products that remember whether they left 64 bits. `total` stays meaningless once `overflow` is set.
struct Product {
  std::uint64_t total = 1;
  bool overflow = false;
  Product &operator*=(std::uint64_t factor) {
    overflow |= __builtin_mul_overflow(total, factor, &total);
    return *this;
  }
};

// A temporal or spatial loop of a nest.
struct Loop {
  std::uint32_t variable = 0;
  bool spatial = false;
  std::uint64_t iterations = 1;
  std::uint64_t tile = 1;                       // what one iteration covers
  std::uint64_t multicast = ~std::uint64_t{0};  // spatial: bit t: places that need the same of tensor t share a read
  std::uint64_t reduce = ~std::uint64_t{0};     // spatial: bit t: partial sums of tensor t are merged on the way up
  // A loop shared with the consumer of what is produced here covers more than its tile: iteration i begins at i * tile
  // (+ lead, where i > 0) and covers tile + overlap (+ lead, where i = 0). With `lead`, later iterations build on what
  // the first one made; with `overlap`, what consecutive iterations need is computed by each of them (negative: what
  // none needs is left out). Both 0 in perfect nests.
  std::uint64_t lead = 0;
  std::int64_t overlap = 0;
};

struct Coefficient {
  std::uint32_t variable = 0;
  std::uint64_t value = 1;
};

// Ranks of a tensor that move independently of all others; ascending coefficients.
using Dimension = std::vector<Coefficient>;

// A tensor, prepared for counting. See make_shape.
struct Shape {
  std::vector<Dimension> dimensions;
  std::uint64_t relevant = 0;  // bit v: the index contains rank variable v
  std::uint64_t volume = 1;    // elements of the whole tensor, where `simple`
  bool output = false;
  bool simple = false;    // every element belongs to one point of the relevant rank variables
  bool countable = true;  // the closed forms apply
};

// `index`: for each tensor rank its terms. `sizes` of all rank variables. Throws nothing; a volume beyond 64 bits
// makes the shape not countable.
Shape make_shape(std::span<const std::vector<Coefficient>> index, std::span<const std::uint64_t> sizes, bool output);

// A memory that holds a tensor's tile below the first `depth` loops.
struct Holder {
  std::uint32_t depth = 0;
  bool retain = true;  // what consecutive tiles share stays
  bool elide = true;   // partial sums that were never written are not read from here
};

// What moves between a holder and the next one inside it (or the compute).
struct Transfer {
  std::uint64_t reads = 0, updates = 0;  // of the outer one
  std::uint64_t fills = 0, drains = 0;   // of the inner one
};

enum class Exactness { exact, unknown, overflow };

constexpr Exactness worse(Exactness a, Exactness b) {
  return a > b ? a : b;
}

// Elements of the tile below the first `depth` loops.
inline Exactness tile_volume(const Shape &shape, std::span<const Loop> loops, std::size_t depth,
                             std::span<const std::uint64_t> sizes, Scratch &scratch, std::uint64_t &volume);

// Transfers below each of `holders` (outermost first): out[i] is between holders[i] and holders[i + 1], the last one
// between the innermost holder and the compute. `tensor` is the bit of this tensor in multicast and reduce.
inline Exactness count_transfers(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                                 std::span<const std::uint64_t> sizes, std::span<const Holder> holders,
                                 bool compute_elides, std::span<Transfer> out, Scratch &scratch);

// ---------------------------------------------------------------------------------------------------------------

namespace detail {

using Extents = std::array<std::uint64_t, max_variables>;
inline constexpr std::size_t max_terms = 32;
inline constexpr std::size_t max_places = 64;

inline bool contains(std::uint64_t set, std::uint32_t variable) {
  return (set >> variable & 1) != 0;
}

inline IndexSet tile_set(const Dimension &dimension, const Extents &extents, Scratch &scratch) {
  std::array<Steps, max_terms> terms;  // not initialized: this runs millions of times
  std::size_t n = 0;
  for (const Coefficient &term : dimension)
    terms[n++] = {term.value, extents[term.variable]};
  return IndexSet(std::span(terms.data(), n), scratch);
}

inline std::uint64_t coefficient(const Dimension &dimension, std::uint32_t variable) {
  for (const Coefficient &term : dimension) {
    if (term.variable == variable)
      return term.value;
  }
  return 0;
}

// One dimension of a tile while the loops above it move it. Explicit sets are built anew for each use, the others once.
struct MovingDimension {
  const Dimension *dimension;
  std::span<Steps> places;  // of the spatial loops that share a read: offsets in this dimension, ascending steps
  std::uint64_t size, united;
  std::optional<IndexSet> set;
  std::int64_t wrapped;  // how far the loops inside the one that advances move it back
};

// The offsets of the spatial loops begin ... end - 1 go into the front of `storage`. False where it is too small.
inline bool find_places(MovingDimension &moving, unsigned tensor, std::span<const Loop> loops, std::size_t begin,
                        std::size_t end, std::span<Steps> storage) {
  std::size_t n = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const Loop &loop = loops[i];
    if (!loop.spatial || loop.iterations == 1 || (loop.multicast >> tensor & 1) == 0)
      continue;
    const std::uint64_t c = coefficient(*moving.dimension, loop.variable);
    if (c == 0)
      continue;
    if (n == storage.size())
      return false;
    storage[n++] = {c * loop.tile, loop.iterations};
  }
  moving.places = storage.first(n);
  std::sort(moving.places.begin(), moving.places.end(), [](const Steps &a, const Steps &b) { return a.step < b.step; });
  return true;
}

// Elements that move into tiles of one place (alone) and of all places that share a read (together), over time.
struct Moved {
  Product alone, together;
  bool exact = true;
};

inline void add(std::uint64_t &sum, std::uint64_t a, std::uint64_t b, std::uint64_t c, bool &overflow) {
  std::uint64_t product = 0;
  overflow |= __builtin_mul_overflow(a, b, &product);
  overflow |= __builtin_mul_overflow(product, c, &product);
  overflow |= __builtin_add_overflow(sum, product, &sum);
}

// One holder of an input under a window: what its tile needs over time below `depth` loops, when reads are shared
// among the places of the spatial loops from `above` on.
inline Moved count_moves(const Shape &shape, unsigned tensor, std::span<const Loop> loops, const Extents &extents,
                         std::size_t above, std::size_t depth, bool retain, Scratch &scratch) {
  Moved moved;
  Product steps;
  for (std::size_t i = 0; i < depth; ++i) {
    if (!loops[i].spatial)
      steps *= loops[i].iterations;
  }
  std::array<MovingDimension, max_terms> storage;
  std::array<Steps, max_places> places;
  const std::span dimensions(storage.data(), shape.dimensions.size());
  std::size_t n_places = 0;
  Product alone, together;
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    MovingDimension &moving = dimensions[d];
    moving.dimension = &shape.dimensions[d];
    moving.wrapped = 0;
    moved.exact &= find_places(moving, tensor, loops, above, depth, std::span(places).subspan(n_places));
    n_places += moving.places.size();
    IndexSet set = tile_set(*moving.dimension, extents, scratch);
    moving.size = set.size();
    moving.united = set.united(moving.places);
    moved.exact &= set.exact();
    if (!set.is_explicit())
      moving.set.emplace(set);
    alone *= moving.size;
    together *= moving.united;
  }
  moved.alone = alone;
  moved.together = together;
  if (!retain) {
    moved.alone *= steps.total;
    moved.together *= steps.total;
    moved.alone.overflow |= steps.overflow;
    return moved;
  }
  std::uint64_t outer = steps.total;
  bool overflow = alone.overflow || together.overflow || steps.overflow;
  for (std::size_t j = depth; j-- > 0;) {
    const Loop &loop = loops[j];
    if (loop.spatial || loop.iterations == 1)
      continue;
    outer /= loop.iterations;
    Product kept_alone, kept_together;
    bool moves = false;
    for (MovingDimension &moving : dimensions) {
      const auto step = static_cast<std::int64_t>(coefficient(*moving.dimension, loop.variable) * loop.tile);
      const std::int64_t shift = step - moving.wrapped;
      moving.wrapped += step * static_cast<std::int64_t>(loop.iterations - 1);
      if (shift == 0) {
        kept_alone *= moving.size;
        kept_together *= moving.united;
        continue;
      }
      moves = true;
      IndexSet set = moving.set ? *moving.set : tile_set(*moving.dimension, extents, scratch);
      kept_alone *= set.overlap(shift);
      kept_together *= moving.united - set.united_new(shift, moving.places);
      moved.exact &= set.exact();
    }
    if (!moves)
      continue;
    add(moved.alone.total, outer, loop.iterations - 1, alone.total - kept_alone.total, overflow);
    add(moved.together.total, outer, loop.iterations - 1, together.total - kept_together.total, overflow);
  }
  moved.alone.overflow |= overflow;
  return moved;
}

inline Exactness count_simple(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                              std::span<const Holder> holders, bool compute_elides, std::span<Transfer> out) {
  // Of the loops above a holder only those that the index does not contain multiply: copies in space, and revisits in
  // time as far as a loop inside of them moves the tile (`closed`; `open` ones wait for such a loop).
  Product copies, closed, open, multicast, reduce;
  copies *= shape.volume;
  std::size_t next = 1;
  bool overflow = false;
  const auto emit = [&](bool keeps_last) {
    Product first = copies, visits = copies;
    visits *= closed.total;
    if (!keeps_last)
      visits *= open.total;
    overflow |= visits.overflow || closed.overflow || open.overflow || multicast.overflow || reduce.overflow;
    Transfer &t = out[next - 1];
    if (shape.output) {
      const bool elide = holders[next - 1].elide && (next < holders.size() || compute_elides);
      t.drains = visits.total;
      t.updates = visits.total / reduce.total;
      t.fills = elide ? visits.total - first.total : visits.total;
      t.reads = t.fills / multicast.total;
    } else {
      t = {.reads = visits.total / multicast.total, .updates = 0, .fills = visits.total, .drains = 0};
    }
    multicast = reduce = Product{};
    ++next;
  };
  for (std::size_t i = 0; i < loops.size(); ++i) {
    while (next < holders.size() && holders[next].depth == i)
      emit(holders[next].retain);
    const Loop &loop = loops[i];
    if (loop.iterations == 1)
      continue;
    const bool relevant = contains(shape.relevant, loop.variable);
    if (!loop.spatial) {
      if (!relevant) {
        open *= loop.iterations;
      } else {
        closed *= open.total;
        open.total = 1;
      }
    } else if (!relevant) {
      copies *= loop.iterations;
      if (i >= holders[0].depth) {
        if (loop.multicast >> tensor & 1)
          multicast *= loop.iterations;
        if (loop.reduce >> tensor & 1)
          reduce *= loop.iterations;
      }
    }
  }
  while (next < holders.size())
    emit(holders[next].retain);
  emit(false);  // the compute holds nothing
  return overflow ? Exactness::overflow : Exactness::exact;
}

inline Exactness count_windows(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                               std::span<const std::uint64_t> sizes, std::span<const Holder> holders,
                               std::span<Transfer> out, Scratch &scratch) {
  Extents extents;
  std::copy(sizes.begin(), sizes.end(), extents.begin());
  std::size_t passed = 0;
  bool overflow = false;
  for (std::size_t next = 1; next <= holders.size(); ++next) {
    const bool compute = next == holders.size();
    const std::size_t above = holders[next - 1].depth, depth = compute ? loops.size() : holders[next].depth;
    for (; passed < depth; ++passed)
      extents[loops[passed].variable] = loops[passed].tile;
    const Moved moved =
        count_moves(shape, tensor, loops, extents, above, depth, !compute && holders[next].retain, scratch);
    if (!moved.exact)
      return Exactness::unknown;
    Product fills = moved.alone, reads = moved.together;
    for (std::size_t i = 0; i < depth; ++i) {
      if (!loops[i].spatial)
        continue;
      fills *= loops[i].iterations;
      const bool shares = i >= above && (loops[i].multicast >> tensor & 1) != 0;
      if (!shares)
        reads *= loops[i].iterations;
    }
    overflow |= fills.overflow || reads.overflow;
    out[next - 1] = {.reads = reads.total, .updates = 0, .fills = fills.total, .drains = 0};
  }
  return overflow ? Exactness::overflow : Exactness::exact;
}

}  // namespace detail

inline Exactness tile_volume(const Shape &shape, std::span<const Loop> loops, std::size_t depth,
                             std::span<const std::uint64_t> sizes, Scratch &scratch, std::uint64_t &volume) {
  if (!shape.countable)
    return Exactness::unknown;
  Product product;
  if (shape.simple) {
    product *= shape.volume;
    for (std::size_t i = 0; i < depth; ++i) {
      if (detail::contains(shape.relevant, loops[i].variable))
        product.total /= loops[i].iterations;
    }
  } else {
    detail::Extents extents;
    std::copy(sizes.begin(), sizes.end(), extents.begin());
    for (std::size_t i = 0; i < depth; ++i)
      extents[loops[i].variable] = loops[i].tile;
    for (const Dimension &dimension : shape.dimensions) {
      const IndexSet set = detail::tile_set(dimension, extents, scratch);
      if (!set.exact())
        return Exactness::unknown;
      product *= set.size();
    }
  }
  volume = product.total;
  return product.overflow ? Exactness::overflow : Exactness::exact;
}

inline Exactness count_transfers(const Shape &shape, unsigned tensor, std::span<const Loop> loops,
                                 std::span<const std::uint64_t> sizes, std::span<const Holder> holders,
                                 bool compute_elides, std::span<Transfer> out, Scratch &scratch) {
  if (!shape.countable)
    return Exactness::unknown;
  if (shape.simple)
    return detail::count_simple(shape, tensor, loops, holders, compute_elides, out);
  return detail::count_windows(shape, tensor, loops, sizes, holders, out, scratch);
}

}  // namespace forge::sdk::counts
