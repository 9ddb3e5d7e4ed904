// SPDX-License-Identifier: Apache-2.0
#include "check/guarded.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <new>

namespace forge::check {
namespace {

constexpr std::byte canary{0xA5};

std::size_t page_size() {
  return static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

GuardedPages::GuardedPages(std::size_t bytes) {
  const std::size_t page = page_size();
  const std::size_t writable = (bytes + page - 1) / page * page;
  total_ = writable + page;
  void *memory = mmap(nullptr, total_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    throw std::bad_alloc();
  }
  pages_ = static_cast<std::byte *>(memory);
  data_ = pages_ + writable - bytes;
  std::fill(pages_, data_, canary);
  mprotect(pages_ + writable, page, PROT_NONE);
}

GuardedPages::~GuardedPages() {
  munmap(pages_, total_);
}

void GuardedPages::make_read_only() {
  const std::size_t page = page_size();
  if (total_ > page) {
    mprotect(pages_, total_ - page, PROT_READ);
  }
}

bool GuardedPages::front_is_intact() const {
  return std::all_of(pages_, data_, [](std::byte byte) { return byte == canary; });
}

}  // namespace forge::check
