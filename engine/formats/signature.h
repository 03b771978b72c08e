// How senders of webhooks prove who they are: a keyed hash over the body, each in their own way.
//
// Time      schemes that sign a time refuse one that is more than `kSignatureAge` away: an old message told again.
// Compare   in constant time.
// Source    the vendors' documentation, named beside each scheme in signature.cc; Standard Webhooks.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/time.h"

namespace sojourn {

inline constexpr Micros kSignatureAge = 5 * kMinute;

enum class SigningScheme : unsigned char {
  kStandardWebhooks,  // webhook-id, webhook-timestamp, webhook-signature: v1,base64(HMAC-SHA256(id.time.body)); whsec_ keys.
  kTypeform,          // Typeform-Signature: sha256=base64(HMAC-SHA256(body))
  kSurveyMonkey,  // Sm-Signature: base64(HMAC-SHA1(body)), keyed with "<id>&<secret>"; Sm-Apikey: the id
  kShopify,       // X-Shopify-Hmac-Sha256: base64(HMAC-SHA256(body))
  kWooCommerce,   // X-WC-Webhook-Signature: base64(HMAC-SHA256(body))
  kStripe,        // Stripe-Signature: t=..,v1=hex(HMAC-SHA256(t.body))
  kTwilio,        // X-Twilio-Signature: base64(HMAC-SHA1(url + sorted parameters)), or with bodySHA256 for JSON
  kChatwoot,      // X-Chatwoot-Signature: sha256=hex(HMAC-SHA256(timestamp.body)); X-Chatwoot-Timestamp
  kZendesk,       // X-Zendesk-Webhook-Signature: base64(HMAC-SHA256(timestamp + body)), with its -Timestamp
};

struct SignedRequest {
  std::string_view body;
  const std::map<std::string, std::string>& headers;  // Names in lower case.
  std::string url;                                    // As the sender called it: Twilio signs it.
  Micros now = 0;
};

// Errors: kInvalidArgument, which says what is missing or wrong (never what would have been right).
Status verify_signature(SigningScheme scheme, std::string_view secret, const SignedRequest& request);

// Of hashes: lower case hex, and standard base64 with padding.
std::string hmac_sha256(std::string_view key, std::string_view text);  // 32 raw bytes.
std::string hmac_sha1(std::string_view key, std::string_view text);    // 20 raw bytes.
std::string hex(std::string_view bytes);
std::string base64(std::string_view bytes);
Result<std::string> from_base64(std::string_view text);

}  // namespace sojourn
