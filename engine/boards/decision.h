// A decision that was taken on a day, and what a measure did: so many days before it, and as many from it on.
//
// Kept      as documents of the record, kind "decision".
// Before    the days up to the day of the decision, that day left out; after: from that day on. Days of `zone`.
// Verdict   proven: the 95 % interval of the difference (answers/comparison.h) leaves 0 out; not proven: it holds 0.
//           Too early: the record does not reach to the end of the days after. Too few: a side has no value, or n below
//           the measure's least (30 unless it says otherwise).
// Same      people who stand on both sides make the interval, which takes them as independent, wider than need be: what
//           is proven is so all the more, and `reason` says that they are the same.
// A decision is not the only thing that happens on a day: what is proven is the difference, not its cause.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "answers/comparison.h"
#include "boards/json_fields.h"
#include "measure/question.h"

namespace sojourn {

inline constexpr size_t kDecisionsMax = 500;
inline constexpr size_t kDecisionBytesMax = 64 * 1024;
inline constexpr int kDecisionDaysMax = 366;

struct Decision {
  std::string name;
  std::string title;  // "" : its name.
  std::string at;     // A day, 2026-05-01.
  int days = 30;
  Question question;  // The measure, its parameters and filter, and the zone of the days.
};

// Errors: kInvalidArgument, kLimit, kNotFound (the measure); `where` is the place.
Result<Decision> parse_decision(std::string_view json, std::string_view otherwise, const FindSegment& find);
boards::Json decision_json(const Decision& decision);

struct DecisionSide {
  std::string from, to;
  std::optional<double> value, low, high;
  std::optional<int64_t> n;
  std::string none;  // Why there is no value, or "".
};
struct DecisionState {
  DecisionSide before, after;
  std::string unit;
  Micros as_of = 0;
  std::optional<double> difference, low, high;
  std::optional<int64_t> shared;  // Customers on both sides.
  std::string verdict;            // proven, not proven, too early, too few.
  std::string reason;             // What to know of the verdict, or "".
};
// `scope`: what the asker may see. Errors: those of asking.
Result<DecisionState> decision_state(const Decision& decision, const std::string& scope, const Asker& asker,
                                     const std::atomic<bool>* cancelled = nullptr);
// {"before":{"from","to","value","low","high","n","none"},"after","unit","as_of","difference","difference_low",
//  "difference_high","shared","verdict","reason"}: null where there is none.
boards::Json decision_state_json(const DecisionState& state);

struct DecisionKind {
  using Value = Decision;
  static constexpr const char* kDocument = "decision";
  static constexpr const char* kNoun = "decision";
  static constexpr size_t kMost = kDecisionsMax;
  static Result<Decision> parse(std::string_view text, std::string_view name);
  static std::string text(const Decision& decision) { return boards::text_of(decision_json(decision)); }
};

}  // namespace sojourn
