// SPDX-License-Identifier: Apache-2.0
//
// The only place with threads: a fixed pool and a parallel-for on it. Work is split by index and results are
// stored by index, so that an answer never depends on the number of threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace forge {

class Pool {
 public:
  explicit Pool(unsigned threads);  // 0: one for each core
  ~Pool();
  Pool(const Pool &) = delete;
  Pool &operator=(const Pool &) = delete;

  unsigned threads() const;

  // Calls body(index, thread) once for each index in 0 ... n - 1 with thread < threads(), and returns when all are
  // done. The first exception (by index) is rethrown after that. Calls from several threads are served one after
  // another; a body must not call for_each of the same pool.
  void for_each(std::uint64_t n, const std::function<void(std::uint64_t index, unsigned thread)> &body);

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace forge
