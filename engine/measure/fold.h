// How measures run: an aggregate folds each customer's timeline into a state; states merge; a state finishes as rows.
//
// An aggregate is a plain class (no base class, no virtual calls in its loops):
//
//   class NetPromoter {
//    public:
//     static constexpr int kStateVersion = 1;            // Changes when save() writes something else.
//     static constexpr Split kSplit = Split::kByEvent;   // How --by and --over divide a customer.
//     static constexpr Scope kScope = Scope::kInRange;   // Which events a fold is shown.
//     struct State { ... };                              // Only data; an empty one is neutral to merge.
//     static Result<NetPromoter> bind(BindContext&);     // Names columns and parameters.
//     std::vector<AnswerColumn> columns() const;
//     void fold(State&, const Slice&) const;             // kByEvent: once a customer and group.
//     void merge(State& into, const State& from) const;
//     void finish(const State&, Rows&) const;            // Adds rows (none, one or several).
//     void save(const State&, ByteWriter&) const;        // Deterministic: equal states give equal bytes.
//     Result<State> load(ByteReader&) const;             // Refuses damaged bytes: kCorruption.
//   };
//   definition.bind = bind_fold<NetPromoter>;
//
// With kByAnchor, fold is `void fold(const Slice&, Groups<State>&) const` and the aggregate itself says, by an event,
// which group something belongs to: groups.at(event). A funnel entry belongs to the group of its first step.
//
// An aggregate that needs per-block work first (masks of funnel steps) declares `struct Scratch` and
// `void prepare(const Block&, EventBits& shown, Scratch&) const`; its fold takes `const Scratch&` as last argument.
// prepare may take events out of `shown` that make no difference to it: the fold is not shown them.
//
// An aggregate that can take a block at a stride declares `void fold_dense(State&, const Block&, Scratch&) const`
// (Scratch: internal::NoScratch when it has none). It is called instead of fold where there is no split, with a block
// in which every event is in scope and every customer counts; it must do to the state what fold would. Where a filter
// or a range leaves events out, the others are first put into a block of their own (dense_block.h), unless the
// aggregate evaluates filters itself.
//
// An aggregate that can take any events of a block at a stride declares instead
// `void fold_shown(Groups<State>&, const Block&, EventBits& shown, Scratch&) const`: called without a split, with the
// events in scope of the customers who count. `shown` is its to use.
//
// A row that depends on all customers, such as one of the ten commonest, cannot be told from one customer's state
// alone. Such an aggregate declares `void finish_one(const State& own, const State& whole, Rows&) const`: the rows of
// one customer's state, named as in the answer whose state is `whole`. Drill-down asks it instead of finish. An
// aggregate that needs no `whole`, but whose answers show less or more of a state than drill-down needs, declares
// `void finish_all(const State& own, Rows&) const`. Either adds only rows that the own state can make: of counts that
// stand in every row, such as how many were asked, one row whose key cells are every_row().
//
// An aggregate whose state has a limit declares `Status check(const State&) const`; an error of it is the answer.
//
// Laws, tested for every measure in answers/laws_test.cc: empty is neutral; any grouping and order of merges gives the
// same answer; load(save(s)) == s; damaged bytes are refused; the answer does not depend on blocks, parts or threads;
// and a split row of a kByEvent measure equals the answer to the question filtered to that row.
#pragma once

#include <algorithm>
#include <concepts>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/limits.h"
#include "base/status.h"
#include "measure/answer.h"
#include "measure/cell_matcher.h"
#include "measure/definition.h"
#include "measure/fold_scope.h"
#include "measure/splitter.h"
#include "timelines/block.h"

namespace sojourn {

enum class Split : unsigned char {
  kByEvent,   // A customer's events are dealt into groups; each group is folded as if it were all there is.
  kByAnchor,  // The fold sees the customer whole and chooses the event whose group counts.
};

// The events of one customer that are in scope, in order of (time, sequence).
struct Slice {
  const Block& block;
  size_t customer;                   // Index into block.customers.
  std::span<const uint32_t> events;  // Positions into the block's columns, ascending; never empty.

