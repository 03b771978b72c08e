// Drafts of surveys: are they right, how are they written, and how would their page look. Nothing is stored.
#include "api/json_body.h"
#include "api/record_json.h"
#include "api/survey_drafts.h"
#include "api/survey_handlers.h"
#include "base/suggest.h"
#include "surveys/link_token.h"
#include "surveys/page_assets.h"
#include "surveys/survey_page.h"
#include "surveys/templates.h"

namespace sojourn {
namespace {

constexpr size_t kIdBytes = 12;
constexpr const char* kPath = "/v1/survey-drafts/";
const std::array<std::string, 3> kDraftKeys{"survey", "toml", "template"};

// {"survey": {...}}, {"toml": "..."} or {"template": "nps"}.
Result<Survey> read_draft(const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kDraftKeys));
  if (json.size() != 1) {
    return Status::invalid("one was expected: a survey as JSON, its definition as toml, or a template", "survey");
  }
  if (json.contains("template")) {
    SOJOURN_TRY(const std::string id, text_at(json, "template"));
    return survey_template(id, "");
  }
  if (json.contains("survey")) return parse_survey_json(json["survey"].dump(), "draft");
  SOJOURN_TRY(const std::string toml, text_at(json, "toml"));
  return parse_survey_toml(toml, "toml", "draft");
}

Result<HttpReply> make_draft(SurveyDrafts& drafts, const Call& call) {
  SOJOURN_TRY(Survey survey, read_draft(call));
  Json reply{{"survey", Json::parse(survey_text(survey))}, {"toml", survey_toml(survey)}};
  SOJOURN_TRY(const std::string id, drafts.keep(std::move(survey)));
  reply["path"] = kPath + id;
  return json_reply(reply, 201);
}

// What only a page of ours may show in a frame, and from which nothing can be sent.
Result<HttpReply> show_draft(const SurveyDrafts& drafts, const Call& call) {
  SOJOURN_TRY(const std::shared_ptr<const Survey> survey, drafts.find(call.path[0]));
  const std::string part = call.query("part");
  if (!part.empty() && part != "thanks") return Status::invalid("thanks was expected, or nothing", "part");
  PageState state{page_language(*survey, call.query("lang"), "", call.header("Accept-Language")), ""};
  state.path = kPath + call.path[0];
  HttpReply reply{200,
                  "text/html; charset=utf-8",
                  part.empty() ? form_page(*survey, state) : thanks_page(*survey, state.language),
                  {}};
  return std::move(reply)
      .with("Content-Security-Policy", survey_draft_policy())
      .with("Cross-Origin-Embedder-Policy", "require-corp");
}

const char* const kDraftExample = R"({"survey":{"name":"visit","title":"Your visit",)"
                                  R"("questions":[{"id":"stars","kind":"stars","text":"How was it?"}]}})";
const char* const kDraftReplyExample =
    R"({"survey":{"name":"visit","title":"Your visit","languages":["en"],"open":false,"questions":[)"
    R"({"id":"stars","kind":"stars","text":"How was it?","scale":[1,5],"required":false}]},)"
    R"("toml":"name = \"visit\"\ntitle = \"Your visit\"\nlanguages = [\"en\"]\n\n[[questions]]\nid = \"stars\"\n)"
    R"(kind = \"stars\"\ntext = \"How was it?\"\nscale = [1, 5]\n","path":"/v1/survey-drafts/0123456789abcdef01234567"})";

}  // namespace

Result<std::string> SurveyDrafts::keep(Survey survey) {
  SOJOURN_TRY(std::string id, random_hex(kIdBytes));
  const std::lock_guard lock(mutex_);
  drafts_.push_back({id, std::make_shared<Survey>(std::move(survey))});
  if (drafts_.size() > kDraftsMost) drafts_.pop_front();
  return id;
}

Result<std::shared_ptr<const Survey>> SurveyDrafts::find(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  for (const Draft& each : drafts_) {
    if (each.id == id) return each.survey;
  }
  return Status::not_found("this draft is not there any more; send it again: POST /v1/survey-drafts", "id");
}

void add_survey_draft_routes(std::vector<Route>& routes) {
  const auto drafts = std::make_shared<SurveyDrafts>();
  routes.push_back({"POST", "/v1/survey-drafts", "Checks a survey and shows how its page would look; stores nothing.",
                    [drafts](const Call& call) { return make_draft(*drafts, call); }, "SurveyDraftWish",
                    "SurveyDraft"});
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = kDraftExample;
  routes.back().reply_example = kDraftReplyExample;
  routes.back().body_bytes_max = 2 * kSurveyBytesMax;  // As a text in JSON it is longer.
  routes.back().success = 201;
  routes.push_back({"GET", "/v1/survey-drafts/{id}", "The page of a draft, for as long as it is among the newest.",
                    [drafts](const Call& call) { return show_draft(*drafts, call); }, "", ""});
  routes.back().needs = Permission::kSetup;
  routes.back().query = {{"lang", "string", "A language; else what Accept-Language says."},
                         {"part", "string", "thanks: what is shown after the answers."}};
  routes.back().media = {"text/html"};
}

}  // namespace sojourn
