// States kept from one ask to the next: a question asked again costs in proportion to what is new.
//
// The blocks of a snapshot are put into groups by where their customers begin, so that new events do not move the cuts.
// Asked for the first time, a question is folded as ever and its state kept whole: asked again of the same events, that
// is the answer. Asked again of others, it is folded group by group; from then on only groups whose blocks changed are
// folded, and all are merged. By the laws of fold.h (merge in any order, save and load) that is the fresh answer.
//
// Keyed by   what BoundQuestion::state_key says, and by Snapshot::block_marks(), which change with every part, voided
//            customer and stage rule that a block stands on. A new event changes the blocks of its customers only.
// Not kept   states larger than limits::kStateCacheQuestionBytes, and groups of which fewer than kGroupsLeast find room
//            there; questions without a key; what was folded when files turned out to be damaged or the asker left.
// Memory     at most `bytes_max`: saved states, the question asked longest ago goes first.
// Threads    every method from any thread; folding is done outside the lock.
// Checked    state_cache_test.cc: random lives, links, rules and restarts, against a fresh fold, bit by bit.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "answers/bound_question.h"
#include "base/limits.h"

namespace sojourn {

class StateCache {
 public:
  static constexpr size_t kGroupsLeast = 8;

  explicit StateCache(size_t bytes_max = limits::kStateCacheBytes) : bytes_max_(bytes_max) {}

  // The state of all customers. `threads` 0: all cores. Errors: those of folding (block_folding.h).
  Result<std::unique_ptr<FoldState>> fold(const BoundQuestion& bound, const Snapshot& snapshot, size_t threads,
                                          const std::atomic<bool>* cancelled);

  struct Stats {
    int64_t whole = 0;          // Asks answered by a state as it stood.
    int64_t groups_kept = 0;    // Groups taken over, and ...
    int64_t groups_folded = 0;  // ... folded, of asks that went by groups.
    size_t bytes = 0;
  };
  Stats stats() const;

 private:
  using Bytes = std::shared_ptr<const std::string>;
  struct Entry {
    uint64_t content = 0;  // Of all blocks, of what `whole` shows.
    Bytes whole;
    bool too_large = false;                      // Nothing is kept of it but this.
    size_t blocks_a_group = 0;                   // On average; 0: too large to be kept by groups.
    std::unordered_map<uint64_t, Bytes> groups;  // By the content of their blocks.
    size_t bytes = 0;
    uint64_t used = 0;
  };
  struct Group {
    size_t block_begin = 0;
    size_t block_end = 0;
    uint64_t content = 0;
    Bytes bytes;  // Null until folded, and when there is no room.
  };
  static std::vector<Group> groups_of(const std::vector<BlockMark>& marks, size_t blocks_a_group);

  Result<std::unique_ptr<FoldState>> fold_groups(const Fold& fold, const Snapshot& snapshot, std::vector<Group>& groups,
                                                 size_t threads, const std::atomic<bool>* cancelled);
  static Entry entry_of(uint64_t content, std::string whole, std::vector<Group> groups, size_t blocks,
                        size_t blocks_a_group);
  Entry find(const std::string& key);
  void keep(const std::string& key, Entry entry);

  const size_t bytes_max_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
  uint64_t clock_ = 0;
  Stats stats_;
};

}  // namespace sojourn
