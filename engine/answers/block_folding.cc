#include "answers/block_folding.h"

#include <algorithm>
#include <new>

#include "base/parallel.h"

namespace sojourn {

size_t threads_for(const Snapshot& snapshot, size_t wanted) {
  const size_t threads = wanted == 0 ? thread_count() : wanted;
  return std::clamp<size_t>(snapshot.block_count(), 1, threads);
}

BlockFolding::BlockFolding(const Snapshot& snapshot, const Fold& fold, size_t threads,
                           const std::atomic<bool>* cancelled)
    : snapshot_(snapshot), fold_(fold), cancelled_(cancelled), readers_(std::max<size_t>(threads, 1)) {}

const Block& BlockFolding::read(size_t thread, size_t block) {
  if (readers_[thread] == nullptr) readers_[thread] = snapshot_.reader(fold_.columns());
  return readers_[thread]->read(block);
}

Status BlockFolding::each(size_t count, const std::function<Status(size_t, size_t)>& work) {
  std::vector<Status> errors(count);
  try {
    parallel_for(count, readers_.size(), [&](size_t thread, size_t index) {
      if (!stopped()) errors[index] = work(thread, index);
    });
  } catch (const std::bad_alloc&) {
    return Status::limit("there is not enough memory for this question: ask for a shorter time or fewer splits");
  }
  if (stopped()) return Status(StatusCode::kCancelled, "the asker left before the answer was ready");
  for (Status& error : errors) {
    if (!error.ok()) return std::move(error);
  }
  return {};
}

Result<std::unique_ptr<FoldState>> BlockFolding::fold(size_t count, const Work& work) {
  std::vector<std::unique_ptr<FoldState>> states;
  for (size_t i = 0; i < readers_.size(); ++i) states.push_back(fold_.new_state());
  SOJOURN_CHECK(each(count, [&](size_t thread, size_t index) { return work(thread, index, *states[thread]); }));
  for (size_t i = 1; i < states.size(); ++i) fold_.merge(*states[0], *states[i]);
  return std::move(states[0]);
}

Result<std::unique_ptr<FoldState>> fold_blocks(const Snapshot& snapshot, const Fold& fold, size_t threads,
                                               const std::atomic<bool>* cancelled) {
  BlockFolding folding(snapshot, fold, threads_for(snapshot, threads), cancelled);
  return folding.fold(snapshot.block_count(), [&](size_t thread, size_t block, FoldState& into) -> Status {
    fold.fold_block(into, folding.read(thread, block));
    return {};
  });
}

}  // namespace sojourn
