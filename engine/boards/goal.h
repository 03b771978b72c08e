// A goal: a value that a measure should reach, by when, and how far it is.
//
// Kept      as documents of the record, kind "goal".
// Reached   `better` up: the value or more; down: the value or less. Nobody can tell while the measure has no value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "answers/asker.h"
#include "boards/json_fields.h"
#include "measure/question.h"

namespace sojourn {

inline constexpr size_t kGoalsMax = 500;
inline constexpr size_t kGoalBytesMax = 64 * 1024;

struct Goal {
  std::string name;
  std::string title;  // "" : its name.
  Question question;  // The measure, its parameters and filter; over the last days or months of `period`.
  std::string period = "90d";
  double value = 0;
  std::string by;      // A day, "" : at any time.
  std::string better;  // up or down.
};

// Errors: kInvalidArgument, kLimit; `where` is the place. `better` is the measure's own unless told.
Result<Goal> parse_goal(std::string_view json, std::string_view otherwise, const FindSegment& find);
boards::Json goal_json(const Goal& goal);

struct GoalState {
  Answer answer;
  std::optional<size_t> row;       // The one that is compared: the first with a value.
  std::optional<double> distance;  // value - goal.
  std::optional<bool> met;
};
// `scope`: what the asker may see. Errors: those of asking.
Result<GoalState> goal_state(const Goal& goal, const std::string& scope, const Asker& asker,
                             const std::atomic<bool>* cancelled = nullptr);

// The first value of an answer's row, and of the answer. Empty: there is none.
std::optional<double> value_of_row(const Answer& answer, size_t row);

struct GoalKind {
  using Value = Goal;
  static constexpr const char* kDocument = "goal";
  static constexpr const char* kNoun = "goal";
  static constexpr size_t kMost = kGoalsMax;
  static Result<Goal> parse(std::string_view text, std::string_view name);
  static std::string text(const Goal& goal) { return boards::text_of(goal_json(goal)); }
};

}  // namespace sojourn
