// Surveys: their definitions, and signed links to them.
#include "api/survey_handlers.h"
#include "api/handlers.h"
#include "api/json_body.h"
#include "api/record_json.h"
#include "api/survey_use.h"
#include "surveys/templates.h"

namespace sojourn {
namespace {

const std::array<std::string, 1> kTemplateKeys{"template"};
const std::array<std::string, 5> kLinkKeys{"who", "about", "invitation", "language", "valid"};

using SurveyPtr = std::shared_ptr<const Survey>;

// --- definitions

Json definition_json(const Survey& survey) { return Json::parse(survey_text(survey)); }

Json brief_json(const Survey& survey) {
  return {{"name", survey.name},           {"title", survey.title.in(survey.languages.front(), "")},
          {"languages", survey.languages}, {"touchpoint", survey.touchpoint},
          {"open", survey.open},           {"questions", survey.questions.size()},
          {"path", "/s/" + survey.name}};
}

Json use_json(const SurveyUse& use) {
  Json json{{"answers", use.answers}, {"by_medium", Json::object()}, {"sent", use.sent}, {"answered", use.answered}};
  for (const auto& [medium, count] : use.by_medium) json["by_medium"][medium] = count;
  const double rate = 100.0 * static_cast<double>(use.answered) / static_cast<double>(std::max<int64_t>(use.sent, 1));
  json["response_rate"] = use.sent == 0 ? Json(nullptr) : Json(rate);
  return json;
}

// The rules that ask it.
Json rules_of(const Engine& engine, const std::string& survey) {
  Json names = Json::array();
  if (engine.invitations == nullptr) return names;
  for (const InvitationRule& each : engine.invitations->rules().list()) {
    if (each.survey == survey) names.push_back(each.name);
  }
  return names;
}

Result<HttpReply> list_surveys(const Engine& engine) {
  SOJOURN_TRY(const auto use, use_of_surveys(engine.store, now() - kSurveyUseOver));
  Json json;
  Json& list = json["surveys"] = Json::array();
  for (const SurveyPtr& each : engine.surveys.list()) {
    const auto found = use.find(each->name);
    Json brief = brief_json(*each);
    brief["rules"] = rules_of(engine, each->name);
    brief["last_30_days"] = use_json(found == use.end() ? SurveyUse{} : found->second);
    list.push_back(std::move(brief));
  }
  json["templates"] = survey_template_names();
  return json_reply(json);
}

Result<HttpReply> get_survey(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const SurveyPtr survey, engine.surveys.find(call.path[0]));
  return json_reply(definition_json(*survey));
}

// {"template":"nps"}, or a whole definition, as JSON or as TOML.
Result<Survey> read_definition(const Call& call) {
  if (is_toml(call.header("Content-Type"), call.request.body)) {
    return parse_survey_toml(call.request.body, "body", call.path[0]);
  }
  const Json json = Json::parse(call.request.body, nullptr, false);
  if (!json.is_object() || !json.contains("template")) return parse_survey_json(call.request.body, call.path[0]);
  SOJOURN_TRY(const Json wish, parse_json_object(call.request.body, kTemplateKeys));
  SOJOURN_TRY(const std::string id, text_at(wish, "template"));
  return survey_template(id, call.path[0]);
}

Result<HttpReply> put_survey(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Survey survey, read_definition(call));
  if (survey.name != call.path[0]) return Status::invalid("the address says " + call.path[0], "name");
  const bool known = engine.surveys.find(survey.name).has_value();
  SOJOURN_CHECK(engine.surveys.put(survey));
  return json_reply(definition_json(survey), known ? 200 : 201);
}

Result<HttpReply> remove_survey(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const SurveyPtr survey, engine.surveys.find(call.path[0]));
  SOJOURN_CHECK(engine.surveys.remove(survey->name));
  return json_reply(definition_json(*survey));
}

// --- links

Result<HttpReply> make_link(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kLinkKeys));
  LinkClaims claims;
  claims.survey = call.path[0];
  SOJOURN_TRY(claims.who, text_at(json, "who"));
  SOJOURN_TRY(claims.about, text_or_empty(json, "about"));
  SOJOURN_TRY(claims.invitation, text_or_empty(json, "invitation"));
  SOJOURN_TRY(claims.language, text_or_empty(json, "language"));
  SOJOURN_TRY(const std::string valid, text_or_empty(json, "valid"));
  SOJOURN_TRY(const LinkClaims timed, with_validity(std::move(claims), valid, now()));
  SOJOURN_TRY(const SurveyBook::Link link, engine.surveys.make_link(timed));
  SOJOURN_TRY(const SurveyPtr survey, engine.surveys.find(link.claims.survey));
  Json reply{{"token", link.token},
             {"response", response_of(link.claims)},
             {"invitation", link.claims.invitation},
             {"expires", time_or_null(link.claims.expires)},
             {"path", link_path(survey->name, link.token)}};
  reply["scores"] = Json::array();
  if (const SurveyQuestion* score = survey->first_score()) {
    for (auto step = static_cast<int>(score->scale->min); step <= static_cast<int>(score->scale->max); ++step) {
      reply["scores"].push_back({{"score", step}, {"path", link_path(survey->name, link.token, step)}});
    }
  }
  return json_reply(reply, 201);
}

const char* const kSurveyExample =
    R"({"title":{"en":"How are we doing?","nl":"Hoe doen we het?"},"questions":[{"id":"score","kind":"nps","text":{)"
    R"("en":"How likely are you to recommend us?","nl":"Hoe waarschijnlijk is het dat u ons aanbeveelt?"}},)"
    R"({"id":"good","kind":"text","text":{"en":"What did we do well?","nl":"Wat deden we goed?"},)"
    R"("when":{"question":"score","comparison":">=","value":9}}]})";
const char* const kLinkExample = R"({"who":"c-17","about":"order:o-4711","language":"nl","valid":"30d"})";
void add_owner_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/surveys", "The surveys that there are, and the templates for new ones.",
                    [engine](const Call&) { return list_surveys(engine); }, "", "Surveys"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"GET", "/v1/surveys/{name}", "One survey as it is defined.",
                    [engine](const Call& call) { return get_survey(engine, call); }, "", "Survey"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"PUT", "/v1/surveys/{name}",
                    "Makes a survey (201) or defines it anew, from JSON or TOML; answers stay.",
                    [engine](const Call& call) { return put_survey(engine, call); }, "SurveyWish", "Survey"});
  routes.back().also = {{201, kIsNew}};
  routes.back().other_media = {"application/toml"};
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = kSurveyExample;
  routes.back().body_bytes_max = kSurveyBytesMax;
  routes.push_back({"DELETE", "/v1/surveys/{name}", "Removes a survey; its answers stay.",
                    [engine](const Call& call) { return remove_survey(engine, call); }, "", "Survey"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"POST", "/v1/surveys/{name}/links", "A signed link for one person, and one for each score.",
                    [engine](const Call& call) { return make_link(engine, call); }, "SurveyLinkWish", "SurveyLink"});
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = kLinkExample;
  routes.back().success = 201;
}

}  // namespace

void add_survey_routes(const Engine& engine, const OwnerRefusal& owner, std::vector<Route>& routes) {
  add_owner_routes(engine, routes);
  add_survey_draft_routes(routes);
  add_survey_answer_routes(engine, owner, routes);
  add_survey_page_routes(engine, routes);
}

}  // namespace sojourn
