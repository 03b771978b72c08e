// Reviews of Google Play: the monthly CSV files of its console (UTF-16 with a byte-order mark).
//
// Ids       stand inside the review's link (reviewId=) only. Ratings without words have no link: the app, the instant
//           and the device are their id.
// Source    Play Console help, "Download and export monthly reports"; the header of reviews_*.csv.
#include "base/decimal.h"
#include "base/text.h"
#include "formats/contact.h"
#include "formats/form.h"
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

Status read(const FormatInput& input, const FormatSettings&, EventWriter& writer) {
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
  return has_columns(head, {"Package Name", "Star Rating", "Review Link"});
}

}  // namespace

Format play_reviews_format() {
  Format format;
  format.id = "play-reviews";
  format.title = "Google Play reviews";
  format.family = "reviews";
  format.channel = "app";
  format.about = "The monthly files reviews_APP_YYYYMM.csv of the Google Play Console, as they are (UTF-16).";
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
