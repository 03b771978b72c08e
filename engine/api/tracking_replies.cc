#include "api/tracking_replies.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "api/record_json.h"

namespace sojourn {
namespace {

constexpr size_t kRejectsTold = 10;
// One pixel, transparent.
constexpr std::string_view kPixel(
    "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00"
    "\x01\x00\x00\x02\x02\x44\x01\x00;",
    43);

Thanks always(HttpReply reply) {
  return [reply = std::move(reply)](const AppendReceipt&) { return reply; };
}

HttpReply pixel() { return {200, "image/gif", std::string(kPixel), {}}; }

std::string random_uuid() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) return {};
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

// The value of the cookie `sp` where it is a plain word, else a new one.
std::string visitor_of(std::string_view cookies) {
  for (std::string_view rest = cookies; !rest.empty();) {
    const size_t end = rest.find(';');
    const std::string_view each = trimmed(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (!each.starts_with("sp=") || each.size() > 80) continue;
    const std::string_view value = each.substr(3);
    const bool plain = value.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
    if (plain && !value.empty()) return std::string(value);
  }
  return random_uuid();
}

// Snowplow's collectors know a browser again by it.
HttpReply with_cookie(const Call& call, HttpReply reply) {
  const bool secure = call.header("X-Forwarded-Proto") == "https";
  return std::move(reply).with(
      "Set-Cookie", "sp=" + visitor_of(call.header("Cookie")) +
                        "; Max-Age=31536000; Path=/; HttpOnly; SameSite=" + (secure ? "None; Secure" : "Lax"));
}
}  // namespace

Thanks thank_segment(const Call&, const EventBatch&) {
  return always({200, "application/json", "{\"success\":true}", {}});
}
Thanks thank_posthog(const Call&, const EventBatch&) { return always({200, "application/json", "{\"status\":1}", {}}); }
Thanks thank_posthog_v1(const Call&, const EventBatch&) {
  return always({200, "application/json", "{\"results\":{}}", {}});
}
Thanks thank_cloud_events(const Call&, const EventBatch&) { return always({202, "", "", {}}); }
// What was not taken is told as OTLP has it; counts of 64 bits are texts there.
Thanks thank_open_telemetry(const Call&, const EventBatch& batch) {
  if (batch.rejects.empty()) return always({200, "application/json", "{}", {}});
  const auto warns = [](const Reject& each) { return each.field == "resource.attributes"; };
  const auto warnings = std::count_if(batch.rejects.begin(), batch.rejects.end(), warns);
  const Reject& first = batch.rejects.front();
  const Json partial{{"rejectedLogRecords", std::to_string(static_cast<int64_t>(batch.rejects.size()) - warnings)},
                     {"errorMessage", first.field + ": " + first.reason}};
  return always(json_reply({{"partialSuccess", partial}}));
}

Thanks thank_pixel(const Call&, const EventBatch&) { return always(pixel()); }

Thanks thank_snowplow(const Call& call, const EventBatch&) {
  return always(with_cookie(call, {200, "text/plain; charset=utf-8", "ok", {}}));
}
Thanks thank_snowplow_pixel(const Call& call, const EventBatch&) { return always(with_cookie(call, pixel())); }

Thanks thank_plain(const Call&, const EventBatch& batch) {
  Json rejects = Json::array();
  for (const Reject& each : batch.rejects) {
    if (rejects.size() == kRejectsTold) break;
    rejects.push_back({{"line", each.line}, {"field", each.field}, {"reason", each.reason}});
  }
  return [rejected = batch.rejects.size(), rejects = std::move(rejects)](const AppendReceipt& receipt) {
    return json_reply({{"success", true},
                       {"events", receipt.stored},
                       {"repeats", receipt.repeats},
                       {"rejected", rejected},
                       {"rejects", rejects}});
  };
}

}  // namespace sojourn
