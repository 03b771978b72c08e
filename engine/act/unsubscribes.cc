#include "act/unsubscribes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "surveys/link_token.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kDocumentKind = "unsubscribe";
constexpr std::string_view kNoSurvey = "-unsubscribe";

// As the record compares it.
Result<Identifier> normal(const Identifier& who) {
  Identifier same{who.kind, normalise_identifier(who.kind, who.value)};
  if (same.value.empty() || same.kind == IdentifierKind::kUnknown) {
    return Status::invalid("\"" + format_identifier(who) + "\" names nobody", "who");
  }
  return same;
}

}  // namespace

Result<std::unique_ptr<Unsubscribes>> Unsubscribes::open(Store& store) {
  std::unique_ptr<Unsubscribes> book(new Unsubscribes(store));
  SOJOURN_TRY(const std::vector<Document> documents, store.documents(kDocumentKind));
  for (const Document& document : documents) {
    const Json json = Json::parse(document.text, nullptr, false);
    if (!json.is_object()) {
      return Status::corruption("an unsubscription cannot be read", "unsubscribe \"" + document.name + "\"");
    }
    book->entries_[document.name] = {document.name, json.value("at", int64_t{0}), json.value("by", std::string())};
  }
  return book;
}

Status Unsubscribes::add(const Identifier& who, std::string_view by, Micros at) {
  SOJOURN_TRY(const Identifier same, normal(who));
  const std::lock_guard changing(changing_);
  const std::string name = format_identifier(same);
  {
    const std::shared_lock lock(mutex_);
    if (entries_.contains(name)) return {};
  }
  const Document document{std::string(kDocumentKind), name, Json{{"at", at}, {"by", by}}.dump()};
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  const std::unique_lock lock(mutex_);
  entries_[name] = {name, at, std::string(by)};
  return {};
}

Status Unsubscribes::remove(const Identifier& who) {
  SOJOURN_TRY(const Identifier same, normal(who));
  const std::lock_guard changing(changing_);
  const std::string name = format_identifier(same);
  SOJOURN_CHECK(store_.remove_document(kDocumentKind, name));
  const std::unique_lock lock(mutex_);
  entries_.erase(name);
  return {};
}

bool Unsubscribes::any_of(std::span<const Identifier> customer) const {
  const std::shared_lock lock(mutex_);
  return std::any_of(customer.begin(), customer.end(),
                     [this](const Identifier& each) { return entries_.contains(format_identifier(each)); });
}

std::vector<Unsubscribes::Entry> Unsubscribes::list() const {
  const std::shared_lock lock(mutex_);
  std::vector<Entry> all;
  for (const auto& [name, entry] : entries_) all.push_back(entry);
  std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.who < b.who; });
  return all;
}

std::string sign_unsubscribe(const Identifier& who, std::string_view invitation, std::string_view key) {
  LinkClaims claims;
  claims.survey = kNoSurvey;
  claims.who = format_identifier(who);
  claims.invitation = invitation;
  return sign_link(claims, key);
}

Result<Identifier> verify_unsubscribe(std::string_view token, std::string_view key) {
  SOJOURN_TRY(const LinkClaims claims, verify_link(token, key));
  if (claims.survey != kNoSurvey) return Status::invalid("this link is for something else", "token");
  return parse_identifier(claims.who);
}

}  // namespace sojourn
