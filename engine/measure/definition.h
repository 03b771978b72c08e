// What a measure is, as plain data. From it come CLI help, OpenAPI, the web's forms, the docs and the law tests.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/status.h"
#include "measure/question.h"
#include "timelines/filter.h"
#include "timelines/snapshot.h"

namespace sojourn {

class Fold;  // fold.h

enum class ParameterType : unsigned char { kChoice, kNumber, kInteger, kDuration, kFilter, kText, kBool, kField };

struct ParameterInfo {
  std::string name;
  ParameterType type = ParameterType::kText;
  std::string default_value;         // "" : none.
  std::vector<std::string> choices;  // kChoice.
  std::optional<double> min;
  std::optional<double> max;
  bool repeated = false;  // May be given several times, in order (step).
  bool required = false;
  std::string about;
};

enum class Better : unsigned char { kUp, kDown, kNone };
// How the web draws it unless told otherwise.
enum class Shape : unsigned char { kNumber, kTable, kFlow, kFunnel, kStages };

class BindContext;

struct MeasureDefinition {
  std::string id;          // "nps"
  std::string title;       // "Net Promoter Score"
  std::string question;    // The question in plain words: "Would our customers recommend us?"
  std::string definition;  // Formula and rules, in full sentences.
  std::string unit;        // "points"
  double range_min = 0;
  double range_max = 0;  // min == max: unbounded.
  Better better = Better::kNone;
  Shape shape = Shape::kNumber;
  int64_t least_n = 0;   // Below it, no ranking, no arrow, no alert.
  std::string interval;  // Method: "adjusted Wald (Rocks 2016)"; "none: a full count".
  std::string inputs;    // Fields it reads, in words.
  std::string source;    // Papers, books.
  std::string since;     // Version.
  bool splits = true;    // May be asked with --by / --over / --where.
  std::vector<ParameterInfo> parameters;
  // Makes the measure for one question on one snapshot. Empty for answers that come from the record itself (quality).
  std::function<Result<std::unique_ptr<Fold>>(BindContext&)> bind;
};

// What a measure's factory is given. It names the columns it reads, and which events matter to it.
class BindContext {
 public:
  // `as_of` and `newest` as QuestionTimes has them (answers/bound_question.h); `newest` is as_of unless given.
  BindContext(const Snapshot& snapshot, const Question& question, const MeasureDefinition& definition, Zone zone,
              TimeRange range, Micros as_of, std::optional<Micros> newest = std::nullopt)
      : snapshot_(snapshot),
        question_(question),
        definition_(definition),
        zone_(std::move(zone)),
        range_(range),
        as_of_(as_of),
        newest_(newest.value_or(as_of)) {}

  const Snapshot& snapshot() const { return snapshot_; }
  const Question& question() const { return question_; }
  const Zone& zone() const { return zone_; }
  TimeRange range() const { return range_; }
  // The moment the answer speaks of: the end of the range where that is past, else the newest event, or the clock where
  // that event lies in its future. Who asks has a state that changes with as_of: it cannot be kept from one snapshot to
  // the next (answers/state_cache.h). The same holds for the two below.
  Micros as_of() const {
    as_of_asked_ = true;
    return as_of_;
  }
  // Everything before this moment is known, and what comes from it on is not: the end of the range where that is past,
  // else just after as_of. A time that runs out later than this is not over yet. Events may lie beyond it all the same,
  // when they are dated in the future: they make nothing known.
  Micros known_until() const { return std::min(as_of() + 1, range_.to); }
  // The same for measures that follow customers beyond the end of the range, up to all that is known.
  Micros followed_until() const { return std::max(known_until(), newest_ + 1); }
  bool as_of_asked() const { return as_of_asked_; }

  // The column of that field, to be read with each block. Field columns always exist.
  ColumnId column(std::string_view name);
  // A filter bound to the snapshot; its columns are read too. `where` stands in errors ("step 2").
  Result<std::shared_ptr<const Predicate>> filter(std::string_view text, std::string_view where);
  // Only events that pass this matter to the measure: the others are not shown to its fold.
  Status only(std::string_view filter_text);
  // The same for the events that have a value in that column of codes.
  void only_present(ColumnId column) { only_.push_back(filter_present(column, snapshot_)); }
  // Events without any identifier are left out: the measure is about people.
  void only_identified() { only_identified_ = true; }

  // The measure does not look at times. Where nothing else of the question does, they are not unpacked.
  void without_times() { without_times_ = true; }

  // Parameters, checked against the definition (unknown names, limits, choices) before the factory runs.
  // REQUIRES: the definition has a parameter of that name and type; duration and number ones have a value or a default.
  std::string text(std::string_view name) const;  // "" when not given and without default. Also kChoice, kField.
  std::vector<std::string> texts(std::string_view name) const;
  double number(std::string_view name) const;
  int64_t integer(std::string_view name) const;
  Micros duration(std::string_view name) const;
  bool flag(std::string_view name) const;
  bool given(std::string_view name) const;  // By the asker or by default.

  std::span<const ColumnId> columns() const { return columns_; }
  const std::vector<std::shared_ptr<const Predicate>>& only_predicates() const { return only_; }
  bool identified_only() const { return only_identified_; }
  // Does nothing of the question look at times? (A filter might.)
  bool times_unneeded() const {
    return without_times_ && !filters_bound_ && question_.by.empty() && !question_.over && range_ == TimeRange{};
  }
  // Were filters bound that the measure itself evaluates, those of only() not counted?
  bool evaluates_filters() const { return filters_ > 0; }

 private:
  const ParameterInfo& parameter(std::string_view name) const;
  const Snapshot& snapshot_;
  const Question& question_;
  const MeasureDefinition& definition_;
  Zone zone_;
  TimeRange range_;
  Micros as_of_;
  Micros newest_;
  std::vector<ColumnId> columns_;
  std::vector<std::shared_ptr<const Predicate>> only_;
  size_t filters_ = 0;
  bool filters_bound_ = false;  // Those of only() and of the question too.
  bool without_times_ = false;
  bool only_identified_ = false;
  mutable bool as_of_asked_ = false;
};

// Checks the question's parameters against the definition. A required parameter, and each value of a repeated one, must
// say something; an empty value of another one counts as not given. Errors: kInvalidArgument, `where` is the parameter.
Status check_parameters(const MeasureDefinition& definition, const Question& question);

}  // namespace sojourn
