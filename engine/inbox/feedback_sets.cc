#include "inbox/feedback_sets.h"

#include <algorithm>
#include <atomic>

#include "base/parallel.h"
#include "timelines/columns.h"
#include "timelines/small_snapshot.h"

namespace sojourn {
namespace {

constexpr int kAttempts = 8;
constexpr std::string_view kVoicePrefix = "voice.";  // Of the columns of timelines/voice_columns.h.
constexpr int64_t kSmallMost = 20'000;  // Events that are cheaper to read from the record than a walk over all.

// The feedback of a snapshot beside that of the index: the same events, in the same order.
class FeedbackWalk {
 public:
  FeedbackWalk(FeedbackIndex& index, const Snapshot& snapshot, const Predicate& predicate, FeedbackSets::Bits& bits,
               const std::atomic<bool>* cancelled)
      : index_(index),
        order_(index.by_customer()),
        snapshot_(snapshot),
        predicate_(predicate),
        bits_(bits),
        cancelled_(cancelled) {
    columns_ = predicate.columns();
    for (const Field field : {Field::kKind, Field::kAnswer, Field::kText, Field::kDirection}) {
      columns_.push_back(column_of(field));
    }
    response_ = snapshot.find_column("properties.response");
    if (response_) columns_.push_back(*response_);
    std::ranges::sort(columns_);
    columns_.erase(std::unique(columns_.begin(), columns_.end()), columns_.end());
    out_ = snapshot.names(column_of(Field::kDirection))->find("out").value_or(0);
  }

  // False: they are of different moments.
  bool run() {
    struct Scratch {
      std::unique_ptr<BlockReader> reader;
      EventBits bits;
    };
    std::vector<Scratch> scratch(thread_count());
    parallel_for(snapshot_.block_count(), scratch.size(), [&](size_t thread, size_t index) {
      if (left()) return;
      Scratch& own = scratch[thread];
      if (own.reader == nullptr) own.reader = snapshot_.reader(columns_);
      const Block& block = own.reader->read(index);
      own.bits.reset(block.event_count(), true);
      predicate_.select(block, own.bits);
      match(block, own.bits);
    });
    return same_ && met_ == order_.size();
  }

  bool left() const { return cancelled_ != nullptr && *cancelled_; }

 private:
  bool is_feedback(const Block& block, size_t event) const {
    const auto code = [&](Field field) { return block.column(column_of(field)).codes[event]; };
    const bool answer = block.column(column_of(Field::kAnswer)).numbers[event] ==
                        block.column(column_of(Field::kAnswer)).numbers[event];  // NaN: absent.
    if (answer) return true;
    const bool from_us = out_ != 0 && code(Field::kDirection) == out_;
    const bool text = !block.column(column_of(Field::kText)).texts[event].empty();
    const bool response = response_ && block.column(*response_).codes[event] != 0;
    return says_something(answer, text, code(Field::kKind) != 0, response, from_us);
  }

  void match(const Block& block, const EventBits& passing) {
    if (block.customers.empty()) return;
    const auto events = index_.events();
    auto next =
        std::lower_bound(order_.begin(), order_.end(), block.customers.front(),
                         [&](uint32_t at, uint32_t customer) { return index_.customer_of(events[at].who) < customer; });
    size_t met = 0;
    for (size_t c = 0; c < block.customers.size(); ++c) {
      for (size_t i = block.begins[c]; i < block.begins[c + 1]; ++i) {
        if (!is_feedback(block, i)) continue;
        if (next == order_.end() || events[*next].time != block.times[i] ||
            index_.customer_of(events[*next].who) != block.customers[c]) {
          same_ = false;
          return;
        }
        bits_[*next++] = passing.test(i) ? 1 : 0;
        ++met;
      }
    }
    met_ += met;
  }

