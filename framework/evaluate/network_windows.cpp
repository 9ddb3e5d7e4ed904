// SPDX-License-Identifier: Apache-2.0
//
// The hops of an input under a sliding window, for perfect factors. As in the closed form of its reads, time is cut by
// the temporal loop that advances while all loops inside it start over: each kind of step moves all tiles alike, so one
// of its steps is looked at. Tiles are products over independent dimensions; in each, elements that the same places need
// anew and the same places already hold are one class. What is left are combinations of classes: one tree of links each.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "evaluate/network.hpp"

namespace forge::evaluate {

using counts::Exactness;

namespace {

// More work than this is left to the caller: about a second.
constexpr std::uint64_t most_work = std::uint64_t{1} << 26;

using Coordinates = std::vector<std::uint64_t>;

// A spatial loop on the way: its places are `iterations` steps on an axis (stride 0: on none), and in a dimension.
struct Digit {
  std::uint64_t iterations = 1;
  std::size_t axis = 0;
  std::uint64_t stride = 0;
  std::uint64_t step = 0;
};

// Places that some digits make: where they stand, and how far their tiles are moved.
struct Place {
  Coordinates at;
  std::uint64_t offset = 0;
};

std::vector<Place> places_of(const std::vector<Digit> &digits, std::size_t axes) {
  std::vector<Place> places{{Coordinates(axes), 0}};
  for (const Digit &digit : digits) {
    std::vector<Place> next;
    for (const Place &place : places) {
      for (std::uint64_t i = 0; i < digit.iterations; ++i) {
        next.push_back(place);
        next.back().offset += i * digit.step;
        if (digit.stride > 0)
          next.back().at[digit.axis] += i * digit.stride;
      }
    }
    places = std::move(next);
  }
  return places;
}

// Elements of one dimension that the same places need now, and the same places held before.
struct Class {
  std::vector<std::size_t> now, before;  // numbers of places, ascending; `before` is a part of `now`
  std::uint64_t elements = 0;
};

// One dimension of the tensor.
struct Windows {
  std::vector<Place> places;
  std::vector<std::uint64_t> tile;  // ascending, of the place without offset
  std::int64_t wrapped = 0;         // how far the loops inside the one that advances move it back
  std::int64_t shift = 0;           // by the step that is looked at

  // `moved`: by `shift`; else nothing was held before.
  std::vector<Class> classes(bool moved) const {
    std::map<std::uint64_t, Class> elements;
    for (std::size_t p = 0; p < places.size(); ++p) {
      for (const std::uint64_t x : tile) {
        Class &element = elements[x + places[p].offset];
        element.now.push_back(p);
        const std::int64_t then = static_cast<std::int64_t>(x) + shift;
        if (moved && then >= 0 && std::binary_search(tile.begin(), tile.end(), static_cast<std::uint64_t>(then)))
          element.before.push_back(p);
      }
    }
    std::map<std::pair<std::vector<std::size_t>, std::vector<std::size_t>>, std::uint64_t> sizes;
    for (auto &[x, element] : elements)
      ++sizes[{std::move(element.now), std::move(element.before)}];
    std::vector<Class> result;
    result.reserve(sizes.size());
    for (const auto &[members, size] : sizes)
      result.push_back({members.first, members.second, size});
    return result;
  }
};

// Links of the tree from coordinate 0 to these places (sorted in place), `times` times.
class Trees {
 public:
  Trees(Topology topology, double weight, LinkLoads &loads) : topology_(topology), weight_(weight), loads_(loads) {}

  std::uint64_t add(std::vector<Coordinates> &places, std::uint64_t times) {
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return topology_ == Topology::mesh ? add_mesh(places, times) : add_all(places, times);
  }

 private:
  std::uint64_t add_all(const std::vector<Coordinates> &places, std::uint64_t times) {
    std::uint64_t hops = 0;
    for (const Coordinates &at : places) {
      if (std::all_of(at.begin(), at.end(), [](std::uint64_t c) { return c == 0; }))
        continue;
      ++hops;
      load(0, at, at.size(), times);
    }
    return hops;
  }

  std::uint64_t add_mesh(const std::vector<Coordinates> &places, std::uint64_t times) {
    std::uint64_t hops = 0;
    const std::size_t axes = places.empty() ? 0 : places[0].size();
    for (std::size_t axis = 0; axis < axes; ++axis) {
      // Places are sorted: those with equal coordinates before this axis stand together, the farthest one last.
      for (std::size_t i = 0; i < places.size(); ++i) {
        const auto prefix = static_cast<std::ptrdiff_t>(axis);
        const bool last =
            i + 1 == places.size() || !std::equal(places[i].begin(), places[i].begin() + prefix, places[i + 1].begin());
        if (!last || places[i][axis] == 0)
          continue;
        hops += places[i][axis];
        load(axis, places[i], axis, times);
      }
    }
    return hops;
  }

