// FoldOf<A>: makes a Fold of an aggregate. Selection, grouping, drill-down, save and load are written once, here.
// Included by fold.h only.
#pragma once

#include <algorithm>
#include <iterator>

#include "base/assert.h"
#include "measure/dense_block.h"
#include "measure/state_bytes.h"

namespace sojourn {

template <Aggregate A>
class FoldOf final : public Fold {
  using State = typename A::State;
  using Scratch = typename internal::ScratchOf<A>::type;

  struct StateOf final : FoldState {
    explicit StateOf(const Splitter& splitter) : groups(splitter) {}
    Groups<State> groups;
    Scratch scratch{};
    EventBits bits;
    EventBits spare;
    EventList events;
    DenseBlock dense;
    std::vector<std::pair<uint32_t, uint32_t>> dealt;  // Group, event.
    std::vector<uint32_t> dealt_events;
  };

 public:
  FoldOf(A aggregate, Splitter splitter, FoldScope scope)
      : aggregate_(std::move(aggregate)), splitter_(std::move(splitter)), scope_(std::move(scope)) {}

  Split split() const override { return A::kSplit; }
  std::span<const ColumnId> columns() const override { return scope_.columns; }
  std::unique_ptr<FoldState> new_state() const override { return std::make_unique<StateOf>(splitter_); }

  void fold_block(FoldState& erased, const Block& block) const override {
    StateOf& state = static_cast<StateOf&>(erased);
    if constexpr (internal::HasDenseFold<A>) {
      if (splitter_.trivial()) {
        if (is_dense(scope_, block)) return fold_dense(state, block);
        if (scope_.compacts) {
          if (const Block* dense = state.dense.make(scope_, block)) fold_dense(state, *dense);
          return;
        }
      }
    }
    if constexpr (internal::HasShownFold<A>) {
      if (splitter_.trivial()) return fold_shown(state, block);
    }
    enter(state, block);
    for_each_customer(scope_, block, state.events, [&](size_t customer, std::span<const uint32_t> events) {
      fold_customer(state, Slice{block, customer, events});
    });
  }

  void merge(FoldState& into, const FoldState& from) const override {
    StateOf& target = static_cast<StateOf&>(into);
    const StateOf& source = static_cast<const StateOf&>(from);
    for (size_t i = 0; i < source.groups.size(); ++i) {
      const uint32_t index = target.groups.index_of(source.groups.key(i));
      aggregate_.merge(target.groups.state(index), source.groups.state(i));
    }
    if (source.groups.overflow()) target.groups.set_overflow();
  }

  Status finish(const FoldState& erased, Answer& answer) const override {
    const StateOf& state = static_cast<const StateOf&>(erased);
    if (state.groups.overflow()) {
      return Status::limit("the split makes more than " + std::to_string(limits::kGroupsMax) + " groups", "by");
    }
    SOJOURN_CHECK(check_groups(state));
    answer.columns = all_columns();
    if (state.groups.size() == 0) {
      if (!splitter_.trivial()) {
        answer.none = "no events match the question";
        return {};
      }
      return add_rows(GroupKey{}, State{}, answer).status();
    }
    std::map<std::string, int64_t> notes;
    for (const uint32_t index : sorted_groups(state)) {
      SOJOURN_TRY(const Notes added, add_rows(state.groups.key(index), state.groups.state(index), answer));
      for (const auto& [text, count] : added) notes[text] += count;
    }
    for (const auto& [text, count] : notes) answer.notes.push_back(text + ": " + std::to_string(count));
    return {};
  }

  std::string save(const FoldState& erased) const override {
    const StateOf& state = static_cast<const StateOf&>(erased);
    ByteWriter out;
    write_state_header(A::kStateVersion, {state.groups.size(), state.groups.overflow()}, out);
    for (const uint32_t index : sorted_groups(state)) {
      write_cells(group_cells(state.groups.key(index)), out);
      ByteWriter one;
      aggregate_.save(state.groups.state(index), one);
      out.text(one.bytes());
    }
    return out.take();
  }