  FeedbackIndex& index_;
  const std::span<const uint32_t> order_;
  const Snapshot& snapshot_;
  const Predicate& predicate_;
  FeedbackSets::Bits& bits_;
  const std::atomic<bool>* const cancelled_;
  std::vector<ColumnId> columns_;
  std::optional<ColumnId> response_;
  uint32_t out_ = 0;
  std::atomic<bool> same_ = true;
  std::atomic<size_t> met_ = 0;
};

}  // namespace

Result<FeedbackSets::Set> FeedbackSets::passing(FeedbackIndex& index, const std::string& filter, const Asking& asking) {
  SOJOURN_TRY(const Filter parsed, Filter::parse(filter));
  if (parsed.empty()) return Set();
  std::list<Kept>& kept = asking.use == Use::kTyped ? typed_ : kept_;
  auto found = std::ranges::find(kept, filter, &Kept::filter);
  if (found == kept.end()) {
    Kept fresh;
    fresh.filter = filter;
    fresh.life = parsed.asks_about_life();
    fresh.voice = filter.find(kVoicePrefix) != std::string::npos;
    kept.push_front(std::move(fresh));
    found = kept.begin();
  }
  kept.splice(kept.begin(), kept, found);
  if (Status renewed = renew(index, parsed, kept.front(), asking.cancelled); !renewed.ok()) {
    kept.pop_front();
    return renewed;
  }
  if (kept.size() > (asking.use == Use::kTyped ? kTypedKept : kKept)) kept.pop_back();
  return Set(kept.front().bits);
}

Status FeedbackSets::nobody_waits() { return {StatusCode::kCancelled, "nobody waits for the feedback any more"}; }

bool FeedbackSets::keeps(const std::string& filter) const {
  const auto is = [&](const Kept& each) { return each.filter == filter; };
  return std::ranges::any_of(kept_, is) || std::ranges::any_of(typed_, is);
}

Status FeedbackSets::renew(FeedbackIndex& index, const Filter& filter, Kept& kept, Cancelled cancelled) {
  const int64_t stages = store_.touchpoint_stages_version();
  const uint64_t dress = kept.voice ? timelines_.dress_version() : 0;
  const bool there = kept.bits != nullptr && kept.stages == stages && kept.dress == dress;
  const bool same = kept.up_to == index.last_sequence() && kept.identities == index.identity_version();
  if (there && (same || (!kept.life && kept.up_to == index.last_sequence()))) return {};
  if (kept.bits != nullptr && kept.bits.use_count() > 1) kept.bits = std::make_shared<Bits>(*kept.bits);
  if (kept.bits == nullptr) kept.bits = std::make_shared<Bits>();
  kept.stages = stages;
  kept.dress = dress;
  const bool few = index.last_sequence() - kept.up_to <= kSmallMost;
  return there && !kept.life && few ? extend(index, filter, kept) : walk(index, filter, kept, cancelled);
}

Status FeedbackSets::extend(const FeedbackIndex& index, const Filter& filter, Kept& kept) {
  if (kept.bits->size() < index.events().size()) {
    SOJOURN_TRY(SmallSnapshot small, small_snapshot(store_, kept.up_to, index.last_sequence(), false));
    small.snapshot = timelines_.dressed(std::move(small.snapshot));
    const FilterContext context{Zone(), now(), true};
    SOJOURN_TRY(const std::vector<int64_t> passing, passing_sequences(small, filter, context));
    kept.bits->resize(index.events().size(), 0);
    for (const int64_t sequence : passing) {
      if (const size_t at = index.event_at(sequence); at < kept.bits->size()) (*kept.bits)[at] = 1;
    }
  }
  kept.up_to = index.last_sequence();
  return {};
}

Status FeedbackSets::walk(FeedbackIndex& index, const Filter& filter, Kept& kept, Cancelled cancelled) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, timelines_.current());
    if (snapshot->last_sequence() < index.last_sequence()) continue;
    SOJOURN_CHECK(index.follow(snapshot->last_sequence()));
    const FilterContext context{Zone(), std::min(snapshot->time_span().to, now())};
    SOJOURN_TRY(const std::shared_ptr<const Predicate> predicate, bind_filter(filter, *snapshot, context));
    kept.bits->assign(index.events().size(), 0);
    FeedbackWalk pass(index, *snapshot, *predicate, *kept.bits, cancelled);
    const bool whole = pass.run();
    SOJOURN_CHECK(snapshot->status());
    if (pass.left()) return nobody_waits();
    if (!whole) continue;
    kept.up_to = index.last_sequence();
    kept.identities = index.identity_version();
    return {};
  }
  return Status::unavailable("the record changed again and again while the feedback was filtered: ask once more");
}

}  // namespace sojourn
