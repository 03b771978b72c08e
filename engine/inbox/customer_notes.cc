#include "inbox/customer_notes.h"

#include <algorithm>

#include "base/decimal.h"
#include "boards/json_fields.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kDocument = "customer_note";

std::string text_of(const std::string& at, const Note& note) {
  return boards::text_of(Json{{"identifier", at}, {"at", note.at}, {"account", note.account}, {"text", note.text}});
}

}  // namespace

Result<std::unique_ptr<CustomerNotes>> CustomerNotes::open(Store& store) {
  std::unique_ptr<CustomerNotes> all(new CustomerNotes(store));
  SOJOURN_TRY(const std::vector<Document> documents, store.documents(kDocument));
  for (const Document& document : documents) {
    const std::string place = "customer_note \"" + document.name + "\"";
    const Result<int64_t> number = parse_integer(document.name);
    if (!number) return Status::corruption("no number", place);
    try {
      const Json json = Json::parse(document.text);
      all->notes_[json.at("identifier").get<std::string>()].push_back({*number, json.at("at").get<Micros>(),
                                                                       json.at("account").get<std::string>(),
                                                                       json.at("text").get<std::string>()});
      all->next_ = std::max(all->next_, *number + 1);
    } catch (const Json::exception& error) {
      return Status::corruption(error.what(), place);
    }
  }
  return all;
}

std::vector<CustomerNotes::Kept> CustomerNotes::of(std::span<const Identifier> identifiers) const {
  const std::shared_lock lock(mutex_);
  std::vector<Kept> found;
  for (const Identifier& each : identifiers) {
    const auto notes = notes_.find(format_identifier(each));
    if (notes == notes_.end()) continue;
    for (const Note& note : notes->second) found.push_back({each, note});
  }
  std::ranges::sort(found, {}, [](const Kept& kept) { return std::pair(kept.note.at, kept.note.number); });
  return found;
}

Result<Note> CustomerNotes::add(const Identifier& at, const std::string& account, const std::string& text,
                                Micros when) {
  const std::lock_guard changing(changing_);
  const std::string name = format_identifier(at);
  if (const auto there = notes_.find(name); there != notes_.end() && there->second.size() >= kNotesMax) {
    return Status::limit("there are " + std::to_string(kNotesMax) + " notes on " + name + " already", "text");
  }
  const Note note{next_, when, account, text};
  const Document document{std::string(kDocument), std::to_string(note.number), text_of(name, note)};
  SOJOURN_CHECK(store_.put_documents({&document, 1}));
  const std::unique_lock lock(mutex_);
  ++next_;
  notes_[name].push_back(note);
  return note;
}

Status CustomerNotes::remove(std::span<const Identifier> identifiers, int64_t number) {
  const std::lock_guard changing(changing_);
  const std::vector<Kept> there = of(identifiers);
  const auto found = std::ranges::find(there, number, [](const Kept& kept) { return kept.note.number; });
  if (found == there.end()) return Status::not_found("there is no note " + std::to_string(number) + " here", "note");
  SOJOURN_CHECK(store_.remove_document(kDocument, std::to_string(number)));
  const std::unique_lock lock(mutex_);
  std::erase_if(notes_[format_identifier(found->at)], [number](const Note& note) { return note.number == number; });
  return {};
}

}  // namespace sojourn