  Micros time(size_t i) const { return block.times[events[i]]; }
  size_t size() const { return events.size(); }
};

// Rows that an aggregate adds: cells in the order of its columns(), without the split columns. Those beyond `room` are
// dropped, and full() says so.
class Rows {
 public:
  explicit Rows(size_t room = limits::kRowsMax) : room_(room) {}
  void add(std::vector<Value> cells) {
    if (rows_.size() < room_) {
      rows_.push_back(std::move(cells));
    } else {
      full_ = true;
    }
  }
  // Has a row been dropped? Then more need not be made.
  bool full() const { return full_; }
  // What the reader must know besides the rows, and how many it concerns. Those of all groups are added up.
  void note(int64_t count, std::string text) {
    if (count > 0) notes_.emplace_back(std::move(text), count);
  }
  std::vector<std::vector<Value>>& all() { return rows_; }
  const std::vector<std::pair<std::string, int64_t>>& notes() const { return notes_; }

 private:
  std::vector<std::vector<Value>> rows_;
  std::vector<std::pair<std::string, int64_t>> notes_;
  size_t room_;
  bool full_ = false;
};

// States by group. at(event) is the state of the group that the event (a position of the block) belongs to.
template <class State>
class Groups {
 public:
  explicit Groups(const Splitter& splitter) : splitter_(&splitter), scratch_(splitter.scratch()) {}
  Groups(const Groups&) = delete;
  Groups& operator=(const Groups&) = delete;

  void enter_block(const Block& block) {
    block_ = &block;
    scratch_.customer = SIZE_MAX;  // Customer indexes start again.
  }
  void enter_customer(size_t customer) { customer_ = customer; }

  State& at(size_t event) {
    if (sole_ != nullptr) return *sole_;
    State& state = states_[index(event)];
    if (splitter_->trivial()) sole_ = &state;
    return state;
  }
  // The state of the group with the values of one event and the period of another.
  State& at(size_t value_event, size_t period_event) {
    if (value_event == period_event || !splitter_->by_period()) return at(value_event);
    GroupKey key = splitter_->key(*block_, customer_, value_event, scratch_);
    key.parts.back() = splitter_->key(*block_, customer_, period_event, scratch_).parts.back();
    return states_[index_of(key)];
  }
  // Are there values to tell groups apart, or only periods?
  bool by_value() const { return splitter_->by_value(); }
  // The group of an event, its period left out: for comparing.
  GroupKey values(size_t event) {
    GroupKey key = splitter_->key(*block_, customer_, event, scratch_);
    if (splitter_->by_period()) key.parts.pop_back();
    return key;
  }
  // The same as a number, ascending by first sight; for sorting a customer's events by group.
  uint32_t index(size_t event) {
    if (splitter_->trivial()) return sole();
    const GroupKey& key = splitter_->key(*block_, customer_, event, scratch_);
    if (last_ < keys_.size() && keys_[last_] == key) return last_;
    last_ = index_of(key);
    return last_;
  }
  uint32_t sole() { return keys_.empty() ? index_of(GroupKey{}) : 0; }
  // Beyond the limit all further groups share one state, and `overflow` says that the answer would be wrong.
  uint32_t index_of(const GroupKey& key) {
    const auto found = indexes_.find(key);
    if (found != indexes_.end()) return found->second;
    if (keys_.size() >= limits::kGroupsMax) {
      overflow_ = true;
      return 0;
    }
    const uint32_t index = static_cast<uint32_t>(keys_.size());
    indexes_.emplace(key, index);
    keys_.push_back(key);
    states_.emplace_back();
    return index;
  }

  size_t size() const { return keys_.size(); }
  const GroupKey& key(size_t index) const { return keys_[index]; }
  State& state(size_t index) { return states_[index]; }
  const State& state(size_t index) const { return states_[index]; }
  // Null when there is no such group.
  const State* find(const GroupKey& key) const {
    const auto found = indexes_.find(key);
    return found == indexes_.end() ? nullptr : &states_[found->second];
  }
  bool overflow() const { return overflow_; }
  void set_overflow() { overflow_ = true; }
  void clear() {
    sole_ = nullptr;
    indexes_.clear();
    keys_.clear();
    states_.clear();
  }

