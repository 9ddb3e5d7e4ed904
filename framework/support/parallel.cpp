// SPDX-License-Identifier: Apache-2.0
#include "support/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace forge {
namespace {

using Body = std::function<void(std::uint64_t, unsigned)>;

// One call of for_each. Lives on the caller's stack: for_each leaves only after every worker that joined has left.
struct Job {
  Job(std::uint64_t count, const Body &work) : n(count), body(work) {}

  const std::uint64_t n;
  const Body &body;
  std::atomic<std::uint64_t> next{0};  // one index at a time: tasks may take very different times
  std::mutex mutex;                    // guards the two below
  std::exception_ptr error;
  std::uint64_t error_index = 0;

  void run(unsigned thread) {
    for (;;) {
      const std::uint64_t index = next.fetch_add(1, std::memory_order_relaxed);
      if (index >= n) {
        return;
      }
      try {
        body(index, thread);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!error || index < error_index) {
          error = std::current_exception();
          error_index = index;
        }
      }
    }
  }
};

}  // namespace

struct Pool::Shared {
  std::mutex turn;  // one for_each at a time

  std::mutex mutex;  // guards all below, but for `workers`
  std::condition_variable work;
  std::condition_variable done;
  Job *job = nullptr;  // open for workers to join; null once the caller has found no more indices
  std::uint64_t generation = 0;
  unsigned joined = 0;
  bool stopping = false;

  std::vector<std::thread> workers;  // thread i + 1; thread 0 is the caller of for_each

  // Waiting costs nothing: a worker sleeps until there is a job, and one that wakes too late is not waited for.
  void serve(unsigned thread) {
    std::uint64_t seen = 0;
    std::unique_lock lock(mutex);
    for (;;) {
      work.wait(lock, [&] { return stopping || (job != nullptr && generation != seen); });
      if (stopping) {
        return;
      }
      seen = generation;
      Job &mine = *job;
      ++joined;
      lock.unlock();
      mine.run(thread);
      lock.lock();
      if (--joined == 0) {
        done.notify_one();
      }
    }
  }

  void stop() {
    {
      const std::lock_guard lock(mutex);
      stopping = true;
    }
    work.notify_all();
    for (auto &worker : workers) {
      worker.join();
    }
  }
};

Pool::Pool(unsigned threads) : shared_(std::make_unique<Shared>()) {
  const unsigned wanted = threads > 0 ? threads : std::max(1u, std::thread::hardware_concurrency());
  shared_->workers.reserve(wanted - 1);
  for (unsigned i = 1; i < wanted; ++i) {
    try {
      shared_->workers.emplace_back([shared = shared_.get(), i] { shared->serve(i); });
    } catch (const std::system_error &) {
      break;  // the system gives no more threads: fewer do the same work
    }
  }
}

Pool::~Pool() {
  shared_->stop();
}

unsigned Pool::threads() const {
  return static_cast<unsigned>(shared_->workers.size()) + 1;
}

void Pool::for_each(std::uint64_t n, const Body &body) {
  if (n == 0) {
    return;
  }
  Shared &shared = *shared_;
  const std::lock_guard turn(shared.turn);
  Job job(n, body);
  const std::uint64_t helpers = std::min<std::uint64_t>(n - 1, shared.workers.size());
  if (helpers > 0) {
    {
      const std::lock_guard lock(shared.mutex);
      shared.job = &job;
      ++shared.generation;
    }
    if (helpers == shared.workers.size()) {
      shared.work.notify_all();
    } else {
      for (std::uint64_t i = 0; i < helpers; ++i) {
        shared.work.notify_one();
      }
    }
  }
  job.run(0);
  if (helpers > 0) {
    std::unique_lock lock(shared.mutex);
    shared.job = nullptr;
    shared.done.wait(lock, [&] { return shared.joined == 0; });
  }
  if (job.error) {
    std::rethrow_exception(job.error);
  }
}

}  // namespace forge
