// Answers and states kept from one ask to the next: a question asked again costs in proportion to what is new.
//
// Asked for the first time, a question is folded as ever, and its answer kept: asked again of the same events, that is
// the answer. Asked again of others, its states are kept, too. The blocks of a snapshot are put into groups by where
// their customers begin, so that new events do not move the cuts; each group is folded by itself, and all are merged.
// From then on only groups whose blocks changed are folded. By the laws of fold.h (merge in any order, save and load)
// that is the fresh answer.
//
// Keyed by   what BoundQuestion::state_key says, and by Snapshot::block_marks(), which change with every part, voided
//            customer and stage rule that a block stands on. A new event changes the blocks of its customers only.
// Not kept   answers and states larger than limits::kStateCacheQuestionBytes, and groups of which fewer than
//            kGroupsLeast find room there or whose states are not clearly quicker to load than to fold; questions
//            without a key; what was folded when files turned out to be damaged or the asker left.
// Cost       of keeping: nothing on the first ask but a copy of the answer; two blocks on the second, to see how large
//            the states are, and the saving of all groups; then of those that changed.
// Memory     at most `bytes_max`: answers and saved states, the question asked longest ago goes first.
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
  // To save, load and merge a byte takes about as long as to fold two events: states must be well below that.
  static constexpr double kBytesAnEvent = 0.25;

  // What all questions, what one of them, and what the states of one may take, by the events that they stand for.
  explicit StateCache(size_t bytes_max = limits::kStateCacheBytes,
                      size_t question_bytes_max = limits::kStateCacheQuestionBytes,
                      double bytes_an_event = kBytesAnEvent)
      : bytes_max_(bytes_max), question_bytes_max_(question_bytes_max), bytes_an_event_(bytes_an_event) {}

  // Fills in bound.answer. `threads` 0: all cores. Errors: those of folding (block_folding.h) and of finishing.
  Status answer(BoundQuestion& bound, const Snapshot& snapshot, size_t threads, const std::atomic<bool>* cancelled);
  // The state of all customers. Errors: those of folding.
  Result<std::unique_ptr<FoldState>> fold(const BoundQuestion& bound, const Snapshot& snapshot, size_t threads,
                                          const std::atomic<bool>* cancelled);

  struct Stats {
    int64_t answers = 0;        // Asks answered by an answer as it stood.
    int64_t groups_kept = 0;    // Groups taken over, and ...
    int64_t groups_folded = 0;  // ... folded, of asks that went by groups.
    size_t bytes = 0;
  };
  Stats stats() const;

 private:
  using Bytes = std::shared_ptr<const std::string>;
  using GroupStates = std::unordered_map<uint64_t, Bytes>;  // By the content of their blocks.
  struct Entry {
    bool asked = false;
    bool too_large = false;                     // Its states are.
    size_t blocks_a_group = 0;                  // On average; 0: not known yet.
    std::shared_ptr<const GroupStates> groups;  // May be null.
    size_t groups_bytes = 0;
    uint64_t content = 0;                  // Of all blocks, of what `answer` shows.
    std::shared_ptr<const Answer> answer;  // May be null.
    size_t answer_bytes = 0;
    uint64_t used = 0;
    size_t bytes() const { return sizeof(Entry) + groups_bytes + answer_bytes; }
  };
  struct Group {
    size_t block_begin = 0;
    size_t block_end = 0;
    uint64_t content = 0;
    Bytes bytes;  // Null until folded, and when there is no room.
  };
  // An ask: how it is to be folded, and on which threads.
  struct Ask {
    const Fold& fold;
    const Snapshot& snapshot;
    size_t threads;
    const std::atomic<bool>* cancelled;
  };
  static std::vector<Group> groups_of(const std::vector<BlockMark>& marks, size_t blocks_a_group);

  Result<std::unique_ptr<FoldState>> fold_marked(const std::string& key, const Ask& ask,
                                                 const std::vector<BlockMark>& marks);
  Result<std::unique_ptr<FoldState>> fold_groups(const Ask& ask, std::vector<Group>& groups);
  size_t group_size(const Ask& ask) const;
  void keep_groups(const std::vector<Group>& groups, size_t blocks, Entry& entry) const;
  void keep_answer(const std::string& key, uint64_t content, const Answer& answer);
  Entry find(const std::string& key);
  void keep(const std::string& key, Entry entry);

  const size_t bytes_max_;
  const size_t question_bytes_max_;
  const double bytes_an_event_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
  uint64_t clock_ = 0;
  Stats stats_;
};

}  // namespace sojourn