 private:
  const Splitter* splitter_;
  SplitterScratch scratch_;
  const Block* block_ = nullptr;
  size_t customer_ = 0;
  uint32_t last_ = 0;
  State* sole_ = nullptr;  // Without a split, the only state, once there is one.
  bool overflow_ = false;
  std::unordered_map<GroupKey, uint32_t, GroupKeyHash> indexes_;
  std::vector<GroupKey> keys_;
  std::deque<State> states_;  // Addresses stay.
};

// A state of some fold: opaque, owned by the caller.
class FoldState {
 public:
  virtual ~FoldState() = default;
};

// One measure bound to one question and one snapshot; the only virtual call is per block.
// Threads: const and safe; each thread folds into a state of its own.
class Fold {
 public:
  virtual ~Fold() = default;
  virtual Split split() const = 0;
  // Columns that blocks must have.
  virtual std::span<const ColumnId> columns() const = 0;
  virtual std::unique_ptr<FoldState> new_state() const = 0;
  virtual void fold_block(FoldState& state, const Block& block) const = 0;
  virtual void merge(FoldState& into, const FoldState& from) const = 0;
  // Fills columns, rows (sorted), none and notes of the answer. Errors: kLimit (limits::kGroupsMax, limits::kRowsMax,
  // or one of the measure itself).
  virtual Status finish(const FoldState& state, Answer& answer) const = 0;
  virtual std::string save(const FoldState& state) const = 0;
  virtual Result<std::unique_ptr<FoldState>> load(std::string_view bytes) const = 0;
  // Does who() need the state of all customers? (finish_one)
  virtual bool who_needs_whole() const = 0;
  // Adds the block's customers who are counted in that cell. `whole` may be null unless who_needs_whole().
  // Errors: kInvalidArgument (no such column), on first use.
  virtual Status who(const CellRef& cell, const Block& block, const FoldState* whole,
                     std::vector<uint32_t>& customers) const = 0;
};

namespace internal {
template <class A>
concept HasScratch = requires {
  typename A::Scratch;
};
struct NoScratch {};
template <class A>
struct ScratchOf {
  using type = NoScratch;
};
template <HasScratch A>
struct ScratchOf<A> {
  using type = typename A::Scratch;
};
template <class A>
concept HasDenseFold = requires(const A a, typename A::State& state, const Block& block,
                                typename ScratchOf<A>::type& scratch) {
  {a.fold_dense(state, block, scratch)};
};
template <class A>
concept HasShownFold = requires(const A a, Groups<typename A::State>& groups, const Block& block, EventBits& shown,
                                typename ScratchOf<A>::type& scratch) {
  {a.fold_shown(groups, block, shown, scratch)};
};
template <class A>
concept HasFinishOne = requires(const A a, const typename A::State& state, Rows& rows) {
  {a.finish_one(state, state, rows)};
};
template <class A>
concept HasCheck = requires(const A a, const typename A::State& state) {
  { a.check(state) } -> std::same_as<Status>;
};
}  // namespace internal

template <class A>
concept Aggregate = requires(const A a, typename A::State& state, const typename A::State& other, Rows& rows,
                             ByteWriter& out, ByteReader& in) {
  { A::kStateVersion } -> std::convertible_to<int>;
  { A::kSplit } -> std::convertible_to<Split>;
  { A::kScope } -> std::convertible_to<Scope>;
  { a.columns() } -> std::same_as<std::vector<AnswerColumn>>;
  {a.merge(state, other)};
  {a.finish(other, rows)};
  {a.save(other, out)};
  { a.load(in) } -> std::same_as<Result<typename A::State>>;
};

}  // namespace sojourn

#include "measure/fold_of.h"  // FoldOf<A> and bind_fold<A>.
