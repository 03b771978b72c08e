// Folding on all threads: each takes pieces of work and merges into a state of its own; at last the states merge.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "base/status.h"
#include "measure/fold.h"
#include "timelines/snapshot.h"

namespace sojourn {

// At most one thread a block; `wanted` 0: all cores.
size_t threads_for(const Snapshot& snapshot, size_t wanted);

class BlockFolding {
 public:
  // All are borrowed. `cancelled` may be null.
  BlockFolding(const Snapshot& snapshot, const Fold& fold, size_t threads, const std::atomic<bool>* cancelled);

  // Does the work for every index below `count`, until the asker leaves. Errors: the one of the lowest index,
  // kCancelled, kLimit when memory runs out.
  Status each(size_t count, const std::function<Status(size_t thread, size_t index)>& work);
  // The same for work that adds to a state.
  using Work = std::function<Status(size_t thread, size_t index, FoldState& into)>;
  Result<std::unique_ptr<FoldState>> fold(size_t count, const Work& work);

  // A block, until the same thread reads the next one.
  const Block& read(size_t thread, size_t block);
  bool stopped() const { return cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed); }

 private:
  const Snapshot& snapshot_;
  const Fold& fold_;
  const std::atomic<bool>* cancelled_;
  std::vector<std::unique_ptr<BlockReader>> readers_;
};

// The state of all customers, folded anew.
Result<std::unique_ptr<FoldState>> fold_blocks(const Snapshot& snapshot, const Fold& fold, size_t threads,
                                               const std::atomic<bool>* cancelled);

}  // namespace sojourn
