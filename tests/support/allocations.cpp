// SPDX-License-Identifier: Apache-2.0
//
// A counting operator new. It comes with the library only into programs that ask for the count.
#include "support/allocations.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

thread_local std::uint64_t n_allocations = 0;

void *allocate(std::size_t size, std::size_t alignment) {
  ++n_allocations;
  size = std::max<std::size_t>(size, 1);
  void *memory = alignment <= alignof(std::max_align_t)
                     ? std::malloc(size)
                     : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (memory == nullptr)
    throw std::bad_alloc();
  return memory;
}

}  // namespace

// The array and nothrow forms of the library call these.
void *operator new(std::size_t size) {
  return allocate(size, 1);
}
void *operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void *memory) noexcept {
  std::free(memory);
}
void operator delete(void *memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void *memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void *memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace forge::test {

std::uint64_t allocations() {
  return n_allocations;
}

}  // namespace forge::test
