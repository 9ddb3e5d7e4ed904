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

void *try_allocate(std::size_t size, std::size_t alignment) {
  ++n_allocations;
  size = std::max<std::size_t>(size, 1);
  return alignment <= alignof(std::max_align_t)
             ? std::malloc(size)
             : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

void *allocate(std::size_t size, std::size_t alignment) {
  void *memory = try_allocate(size, alignment);
  if (memory == nullptr)
    throw std::bad_alloc();
  return memory;
}

}  // namespace

// All forms: a sanitizer brings its own of those that are left out, and they would not match.
void *operator new(std::size_t size) {
  return allocate(size, 1);
}
void *operator new[](std::size_t size) {
  return allocate(size, 1);
}
void *operator new(std::size_t size, const std::nothrow_t &) noexcept {
  return try_allocate(size, 1);
}
void *operator new[](std::size_t size, const std::nothrow_t &) noexcept {
  return try_allocate(size, 1);
}
void *operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void *operator new[](std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void *operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t &) noexcept {
  return try_allocate(size, static_cast<std::size_t>(alignment));
}
void *operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t &) noexcept {
  return try_allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void *memory) noexcept {
  std::free(memory);
}
void operator delete[](void *memory) noexcept {
  std::free(memory);
}
void operator delete(void *memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void *memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void *memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete[](void *memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void *memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete[](void *memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void *memory, const std::nothrow_t &) noexcept {
  std::free(memory);
}
void operator delete[](void *memory, const std::nothrow_t &) noexcept {
  std::free(memory);
}

namespace forge::test {

std::uint64_t allocations() {
  return n_allocations;
}

}  // namespace forge::test
