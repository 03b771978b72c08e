#include "cli/survey_desk.h"

#include <nlohmann/json.hpp>

#include "cli/remote.h"

namespace sojourn {
namespace {

using Json = ApiDesk::Json;

constexpr const char* kUsualAddress = "http://127.0.0.1:8080";

std::string path_of(const std::string& survey) { return "/v1/surveys/" + path_segment(survey); }

}  // namespace

Result<SurveyDesk> SurveyDesk::open(const std::string& folder, bool create) {
  SOJOURN_TRY(std::unique_ptr<ApiDesk> api, open_api_desk(folder, "sojourn survey", create));
  return SurveyDesk(std::move(api));
}

Result<std::vector<Survey>> SurveyDesk::list() {
  SOJOURN_TRY(const Json json, api_->ask("GET", "/v1/surveys"));
  std::vector<Survey> all;
  for (const Json& each : json.value("surveys", Json::array())) {
    SOJOURN_TRY(Survey survey, find(each.value("name", std::string())));
    all.push_back(std::move(survey));
  }
  return all;
}

Result<Survey> SurveyDesk::find(const std::string& name) {
  SOJOURN_TRY(const std::string reply, api_->ask_text("GET", path_of(name)));
  return parse_survey_json(reply);
}

Status SurveyDesk::put(const Survey& survey) {
  return api_->ask_text("PUT", path_of(survey.name), survey_text(survey)).status();
}

Status SurveyDesk::remove(const std::string& name) { return api_->ask("DELETE", path_of(name)).status(); }

Result<SurveyDesk::Link> SurveyDesk::make_link(const LinkClaims& claims, const std::string& valid) {
  Json body{{"who", claims.who}};
  const auto tell = [&body](const char* name, const std::string& text) {
    if (!text.empty()) body[name] = text;
  };
  tell("about", claims.about);
  tell("invitation", claims.invitation);
  tell("language", claims.language);
  tell("valid", valid);
  SOJOURN_TRY(const Json json, api_->ask("POST", path_of(claims.survey) + "/links", body));
  return Link{json.value("response", std::string()), json.value("token", std::string())};
}

std::string SurveyDesk::base() {
  const Result<Json> mail = api_->ask("GET", "/v1/mail");
  const std::string told = mail ? mail->value("base_url", std::string()) : "";
  if (!told.empty()) return told;
  return api_->server().empty() ? kUsualAddress : api_->server();
}

}  // namespace sojourn
