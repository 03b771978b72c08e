#include "formats/aws_envelope.h"

#include <optional>

#include "base/encoding.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr int kEnvelopesMax = 4;  // Of SNS in SQS in Kinesis, and one more.

std::optional<std::string> from_base64(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    if (c == '=' || is_blank(c)) continue;
    const size_t value = kLetters.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xFF);
  }
  return bytes;
}

Status open(const Json& json, const JsonRecord& raw, const ReadRecord& see, int depth);

// Text that holds one record, or several of them.
Status open_text(const std::string& text, const JsonRecord& raw, const ReadRecord& see, int depth) {
  Status status;
  look_through_json(text, {}, [&](const Json& json, const JsonRecord& inner) {
    JsonRecord told = inner;
    told.line = raw.line;
    if (status.ok()) status = open(json, told, see, depth + 1);
  });
  return status;
}

// What one item of "records" or "Records" holds; "" : nothing that is known.
std::string payload_of(const Json& item) {
  for (const char* path : {"data", "kinesis.data"}) {
    const std::string text = text_at(item, path);
    if (text.empty()) continue;
    const auto bytes = from_base64(text);
    if (bytes && is_utf8(*bytes)) return *bytes;
  }
  return text_at(item, {"body", "Sns.Message", "Message"});
}

Status open(const Json& json, const JsonRecord& raw, const ReadRecord& see, int depth) {
  if (depth < kEnvelopesMax && json.is_object()) {
    for (const char* name : {"records", "Records"}) {
      const Json& items = items_at(json, name);
      if (items.empty() || !items.front().is_object() || payload_of(items.front()).empty()) continue;
      for (const Json& item : items) SOJOURN_CHECK(open_text(payload_of(item), raw, see, depth));
      return {};
    }
    const std::string message = text_at(json, "Type") == "Notification" ? text_at(json, "Message") : std::string();
    if (!message.empty()) return open_text(message, raw, see, depth);
  }
  return see(json, raw);
}

}  // namespace

Status open_aws_envelope(const Json& json, const JsonRecord& raw, const ReadRecord& see) {
  return open(json, raw, see, 0);
}

}  // namespace sojourn