  void load(std::size_t axis, const Coordinates &at, std::size_t digits, std::uint64_t times) {
    std::vector<std::uint64_t> link{axis};
    link.insert(link.end(), at.begin(), at.begin() + static_cast<std::ptrdiff_t>(digits));
    loads_[std::move(link)] += weight_ * static_cast<double>(times);
  }

  const Topology topology_;
  const double weight_;
  LinkLoads &loads_;
};

class WindowHops {
 public:
  WindowHops(const Counted &counted, const FlatNest &nest, const NetworkModel &network, std::size_t tensor,
             const Crossing &way, LinkLoads &loads)
      : counted_(counted),
        nest_(nest),
        network_(network),
        tensor_(tensor),
        way_(way),
        shape_(counted.shapes[tensor]),
        trees_(network.topology, network.charge.actions_per_value[tensor], loads) {}

  Exactness count(std::uint64_t &hops) {
    if (shape_.dimensions.size() > 16 || !lay_out())
      return Exactness::unknown;
    counts::Product steps;
    for (std::size_t i = 0; i < way_.end; ++i) {
      if (!nest_.loops[i].spatial)
        steps *= nest_.loops[i].iterations;
    }
    overflow_ |= steps.overflow;
    const bool retain = !way_.to_compute && nest_.holders[tensor_][way_.above + 1].holder.retain;
    add_step(false, retain ? 1 : steps.total);
    std::uint64_t outer = steps.total;
    for (std::size_t j = way_.end; retain && j-- > 0;) {
      const counts::Loop &loop = nest_.loops[j];
      if (loop.spatial || loop.iterations == 1)
        continue;
      outer /= loop.iterations;
      for (std::size_t d = 0; d < windows_.size(); ++d) {
        const auto step =
            static_cast<std::int64_t>(counts::detail::coefficient(shape_.dimensions[d], loop.variable) * loop.tile);
        windows_[d].shift = step - windows_[d].wrapped;
        windows_[d].wrapped += step * static_cast<std::int64_t>(loop.iterations - 1);
      }
      add_step(true, outer * (loop.iterations - 1));
    }
    hops = total_;
    overflow_ |= __builtin_mul_overflow(hops, instances_, &hops);
    return work_ > most_work ? Exactness::unknown : overflow_ ? Exactness::overflow : Exactness::exact;
  }

 private:
  // Sorts the spatial loops by what they do; false where they make too many places.
  bool lay_out() {
    const std::size_t axes = network_.axes.size(), dimensions = shape_.dimensions.size();
    std::vector<std::vector<Digit>> digits(dimensions);
    std::vector<Digit> alike, apart;
    std::vector<counts::Product> stride(axes);
    std::uint64_t places = 1;
    for (std::size_t i = way_.end; i-- > 0;) {
      const counts::Loop &loop = nest_.loops[i];
      if (!loop.spatial || loop.iterations == 1)
        continue;
      if (i < way_.begin || nest_.positions[i] < network_.position) {
        overflow_ |= __builtin_mul_overflow(instances_, loop.iterations, &instances_);
        continue;
      }
      const std::size_t axis = network_.axis_of(nest_.positions[i], nest_.dimensions[i]);
      Digit digit{.iterations = loop.iterations, .axis = axis};
      if (axis < axes) {
        digit.stride = stride[axis].total;
        stride[axis] *= loop.iterations;
      }
      if (__builtin_mul_overflow(places, loop.iterations, &places) || places > most_work)
        return false;
      if ((loop.multicast >> tensor_ & 1) == 0) {
        apart.push_back(digit);  // tiles at other places are the same, moved: only where they go differs
        continue;
      }
      std::size_t d = 0;
      while (d < dimensions && counts::detail::coefficient(shape_.dimensions[d], loop.variable) == 0)
        ++d;
      if (d < dimensions)
        digit.step = counts::detail::coefficient(shape_.dimensions[d], loop.variable) * loop.tile;
      (d < dimensions ? digits[d] : alike).push_back(digit);
    }
    alike_ = places_of(alike, axes);
    apart_ = places_of(apart, axes);
    std::vector<std::uint64_t> extents(counted_.sizes.begin(), counted_.sizes.end());
    for (std::size_t i = 0; i < way_.end; ++i)
      extents[nest_.loops[i].variable] = nest_.loops[i].tile;
    for (std::size_t d = 0; d < dimensions; ++d) {
      Windows &windows = windows_.emplace_back();
      windows.places = places_of(digits[d], axes);
      windows.tile = {0};
      for (const counts::Coefficient &term : shape_.dimensions[d]) {
        std::vector<std::uint64_t> next;
        const std::uint64_t extent = extents[term.variable];
        if (extent > most_work / windows.tile.size())
          return false;
        for (const std::uint64_t x : windows.tile) {
          for (std::uint64_t i = 0; i < extent; ++i)
            next.push_back(x + i * term.value);
        }
        std::sort(next.begin(), next.end());
        next.erase(std::unique(next.begin(), next.end()), next.end());
        windows.tile = std::move(next);
      }
      work_ += windows.tile.size() * windows.places.size();
    }
    return work_ <= most_work;
  }

