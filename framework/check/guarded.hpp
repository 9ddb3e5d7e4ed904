// SPDX-License-Identifier: Apache-2.0
//
// An array that ends at a page which nobody may touch: one element too far is a crash at the place, not a silent
// overwrite. In front of it lie bytes that are compared afterwards.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <type_traits>

namespace forge::check {

// The pages behind a GuardedArray. Throws std::bad_alloc.
class GuardedPages {
 public:
  explicit GuardedPages(std::size_t bytes);
  ~GuardedPages();
  GuardedPages(const GuardedPages &) = delete;
  GuardedPages &operator=(const GuardedPages &) = delete;

  std::byte *data() const { return data_; }
  void make_read_only();
  // Are the bytes in front of the array as they were?
  bool front_is_intact() const;

 private:
  std::byte *pages_ = nullptr;
  std::byte *data_ = nullptr;
  std::size_t total_ = 0;
};

template <class Element> class GuardedArray {
  static_assert(std::is_trivially_copyable_v<Element>);

 public:
  explicit GuardedArray(std::size_t size) : size_(size), pages_(size * sizeof(Element)) {}
  GuardedArray(std::size_t size, const Element &value) : GuardedArray(size) { std::fill_n(data(), size, value); }

  // With no elements it points to the forbidden page.
  Element *data() const { return reinterpret_cast<Element *>(pages_.data()); }
  std::size_t size() const { return size_; }
  Element &operator[](std::size_t i) const { return data()[i]; }

  void make_read_only() { pages_.make_read_only(); }
  bool front_is_intact() const { return pages_.front_is_intact(); }

 private:
  std::size_t size_;
  GuardedPages pages_;
};

}  // namespace forge::check
