// What a widget or a chatbot asks, and its answers as JSON.
#include <algorithm>

#include "api/deliver.h"
#include "api/handlers.h"
#include "api/intake_routes.h"
#include "api/json_body.h"
#include "api/record_json.h"
#include "api/response_turns.h"
#include "api/survey_answer_reading.h"
#include "api/survey_handlers.h"
#include "api/write_key.h"
#include "surveys/survey_page.h"

namespace sojourn {
namespace {

constexpr size_t kAnswersBytesMax = size_t{256} << 10;
constexpr Micros kFormerSearched = 400 * kDay;
constexpr size_t kChanceBytes = 8;
constexpr const char* kOneAtATime = "this response is being stored just now; send this again in a moment";
const std::array<std::string, 8> kAnswerKeys{"who",      "about",      "answers",    "language",
                                             "response", "invitation", "properties", "medium"};

using SurveyPtr = std::shared_ptr<const Survey>;

// Would it be let in at the owner's door without any key, since none is set?
bool needs_no_key(const OwnerRefusal& owner, const HttpRequest& request) {
  HttpRequest bare{request.method, request.path, {}, request.headers, "", request.request_id, request.target};
  std::erase_if(bare.headers, [](const NamedText& each) { return same_word(each.first, "Authorization"); });
  return !owner(bare);
}

// A write key opens it, and so does what opens the owner's door: the admin key, or, where none is set, a request of this
// machine that shows no key at all and comes from no other page.
std::optional<Problem> refuse_sender(const Engine& engine, const OwnerRefusal& owner, const Call& call) {
  const HttpRequest& request = call.request;
  const std::vector<std::string> keys = keys_offered(request);
  const OpenedSource opened = open_source(engine.sources, keys, "write");
  const auto* problem = std::get_if<Problem>(&opened);
  if (problem == nullptr) return std::nullopt;
  // Who is signed in, but may not do this, is told so, and not to sign in.
  const std::optional<Problem> refused = owner(request);
  const auto is_token = [](const std::string& key) { return key.starts_with(kTokenPrefix); };
  if (refused && refused->code == "forbidden" && std::ranges::all_of(keys, is_token)) return *refused;
  const bool keyless = needs_no_key(owner, request);
  const bool of_a_page = request.method == "GET" && request.header("Origin") != nullptr;
  if (problem->status != 401 || refused || (keyless && (!keys.empty() || of_a_page))) return *problem;
  return std::nullopt;
}

Json question_json(const Survey& survey, const SurveyQuestion& question, const std::string& language) {
  const auto said = [&](const LocalText& text) { return text.in(language, survey.languages.front()); };
  Json json{
      {"id", question.id}, {"kind", question.kind}, {"text", said(question.text)}, {"required", question.required}};
  if (question.scale) {
    json["scale"] = {static_cast<int>(question.scale->min), static_cast<int>(question.scale->max)};
    json["low"] = said(question.low);
    json["high"] = said(question.high);
  }
  for (const SurveyChoice& each : question.choices) {
    json["choices"].push_back({{"id", each.id}, {"text", said(each.text)}});
  }
  if (question.several) json["several"] = true;
  if (question.when) {
    json["when"] = {{"question", question.when->question},
                    {"comparison", comparison_sign(question.when->comparison)},
                    {"value", question.when->value}};
  }
  return json;
}

Result<HttpReply> show_questions(const Engine& engine, const OwnerRefusal& owner, const Call& call) {
  if (const auto refused = refuse_sender(engine, owner, call)) return problem_reply(*refused, call.request.request_id);
  SOJOURN_TRY(const SurveyPtr survey, engine.surveys.find(call.path[0]));
  const std::string language = page_language(*survey, call.query("lang"), "", call.header("Accept-Language"));
  const auto said = [&](const LocalText& text) { return text.in(language, survey->languages.front()); };
  const auto word = [&](SurveyWord each) { return survey_word(each, language); };
  Json json{{"survey", survey->name},
            {"language", language},
            {"right_to_left", runs_from_right(language)},
            {"title", said(survey->title)},
            {"intro", said(survey->intro)},
            {"thanks", survey->thanks.empty() ? std::string(word(SurveyWord::kThanks)) : said(survey->thanks)}};
  json["words"] = {{"send", word(SurveyWord::kSend)},
                   {"optional", word(SurveyWord::kOptional)},
                   {"several", word(SurveyWord::kSeveral)},
                   {"close", word(SurveyWord::kClose)},
                   {"need_answer", word(SurveyWord::kNeedAnswer)},
                   {"need_any", word(SurveyWord::kNeedAny)},
                   {"failed", word(SurveyWord::kFailed)}};
  for (const SurveyQuestion& each : survey->questions)
    json["questions"].push_back(question_json(*survey, each, language));
  return json_reply(json);
}

// --- answers as JSON

Status fault_in(const CheckedAnswers& checked) {
  for (const auto& [id, fault] : checked.faults) {
    if (fault == AnswerFault::kMissing) continue;  // May still come: chatbots send one answer after the other.
    return Status::invalid(fault == AnswerFault::kTooLong ? "is too long" : "this question has no such answer",
                           "answers." + id);
  }
  if (checked.answers.empty()) return Status::invalid("there is no answer to a question that is asked", "answers");
  return {};
}

// What is still to be asked, for a chatbot.
Json next_questions(const CheckedAnswers& checked) {
  Json next = Json::array();
  for (const SurveyQuestion* asked : checked.asked) {
    const auto same = [asked](const SurveyAnswer& each) { return each.question == asked; };
    if (std::none_of(checked.answers.begin(), checked.answers.end(), same)) next.push_back(asked->id);
  }
  return next;
}

bool any_same(const std::vector<Identifier>& some, const std::vector<Identifier>& others) {
  return std::any_of(some.begin(), some.end(), [&others](const Identifier& each) {
    const Identifier normal{each.kind, normalise_identifier(each.kind, each.value)};
    return std::find(others.begin(), others.end(), normal) != others.end();
  });
}

// May a response that named `former` so far be told by `who`? Yes when it named nobody, when both belong to one
// customer, and when a visitor of whom only a number was known names somebody now.
Result<bool> may_be_of(const Engine& engine, std::vector<Identifier> former, const std::vector<Identifier>& who,
                       const Identifier& itself) {
  std::erase_if(former,
                [&itself](const Identifier& each) { return each == itself || each.kind == IdentifierKind::kUnknown; });
  if (former.empty() || any_same(who, former)) return true;
  const auto numbers_only = [](const std::vector<Identifier>& all) {
    return std::all_of(all.begin(), all.end(),
                       [](const Identifier& one) { return one.kind == IdentifierKind::kAnonymous; });
  };
  if (numbers_only(former) && !numbers_only(who)) return true;
  const Result<Store::Customer> customer = engine.store.customer(former.front());
  if (!customer && customer.error().code() == StatusCode::kNotFound) return false;
  if (!customer) return customer.error();
  return any_same(who, customer->identifiers);
}

// Every response is an identifier of its own beside whom it names, so that a later call need name nobody.
// Errors: kConflict for a response of somebody else; those of the store.
Result<FormerResponse> former_of(const Engine& engine, const Survey& survey, ResponseFacts& facts,
                                 const Identifier& itself) {
  const Micros since = facts.version - kFormerSearched;
  SOJOURN_TRY(FormerResponse former, find_former(engine.store, survey, itself, facts.response, since));
  if (former.first && !facts.who.empty()) {
    SOJOURN_TRY(const bool same, may_be_of(engine, former.who, facts.who, itself));
    if (!same) {
      return Status::conflict(
          "belongs to another person already: give each person a response of their own, or leave "
          "it out and one is made up",
          "response");
    }
  }
  if (!facts.who.empty() && !former.first) {
    SOJOURN_TRY(former, find_former(engine.store, survey, facts.who.front(), facts.response, since));
  }
  if (facts.who.empty()) facts.who = former.who;
  if (std::find(facts.who.begin(), facts.who.end(), itself) == facts.who.end()) facts.who.push_back(itself);
  const auto keep = [](std::string& fact, const std::string& said) {
    if (fact.empty()) fact = said;
  };
  keep(facts.about, former.about);
  keep(facts.invitation, former.invitation);
  keep(facts.language, former.language);
  keep(facts.medium, former.medium);
  facts.time = former.first.value_or(facts.time);
  return former;
}

// What holds the calls for one response in check.
struct ResponseRules {
  ResponsePace pace{kResponsesMost, kResponsesWithin};
  ResponseTurns turns;
};

Result<HttpReply> take_answers(const Engine& engine, const OwnerRefusal& owner, ResponseRules& rules,
                               const Call& call) {
  if (const auto refused = refuse_sender(engine, owner, call)) return problem_reply(*refused, call.request.request_id);
  SOJOURN_TRY(const SurveyPtr survey, engine.surveys.find(call.path[0]));
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kAnswerKeys));
  SOJOURN_TRY(ResponseFacts facts, read_facts(json, *survey, call.header("Accept-Language")));
  SOJOURN_TRY(SentAnswers sent, read_sent(json, *survey));
  const bool again = !facts.response.empty();
  if (!again) {
    SOJOURN_TRY(facts.response, random_hex(kChanceBytes));
  }
  const std::string response = std::exchange(facts.response, "sent-" + facts.response);
  // With the survey's name: two surveys may count their responses alike.
  const Identifier itself{IdentifierKind::kAnonymous, "survey-" + survey->name + ":" + response};
  FormerResponse former;
  const std::shared_ptr<ResponseTurns::Turn> turn = rules.turns.begin(itself.value);
  if (turn == nullptr) return too_many(kOneAtATime, "1", call.request.request_id);
  if (again) {
    if (!rules.pace.allow(facts.response, facts.version)) {
      return problem_reply({429, "limit", "this response was sent too often", "response"}, call.request.request_id)
          .with("Retry-After", "600");
    }
    SOJOURN_TRY(former, former_of(engine, *survey, facts, itself));
    if (former.locked(facts.version)) return Status::conflict("was answered more than a day ago", "response");
    sent.merge(SentAnswers(former.answers));
  } else {
    facts.who.push_back(itself);
  }
  tell_cause_of(engine, *survey, facts);
  if (facts.medium.empty()) facts.medium = "api";
  if (facts.language.empty()) facts.language = page_language(*survey, "", "", call.header("Accept-Language"));
  const CheckedAnswers read = check_answers(*survey, sent);
  SOJOURN_CHECK(fault_in(read));
  auto batch = std::make_unique<EventBatch>();
  SOJOURN_CHECK(write_answers(*survey, facts, read.answers, former.questions, *batch));
  Json reply{{"response", response}, {"next", next_questions(read)}};
  const std::string thanks = survey->thanks.in(facts.language, survey->languages.front());
  reply["thanks"] = thanks.empty() ? std::string(survey_word(SurveyWord::kThanks, facts.language)) : thanks;
  return deliver(engine, {std::move(batch), std::nullopt, call.request.body.size(), nullptr}, call.request.request_id,
                 [reply, turn](const AppendReceipt&) {
                   turn->end();
                   return json_reply(reply);
                 });
}

