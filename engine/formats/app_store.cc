// Reviews of the App Store, as the App Store Connect API lists them.
//
// Source    App Store Connect API, "Customer Reviews": attributes, relationships, included responses.
#include <map>

#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/review.h"

namespace sojourn {
namespace {

struct Reply {
  std::string text;
  std::optional<ParsedTime> time;
};
using Replies = std::map<std::string, Reply>;  // What was answered, by the response's id.

Status read_review(const FormatSettings& settings, const Replies& replies, const Json& json, const JsonRecord& raw,
                   EventWriter& writer) {
  const Json& attributes = object_at(json, "attributes");
  Review review;
  review.id = text_at(json, "id");
  review.rating = number_at(attributes, "rating");
  review.title = text_at(attributes, "title");
  review.text = text_at(attributes, "body");
  review.time = time_at(attributes, "createdDate");
  review.product = setting(settings, "app");
  const auto reply = replies.find(text_at(json, "relationships.response.data.id"));
  if (reply != replies.end()) {
    review.reply = reply->second.text;
    // An answer that was changed makes the same review newer.
    if (review.time && reply->second.time && reply->second.time->utc > review.time->utc) {
      review.updated = reply->second.time;
    }
  }
  return write_review(writer, review, raw.line, raw.text, [&] {
    writer.set("location", text_at(attributes, "territory")).set("author", text_at(attributes, "reviewerNickname"));
    keep_others(writer, attributes, {"rating", "title", "body", "reviewerNickname", "createdDate", "territory"});
  });
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  Replies replies;
  look_through_json(input.bytes, {"data", "included"}, [&](const Json& json, const JsonRecord&) {
    if (text_at(json, "type") != "customerReviewResponses") return;
    replies[text_at(json, "id")] = {text_at(json, "attributes.responseBody"),
                                    time_at(json, "attributes.lastModifiedDate")};
  });
  return read_json_records(input.bytes, {"data"}, writer, [&](const Json& json, const JsonRecord& raw) {
    return text_at(json, "type") == "customerReviewResponses" ? Status()
                                                              : read_review(settings, replies, json, raw, writer);
  });
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"customerReviews", "attributes", "rating"});
}

}  // namespace

Format app_store_format() {
  Format format;
  format.id = "app-store";
  format.title = "App Store reviews";
  format.family = "reviews";
  format.channel = "app";
  format.about =
      "Customer reviews as the App Store Connect API lists them (GET /v1/apps/ID/customerReviews?include=response).";
  format.settings = {{"app", "The app's name, since reviews do not say it"}};
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
