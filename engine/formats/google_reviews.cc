// Reviews of places: Google Business Profile, as its API lists them and as Takeout exports them.
//
// Stars     are words, ONE to FIVE. Translated reviews hold the original behind "(Original)": that is what was written.
// Source    Google Business Profile APIs, accounts.locations.reviews.
#include <array>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/review.h"

namespace sojourn {
namespace {

std::optional<double> stars_of(const Json& json) {
  constexpr std::array<std::string_view, 5> kWords{"ONE", "TWO", "THREE", "FOUR", "FIVE"};
  const std::string word = text_at(json, "starRating");
  for (size_t i = 0; i < kWords.size(); ++i) {
    if (word == kWords[i]) return static_cast<double>(i + 1);
  }
  return number_at(json, "starRating");
}

std::string original_text(const std::string& text) {
  constexpr std::string_view kOriginal = "(Original)";
  constexpr std::string_view kTranslated = "(Translated by Google)";
  const size_t original = text.find(kOriginal);
  const size_t translated = text.find(kTranslated);
  if (translated == std::string::npos) return text;
  if (original != std::string::npos)
    return std::string(trim(std::string_view(text).substr(original + kOriginal.size())));
  // "What was written\n\n(Translated by Google)\nIts translation"
  return translated == 0 ? text : std::string(trim(std::string_view(text).substr(0, translated)));
}

// "17" of "accounts/3/locations/17/reviews/abc".
std::string location_of(const std::string& name) {
  constexpr std::string_view kLocations = "locations/";
  const size_t at = name.find(kLocations);
  if (at == std::string::npos) return {};
  const std::string rest = name.substr(at + kLocations.size());
  return rest.substr(0, rest.find('/'));
}

Status read_review(const FormatSettings& settings, const Json& json, const JsonRecord& raw, EventWriter& writer) {
  const std::string name = text_at(json, "name");
  Review review;
  review.id = text_at(json, "reviewId");
  if (review.id.empty() && name.find("reviews/") != std::string::npos) review.id = name.substr(name.rfind('/') + 1);
  review.channel = "social";
  review.rating = stars_of(json);
  review.text = original_text(text_at(json, "comment"));
  review.time = time_at(json, "createTime");
  review.updated = time_at(json, "updateTime");
  review.reply = original_text(text_at(json, "reviewReply.comment"));
  if (const auto replied = time_at(json, "reviewReply.updateTime"); replied && review.updated) {
    if (replied->utc > review.updated->utc) review.updated = replied;
  }
  return write_review(writer, review, raw.line, raw.text, [&] {
    const std::string location = setting(settings, "location");
    writer.set("location", location.empty() ? location_of(name) : location);
    if (!truth_at(json, "reviewer.isAnonymous").value_or(false))
      writer.set("author", text_at(json, "reviewer.displayName"));
  });
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  return read_json_records(input.bytes, {"reviews", "locationReviews"}, writer,
                           [&](const Json& json, const JsonRecord& raw) {
                             const Json& inside = object_at(json, "review");  // Of several places at once.
                             return read_review(settings, inside.empty() ? json : inside, raw, writer);
                           });
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"starRating", "createTime", "updateTime"});
}

}  // namespace

Format google_reviews_format() {
  Format format;
  format.id = "google-reviews";
  format.title = "Google Business reviews";
  format.family = "reviews";
  format.channel = "social";
  format.about =
      "Reviews of places as the Google Business Profile API lists them ({\"reviews\":[...]}), or from Takeout.";
  format.settings = {{"location", "Name of the place; else the number that Google gives it"}};
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
