// POST /v1/ask   a question, or an array of them (a board asks once, each with its own error); Accept chooses JSON, CSV,
//                a workbook, or a table for people.
// POST /v1/who   the customers behind a cell of an answer.
// GET  /v1/measures, /v1/measures/{id}, /v1/fields: what can be asked.
#include <array>

#include "answers/answer_xlsx.h"
#include "answers/question_text.h"
#include "api/access_audit.h"
#include "api/handlers.h"
#include "api/json_body.h"
#include "api/masking.h"
#include "api/negotiation.h"
#include "api/problem.h"
#include "api/record_json.h"
#include "base/limits.h"
#include "enrich/voiced_snapshot.h"
#include "timelines/voice_columns.h"

namespace sojourn {
namespace {

constexpr size_t kQuestionsMax = 64;  // More than any board has tiles.
constexpr int64_t kPeopleMax = 1000;
constexpr size_t kValuesMax = 300;
const std::array<std::string, 4> kWhoKeys{"question", "cell", "offset", "limit"};
constexpr std::array<std::string_view, 4> kAnswerMedia{"application/json", "text/csv", "text/plain", kXlsxMedia};

Problem too_large(size_t bytes) {
  return {
      413, "too_large",
      "a question may have " + std::to_string(limits::kQuestionBytesMax) + " bytes, this has " + std::to_string(bytes),
      "body"};
}

// Files leave the house: who took which is kept.
HttpReply as_file(const Engine& engine, const Call& call, const Question& question, HttpReply reply,
                  const std::string& ending) {
  note_action(engine, call, "answer.exported", question.measure + ending, call.request.body);
  return std::move(reply).with("Content-Disposition", "attachment; filename=\"" + question.measure + ending + "\"");
}

Result<HttpReply> ask_one(const Engine& engine, const Call& call) {
  const std::string& body = call.request.body;
  if (body.size() > limits::kQuestionBytesMax) return problem_reply(too_large(body.size()), call.request.request_id);
  SOJOURN_CHECK(read_json(body).status());  // Bounds the nesting before anything recursive sees it.
  SOJOURN_TRY(const Question question, parse_question(body));
  SOJOURN_TRY(const Answer answer, ask_in_scope(engine.asker, question, call.caller, call.cancelled));
  switch (choose_media(call.header("Accept"), kAnswerMedia)) {
    case 1: return as_file(engine, call, question, {200, "text/csv; charset=utf-8", answer_csv(answer), {}}, ".csv");
    case 2: return HttpReply{200, "text/plain; charset=utf-8", answer_table(answer), {}};
    case 3: {
      SOJOURN_TRY(std::string workbook, answer_xlsx(answer));
      return as_file(engine, call, question, {200, std::string(kXlsxMedia), std::move(workbook), {}}, ".xlsx");
    }
    default: return HttpReply{200, "application/json", answer_json(answer), {}};
  }
}

// An answer as JSON, or {"error": problem}. Only an asker who left ends it all.
Result<std::string> answer_or_error(const Engine& engine, const Call& call, const Json& json) {
  const std::string text = json_text(json);
  const auto error = [&call](const Problem& problem) {
    return "{\"error\":" + problem_json(problem, call.request.request_id) + "}";
  };
  if (text.size() > limits::kQuestionBytesMax) return error(too_large(text.size()));
  Result<Question> question = parse_question(text);
  if (!question.has_value()) return error(problem_of(question.error()));
  Result<Answer> answer = ask_in_scope(engine.asker, *question, call.caller, call.cancelled);
  if (answer.has_value()) return answer_json(*answer);
  if (answer.error().code() == StatusCode::kCancelled) return std::move(answer).error();
  return error(problem_of(answer.error()));
}

Result<HttpReply> ask_many(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json questions, read_json(call.request.body));
  if (questions.size() > kQuestionsMax) {
    return Status::limit("at most " + std::to_string(kQuestionsMax) + " questions may be asked at once", "body");
  }
  if (choose_media(call.header("Accept"), kAnswerMedia) != 0) {
    return Status::invalid("an array of questions is answered as application/json only: ask one", "Accept");
  }
  std::string body = "[";
  for (const Json& each : questions) {
    SOJOURN_TRY(const std::string answer, answer_or_error(engine, call, each));
    body += (body.size() == 1 ? "" : ",") + answer;
  }
  return HttpReply{200, "application/json", body + "]", {}};
}

Result<HttpReply> ask(const Engine& engine, const Call& call) {
  const size_t begin = call.request.body.find_first_not_of(" \t\r\n");
  const bool many = begin != std::string::npos && call.request.body[begin] == '[';
  return many ? ask_many(engine, call) : ask_one(engine, call);
}

Result<HttpReply> who(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kWhoKeys));
  if (!json.contains("question")) return Status::invalid("is needed", "question");
  Result<Question> question = parse_question(json_text(json["question"]));
  if (!question.has_value()) return std::move(question).error().within("question");
  CellRef cell;
  if (json.contains("cell") && !json["cell"].is_null()) {
    Result<CellRef> parsed = parse_cell(json_text(json["cell"]));
    if (!parsed.has_value()) return std::move(parsed).error().within("cell");
    cell = std::move(parsed).value();
  }
  SOJOURN_TRY(const int64_t offset, integer_at(json, "offset", 0, 0, INT32_MAX));
  SOJOURN_TRY(const int64_t limit, integer_at(json, "limit", 100, 0, kPeopleMax));
  SOJOURN_TRY(const Question scoped, within_scope(*question, call.caller));
  Result<People> found = engine.asker.who(scoped, cell, static_cast<size_t>(offset), static_cast<size_t>(limit));
  if (!found) return as_asked(std::move(found).error(), call.caller);
  const People people = *std::move(found);
  Json reply;
  reply["total"] = people.total;
  Json& list = reply["people"] = Json::array();
  for (const Person& each : people.people) list.push_back(person_json(each.number, each.identifiers));
  return json_reply(masked(call.caller, std::move(reply)));
}

