#include "formats/review.h"

#include "formats/contact.h"

namespace sojourn {

Status write_review(EventWriter& writer, const Review& review, uint64_t line, std::string_view raw,
                    const std::function<void()>& more) {
  if (review.id.empty()) return writer.reject(line, raw, "id", "the review has no id");
  if (!review.time) return writer.reject(line, raw, "time", "the review does not tell when it was written");
  writer.begin(line, raw);
  writer.id(review.id).time(review.time->utc, review.time->offset_minutes);
  // An answer of ours makes the same review newer.
  writer.version(milliseconds(review.updated ? review.updated->utc : review.time->utc) +
                 (review.reply.empty() ? 0 : 1));
  writer.set("channel", review.channel).set("touchpoint", "review").set("direction", "in");
  if (review.rating) writer.set("kind", "stars").set("answer", *review.rating).set("scale", "1-5");
  writer.set("product", review.product).set("title", review.title);
  const bool both = !review.title.empty() && !review.text.empty();
  const std::string text = both ? review.title + "\n" + review.text : review.title + review.text;
  writer.set("text", fitting(text)).set("reply", fitting(review.reply, 4096));
  more();
  return ended(writer);
}

}  // namespace sojourn
