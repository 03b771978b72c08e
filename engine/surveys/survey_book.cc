#include "surveys/survey_book.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/suggest.h"

namespace sojourn {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kDocumentKind = "survey";
constexpr std::string_view kSecretKind = "secret";
constexpr std::string_view kSecretName = "survey links";
constexpr size_t kKeyBytes = 32;
constexpr size_t kInvitationBytes = 8;
constexpr size_t kFormerEventsMax = 10'000;
constexpr size_t kClaimBytesMax = 500;

bool names_a_person(IdentifierKind kind) {
  return kind == IdentifierKind::kId || kind == IdentifierKind::kEmail || kind == IdentifierKind::kPhone ||
         kind == IdentifierKind::kAnonymous;
}

Status check_claims(const LinkClaims& claims, const Survey& survey) {
  const Result<Identifier> who = parse_identifier(claims.who);
  if (!who || !names_a_person(who->kind) || normalise_identifier(who->kind, who->value).empty()) {
    return Status::invalid("\"" + claims.who + "\" names nobody", "who");
  }
  for (const std::string* each : {&claims.who, &claims.about, &claims.invitation}) {
    if (each->size() > kClaimBytesMax) {
      return Status::invalid("is longer than " + std::to_string(kClaimBytesMax) + " bytes", each == &claims.who ? "who"
                                                                                            : each == &claims.about
                                                                                                ? "about"
                                                                                                : "invitation");
    }
  }
  if (claims.language.empty() || !survey.language_like(claims.language).empty()) return {};
  return Status::invalid(
      "the survey is not in \"" + claims.language + "\"." + did_you_mean(claims.language, survey.languages),
      "language");
}

std::string field_of(const StoredEvent& event, Field field) {
  for (const auto& [each, text] : event.fields) {
    if (each == field) return text;
  }
  return {};
}

std::string property_of(const StoredEvent& event, const char* name) {
  const Json json = Json::parse(event.properties, nullptr, false);
  if (!json.is_object() || !json.contains(name) || !json[name].is_string()) return {};
  return json[name].get<std::string>();
}

// The text that split_about() and the writer of answers make the same of again.
std::string about_of(const StoredEvent& event, const Survey& survey) {
  const std::string about = property_of(event, "about");
  if (!about.empty()) return (field_of(event, Field::kOrder) == about ? "order:" : "event:") + about;
  const std::string touchpoint = property_of(event, "about_touchpoint");
  return touchpoint.empty() || touchpoint == survey.touchpoint ? std::string() : "touchpoint:" + touchpoint;
}

void keep_facts(const StoredEvent& event, const Survey& survey, FormerResponse& former) {
  former.who = event.who;
  former.about = about_of(event, survey);
  former.invitation = property_of(event, "invitation");
  former.language = field_of(event, Field::kLanguage);
  former.medium = property_of(event, "medium");
}

// The question that the text of a score's event answered: one that these answers lead to.
void add_comment(const Survey& survey, const SurveyQuestion& score, const std::string& text, FormerResponse& former) {
  for (const SurveyQuestion* each : check_answers(survey, former.answers).asked) {
    if (score_of_comment(survey, *each) != &score) continue;
    former.answers.emplace(each->id, text);
    return;
  }
}

}  // namespace

Result<std::unique_ptr<SurveyBook>> SurveyBook::open(Store& store) {
  std::unique_ptr<SurveyBook> book(new SurveyBook(store));
  SOJOURN_TRY(const std::vector<Document> documents, store.documents(kDocumentKind));
  for (const Document& document : documents) {
    Result<Survey> survey = parse_survey_json(document.text, document.name);
    if (!survey) return Status::corruption(survey.error().to_string(), "survey \"" + document.name + "\"");
    book->show(std::make_shared<Survey>(*std::move(survey)));
  }
  return book;
}

void SurveyBook::show(std::shared_ptr<const Survey> survey) {
  const std::unique_lock lock(mutex_);
  std::string name = survey->name;
  surveys_[std::move(name)] = std::move(survey);
}

std::vector<std::shared_ptr<const Survey>> SurveyBook::list() const {
  const std::shared_lock lock(mutex_);
  std::vector<std::shared_ptr<const Survey>> all;
  for (const auto& [name, survey] : surveys_) all.push_back(survey);
  return all;
}

Result<std::shared_ptr<const Survey>> SurveyBook::find(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  if (const auto found = surveys_.find(name); found != surveys_.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [each, survey] : surveys_) names.push_back(each);
  return Status::not_found(
      "there is no survey \"" + std::string(name.substr(0, 80)) + "\"." + did_you_mean(name, names), "survey");
}

