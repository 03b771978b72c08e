#include "act/rule_book.h"

#include "base/suggest.h"

namespace sojourn {
namespace {

constexpr std::string_view kDocumentKind = "rule";

}  // namespace

Result<std::unique_ptr<RuleBook>> RuleBook::open(Store& store, const SurveyBook& surveys) {
  std::unique_ptr<RuleBook> book(new RuleBook(store, surveys));
  SOJOURN_TRY(const std::vector<Document> documents, store.documents(kDocumentKind));
  for (const Document& document : documents) {
    Result<InvitationRule> rule = parse_rule_json(document.text, document.name);
    if (!rule) return Status::corruption(rule.error().to_string(), "rule \"" + document.name + "\"");
    book->rules_[document.name] = *std::move(rule);
  }
  return book;
}

std::vector<InvitationRule> RuleBook::list() const {
  const std::shared_lock lock(mutex_);
  std::vector<InvitationRule> all;
  for (const auto& [name, rule] : rules_) all.push_back(rule);
  return all;
}

Result<InvitationRule> RuleBook::find(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  if (const auto found = rules_.find(name); found != rules_.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [each, rule] : rules_) names.push_back(each);
  return Status::not_found("there is no rule \"" + std::string(name.substr(0, 80)) + "\"." + did_you_mean(name, names),
                           "rule");
}

Status RuleBook::check(const InvitationRule& rule) const {
  if (!rule.asks()) return {};
  const Result<std::shared_ptr<const Survey>> survey = surveys_.find(rule.survey);
  if (!survey) return Status::invalid(survey.error().message(), "survey");
  if (rule.by == InviteBy::kSms && (*survey)->first_score() == nullptr) {
    return Status::invalid("asks for no score, which is what people answer by sms", "survey");
  }
  return {};
}

Status RuleBook::keep(const InvitationRule& rule) {
  const Document document{std::string(kDocumentKind), rule.name, rule_text(rule)};
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  const std::unique_lock lock(mutex_);
  rules_[rule.name] = rule;
  return {};
}

Status RuleBook::put(const InvitationRule& rule) {
  const std::lock_guard changing(changing_);
  SOJOURN_CHECK(check(rule));
  {
    const std::shared_lock lock(mutex_);
    if (rules_.size() >= kRulesMax && !rules_.contains(rule.name)) {
      return Status::limit("there are " + std::to_string(kRulesMax) + " rules already");
    }
  }
  return keep(rule);
}

Status RuleBook::set_enabled(std::string_view name, bool enabled) {
  const std::lock_guard changing(changing_);
  SOJOURN_TRY(InvitationRule rule, find(name));
  rule.enabled = enabled;
  return keep(rule);
}

Status RuleBook::remove(std::string_view name) {
  const std::lock_guard changing(changing_);
  SOJOURN_CHECK(find(name).status());
  SOJOURN_CHECK(store_.remove_document(kDocumentKind, name));
  const std::unique_lock lock(mutex_);
  rules_.erase(rules_.find(name));
  return {};
}

}  // namespace sojourn
