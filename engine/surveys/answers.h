// What somebody answered: checked against the survey, and written as events.
//
// Asked     a question whose `when` does not hold is not asked: what was sent for it is passed over.
// Events    docs/formats/survey.md, "What becomes of an answer": one a question, id = response:question (of several
//           choices one each, id = response:question:choice); the first comment on a score stands with that score; the
//           rest are events of kind text.
// Again     the same response with a newer version replaces the former; questions that lost their answer are told as
//           withdrawn: events without kind and touchpoint, which no measure of answers counts; they stay events of the
//           customer.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "event/event.h"
#include "event/identifier.h"
#include "surveys/survey.h"

namespace sojourn {

inline constexpr size_t kAnswerBytesMax = 20'000;
// How long after the first answer of a response another may replace it.
inline constexpr Micros kAnswerOpenFor = 24 * kHour;

// By the question's id, as they were sent: a whole number, a choice's id (several with commas between), or text.
using SentAnswers = std::map<std::string, std::string>;

enum class AnswerFault : unsigned char { kMissing, kNotPossible, kTooLong };

struct SurveyAnswer {
  const SurveyQuestion* question = nullptr;
  double number = 0;                 // Of a score.
  std::string text;                  // What was written.
  std::vector<std::string> choices;  // The ids of what was chosen, in the survey's order.
};

// "late,broken" -> its parts. Ids have no commas.
std::vector<std::string> split_choices(std::string_view sent);

struct CheckedAnswers {
  std::vector<const SurveyQuestion*> asked;                // All that these answers lead to, in order.
  std::vector<SurveyAnswer> answers;                       // In order.
  std::map<std::string, AnswerFault, std::less<>> faults;  // By question; of what was sent. kMissing: it is required.
};

CheckedAnswers check_answers(const Survey& survey, const SentAnswers& sent);

// The names that the events of an answer have behind their response: "wrong", or "wrong:late" and "wrong:broken".
std::vector<std::string> answer_parts(const SurveyAnswer& answer);

// What is known of a response beside its answers.
struct ResponseFacts {
  std::string response;
  std::vector<Identifier> who;
  std::string about;       // As LinkClaims::about.
  std::string invitation;  // "" : none.
  std::string language;
  std::string medium;  // "link", "page", "widget", "chat", "sms", "api".
  Micros time = 0;     // Of its first answer.
  int64_t version = 0;
  std::vector<std::pair<std::string, std::string>> properties{};
  std::string touchpoint{};  // Of what caused the asking, before that of the survey; "" : unknown.
  std::string event{};       // The id of what caused it; "" : unknown.
};

// The name of the source that a survey's answers have.
std::string survey_source(std::string_view survey);

// Fills a batch. `former`: parts of this response (answer_parts) that have an event already. Errors: none that a checked answer
// can cause; what the record would refuse becomes a reject of the batch.
Status write_answers(const Survey& survey, const ResponseFacts& facts, const std::vector<SurveyAnswer>& answers,
                     const std::set<std::string>& former, EventBatch& batch);

// "order:o-17" -> {"order", "o-17"}; the kinds are order, call, chat, ticket, event, touchpoint. Else {"", text}.
std::pair<std::string, std::string> split_about(std::string_view about);

// The question on whose event the text of this one stands; null: on its own.
const SurveyQuestion* score_of_comment(const Survey& survey, const SurveyQuestion& comment);

}  // namespace sojourn
