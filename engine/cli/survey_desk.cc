#include "cli/survey_desk.h"

#include <nlohmann/json.hpp>

#include "act/outgoing_settings.h"
#include "cli/remote.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

class LocalSurveys final : public SurveyDesk {
 public:
  LocalSurveys(std::unique_ptr<Store> store, std::unique_ptr<SurveyBook> book)
      : store_(std::move(store)), book_(std::move(book)) {}

  Result<std::vector<Survey>> list() override {
    std::vector<Survey> all;
    for (const auto& each : book_->list()) all.push_back(*each);
    return all;
  }
  Result<Survey> find(const std::string& name) override {
    SOJOURN_TRY(const std::shared_ptr<const Survey> survey, book_->find(name));
    return *survey;
  }
  Status put(const Survey& survey) override { return book_->put(survey); }
  Status remove(const std::string& name) override { return book_->remove(name); }
  Result<Link> make_link(const LinkClaims& claims, const std::string& valid) override {
    SOJOURN_TRY(const LinkClaims timed, with_validity(claims, valid, now()));
    SOJOURN_TRY(const SurveyBook::Link link, book_->make_link(timed));
    return Link{response_of(link.claims), link.token};
  }
  std::string base() override {
    const Result<std::unique_ptr<OutgoingBook>> outgoing = OutgoingBook::open(*store_);
    const std::string told = outgoing ? (*outgoing)->get().base_url : "";
    return told.empty() ? "http://127.0.0.1:8080" : told;
  }

 private:
  std::unique_ptr<Store> store_;
  std::unique_ptr<SurveyBook> book_;
};

class RemoteSurveys final : public SurveyDesk {
 public:
  explicit RemoteSurveys(std::string address) : address_(std::move(address)) {}

  Result<std::vector<Survey>> list() override {
    SOJOURN_TRY(const Json json, read(ask("")));
    std::vector<Survey> all;
    for (const Json& each : json.value("surveys", Json::array())) {
      SOJOURN_TRY(Survey survey, find(each.value("name", std::string())));
      all.push_back(std::move(survey));
    }
    return all;
  }
  Result<Survey> find(const std::string& name) override {
    SOJOURN_TRY(const std::string reply, ask("/" + path_segment(name)));
    return parse_survey_json(reply);
  }
  Status put(const Survey& survey) override {
    return ask("/" + path_segment(survey.name), survey_text(survey), "PUT").status();
  }
  Status remove(const std::string& name) override { return ask("/" + path_segment(name), "", "DELETE").status(); }
  Result<Link> make_link(const LinkClaims& claims, const std::string& valid) override {
    Json body{{"who", claims.who}};
    const auto tell = [&body](const char* name, const std::string& text) {
      if (!text.empty()) body[name] = text;
    };
    tell("about", claims.about);
    tell("invitation", claims.invitation);
    tell("language", claims.language);
    tell("valid", valid);
    const std::string text = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    SOJOURN_TRY(const Json json, read(ask("/" + path_segment(claims.survey) + "/links", text, "POST")));
    return Link{json.value("response", std::string()), json.value("token", std::string())};
  }
  std::string base() override {
    const Result<Json> mail = read(ask_server(address_, "/v1/mail", "", "application/json"));
    const std::string told = mail ? mail->value("base_url", std::string()) : "";
    return told.empty() ? address_ : told;
  }

 private:
  Result<std::string> ask(const std::string& path, const std::string& body = "", const std::string& verb = "") const {
    return ask_server(address_, "/v1/surveys" + path, body, "application/json", verb);
  }
  static Result<Json> read(const Result<std::string>& reply) {
    if (!reply) return reply.error();
    Json json = Json::parse(*reply, nullptr, false);
    if (!json.is_object()) return Status::unavailable("the server's reply is not JSON");
    return json;
  }

  std::string address_;
};

}  // namespace

Result<std::unique_ptr<SurveyDesk>> open_survey_desk(const std::string& folder, bool create) {
  StoreOptions options;
  options.create = create;
  options.owner = "sojourn survey";
  Result<std::unique_ptr<Store>> store = Store::open(folder, options);
  if (!store) {
    const std::optional<std::string> server = server_of(store.error());
    if (!server) return std::move(store).error();
    return std::unique_ptr<SurveyDesk>(std::make_unique<RemoteSurveys>(*server));
  }
  SOJOURN_TRY(std::unique_ptr<SurveyBook> book, SurveyBook::open(**store));
  return std::unique_ptr<SurveyDesk>(std::make_unique<LocalSurveys>(std::move(store).value(), std::move(book)));
}

}  // namespace sojourn
