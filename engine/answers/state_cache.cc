#include "answers/state_cache.h"

#include <algorithm>

#include "answers/block_folding.h"
#include "base/hash.h"

namespace sojourn {
namespace {

uint64_t content_of(const std::vector<BlockMark>& marks, size_t begin, size_t end) {
  std::vector<uint64_t> words;
  words.reserve(end - begin);
  for (size_t i = begin; i < end; ++i) words.push_back(marks[i].content);
  return hash64({reinterpret_cast<const char*>(words.data()), words.size() * sizeof(uint64_t)});
}

// Does a group begin with the block whose customers begin here? True for one in `every`, whatever the others are.
bool begins_group(uint64_t first_customer, size_t every) {
  return hash64({reinterpret_cast<const char*>(&first_customer), sizeof first_customer}) % every == 0;
}

size_t text_bytes(const Value& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return text->size();
  if (const auto* none = std::get_if<None>(&cell)) return none->reason.size();
  return 0;
}

size_t bytes_of(const Answer& answer) {
  size_t bytes = sizeof(Answer);
  for (const std::vector<Value>& row : answer.rows) {
    bytes += sizeof row + row.size() * sizeof(Value);
    for (const Value& cell : row) bytes += text_bytes(cell);
  }
  return bytes;
}

}  // namespace

Status StateCache::answer(BoundQuestion& bound, const Snapshot& snapshot, size_t threads,
                          const std::atomic<bool>* cancelled) {
  const std::vector<BlockMark> marks = bound.state_key.empty() ? std::vector<BlockMark>() : snapshot.block_marks();
  const uint64_t content = content_of(marks, 0, marks.size());
  if (!marks.empty()) {
    const Entry entry = find(bound.state_key);
    if (entry.answer != nullptr && entry.content == content) {
      bound.answer.columns = entry.answer->columns;
      bound.answer.rows = entry.answer->rows;
      bound.answer.none = entry.answer->none;
      bound.answer.notes = entry.answer->notes;
      const std::lock_guard lock(mutex_);
      ++stats_.answers;
      return {};
    }
  }
  SOJOURN_TRY(const std::unique_ptr<FoldState> state,
              fold_marked(bound.state_key, {*bound.fold, snapshot, threads, cancelled}, marks));
  SOJOURN_CHECK(snapshot.status());  // Damage found while reading: what was folded is worth nothing.
  SOJOURN_CHECK(bound.fold->finish(*state, bound.answer));
  if (!marks.empty()) keep_answer(bound.state_key, content, bound.answer);
  return {};
}

Result<std::unique_ptr<FoldState>> StateCache::fold(const BoundQuestion& bound, const Snapshot& snapshot,
                                                    size_t threads, const std::atomic<bool>* cancelled) {
  const std::vector<BlockMark> marks = bound.state_key.empty() ? std::vector<BlockMark>() : snapshot.block_marks();
  return fold_marked(bound.state_key, {*bound.fold, snapshot, threads, cancelled}, marks);
}

Result<std::unique_ptr<FoldState>> StateCache::fold_marked(const std::string& key, const Ask& ask,
                                                           const std::vector<BlockMark>& marks) {
  const auto fold_anew = [&] { return fold_blocks(ask.snapshot, ask.fold, ask.threads, ask.cancelled); };
  if (marks.empty()) return fold_anew();
  Entry entry = find(key);
  if (entry.too_large || (entry.asked && marks.size() < kGroupsLeast)) return fold_anew();
  if (!entry.asked) {
    SOJOURN_TRY(std::unique_ptr<FoldState> state, fold_anew());
    entry.asked = true;
    if (ask.snapshot.status().ok()) keep(key, std::move(entry));
    return state;
  }
  if (entry.blocks_a_group == 0) entry.blocks_a_group = group_size(ask);
  if (entry.blocks_a_group == 0) {
    entry.too_large = true;
    keep(key, std::move(entry));
    return fold_anew();
  }
  std::vector<Group> groups = groups_of(marks, entry.blocks_a_group);
  for (Group& group : groups) {
    if (entry.groups == nullptr) break;
    if (const auto known = entry.groups->find(group.content); known != entry.groups->end()) group.bytes = known->second;
  }
  SOJOURN_TRY(std::unique_ptr<FoldState> state, fold_groups(ask, groups));
  if (!ask.snapshot.status().ok()) return state;  // Whoever asked will see it, too.
  keep_groups(groups, marks.size(), entry);
  keep(key, std::move(entry));
  return state;
}

std::vector<StateCache::Group> StateCache::groups_of(const std::vector<BlockMark>& marks, size_t blocks_a_group) {
  std::vector<Group> groups;
  for (size_t i = 0; i < marks.size(); ++i) {
    if (i == 0 || begins_group(marks[i].first_customer, blocks_a_group)) groups.push_back({i, i, 0, nullptr});
    groups.back().block_end = i + 1;
  }
  for (Group& group : groups) group.content = content_of(marks, group.block_begin, group.block_end);
  return groups;
}

// How many blocks a group should have, so that the states of all groups have room and pay; 0: none would. A state
// is taken to grow with each block as it does with the second, which is the most that most of them do.
size_t StateCache::group_size(const Ask& ask) const {
  const size_t blocks = ask.snapshot.block_count();
  const auto events = static_cast<double>(ask.snapshot.event_count());
  BlockFolding folding(ask.snapshot, ask.fold, 1, ask.cancelled);
  const std::unique_ptr<FoldState> state = ask.fold.new_state();
  ask.fold.fold_block(*state, folding.read(0, 0));
  const size_t one = ask.fold.save(*state).size();
  ask.fold.fold_block(*state, folding.read(0, 1));
  const size_t two = ask.fold.save(*state).size();
  const size_t more = two > one ? two - one : 0;
  for (size_t size = 1; blocks / size >= kGroupsLeast; size *= 2) {
    const size_t groups = (blocks + size - 1) / size;
    const size_t bytes = groups * one + (blocks - groups) * more;
    if (bytes <= question_bytes_max_ && static_cast<double>(bytes) <= bytes_an_event_ * events) return size;
  }
  return 0;
}

Result<std::unique_ptr<FoldState>> StateCache::fold_groups(const Ask& ask, std::vector<Group>& groups) {
  const size_t threads = std::min(threads_for(ask.snapshot, ask.threads), groups.size());
  BlockFolding folding(ask.snapshot, ask.fold, threads, ask.cancelled);
  std::atomic<int64_t> folded{0};
  std::atomic<size_t> used{0};
  for (const Group& group : groups) used += group.bytes == nullptr ? 0 : group.bytes->size();
  SOJOURN_TRY(std::unique_ptr<FoldState> state,
              folding.fold(groups.size(), [&](size_t thread, size_t index, FoldState& into) -> Status {
                Group& group = groups[index];
                std::unique_ptr<FoldState> own;
                if (group.bytes != nullptr) {
                  SOJOURN_TRY(own, ask.fold.load(*group.bytes));
                } else {
                  own = ask.fold.new_state();
                  for (size_t i = group.block_begin; i < group.block_end; ++i) {
                    if (folding.stopped()) return {};
                    ask.fold.fold_block(*own, folding.read(thread, i));
                  }
                  ++folded;
                  if (used < question_bytes_max_) {  // Else they are crowded: nothing more is worth saving.
                    std::string bytes = ask.fold.save(*own);
                    if (used.fetch_add(bytes.size()) + bytes.size() <= question_bytes_max_) {
                      group.bytes = std::make_shared<const std::string>(std::move(bytes));
                    }
                  }
                }
                ask.fold.merge(into, *own);
                return {};
              }));
  const std::lock_guard lock(mutex_);
  stats_.groups_folded += folded;
  stats_.groups_kept += static_cast<int64_t>(groups.size()) - folded;
  return state;
}

void StateCache::keep_groups(const std::vector<Group>& groups, size_t blocks, Entry& entry) const {
  entry.groups = nullptr;
  entry.groups_bytes = 0;
  const bool crowded =
      std::any_of(groups.begin(), groups.end(), [](const Group& group) { return group.bytes == nullptr; });
  if (crowded) {  // Groups have larger states than was thought: fewer of them, from the next ask on.
    entry.blocks_a_group *= 2;
    entry.too_large = blocks / entry.blocks_a_group < kGroupsLeast;
    return;
  }
  const auto states = std::make_shared<GroupStates>();
  for (const Group& group : groups) {
    entry.groups_bytes += group.bytes->size() + sizeof(Group);
    states->emplace(group.content, group.bytes);
  }
  entry.groups = states;
}

// Besides what is kept of the question already.
void StateCache::keep_answer(const std::string& key, uint64_t content, const Answer& answer) {
  const size_t bytes = bytes_of(answer);
  if (bytes > question_bytes_max_) return;
  auto kept = std::make_shared<Answer>();
  kept->columns = answer.columns;
  kept->rows = answer.rows;
  kept->none = answer.none;
  kept->notes = answer.notes;
  Entry entry = find(key);
  entry.asked = true;
  entry.content = content;
  entry.answer = std::move(kept);
  entry.answer_bytes = bytes;
  keep(key, std::move(entry));
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
    stats_.bytes -= old->second.bytes();
    entries_.erase(old);
  }
  if (entry.bytes() > bytes_max_) return;
  while (stats_.bytes + entry.bytes() > bytes_max_) {
    const auto oldest = std::min_element(entries_.begin(), entries_.end(),
                                         [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
    stats_.bytes -= oldest->second.bytes();
    entries_.erase(oldest);
  }
  stats_.bytes += entry.bytes();
  entries_.emplace(key, std::move(entry));
}

StateCache::Stats StateCache::stats() const {
  const std::lock_guard lock(mutex_);
  return stats_;
}

}  // namespace sojourn
