// SPDX-License-Identifier: Apache-2.0
//
// The labels that wait for being extended, by stage and tile. Of two labels one goes where the other is at least as good
// whatever comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "instance.hpp"
#include "label.hpp"
#include "stages.hpp"

namespace forge::plugins::optimal {

// What tells most labels apart at a glance.
struct Digest {
  double cost;   // energy
  double least;  // energy without what overlaps of windows to come can save
  double time;
  std::uint64_t signature;
};

struct Bucket {
  std::vector<Digest> digests;
  std::vector<Head> heads;
  std::vector<double> values;    // of all labels, one after the other
  std::vector<double> promises;  // by label: a lower bound of the first objective
};

class Frontier {
 public:
  Frontier(const Instance &instance, const Stages &stages, const Layout &layout);

  void clear();
  Bucket &at(StageId stage, Tile tile) {
    if (buckets_[stage].empty())
      buckets_[stage].resize(instance_.lattice().count());
    return buckets_[stage][tile];
  }
  bool is_empty(StageId stage) const { return buckets_[stage].empty(); }
  void release(StageId stage) { std::vector<Bucket>().swap(buckets_[stage]); }

  // Adds a label unless another one is at least as good; removes those that are not better than it. The number of the
  // record comes from `record()`, which is called only where the label stays.
  template <class Record> bool add(StageId stage, Tile tile, Label &label, double promise, const Record &record) {
    Bucket &bucket = at(stage, tile);
    const Digest digest = digest_of(label);
    if (!make_room(bucket, stage, tile, label, digest))
      return false;
    label.head.record(record());
    bucket.digests.push_back(digest);
    bucket.heads.push_back(label.head);
    bucket.values.insert(bucket.values.end(), label.values.begin(), label.values.end());
    bucket.promises.push_back(promise);
    return true;
  }

 private:
  Digest digest_of(const Label &label) const;
  bool make_room(Bucket &bucket, StageId stage, Tile tile, const Label &label, const Digest &digest) const;
  bool dominates(const Head &a, const double *x, const Head &b, const double *y, StageId stage, Tile tile) const;
  double advantage(const Head &a, const double *x, const Head &b, const double *y, StageId stage, Tile tile,
                   std::size_t metric) const;
  bool is_alike(const Head &a, const Head &b, std::size_t tensor, std::size_t window) const;
  double tolls(const Head &a, const double *x, const Head &b, const double *y, StageId stage, Tile tile,
               std::size_t metric) const;

  const Instance &instance_;
  const Stages &stages_;
  const Layout &layout_;
  std::vector<std::vector<Bucket>> buckets_;
};

}  // namespace forge::plugins::optimal
