// Response rate: the share of survey invitations that were answered in time.
//   rate = 100 * answered / asked
// Counts    asked: invitations (a kind, no answer) in the range; the kinds choice and text, which have no score, are
//           left out. An answer whose property `invitation` names an invitation of the customer belongs to that one,
//           whatever its kind: each of that name, the earlier first, takes the next such answer. Of the other answers
//           each open invitation, the earlier first, takes the customer's next one of the same kind that no earlier
//           one took; both must name the same question where both name one. No later than `within` after it.
//           An answer may come after the end of the range. uninvited:
//           answers in the range that belong to no invitation, also none before the range. Events without an identifier
//           match nothing. An invitation belongs to its own group, an uninvited answer to its own.
// Unit      % in [0, 100]; 95 % interval by Wilson, invitations taken as independent.
// Empty     nobody was asked -> none, with the reason.
// Merge     exact, any order. Cost: fold O(events * log answers). State 24 bytes.
// Errors    load: kCorruption. Threads: const methods are safe together.
// Source    AAPOR, Standard Definitions, response rate RR1 with every invitation eligible; Wilson, JASA 22, 1927.
// Checked   tests/oracles/response_rate.sql, brute force twin in response_rate_test.cc.
#pragma once

#include <optional>

#include "measure/definition.h"
#include "measure/fold.h"

namespace sojourn {

class ResponseRate {
 public:
  static constexpr int kStateVersion = 2;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kWholeLife;

  struct State {
    int64_t asked = 0;
    int64_t answered = 0;
    int64_t uninvited = 0;
  };

  static Result<ResponseRate> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  void fold_person(const Block& block, std::span<const uint32_t> events, Groups<State>& groups) const;
  bool is_answer(const Block& block, uint32_t event) const;

  ColumnId kind_ = 0;
  ColumnId question_ = 0;
  ColumnId answer_ = 0;
  std::optional<ColumnId> invitation_;  // Of the property; none: no event has it.
  Micros within_ = 0;
  TimeRange range_;
};

MeasureDefinition response_rate_definition();

}  // namespace sojourn
