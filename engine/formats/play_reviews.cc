// Reviews of Google Play: the monthly CSV files of its console (UTF-16 with a byte-order mark), and replies of its API.
//
// Ids       stand inside the review's link (reviewId=) only. Ratings without words have no link: the app, the instant
//           and the device are their id.
// Source    Play Console help, "Download and export monthly reports"; the header of reviews_*.csv; Google Play Developer
//           API, "Reviews".
#include "base/decimal.h"
#include "base/text.h"
#include "formats/contact.h"
#include "formats/form.h"
#include "formats/json_records.h"
#include "formats/review.h"
#include "formats/table.h"

namespace sojourn {
namespace {

std::string review_id(std::string_view link) {
  constexpr std::string_view kName = "reviewId=";
  const size_t at = link.find(kName);
  if (at == std::string_view::npos) return {};
  const std::string_view behind = link.substr(at + kName.size());
  return percent_decoded(behind.substr(0, behind.find_first_of("&#")), true);
}

std::optional<ParsedTime> time_of(const Table& table, std::string_view name) {
  const std::string prefix(name);
  for (const char* part : {" Millis Since Epoch", " Date and Time"}) {
    const std::string_view text = table.at(prefix + part);
    const Result<ParsedTime> time = parse_time(text, Zone());
    if (!text.empty() && time) return *time;
  }
  return std::nullopt;
}

Status read_row(const Table& table, EventWriter& writer) {
  const Zone zone;
  Review review;
  review.time = time_of(table, "Review Submit");
  review.updated = time_of(table, "Review Last Update");
  review.id = review_id(table.at("Review Link"));
  review.product = table.at("Package Name");
  if (review.id.empty() && review.time) {
    review.id =
        review.product + ":" + std::to_string(milliseconds(review.time->utc)) + ":" + std::string(table.at("Device"));
  }
  const std::string_view stars = table.at("Star Rating");
  const Result<double> rating = parse_number(stars);
  if (!stars.empty() && !rating) {
    return writer.reject(table.line(), table.raw(), "Star Rating",
                         "'" + std::string(stars.substr(0, 40)) + "' is no number");
  }
  if (rating) review.rating = *rating;
  review.title = table.at("Review Title");
  review.text = table.at("Review Text");
  review.reply = table.at("Developer Reply Text");
  if (const auto replied = time_of(table, "Developer Reply"); replied && review.updated) {
    if (replied->utc > review.updated->utc) review.updated = replied;
  }
  return write_review(writer, review, table.line(), table.raw(), [&] {
    writer.field(Field::kDevice, table.at("Device"));
    writer.set("language", language_of(table.at("Reviewer Language")));
    writer.set("app_version", table.at({"App Version Name", "App Version Code"}));
    writer.set("link", table.at("Review Link"));
  });
}

// {"seconds":"1772366400","nanos":500000000}
std::optional<ParsedTime> api_time(const Json& comment) {
  const auto seconds = integer_at(comment, "lastModified.seconds");
  const auto nanos = integer_at(comment, "lastModified.nanos");
  if (!seconds || *seconds < 0 || *seconds > kTimeMax / kSecond) return std::nullopt;
  return ParsedTime{*seconds * kSecond + (nanos && *nanos >= 0 && *nanos < 1'000'000'000 ? *nanos / 1000 : 0), 0};
}

// The API tells a review's last change only, and answers of ours among its comments.
Status read_record(const FormatSettings& settings, const Json& json, const JsonRecord& raw, EventWriter& writer) {
  Review review;
  review.id = text_at(json, "reviewId");
  review.product = setting(settings, "app");
  const Json* user = nullptr;
  for (const Json& comment : items_at(json, "comments")) {
    if (user == nullptr && comment.contains("userComment")) user = &object_at(comment, "userComment");
    const Json& answer = object_at(comment, "developerComment");
    if (answer.empty()) continue;
    review.reply = text_at(answer, "text");
    review.updated = api_time(answer);
  }
  if (user == nullptr) return writer.reject(raw.line, raw.text, "comments", "the record holds no review of a user");
  review.time = api_time(*user);
  if (!review.updated || (review.time && review.updated->utc < review.time->utc)) review.updated = review.time;
  review.rating = number_at(*user, "starRating");
  // Titles stand before a tab.
  const std::string text = text_at(*user, "text");
  const size_t tab = text.find('\t');
  review.text = tab == std::string::npos ? text : text.substr(tab + 1);
  review.title = tab == std::string::npos ? "" : text.substr(0, tab);
  return write_review(writer, review, raw.line, raw.text, [&] {
    writer.field(Field::kDevice, text_at(*user, "device"));
    writer.set("language", language_of(text_at(*user, "reviewerLanguage")));
    writer.set("app_version", text_at(*user, {"appVersionName", "appVersionCode"}));
  });
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  if (is_json_with(input.bytes, {})) {
    return read_json_records(input.bytes, {"reviews"}, writer, [&](const Json& json, const JsonRecord& raw) {
      return read_record(settings, json, raw, writer);
    });
  }
  SOJOURN_TRY(Table table, Table::open(input.bytes, input.name));
  if (!table.has("star rating") || !table.has("package name")) {
    return Status::invalid("a file of Play reviews has columns Package Name and Star Rating", "line 1");
  }
  while (true) {
    SOJOURN_TRY(const bool more, table.next(writer));
    if (!more) return {};
    SOJOURN_CHECK(read_row(table, writer));
  }
}

bool recognises(std::string_view head, std::string_view) {
  return has_columns(head, {"Package Name", "Star Rating", "Review Link"}) ||
         is_json_with(head, {"reviewId", "userComment", "starRating"});
}

}  // namespace

Format play_reviews_format() {
  Format format;
  format.id = "play-reviews";
  format.title = "Google Play reviews";
  format.family = "reviews";
  format.channel = "app";
  format.about =
      "The monthly files reviews_APP_YYYYMM.csv of the Google Play Console, as they are (UTF-16), and reviews as the "
      "Google Play Developer API lists them.";
  format.settings = {{"app", "The app's package, which replies of the API do not tell"}};
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
