// The hosted pages of surveys. Only POST counts: GET and HEAD are what mail scanners do.
#include "api/handlers.h"
#include "api/intake_routes.h"
#include "api/pending_reply.h"
#include "api/survey_handlers.h"
#include "surveys/page_assets.h"
#include "surveys/survey_page.h"

namespace sojourn {
namespace {

constexpr size_t kFormBytesMax = size_t{512} << 10;  // A few comments, percent-encoded.
constexpr Micros kOpenTokenValidFor = kDay;
constexpr size_t kChanceBytes = 12;
constexpr int kOpenResponsesMost = 600;  // Of one survey, by those who have no link; a minute.
// The clock of a link's maker is ours; its seconds are whole.
constexpr Micros kBeforeMade = kMinute;

using SurveyPtr = std::shared_ptr<const Survey>;

HttpReply page(int status, std::string html) {
  return HttpReply{status, "text/html; charset=utf-8", std::move(html), {}}.with("Content-Security-Policy",
                                                                                 survey_page_policy());
}

// What stands behind a link, or the page that says why nothing does.
struct Entry {
  SurveyPtr survey;
  std::string language;
  std::string token;
  LinkClaims claims;
  Identifier who;
  bool linked = false;  // By a link of somebody's own; else open to all.
  FormerResponse former;
};
using Entered = std::variant<Entry, HttpReply>;

struct Asked {
  std::string survey;
  std::string token;
  std::string language;
  std::string accepted;  // Accept-Language.
};

// Whoever comes without a link gets one that names nobody, so that all answers of the page belong together.
Result<LinkClaims> open_claims(const std::string& survey, Micros now) {
  LinkClaims claims;
  SOJOURN_TRY(claims.invitation, random_hex(kChanceBytes));
  claims.survey = survey;
  claims.who = "anonymous:survey-" + claims.invitation;
  claims.made = now - now % kSecond;
  claims.expires = claims.made + kOpenTokenValidFor;
  return claims;
}

bool names_nobody(const LinkClaims& claims) { return claims.who == "anonymous:survey-" + claims.invitation; }

HttpReply refusal(const Entry& entry, int status, SurveyWord word) {
  return page(status, message_page(entry.survey.get(), entry.language, word));
}

Result<Entered> enter(const Engine& engine, const Asked& asked, Micros now) {
  Entry entry;
  if (Result<SurveyPtr> survey = engine.surveys.find(asked.survey)) entry.survey = *survey;
  if (entry.survey == nullptr) {
    entry.language = page_language(asked.language, asked.accepted);
    return Entered(refusal(entry, 404, SurveyWord::kUnknownSurvey));
  }
  const Survey& survey = *entry.survey;
  entry.language = page_language(survey, asked.language, "", asked.accepted);
  entry.token = asked.token;
  SOJOURN_TRY(const std::string key, engine.surveys.link_key());
  if (entry.token.empty()) {
    if (!survey.open) return Entered(refusal(entry, 403, SurveyWord::kNotOpen));
    SOJOURN_TRY(const LinkClaims claims, open_claims(survey.name, now));
    entry.token = sign_link(claims, key);
  }
  Result<LinkClaims> claims = verify_link(entry.token, key);
  if (!claims || claims->survey != survey.name) return Entered(refusal(entry, 400, SurveyWord::kInvalidLink));
  entry.claims = *std::move(claims);
  entry.language = page_language(survey, asked.language, entry.claims.language, asked.accepted);
  entry.linked = !names_nobody(entry.claims);
  // A survey that was open once and is not any more.
  if (!entry.linked && !survey.open) return Entered(refusal(entry, 403, SurveyWord::kNotOpen));
  if (entry.claims.expires != 0 && entry.claims.expires < now) {
    return Entered(refusal(entry, 410, SurveyWord::kExpired));
  }
  Result<Identifier> who = parse_identifier(entry.claims.who);
  if (!who) return Entered(refusal(entry, 400, SurveyWord::kInvalidLink));
  entry.who = *std::move(who);
  SOJOURN_TRY(entry.former,
              find_former(engine.store, survey, entry.who, response_of(entry.claims), entry.claims.made - kBeforeMade));
  return Entered(std::move(entry));
}

// The score of a one-click link; "" when it is none of the scale.
std::string score_of(const Survey& survey, const std::string& text) {
  const SurveyQuestion* score = survey.first_score();
  if (score == nullptr || text.empty()) return {};
  return check_answers(survey, {{score->id, text}}).faults.contains(score->id) || score->when ? std::string() : text;
}

Result<HttpReply> show(const Engine& engine, const Call& call) {
  const Micros at = now();
  SOJOURN_TRY(
      Entered entered,
      enter(engine, {call.path[0], call.query("t"), call.query("lang"), std::string(call.header("Accept-Language"))},
            at));
  if (auto* refused = std::get_if<HttpReply>(&entered)) return std::move(*refused);
  const Entry& entry = std::get<Entry>(entered);
  if (entry.former.locked(at)) return refusal(entry, 200, SurveyWord::kLocked);
  PageState state{entry.language, entry.token, entry.former.answers};
  const std::string score = score_of(*entry.survey, call.query("score"));
  if (!score.empty() && entry.linked) return page(200, click_page(*entry.survey, state, score));
  if (!score.empty()) state.answers[entry.survey->first_score()->id] = score;
  return page(200, form_page(*entry.survey, state));
}

// --- POST

bool is_form(std::string_view type) {
  return same_word(trimmed(type.substr(0, type.find(';'))), "application/x-www-form-urlencoded");
}

// The page after the commit, or one that says that it failed: people are not shown JSON.
HttpReply store_and_show(const Engine& engine, std::unique_ptr<EventBatch> batch, size_t bytes, const Entry& entry,
                         std::string html) {
  const auto failed = [survey = entry.survey, language = entry.language] {
    return page(503, message_page(survey.get(), language, SurveyWord::kFailed)).with("Retry-After", "5");
  };
  const auto pending = std::make_shared<PendingReply>();
  Intake::Delivery delivery{std::move(batch), std::nullopt, bytes, nullptr};
  delivery.done = [pending, failed, html = std::move(html)](const Result<AppendReceipt>& receipt) {
    pending->complete(receipt.has_value() ? page(200, html) : failed());
  };
  if (const Status taken = engine.intake.submit(std::move(delivery)); !taken.ok()) return failed();
  HttpReply reply;
  reply.pending = pending;
  return reply;
}

// Questions that these answers lead to and that no page has shown yet.
bool more_to_ask(const CheckedAnswers& checked, const std::set<std::string>& seen) {
  for (const SurveyQuestion* each : checked.asked) {
    if (!seen.contains(each->id)) return true;
  }
  return false;
}

// A required question that was not shown yet is asked on the next page.
void keep_faults(const CheckedAnswers& checked, const SentForm& form, PageState& state) {
  for (const auto& [id, fault] : checked.faults) {
    if (fault != AnswerFault::kMissing || (form.seen.contains(id) && !form.click)) state.faults.emplace(id, fault);
  }
}

std::string next_page(const Survey& survey, const SentForm& form, const CheckedAnswers& checked, PageState state) {
  if (form.click) {
    if (survey.questions.size() == 1) return thanks_page(survey, state.language);
    const std::string score = form.answers.at(survey.first_score()->id);
    state.notice = survey_word(SurveyWord::kStored, state.language, score);
    return form_page(survey, state);
  }
  if (!more_to_ask(checked, form.seen)) return thanks_page(survey, state.language);
  state.before = form.seen;
  return form_page(survey, state);
}

// The link itself may be POSTed to: what the form does not tell stands in the address.
void add_address(const Call& call, SentForm& form) {
  if (form.token.empty()) form.token = call.query("t");
  if (form.language.empty()) form.language = call.query("lang");
}

// "&score=9" is one click, where the form answers nothing.
void add_score(const Call& call, const Survey& survey, SentForm& form) {
  const SurveyQuestion* score = survey.first_score();
  if (score == nullptr || !form.answers.empty() || call.query("score").empty()) return;
  form.answers[score->id] = call.query("score");
  form.click = true;
}

Result<HttpReply> answer(const Engine& engine, ResponsePace& pace, ResponsePace& open_pace, const Call& call) {
  if (!call.request.body.empty() && !is_form(call.header("Content-Type"))) {
    return problem_reply(
        {415, "unsupported_media_type", "a form was expected: application/x-www-form-urlencoded", "Content-Type"},
        call.request.request_id);
  }
  SOJOURN_TRY(const std::vector<NamedText> fields, parse_query(call.request.body));
  SentForm form = read_form(fields);
  add_address(call, form);
  const Micros at = now();
  SOJOURN_TRY(
      Entered entered,
      enter(engine, {call.path[0], form.token, form.language, std::string(call.header("Accept-Language"))}, at));
  if (auto* refused = std::get_if<HttpReply>(&entered)) return std::move(*refused);
  const Entry& entry = std::get<Entry>(entered);
  const Survey& survey = *entry.survey;
  add_score(call, survey, form);
  if (entry.former.locked(at)) return refusal(entry, 409, SurveyWord::kLocked);
  ResponseFacts facts;
  facts.response = response_of(entry.claims);
  if (!pace.allow(facts.response, at) || (!entry.linked && !open_pace.allow(survey.name, at))) {
    return refusal(entry, 429, SurveyWord::kTooOften).with("Retry-After", "600");
  }
  const SurveyQuestion* score = survey.first_score();
  form.click = form.click && score != nullptr && form.answers.contains(score->id);
  // One click tells the score alone: what was said before stays.
  SentAnswers sent = form.answers;
  if (form.click) sent.merge(SentAnswers(entry.former.answers));
  const CheckedAnswers read = check_answers(survey, sent);
  PageState state{entry.language, entry.token, sent};
  keep_faults(read, form, state);
  state.need_any = state.faults.empty() && read.answers.empty();
  if (!state.faults.empty() || state.need_any) return page(422, form_page(survey, state));
  facts.who = {entry.who};
  facts.about = entry.claims.about;
  if (entry.linked) facts.invitation = entry.claims.invitation;
  tell_cause_of(engine, survey, facts);
  facts.language = entry.language;
  facts.medium = entry.linked ? "link" : "page";
  facts.time = entry.former.first.value_or(at);
  facts.version = at;
  auto batch = std::make_unique<EventBatch>();
  SOJOURN_CHECK(write_answers(survey, facts, read.answers, entry.former.questions, *batch));
  return store_and_show(engine, std::move(batch), call.request.body.size(), entry,
                        next_page(survey, form, read, std::move(state)));
}

}  // namespace

void add_survey_page_routes(const Engine& engine, std::vector<Route>& routes) {
  Route get = intake_route("GET", "/s/{survey}", "The page of a survey. Looking at it counts nothing.");
  get.handler = [engine](const Call& call) { return show(engine, call); };
  get.query = {{"t", "string", "The token of a signed link."},
               {"score", "string", "A score to begin with: one click in an e-mail."},
               {"lang", "string", "A language; else that of the link or of the browser."}};
  get.media = {"text/html"};
  Route post = intake_route("POST", "/s/{survey}",
                            "Answers, as the form of the page sends them; or the link itself, with its score.");
  post.query = get.query;
  routes.push_back(std::move(get));
  post.request_schema = "SurveyForm";
  post.request_media = "application/x-www-form-urlencoded";
  post.request_example = "a.score=9&a.good=Fast+and+friendly";
  post.needs_body = false;
  const auto pace = std::make_shared<ResponsePace>(kResponsesMost, kResponsesWithin);
  const auto open_pace = std::make_shared<ResponsePace>(kOpenResponsesMost, kMinute);
  post.handler = [engine, pace, open_pace](const Call& call) { return answer(engine, *pace, *open_pace, call); };
  post.body_bytes_max = kFormBytesMax;
  post.media = {"text/html"};
  routes.push_back(std::move(post));
}

}  // namespace sojourn
