// What a widget or a chatbot asks, and its answers as JSON.
#include <algorithm>

#include "api/deliver.h"
#include "api/handlers.h"
#include "api/intake_routes.h"
#include "api/json_body.h"
#include "api/record_json.h"
#include "api/survey_handlers.h"
#include "api/write_key.h"
#include "base/suggest.h"
#include "surveys/survey_page.h"

namespace sojourn {
namespace {

constexpr size_t kAnswersBytesMax = size_t{256} << 10;
constexpr size_t kWordBytesMax = 64;
constexpr size_t kPropertiesMax = 16;
constexpr size_t kPropertyBytesMax = 500;
constexpr Micros kFormerSearched = 400 * kDay;
constexpr size_t kChanceBytes = 8;
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
  const bool keyless = needs_no_key(owner, request);
  const bool of_a_page = request.method == "GET" && request.header("Origin") != nullptr;
  if (problem->status != 401 || owner(request) || (keyless && (!keys.empty() || of_a_page))) return *problem;
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

Result<Identifier> person(IdentifierKind kind, const std::string& value, const std::string& where) {
  const bool named = kind == IdentifierKind::kId || kind == IdentifierKind::kEmail || kind == IdentifierKind::kPhone ||
                     kind == IdentifierKind::kAnonymous;
  if (!named || value.size() > kPropertyBytesMax || normalise_identifier(kind, value).empty()) {
    return Status::invalid("this names nobody", where);
  }
  return Identifier{kind, value};
}

// "c-17", "email:anna@example.com", or {"id":"c-17","email":"anna@example.com"}.
Result<std::vector<Identifier>> read_who(const Json& json) {
  std::vector<Identifier> who;
  if (!json.contains("who") || json["who"].is_null()) return who;
  if (json["who"].is_string()) {
    Result<Identifier> one = parse_identifier(json["who"].get<std::string>());
    if (!one) return Status::invalid(one.error().message(), "who");
    SOJOURN_TRY(Identifier named, person(one->kind, one->value, "who"));
    who.push_back(std::move(named));
    return who;
  }
  if (!json["who"].is_object()) return Status::invalid("a text, or one a kind, was expected", "who");
  for (const auto& [kind, value] : json["who"].items()) {
    const std::string where = "who." + kind;
    const std::optional<IdentifierKind> known = find_identifier_kind(kind);
    if (!known || !value.is_string()) return Status::invalid("id, email, phone or anonymous was expected", where);
    SOJOURN_TRY(Identifier named, person(*known, value.get<std::string>(), where));
    who.push_back(std::move(named));
  }
  std::sort(who.begin(), who.end());
  return who;
}

// Of a question with several answers.
Result<std::string> read_list(const Json& list, const std::string& where) {
  std::string joined;
  for (const Json& each : list) {
    if (!each.is_string()) return Status::invalid("a list of choices was expected", where);
    joined += (joined.empty() ? "" : ",") + each.get<std::string>();
  }
  return joined;
}

Result<SentAnswers> read_sent(const Json& json, const Survey& survey) {
  if (!json.contains("answers") || !json["answers"].is_object()) {
    return Status::invalid("an object was expected: the answers by question", "answers");
  }
  SentAnswers sent;
  for (const auto& [id, value] : json["answers"].items()) {
    const std::string where = "answers." + id;
    if (survey.find(id) == nullptr) {
      std::vector<std::string> ids;
      for (const SurveyQuestion& each : survey.questions) ids.push_back(each.id);
      return Status::invalid("the survey has no such question." + did_you_mean(id, ids), where);
    }
    if (value.is_null()) continue;
    if (value.is_array()) {
      SOJOURN_TRY(sent[id], read_list(value, where));
      continue;
    }
    if (!value.is_string() && !value.is_number()) return Status::invalid("a text or a number was expected", where);
    sent[id] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return sent;
}

Result<std::vector<std::pair<std::string, std::string>>> read_properties(const Json& json) {
  std::vector<std::pair<std::string, std::string>> properties;
  if (!json.contains("properties") || json["properties"].is_null()) return properties;
  if (!json["properties"].is_object() || json["properties"].size() > kPropertiesMax) {
    return Status::invalid("an object of at most " + std::to_string(kPropertiesMax) + " texts was expected",
                           "properties");
  }
  for (const auto& [name, value] : json["properties"].items()) {
    if (!value.is_string() || name.size() > kWordBytesMax || value.get<std::string>().size() > kPropertyBytesMax) {
      return Status::invalid("a short text was expected", "properties." + name);
    }
    properties.emplace_back(name, value.get<std::string>());
  }
  return properties;
}

Result<std::string> read_word(const Json& json, const std::string& key) {
  SOJOURN_TRY(std::string word, text_or_empty(json, key));
  if (word.size() > kWordBytesMax || word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                                            "0123456789-_.") != std::string::npos) {
    return Status::invalid("letters, digits, - _ and . were expected, at most 64", key);
  }
  return word;
}

Result<std::string> read_claim(const Json& json, const std::string& key) {
  SOJOURN_TRY(std::string text, text_or_empty(json, key));
  if (text.size() > kPropertyBytesMax) return Status::invalid("is too long", key);
  return text;
}

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

// The facts as far as the body tells them, else blank; the response still without its beginning, "sent-".
Result<ResponseFacts> read_facts(const Json& json, const Survey& survey, const Call& call) {
  ResponseFacts facts;
  SOJOURN_TRY(facts.who, read_who(json));
  SOJOURN_TRY(facts.about, read_claim(json, "about"));
  SOJOURN_TRY(facts.invitation, read_claim(json, "invitation"));
  SOJOURN_TRY(const std::string language, text_or_empty(json, "language"));
  if (!language.empty()) facts.language = page_language(survey, language, "", call.header("Accept-Language"));
  SOJOURN_TRY(facts.properties, read_properties(json));
  SOJOURN_TRY(facts.medium, read_word(json, "medium"));
  SOJOURN_TRY(facts.response, read_word(json, "response"));
  facts.time = facts.version = now();
  return facts;
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

Result<HttpReply> take_answers(const Engine& engine, const OwnerRefusal& owner, ResponsePace& pace, const Call& call) {
  if (const auto refused = refuse_sender(engine, owner, call)) return problem_reply(*refused, call.request.request_id);
  SOJOURN_TRY(const SurveyPtr survey, engine.surveys.find(call.path[0]));
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kAnswerKeys));
  SOJOURN_TRY(ResponseFacts facts, read_facts(json, *survey, call));
  SOJOURN_TRY(SentAnswers sent, read_sent(json, *survey));
  const bool again = !facts.response.empty();
  if (!again) {
    SOJOURN_TRY(facts.response, random_hex(kChanceBytes));
  }
  const std::string response = std::exchange(facts.response, "sent-" + facts.response);
  // With the survey's name: two surveys may count their responses alike.
  const Identifier itself{IdentifierKind::kAnonymous, "survey-" + survey->name + ":" + response};
  FormerResponse former;
  if (again) {
    if (!pace.allow(facts.response, facts.version)) {
      return problem_reply({429, "limit", "this response was sent too often", "response"}, call.request.request_id)
          .with("Retry-After", "600");
    }
    SOJOURN_TRY(former, former_of(engine, *survey, facts, itself));
    if (former.locked(facts.version)) return Status::conflict("was answered more than a day ago", "response");
    sent.merge(SentAnswers(former.answers));
  } else {
    facts.who.push_back(itself);
  }
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
                 [reply](const AppendReceipt&) { return json_reply(reply); });
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
  const auto pace = std::make_shared<ResponsePace>(kResponsesMost, kResponsesWithin);
  answers.handler = [engine, owner, pace](const Call& call) { return take_answers(engine, owner, *pace, call); };
  answers.body_bytes_max = kAnswersBytesMax;
  answers.request_schema = "SurveyAnswers";
  answers.reply_schema = "SurveyThanks";
  answers.request_example = kAnswersExample;
  answers.reply_example = R"({"response":"0123456789abcdef","next":[],"thanks":"Thank you for your answer."})";
  routes.push_back(std::move(answers));
}

}  // namespace sojourn
