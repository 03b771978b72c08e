// What customers name in their texts, and who and how much stands behind it: wishes, and rivals they go to.
//   a row a name: mentions, customers, the money they paid, when it was first and last said, and whether it grows
//
// Counts    mentions: texts with that name (voice.wish, voice.rival). customers: those we can name. persons: also each
//           event without an identifier. share, of rivals: persons who name it by persons who wrote anything at all.
//           revenue: of its customers in the range (money_behind.h), whether paid before the text or after it.
// Unit      mentions, a full count; share in % with Wilson's interval at 95 %. trend: of persons (recent.h).
// Empty     nobody names any: no rows; revenue: none where none of them paid.
// Split     a mention is in the group of its event, and so is its customer, with all that was paid in the range.
// Merge     exact, any order. Cost: O(1) an event; state O(names).
// Errors    load: kCorruption. Threads: const and safe.
// Source    Wilson, JASA 22, 1927; Przyborowski and Wilenski, Biometrika 31, 1940 (trend).
// Checked   brute force twin over random lives, mentions_test.cc.
#pragma once

#include "measure/by_code.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "voice/money_behind.h"
#include "voice/recent.h"
#include "voice/voice_column.h"

namespace sojourn {

class Mentions {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;
  enum class Of : unsigned char { kWishes, kRivals };

  struct Mention {
    int64_t texts = 0;
    int64_t persons = 0;
    int64_t customers = 0;
    Micros first = kTimeMax;
    Micros last = kTimeMin;
    RecentCounts recent;
    PaidByCurrency paid;
  };
  struct State {
    int64_t writers = 0;  // Persons with a text.
    ByCode<Mention> names;
    PaidByCurrency paid;  // By customers who name any, each once.
  };
  struct Scratch {};

  static Result<Mentions> bind(BindContext& context, Of of);
  std::vector<AnswerColumn> columns() const;
  // Only texts and money are shown.
  void prepare(const Block& block, EventBits& shown, Scratch&) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch&) const;
  void merge(State& into, const State& from) const;
  // Most mentioned first.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  struct Text {
    uint32_t group;
    uint32_t name;  // 0: none; of the group, the person wrote something.
    uint32_t event;
  };
  void fold_person(const Slice& slice, std::span<const uint32_t> events, Groups<State>& groups) const;
  void fold_name(const Slice& slice, std::span<const Text> texts, const MoneyBehind::Sums& money, State& state) const;

  Of of_ = Of::kWishes;
  VoiceTone tone_;
  VoiceCode name_;
  RecentWindows windows_;
  MoneyBehind money_;
};

MeasureDefinition wishes_definition();
MeasureDefinition switching_definition();

}  // namespace sojourn
