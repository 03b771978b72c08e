#include "enrich/correction_book.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace sojourn {
namespace {

using Json = nlohmann::json;
constexpr const char* kKind = "voice";
constexpr const char* kName = "corrections";

std::optional<Sentiment> sentiment_of(const std::string& name) {
  for (const Sentiment each : {Sentiment::kNegative, Sentiment::kNeutral, Sentiment::kPositive}) {
    if (sentiment_name(each) == name) return each;
  }
  return std::nullopt;
}

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<CorrectionRow> read_row(const Json& json) {
  const auto sentiment = json.is_object() ? sentiment_of(text_of(json, "sentiment")) : std::nullopt;
  if (!sentiment) return Status::corruption("a correction without a sentiment", "corrections");
  CorrectionRow row;
  row.correction = {text_of(json, "phrase"), *sentiment, text_of(json, "language")};
  row.account = text_of(json, "account");
  const auto at = json.find("at");
  if (at != json.end() && at->is_number_integer()) row.at = at->get<Micros>();
  return row;
}

bool is_of(const CorrectionRow& row, std::string_view phrase, std::string_view language) {
  // Compared as Corrections does, which knows what makes no difference.
  Corrections one;
  if (row.correction.language != language || !one.add(row.correction).ok()) return false;
  const Result<bool> removed = one.remove(phrase, language);
  return removed && *removed;
}

}  // namespace

Result<std::vector<CorrectionRow>> read_corrections(Store& store) {
  SOJOURN_TRY(const std::vector<Document> documents, store.documents(kKind));
  std::vector<CorrectionRow> rows;
  for (const Document& document : documents) {
    if (document.name != kName) continue;
    const Json json = Json::parse(document.text, nullptr, false);
    if (!json.is_array()) return Status::corruption("the list of corrections cannot be read", "corrections");
    for (const Json& each : json) {
      SOJOURN_TRY(CorrectionRow row, read_row(each));
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

Status write_corrections(Store& store, const std::vector<CorrectionRow>& rows) {
  Json json = Json::array();
  for (const CorrectionRow& row : rows) {
    json.push_back({{"phrase", row.correction.phrase},
                    {"language", row.correction.language},
                    {"sentiment", sentiment_name(row.correction.sentiment)},
                    {"account", row.account},
                    {"at", row.at}});
  }
  const Document document{kKind, kName, json.dump(-1, ' ', false, Json::error_handler_t::replace)};
  return store.put_documents({&document, 1});
}

Result<Corrections> corrections_of(const std::vector<CorrectionRow>& rows) {
  Corrections corrections;
  for (const CorrectionRow& row : rows) SOJOURN_CHECK(corrections.add(row.correction));
  return corrections;
}

void put_correction(std::vector<CorrectionRow>& rows, CorrectionRow row) {
  take_correction(rows, row.correction.phrase, row.correction.language);
  rows.push_back(std::move(row));
}

bool take_correction(std::vector<CorrectionRow>& rows, std::string_view phrase, std::string_view language) {
  return std::erase_if(rows, [&](const CorrectionRow& row) { return is_of(row, phrase, language); }) > 0;
}

}  // namespace sojourn