Status SurveyBook::put(const Survey& survey) {
  const std::lock_guard changing(changing_);
  {
    const std::shared_lock lock(mutex_);
    if (surveys_.size() >= kSurveysMax && !surveys_.contains(survey.name)) {
      return Status::limit("there are " + std::to_string(kSurveysMax) + " surveys already");
    }
  }
  const Document document{std::string(kDocumentKind), survey.name, survey_text(survey)};
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  show(std::make_shared<Survey>(survey));
  return {};
}

Status SurveyBook::remove(std::string_view name) {
  const std::lock_guard changing(changing_);
  SOJOURN_CHECK(find(name).status());
  SOJOURN_CHECK(store_.remove_document(kDocumentKind, name));
  const std::unique_lock lock(mutex_);
  surveys_.erase(surveys_.find(name));
  return {};
}

Result<std::string> SurveyBook::link_key() {
  {
    const std::shared_lock lock(mutex_);
    if (!link_key_.empty()) return link_key_;
  }
  const std::lock_guard changing(changing_);
  SOJOURN_TRY(const std::vector<Document> secrets, store_.documents(kSecretKind));
  std::string key;
  for (const Document& each : secrets) {
    if (each.name != kSecretName) continue;
    const Json json = Json::parse(each.text, nullptr, false);
    if (!json.is_object() || !json.contains("key") || !json["key"].is_string()) {
      return Status::corruption("the key of survey links in the record cannot be read", std::string(kSecretName));
    }
    key = json["key"].get<std::string>();
  }
  if (key.empty()) {
    SOJOURN_TRY(key, random_hex(kKeyBytes));
    const Document document{std::string(kSecretKind), std::string(kSecretName), Json{{"key", key}}.dump()};
    SOJOURN_CHECK(store_.put_documents({&document, 1}));
  }
  const std::unique_lock lock(mutex_);
  link_key_ = key;
  return key;
}

Result<SurveyBook::Link> SurveyBook::make_link(LinkClaims claims) {
  SOJOURN_TRY(const std::shared_ptr<const Survey> survey, find(claims.survey));
  SOJOURN_CHECK(check_claims(claims, *survey));
  SOJOURN_TRY(const std::string key, link_key());
  if (claims.invitation.empty()) {
    SOJOURN_TRY(claims.invitation, random_hex(kInvitationBytes));
  }
  if (!claims.language.empty()) claims.language = survey->language_like(claims.language);
  if (claims.made == 0) claims.made = now();
  claims.made -= claims.made % kSecond;
  claims.expires -= claims.expires % kSecond;
  std::string token = sign_link(claims, key);
  return Link{std::move(claims), std::move(token)};
}

Result<FormerResponse> find_former(Store& store, const Survey& survey, const Identifier& who,
                                   const std::string& response, Micros since) {
  FormerResponse former;
  const Identifier normal{who.kind, normalise_identifier(who.kind, who.value)};
  Result<Store::Customer> customer = store.customer(normal);
  if (!customer && customer.error().code() == StatusCode::kNotFound) return former;
  if (!customer) return std::move(customer).error();
  SOJOURN_TRY(const std::vector<StoredEvent> events,
              store.timeline(customer->number, {since, kTimeMax}, kFormerEventsMax, 0));
  const std::string source = survey_source(survey.name);
  const std::string prefix = response + ":";
  std::vector<std::pair<const SurveyQuestion*, std::string>> comments;
  for (const StoredEvent& event : events) {
    if (event.source != source || !event.id.starts_with(prefix)) continue;
    former.first = std::min(former.first.value_or(event.time), event.time);
    const std::string id = event.id.substr(prefix.size());
    former.questions.insert(id);
    const SurveyQuestion* question = survey.find(std::string_view(id).substr(0, id.find(':')));
    if (question == nullptr || field_of(event, Field::kKind) != question->kind) continue;
    keep_facts(event, survey, former);
    const std::string text = field_of(event, Field::kText);
    std::string& answer = former.answers[question->id];
    if (question->is_score()) {
      answer = field_of(event, Field::kAnswer);
      if (!text.empty()) comments.emplace_back(question, text);
    } else if (question->is_choice()) {
      answer = (question->several && !answer.empty() ? answer + "," : "") + property_of(event, "choice");
    } else {
      answer = text;
    }
  }
  for (const auto& [score, text] : comments) add_comment(survey, *score, text, former);
  return former;
}

}  // namespace sojourn