const char* const kAnswersExample =
    R"({"who":"c-17","about":"order:o-4711","answers":{"score":9,"good":"Fast and friendly"},"language":"en"})";

}  // namespace

void add_survey_answer_routes(const Engine& engine, const OwnerRefusal& owner, std::vector<Route>& routes) {
  Route questions =
      intake_route("GET", "/v1/surveys/{name}/questions",
                   "What a widget or a chatbot asks, in one language; with a write key or the admin key.");
  questions.handler = [engine, owner](const Call& call) { return show_questions(engine, owner, call); };
  questions.reply_schema = "SurveyQuestions";
  questions.query = {{"lang", "string", "A language; else what Accept-Language says."}};
  routes.push_back(std::move(questions));
  Route answers = intake_route("POST", "/v1/surveys/{name}/answers",
                               "Answers of one person as JSON; with a write key or the admin key.");
  const auto rules = std::make_shared<ResponseRules>();
  answers.handler = [engine, owner, rules](const Call& call) { return take_answers(engine, owner, *rules, call); };
  answers.body_bytes_max = kAnswersBytesMax;
  answers.request_schema = "SurveyAnswers";
  answers.reply_schema = "SurveyThanks";
  answers.request_example = kAnswersExample;
  answers.reply_example = R"({"response":"0123456789abcdef","next":[],"thanks":"Thank you for your answer."})";
  routes.push_back(std::move(answers));
}

}  // namespace sojourn
