// Lengths of time by number (of an edge, of a link), put aside in runs before they go into the sketches: a thousand
// sketches that grow a little with every block are a thousand places in memory, a run is one.
//
// Cost      put aside: nothing but a list of where each number's lengths stand. Memory: up to 64 MiB a thread, until
//           whoever owns them settles, that is adds them to the sketches.
// Threads   const methods are safe together.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "stats/quantile_sketch.h"

namespace sojourn {

class PathLengths {
 public:
  static constexpr size_t kLengthsMax = size_t{1} << 23;

  struct Place {
    uint32_t begin = 0;
    uint32_t count = 0;
  };
  struct Run {
    std::shared_ptr<int64_t[]> lengths;  // Those of a number side by side.
    size_t count = 0;                    // How many there are, at most.
    size_t capacity = 0;                 // How many there is room for.
    std::vector<Place> places;           // By number; beyond its end there are none.
  };

  // A run with room for so many lengths, to be filled and put aside.
  Run new_run(size_t count) {
    Run run;
    if (!spare_.empty() && spare_.back().capacity >= count && spare_.back().lengths.use_count() == 1) {
      run = std::move(spare_.back());
      spare_.pop_back();
      run.places.clear();
    } else {
      run.lengths = std::make_shared_for_overwrite<int64_t[]>(count);
      run.capacity = count;
    }
    run.count = count;
    return run;
  }
  void put_aside(Run run) {
    count_ += run.count;
    runs_.push_back(std::move(run));
  }
  bool empty() const { return runs_.empty(); }
  // `states`: how many are merged here.
  bool full(size_t states = 1) const { return count_ > kLengthsMax * states; }

  // The lengths of a number, in no particular order; they hold until the next call with the same room.
  std::span<const int64_t> of(uint32_t number, std::vector<int64_t>& room) const {
    room.clear();
    for (const Run& run : runs_) {
      if (number >= run.places.size()) continue;
      const int64_t* begin = run.lengths.get() + run.places[number].begin;
      room.insert(room.end(), begin, begin + run.places[number].count);
    }
    return room;
  }
  // The sketch with the lengths of that number.
  QuantileSketch with(QuantileSketch sketch, uint32_t number, std::vector<int64_t>& room) const {
    sketch.add_all(of(number, room));
    return sketch;
  }

  // Adds runs whose number i is number here[i] of ours. Lengths are shared, not copied.
  void merge(const PathLengths& other, std::span<const uint32_t> here) {
    for (const Run& run : other.runs_) {
      Run ours{run.lengths, run.count, run.capacity, {}};
      for (uint32_t i = 0; i < run.places.size(); ++i) {
        if (here[i] >= ours.places.size()) ours.places.resize(here[i] + size_t{1});
        ours.places[here[i]] = run.places[i];
      }
      runs_.push_back(std::move(ours));
    }
    count_ += other.count_;
  }
  void clear() {
    for (Run& run : runs_) {
      if (run.lengths.use_count() == 1) spare_.push_back(std::move(run));
    }
    runs_.clear();
    count_ = 0;
  }

 private:
  std::vector<Run> runs_;
  std::vector<Run> spare_;  // Memory that is warm already.
  size_t count_ = 0;
};

}  // namespace sojourn
