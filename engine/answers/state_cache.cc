#include "answers/state_cache.h"

#include <algorithm>

#include "answers/block_folding.h"
#include "base/hash.h"

namespace sojourn {
namespace {

uint64_t content_of(const std::vector<BlockMark>& marks, size_t begin, size_t end) {
  std::vector<uint64_t> words;
  for (size_t i = begin; i < end; ++i) words.push_back(marks[i].content);
  return hash64({reinterpret_cast<const char*>(words.data()), words.size() * sizeof(uint64_t)});
}

// Does a group begin with the block whose customers begin here? True for one in `every`, whatever the others are.
bool begins_group(uint64_t first_customer, size_t every) {
  return hash64({reinterpret_cast<const char*>(&first_customer), sizeof first_customer}) % every == 0;
}

// How many blocks a group should have, so that the states of all groups have room; 0: it is not worth it. A group's
// state is taken to be as large as that of all, which it seldom is.
size_t group_size(size_t state_bytes, size_t blocks) {
  const size_t room = limits::kStateCacheQuestionBytes / std::max<size_t>(state_bytes, 1);
  if (blocks < StateCache::kGroupsLeast || room < StateCache::kGroupsLeast) return 0;
  return (blocks + room - 1) / room;
}

}  // namespace

std::vector<StateCache::Group> StateCache::groups_of(const std::vector<BlockMark>& marks, size_t blocks_a_group) {
  std::vector<Group> groups;
  for (size_t i = 0; i < marks.size(); ++i) {
    if (i == 0 || begins_group(marks[i].first_customer, blocks_a_group)) groups.push_back({i, i, 0, nullptr});
    groups.back().block_end = i + 1;
  }
  for (Group& group : groups) group.content = content_of(marks, group.block_begin, group.block_end);
  return groups;
}

Result<std::unique_ptr<FoldState>> StateCache::fold(const BoundQuestion& bound, const Snapshot& snapshot,
                                                    size_t threads, const std::atomic<bool>* cancelled) {
  const std::vector<BlockMark> marks = bound.state_key.empty() ? std::vector<BlockMark>() : snapshot.block_marks();
  if (marks.empty()) return fold_blocks(snapshot, *bound.fold, threads, cancelled);
  const uint64_t content = content_of(marks, 0, marks.size());
  const Entry entry = find(bound.state_key);
  if (entry.too_large) return fold_blocks(snapshot, *bound.fold, threads, cancelled);
  if (entry.whole != nullptr && entry.content == content) {
    Result<std::unique_ptr<FoldState>> kept = bound.fold->load(*entry.whole);
    if (kept.has_value()) {
      const std::lock_guard lock(mutex_);
      ++stats_.whole;
      return kept;
    }
  }
  std::unique_ptr<FoldState> state;
  std::vector<Group> groups;
  if (entry.whole != nullptr && entry.blocks_a_group > 0) {
    groups = groups_of(marks, entry.blocks_a_group);
    for (Group& group : groups) {
      if (const auto known = entry.groups.find(group.content); known != entry.groups.end()) group.bytes = known->second;
    }
    SOJOURN_TRY(state, fold_groups(*bound.fold, snapshot, groups, threads, cancelled));
  } else {
    SOJOURN_TRY(state, fold_blocks(snapshot, *bound.fold, threads, cancelled));
  }
  if (!snapshot.status().ok()) return state;  // Whoever asked will see it, too.

  keep(bound.state_key,
       entry_of(content, bound.fold->save(*state), std::move(groups), marks.size(), entry.blocks_a_group));
  return state;
}

// What is kept of an ask that went by groups of `blocks_a_group` of the blocks, or at once.
StateCache::Entry StateCache::entry_of(uint64_t content, std::string whole, std::vector<Group> groups, size_t blocks,
                                       size_t blocks_a_group) {
  Entry entry;
  entry.content = content;
  entry.bytes = sizeof(Entry);
  if (whole.size() > limits::kStateCacheQuestionBytes) {
    entry.too_large = true;
    return entry;
  }
  entry.blocks_a_group = group_size(whole.size(), blocks);
  entry.bytes += whole.size();
  entry.whole = std::make_shared<const std::string>(std::move(whole));
  if (groups.empty() || entry.blocks_a_group == 0) return entry;
  // Cuts stay where they are unless states have grown.
  entry.blocks_a_group = std::max(entry.blocks_a_group, blocks_a_group);
  const bool crowded =
      std::any_of(groups.begin(), groups.end(), [](const Group& group) { return group.bytes == nullptr; });
  if (crowded) {  // Groups have larger states than was thought: fewer of them, from the next ask on.
    entry.blocks_a_group *= 2;
    if (blocks / entry.blocks_a_group < kGroupsLeast) entry.blocks_a_group = 0;
    return entry;
  }
  for (Group& group : groups) {
    entry.bytes += group.bytes->size() + sizeof(Group);
    entry.groups.emplace(group.content, std::move(group.bytes));
  }
  return entry;
}

Result<std::unique_ptr<FoldState>> StateCache::fold_groups(const Fold& fold, const Snapshot& snapshot,
                                                           std::vector<Group>& groups, size_t threads,
                                                           const std::atomic<bool>* cancelled) {
  BlockFolding folding(snapshot, fold, std::min(threads_for(snapshot, threads), groups.size()), cancelled);
  std::atomic<int64_t> folded{0};
  std::atomic<size_t> used{0};
  for (const Group& group : groups) used += group.bytes == nullptr ? 0 : group.bytes->size();
  SOJOURN_TRY(std::unique_ptr<FoldState> state,
              folding.fold(groups.size(), [&](size_t thread, size_t index, FoldState& into) -> Status {
                Group& group = groups[index];
                std::unique_ptr<FoldState> own;
                if (group.bytes != nullptr) {
                  SOJOURN_TRY(own, fold.load(*group.bytes));
                } else {
                  own = fold.new_state();
                  for (size_t i = group.block_begin; i < group.block_end; ++i) {
                    if (folding.stopped()) return {};
                    fold.fold_block(*own, folding.read(thread, i));
                  }
                  ++folded;
                  std::string bytes = fold.save(*own);
                  if (used.fetch_add(bytes.size()) + bytes.size() <= limits::kStateCacheQuestionBytes) {
                    group.bytes = std::make_shared<const std::string>(std::move(bytes));
                  }
                }
                fold.merge(into, *own);
                return {};
              }));
  const std::lock_guard lock(mutex_);
  stats_.groups_folded += folded;
  stats_.groups_kept += static_cast<int64_t>(groups.size()) - folded;
  return state;
}

StateCache::Entry StateCache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(key);
  if (found == entries_.end()) return {};
  found->second.used = ++clock_;
  return found->second;
}

void StateCache::keep(const std::string& key, Entry entry) {
  const std::lock_guard lock(mutex_);
  entry.used = ++clock_;
  if (const auto old = entries_.find(key); old != entries_.end()) {
    stats_.bytes -= old->second.bytes;
    entries_.erase(old);
  }
  if (entry.bytes > bytes_max_) return;
  while (stats_.bytes + entry.bytes > bytes_max_) {
    const auto oldest = std::min_element(entries_.begin(), entries_.end(),
                                         [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
    stats_.bytes -= oldest->second.bytes;
    entries_.erase(oldest);
  }
  stats_.bytes += entry.bytes;
  entries_.emplace(key, std::move(entry));
}

StateCache::Stats StateCache::stats() const {
  const std::lock_guard lock(mutex_);
  return stats_;
}

}  // namespace sojourn