  Result<std::unique_ptr<FoldState>> load(std::string_view bytes) const override {
    ByteReader in(bytes);
    SOJOURN_TRY(const StateHeader header, read_state_header(A::kStateVersion, in));
    auto state = std::make_unique<StateOf>(splitter_);
    if (header.overflow) state->groups.set_overflow();
    for (uint64_t i = 0; i < header.groups; ++i) {
      SOJOURN_TRY(const std::vector<Value> cells, read_cells(in));
      SOJOURN_TRY(const GroupKey key, splitter_.key_of(cells));
      SOJOURN_TRY(const std::string one, in.text());
      ByteReader one_in(one);
      SOJOURN_TRY(State loaded, aggregate_.load(one_in));
      SOJOURN_CHECK(one_in.end());
      const size_t known = state->groups.size();
      const uint32_t index = state->groups.index_of(key);
      if (index < known) return in.corrupt("a group stands there twice");
      state->groups.state(index) = std::move(loaded);
    }
    SOJOURN_CHECK(in.end());
    return std::unique_ptr<FoldState>(std::move(state));
  }

  bool who_needs_whole() const override { return internal::HasFinishOne<A>; }

  Status who(const CellRef& cell, const Block& block, const FoldState* whole,
             std::vector<uint32_t>& customers) const override {
    SOJOURN_TRY(const CellMatcher matcher, CellMatcher::make(cell, all_columns()));
    SOJOURN_ASSERT(whole != nullptr || !internal::HasFinishOne<A>, "rows of this measure need the whole answer");
    if (whole != nullptr) SOJOURN_CHECK(check_groups(static_cast<const StateOf&>(*whole)));
    StateOf state(splitter_);
    enter(state, block);
    std::vector<std::vector<Value>> rows;
    Status status;  // Of a customer whose state alone is beyond a limit: the answer is that error too.
    for_each_customer(scope_, block, state.events, [&](size_t customer, std::span<const uint32_t> events) {
      if (!status.ok()) return;
      state.groups.clear();
      fold_customer(state, Slice{block, customer, events});
      // A part of a whole within its limits is within them.
      if (whole == nullptr) status = check_groups(state);
      if (!status.ok()) return;
      rows.clear();
      for (size_t i = 0; i < state.groups.size(); ++i) {
        add_one(state.groups.key(i), state.groups.state(i), whole, rows);
      }
      if (matcher.any(rows)) customers.push_back(block.customers[customer]);
    });
    return status;
  }

 private:
  void fold_dense(StateOf& state, const Block& block) const {
    if constexpr (internal::HasDenseFold<A>) {
      aggregate_.fold_dense(state.groups.state(state.groups.sole()), block, state.scratch);
    }
  }

  void fold_shown(StateOf& state, const Block& block) const {
    if constexpr (internal::HasShownFold<A>) {
      state.groups.enter_block(block);
      select_events(scope_, block, state.bits, state.spare);
      if (scope_.identified_only && !all_identified(block)) drop_unidentified(block, state.bits);
      aggregate_.fold_shown(state.groups, block, state.bits, state.scratch);
    }
  }

  void enter(StateOf& state, const Block& block) const {
    state.groups.enter_block(block);
    select_events(scope_, block, state.bits, state.spare);
    if constexpr (internal::HasScratch<A>) aggregate_.prepare(block, state.bits, state.scratch);
    state.events.assign(state.bits);
  }

  void fold_customer(StateOf& state, const Slice& slice) const {
    state.groups.enter_customer(slice.customer);
    if constexpr (A::kSplit == Split::kByAnchor) {
      if constexpr (internal::HasScratch<A>) {
        aggregate_.fold(slice, state.groups, std::as_const(state.scratch));
      } else {
        aggregate_.fold(slice, state.groups);
      }
    } else if (splitter_.trivial()) {
      fold_group(state, state.groups.sole(), slice);
    } else {
      deal(state, slice);
    }
  }

  void fold_group(StateOf& state, uint32_t group, const Slice& slice) const {
    if constexpr (A::kSplit == Split::kByEvent) {
      if constexpr (internal::HasScratch<A>) {
        aggregate_.fold(state.groups.state(group), slice, std::as_const(state.scratch));
      } else {
        aggregate_.fold(state.groups.state(group), slice);
      }
    }
  }

  // Deals the customer's events into their groups and folds each run as if it were all there is.
  void deal(StateOf& state, const Slice& slice) const {
    state.dealt.clear();
    for (const uint32_t event : slice.events) state.dealt.emplace_back(state.groups.index(event), event);
    std::sort(state.dealt.begin(), state.dealt.end());  // Within a group by position, so in time order.
    state.dealt_events.clear();
    for (const auto& [group, event] : state.dealt) state.dealt_events.push_back(event);
    for (size_t begin = 0; begin < state.dealt.size();) {
      size_t end = begin;
      while (end < state.dealt.size() && state.dealt[end].first == state.dealt[begin].first) ++end;
      const std::span<const uint32_t> events(state.dealt_events.data() + begin, end - begin);
      fold_group(state, state.dealt[begin].first, Slice{slice.block, slice.customer, events});
      begin = end;
    }
  }