  // One step, of which there are `times`. `moved`: what places held before stays, as the shifts say.
  void add_step(bool moved, std::uint64_t times) {
    std::vector<std::vector<Class>> classes;
    for (const Windows &windows : windows_) {
      work_ += windows.tile.size() * windows.places.size();
      if (work_ > most_work)
        return;
      classes.push_back(windows.classes(moved));
    }
    std::vector<std::size_t> pick(classes.size(), 0);
    for (bool more = true; more && work_ <= most_work;) {
      counts::Product elements;
      elements *= times;
      for (std::size_t d = 0; d < classes.size(); ++d)
        elements *= classes[d][pick[d]].elements;
      overflow_ |= elements.overflow;
      add_combination(classes, pick, elements.total);
      more = false;
      for (std::size_t d = 0; d < pick.size() && !more; ++d) {
        more = ++pick[d] < classes[d].size();
        if (!more)
          pick[d] = 0;
      }
    }
  }

  // Elements that are of one class in each dimension.
  void add_combination(const std::vector<std::vector<Class>> &classes, const std::vector<std::size_t> &pick,
                       std::uint64_t elements) {
    std::vector<Coordinates> to;
    collect(classes, pick, 0, Coordinates(network_.axes.size()), true, to);
    if (to.empty())
      return;
    for (const Place &apart : apart_) {
      std::vector<Coordinates> places = to;
      for (Coordinates &at : places) {
        for (std::size_t a = 0; a < at.size(); ++a)
          at[a] += apart.at[a];
      }
      work_ += places.size() * (1 + network_.axes.size());
      if (work_ > most_work)
        return;
      std::uint64_t hops = 0;
      overflow_ |= __builtin_mul_overflow(trees_.add(places, elements), elements, &hops);
      overflow_ |= __builtin_add_overflow(total_, hops, &total_);
    }
  }

  // The places that need the elements and did not hold them: that hold them in all dimensions now, but not before.
  void collect(const std::vector<std::vector<Class>> &classes, const std::vector<std::size_t> &pick, std::size_t d,
               const Coordinates &at, bool held, std::vector<Coordinates> &to) {
    if (work_ > most_work)
      return;
    if (d == classes.size()) {
      work_ += alike_.size();
      for (const Place &place : held ? std::vector<Place>{} : alike_) {
        to.push_back(at);
        for (std::size_t a = 0; a < at.size(); ++a)
          to.back()[a] += place.at[a];
      }
      return;
    }
    const Class &here = classes[d][pick[d]];
    for (const std::size_t p : here.now) {
      Coordinates next = at;
      for (std::size_t a = 0; a < next.size(); ++a)
        next[a] += windows_[d].places[p].at[a];
      const bool before = std::binary_search(here.before.begin(), here.before.end(), p);
      collect(classes, pick, d + 1, next, held && before, to);
    }
  }

  const Counted &counted_;
  const FlatNest &nest_;
  const NetworkModel &network_;
  const std::size_t tensor_;
  const Crossing way_;
  const counts::Shape &shape_;
  Trees trees_;
  std::vector<Windows> windows_;  // by dimension
  std::vector<Place> alike_;      // of loops that do not touch the tensor: all need the same
  std::vector<Place> apart_;      // of loops without multicast: each is served for itself
  std::uint64_t instances_ = 1;   // of the network, and of the holder above
  std::uint64_t total_ = 0, work_ = 0;
  bool overflow_ = false;
};

}  // namespace

Exactness count_window_hops(const Counted &counted, const FlatNest &nest, const NetworkModel &network,
                            std::size_t tensor, const Crossing &way, std::uint64_t &hops, LinkLoads &loads) {
  return WindowHops(counted, nest, network, tensor, way, loads).count(hops);
}

}  // namespace forge::evaluate