Result<HttpReply> measures(const Call&) {
  std::string body;
  for (const MeasureDefinition& each : catalogue()) body += (body.empty() ? "" : ",") + definition_json(each);
  return HttpReply{200, "application/json", "{\"measures\":[" + body + "]}", {}};
}

Result<HttpReply> measure(const Call& call) {
  SOJOURN_TRY(const MeasureDefinition* const definition, find_measure(call.path[0]));
  return HttpReply{200, "application/json", definition_json(*definition), {}};
}

std::string_view type_name(FieldType type) {
  switch (type) {
    case FieldType::kTerm: return "term";
    case FieldType::kKey: return "key";
    case FieldType::kText: return "text";
    case FieldType::kNumber: return "number";
    case FieldType::kMoney: return "money";
    case FieldType::kDuration: return "duration";
    case FieldType::kBool: return "bool";
    case FieldType::kTime: break;
  }
  return "time";
}

// Those whose values are words of comments, which are told to nobody who sees a part of them.
bool is_fixed(VoiceColumn column) { return column < VoiceColumn::kTopic || column > VoiceColumn::kRival; }

Json voice_values(const Snapshot& snapshot, const VoiceColumnInfo& info, const Caller& caller) {
  Json values = Json::array();
  const std::optional<ColumnId> column = snapshot.find_column(info.name);
  if (!column || (!is_fixed(info.column) && !caller.scope.empty())) return values;
  const Names& names = *snapshot.names(*column);
  for (uint32_t code = 1; code < names.size() && values.size() < kValuesMax; ++code) values.push_back(names.text(code));
  return values;
}

// What texts say, with the values that there are.
void add_voice_fields(const Snapshot& snapshot, const Caller& caller, Json& list) {
  for (const VoiceColumnInfo& each : voice_columns()) {
    const bool is_code = each.type == ColumnType::kCode;
    Json& field =
        list.emplace_back(Json{{"name", each.name}, {"type", is_code ? "term" : "number"}, {"about", each.about}});
    if (is_code) field["values"] = voice_values(snapshot, each, caller);
  }
}

Result<HttpReply> fields(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, engine.timelines.current());
  SOJOURN_CHECK(hear_words(*snapshot, call.cancelled));
  Json json;
  Json& list = json["fields"] = Json::array();
  list.push_back({{"name", "source"}, {"type", "term"}, {"about", "Where the event was read from."}});
  for (const FieldInfo& each : all_fields()) {
    list.push_back({{"name", each.name}, {"type", type_name(each.type)}, {"about", each.about}});
  }
  if (engine.voice != nullptr) add_voice_fields(*snapshot, call.caller, list);
  Json& properties = json["properties"] = Json::array();
  for (const ColumnInfo& column : snapshot->columns()) {
    if (column.name.starts_with("properties.")) properties.push_back(column.name);
  }
  return json_reply(json);
}

Route ask_route(const Engine& engine) {
  Route route{"POST",
              "/v1/ask",
              "Answers a question, or an array of questions in one go.",
              [engine](const Call& call) { return ask(engine, call); },
              "Questions",
              "Answers"};
  route.needs = Permission::kAsk;
  route.media.assign(kAnswerMedia.begin(), kAnswerMedia.end());
  return route;
}

}  // namespace

void add_ask_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back(ask_route(engine));
  routes.push_back({"POST", "/v1/who", "Lists the customers behind a cell of an answer.",
                    [engine](const Call& call) { return who(engine, call); }, "WhoQuestion", "People"});
  routes.back().needs = Permission::kPeople;
  routes.push_back({"GET", "/v1/measures", "All measures: what they mean, their parameters, units and intervals.",
                    measures, "", "Measures"});
  routes.back().needs = Permission::kAsk | Permission::kPeople;
  routes.push_back({"GET", "/v1/measures/{id}", "One measure.", measure, "", "Measure"});
  routes.back().needs = Permission::kAsk | Permission::kPeople;
  routes.push_back({"GET", "/v1/fields", "What events can be filtered and split by.",
                    [engine](const Call& call) { return fields(engine, call); }, "", "Fields"});
  routes.back().needs = Permission::kAsk | Permission::kPeople;
}

}  // namespace sojourn