  Status check_groups(const StateOf& state) const {
    if constexpr (internal::HasCheck<A>) {
      for (size_t i = 0; i < state.groups.size(); ++i) SOJOURN_CHECK(aggregate_.check(state.groups.state(i)));
    }
    return {};
  }

  std::vector<AnswerColumn> all_columns() const {
    std::vector<AnswerColumn> own = aggregate_.columns();
    std::vector<AnswerColumn> columns = splitter_.answer_columns();
    // A name stands for one column: stages --by stage has "by_stage" beside the measure's own "stage".
    for (AnswerColumn& split : columns) {
      if (std::any_of(own.begin(), own.end(), [&](const AnswerColumn& each) { return each.name == split.name; })) {
        split.name = "by_" + split.name;
      }
    }
    std::move(own.begin(), own.end(), std::back_inserter(columns));
    return columns;
  }

  std::vector<Value> group_cells(const GroupKey& key) const {
    return splitter_.trivial() ? std::vector<Value>{} : splitter_.cells(key);
  }

  // Adds a group's rows and returns its notes. Errors: kLimit.
  using Notes = std::vector<std::pair<std::string, int64_t>>;
  Result<Notes> add_rows(const GroupKey& key, const State& state, Answer& answer) const {
    Rows own(limits::kRowsMax - answer.rows.size());
    aggregate_.finish(state, own);
    if (own.full()) {
      return Status::limit("the answer has more than " + std::to_string(limits::kRowsMax) +
                               " rows: ask for fewer splits, longer periods or a shorter range",
                           splitter_.trivial() ? "measure" : "by");
    }
    append(key, own, answer.rows);
    return own.notes();
  }

  // The rows of one customer's state, those too that the measure leaves out of an answer for being small.
  void add_one(const GroupKey& key, const State& state, const FoldState* whole,
               std::vector<std::vector<Value>>& rows) const {
    Rows own;
    if constexpr (internal::HasFinishOne<A>) {
      const State* all = static_cast<const StateOf&>(*whole).groups.find(key);
      if (all == nullptr) return;  // The group is not in the answer.
      aggregate_.finish_one(state, *all, own);
    } else if constexpr (requires { aggregate_.finish_all(state, own); }) {
      aggregate_.finish_all(state, own);
    } else {
      aggregate_.finish(state, own);
    }
    append(key, own, rows);
  }

  void append(const GroupKey& key, Rows& own, std::vector<std::vector<Value>>& rows) const {
    const std::vector<Value> prefix = group_cells(key);
    for (std::vector<Value>& row : own.all()) {
      row.insert(row.begin(), prefix.begin(), prefix.end());
      rows.push_back(std::move(row));
    }
  }

  // Indexes of the groups, in order of their cells.
  static bool before(const std::vector<SortKey>& a, const std::vector<SortKey>& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
  }
  std::vector<uint32_t> sorted_groups(const StateOf& state) const {
    std::vector<std::pair<std::vector<SortKey>, uint32_t>> sorted;
    sorted.reserve(state.groups.size());
    for (uint32_t i = 0; i < state.groups.size(); ++i) {
      std::vector<SortKey> keys;
      for (Value& cell : group_cells(state.groups.key(i))) keys.emplace_back(std::move(cell));
      sorted.emplace_back(std::move(keys), i);
    }
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return before(a.first, b.first); });
    std::vector<uint32_t> indexes;
    for (const auto& [keys, index] : sorted) indexes.push_back(index);
    return indexes;
  }

  A aggregate_;
  Splitter splitter_;
  FoldScope scope_;
};

template <Aggregate A>
Result<std::unique_ptr<Fold>> bind_fold(BindContext& context) {
  SOJOURN_TRY(A aggregate, A::bind(context));
  SOJOURN_TRY(Splitter splitter, Splitter::bind(context.question(), context.snapshot(), context.zone()));
  SOJOURN_TRY(FoldScope scope, bind_scope(context, A::kScope, splitter));
  return std::unique_ptr<Fold>(
      std::make_unique<FoldOf<A>>(std::move(aggregate), std::move(splitter), std::move(scope)));
}

}  // namespace sojourn
