// POST /v1/compare   two to eight questions of one measure, the first being the base; Accept chooses JSON, CSV, or a
//                    table for people.
#include <array>

#include "answers/comparison.h"
#include "answers/question_text.h"
#include "api/access_audit.h"
#include "api/handlers.h"
#include "api/json_body.h"
#include "api/negotiation.h"
#include "api/record_json.h"

namespace sojourn {
namespace {

constexpr size_t kNameBytesMax = 200;
const std::array<std::string, 2> kKeys{"questions", "names"};
constexpr std::array<std::string_view, 3> kMedia{"application/json", "text/csv", "text/plain"};

Result<std::vector<Question>> read_questions(const Json& json) {
  if (!json.contains("questions") || !json["questions"].is_array()) {
    return Status::invalid("a list of 2 to " + std::to_string(kComparedMax) + " questions is needed", "questions");
  }
  std::vector<Question> questions;
  for (const Json& each : json["questions"]) {
    if (questions.size() == kComparedMax) {
      return Status::limit("at most " + std::to_string(kComparedMax) + " can be compared", "questions");
    }
    Result<Question> question = parse_question(json_text(each));
    const std::string place = "questions[" + std::to_string(questions.size()) + "]";
    if (!question) return std::move(question).error().within(place);
    questions.push_back(*std::move(question));
  }
  return questions;
}

Result<std::vector<std::string>> read_names(const Json& json) {
  std::vector<std::string> names;
  if (!json.contains("names") || json["names"].is_null()) return names;
  const Status wrong = Status::invalid("a list of texts was expected, one a question", "names");
  if (!json["names"].is_array()) return wrong;
  for (const Json& each : json["names"]) {
    if (!each.is_string()) return wrong;
    names.push_back(each.get<std::string>());
    if (names.back().size() > kNameBytesMax) {
      return Status::limit("a name has at most " + std::to_string(kNameBytesMax) + " bytes", "names");
    }
  }
  return names;
}

// An error of a question that was put into a scope, in columns of what its asker wrote.
Status one_as_asked(const Status& error, const Caller& caller) {
  const size_t end = error.where().find("]: ");
  if (end == std::string::npos) return error;
  const size_t prefix = end + 3;
  const Status own = as_asked({error.code(), error.message(), error.where().substr(prefix)}, caller);
  return {own.code(), own.message(), error.where().substr(0, prefix) + own.where()};
}

// Asked within the caller's scope, shown as asked.
Result<Comparison> compare_in_scope(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kKeys));
  SOJOURN_TRY(const std::vector<Question> questions, read_questions(json));
  SOJOURN_TRY(const std::vector<std::string> given, read_names(json));
  SOJOURN_CHECK(check_comparison(questions));
  std::vector<std::string> names = comparison_names(questions);
  if (given.size() > names.size()) return Status::invalid("there are more names than questions", "names");
  for (size_t i = 0; i < given.size(); ++i) {
    if (!given[i].empty()) names[i] = given[i];
  }
  std::vector<Question> scoped;
  for (size_t i = 0; i < questions.size(); ++i) {
    Result<Question> question = within_scope(questions[i], call.caller);
    if (!question) return std::move(question).error().within("questions[" + std::to_string(i) + "]");
    scoped.push_back(*std::move(question));
  }
  Result<Comparison> found = compare(engine.asker, scoped, std::move(names), call.cancelled);
  if (!found) return one_as_asked(found.error(), call.caller);
  found->questions = questions;
  return found;
}

Result<HttpReply> compare_questions(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Comparison comparison, compare_in_scope(engine, call));
  switch (choose_media(call.header("Accept"), kMedia)) {
    case 1: {
      HttpReply reply{200, "text/csv; charset=utf-8", comparison_csv(comparison), {}};
      const std::string file = comparison.definition->id + " compared.csv";
      note_action(engine, call, "answer.exported", file, call.request.body);  // Files leave the house.
      return std::move(reply).with("Content-Disposition", "attachment; filename=\"" + file + "\"");
    }
    case 2: return HttpReply{200, "text/plain; charset=utf-8", comparison_table(comparison), {}};
    default: return HttpReply{200, "application/json", comparison_json(comparison), {}};
  }
}

}  // namespace

void add_compare_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"POST", "/v1/compare", "Compares two to eight questions of one measure with the first of them.",
                    [engine](const Call& call) { return compare_questions(engine, call); }, "ComparedQuestions",
                    "Comparison"});
  routes.back().needs = Permission::kAsk;
  routes.back().media.assign(kMedia.begin(), kMedia.end());
}

}  // namespace sojourn
