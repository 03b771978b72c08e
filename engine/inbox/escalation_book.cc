#include "inbox/escalation_book.h"

#include <nlohmann/json.hpp>

#include "base/decimal.h"
#include "boards/json_fields.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kDocument = "escalation";

std::string text_of(const Escalation& escalation) {
  return boards::text_of(Json{{"at", escalation.at}, {"items", escalation.items}, {"told", escalation.told}});
}

Escalation read(const Json& json, int64_t number) {
  return {number, json.at("at").get<Micros>(), json.at("items").get<std::vector<int64_t>>(),
          json.at("told").get<std::string>()};
}

}  // namespace

Result<std::unique_ptr<EscalationBook>> EscalationBook::open(Store& store) {
  std::unique_ptr<EscalationBook> book(new EscalationBook(store));
  SOJOURN_TRY(const std::vector<Document> documents, store.documents(kDocument));
  for (const Document& document : documents) {
    const std::string place = "escalation \"" + document.name + "\"";
    const Result<int64_t> number = parse_integer(document.name);
    if (!number) return Status::corruption("no number", place);
    try {
      book->show(read(Json::parse(document.text), *number));
    } catch (const Json::exception& error) {
      return Status::corruption(error.what(), place);
    }
  }
  return book;
}

void EscalationBook::show(const Escalation& escalation) {
  for (const int64_t item : escalation.items) marks_.emplace(item, escalation.at);
  all_[escalation.number] = escalation;
}

std::optional<Micros> EscalationBook::at(int64_t item) const {
  const std::shared_lock lock(mutex_);
  const auto found = marks_.find(item);
  return found == marks_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Escalation> EscalationBook::list() const {
  const std::shared_lock lock(mutex_);
  std::vector<Escalation> all;
  for (const auto& [number, each] : all_) all.push_back(each);
  return all;
}

std::optional<Escalation> EscalationBook::find(int64_t number) const {
  const std::shared_lock lock(mutex_);
  const auto found = all_.find(number);
  return found == all_.end() ? std::nullopt : std::optional(found->second);
}

Status EscalationBook::keep(const Escalation& escalation) {
  const Document document{std::string(kDocument), std::to_string(escalation.number), text_of(escalation)};
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  const std::unique_lock lock(mutex_);
  show(escalation);
  return {};
}

Result<int64_t> EscalationBook::add(Micros at, std::vector<int64_t> items, const std::string& told) {
  const std::lock_guard changing(changing_);
  const int64_t number = all_.empty() ? 1 : all_.rbegin()->first + 1;
  SOJOURN_CHECK(keep({number, at, std::move(items), told}));
  return number;
}

Status EscalationBook::set_told(int64_t number, const std::string& told) {
  const std::lock_guard changing(changing_);
  const auto found = all_.find(number);
  if (found == all_.end()) return Status::not_found("there is no escalation " + std::to_string(number));
  Escalation escalation = found->second;
  escalation.told = told;
  return keep(escalation);
}

}  // namespace sojourn
