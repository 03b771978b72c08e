#include "formats/signature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/text.h"
#include "formats/form.h"

namespace sojourn {
namespace {

std::string keyed_hash(const EVP_MD* algorithm, std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  const unsigned char* made = HMAC(algorithm, key.data(), static_cast<int>(key.size()),
                                   reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data(), &size);
  SOJOURN_ASSERT(made != nullptr, "HMAC over memory cannot fail");
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  const int made = EVP_Digest(text.data(), text.size(), out.data(), &size, EVP_sha256(), nullptr);
  SOJOURN_ASSERT(made == 1, "a digest over memory cannot fail");
  return {reinterpret_cast<const char*>(out.data()), size};
}

// In time that depends on the lengths alone.
bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Status wrong() { return Status::invalid("the signature does not fit the body and the signing secret", "signature"); }

Result<std::string_view> header(const SignedRequest& request, const std::string& name) {
  const auto found = request.headers.find(name);
  if (found == request.headers.end() || trim(found->second).empty()) {
    return Status::invalid("the header is missing", name);
  }
  return trim(found->second);
}

Status check_age(Micros signed_at, Micros now, std::string_view name) {
  const bool old = signed_at < now - kSignatureAge;
  if (!old && signed_at <= now + kSignatureAge) return {};
  return Status::invalid(
      std::string("the message was signed more than 5 minutes ") + (old ? "ago" : "ahead of this machine's clock"),
      std::string(name));
}

// Seconds since 1970, as three of the senders write it.
Status check_epoch(std::string_view text, Micros now, std::string_view name) {
  const Result<int64_t> seconds = parse_integer(text);
  if (!seconds || *seconds < 0 || *seconds > kTimeMax / kSecond) {
    return Status::invalid("it is no time in seconds since 1970", std::string(name));
  }
  return check_age(*seconds * kSecond, now, name);
}

// The header is the whole signature, after a fixed beginning.
Status check_whole(const SignedRequest& request, const std::string& name, std::string_view beginning,
                   const std::string& expected) {
  SOJOURN_TRY(std::string_view given, header(request, name));
  if (!given.starts_with(beginning)) {
    return Status::invalid("it does not begin with '" + std::string(beginning) + "'", name);
  }
  return same(given.substr(beginning.size()), expected) ? Status() : wrong();
}

// https://www.standardwebhooks.com: "v1,<base64>", several separated by blanks while a secret is being replaced.
Status check_standard(std::string_view secret, const SignedRequest& request) {
  SOJOURN_TRY(const std::string_view id, header(request, "webhook-id"));
  SOJOURN_TRY(const std::string_view time, header(request, "webhook-timestamp"));
  SOJOURN_TRY(std::string_view given, header(request, "webhook-signature"));
  SOJOURN_CHECK(check_epoch(time, request.now, "webhook-timestamp"));
  if (secret.starts_with("whsec_")) secret.remove_prefix(6);
  const Result<std::string> key = from_base64(secret);
  if (!key || key->empty()) return Status::invalid("the signing secret is not base64, after whsec_", "signing_secret");
  std::string text(id);
  ((text += '.') += time) += '.';
  text += request.body;
  const std::string expected = "v1," + base64(hmac_sha256(*key, text));
  bool fits = false;
  while (!given.empty()) {
    const size_t end = given.find(' ');
    fits = same(given.substr(0, end), expected) || fits;
    given = end == std::string_view::npos ? std::string_view() : trim(given.substr(end));
  }
  return fits ? Status() : wrong();
}

// https://docs.stripe.com/webhooks: "t=1492774577,v1=<hex>,v1=<hex>,v0=<hex>".
Status check_stripe(std::string_view secret, const SignedRequest& request) {
  SOJOURN_TRY(const std::string_view given, header(request, "stripe-signature"));
  std::string_view time;
  std::vector<std::string_view> signatures;
  for (std::string_view rest = given; !rest.empty();) {
    const size_t comma = rest.find(',');
    const std::string_view part = trim(rest.substr(0, comma));
    if (part.starts_with("t=")) time = part.substr(2);
    if (part.starts_with("v1=")) signatures.push_back(part.substr(3));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  if (time.empty() || signatures.empty()) return Status::invalid("it holds no t= or no v1=", "stripe-signature");
  SOJOURN_CHECK(check_epoch(time, request.now, "stripe-signature"));
  const std::string expected = hex(hmac_sha256(secret, std::string(time) + "." + std::string(request.body)));
  bool fits = false;
  for (const std::string_view one : signatures) fits = same(one, expected) || fits;
  return fits ? Status() : wrong();
}

// Chatwoot's lib/webhooks/trigger: "sha256=<hex>" over "<time>.<body>".
Status check_chatwoot(std::string_view secret, const SignedRequest& request) {
  SOJOURN_TRY(const std::string_view time, header(request, "x-chatwoot-timestamp"));
  SOJOURN_CHECK(check_epoch(time, request.now, "x-chatwoot-timestamp"));
  return check_whole(request, "x-chatwoot-signature",
                     "sha256=", hex(hmac_sha256(secret, std::string(time) + "." + std::string(request.body))));
}

// https://developer.zendesk.com/documentation/webhooks/verifying: the time is ISO 8601.
Status check_zendesk(std::string_view secret, const SignedRequest& request) {
  const std::string name = "x-zendesk-webhook-signature-timestamp";
  SOJOURN_TRY(const std::string_view time, header(request, name));
  const Result<ParsedTime> parsed = parse_time(time, Zone());
  if (!parsed) return Status::invalid("it is no time", name);
  SOJOURN_CHECK(check_age(parsed->utc, request.now, name));
  return check_whole(request, "x-zendesk-webhook-signature", "",
                     base64(hmac_sha256(secret, std::string(time) + std::string(request.body))));
}

// https://api.surveymonkey.com/v3/docs#webhook-security: the key is "<client id>&<client secret>", and the header
// Sm-Apikey tells the client id. Of a secret that is set without the id, the told one stands before it.
Status check_surveymonkey(std::string_view secret, const SignedRequest& request) {
  std::string key(secret);
  const auto id = request.headers.find("sm-apikey");
  if (key.find('&') == std::string::npos && id != request.headers.end()) {
    key.insert(0, std::string(trim(id->second)) + "&");
  }
  return check_whole(request, "sm-signature", "", base64(hmac_sha1(key, request.body)));
}

// The address as given, without its port, and with the usual one: senders and proxies differ on it.
std::vector<std::string> with_and_without_port(const std::string& url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) return {url};
  const size_t host = scheme + 3;
  const size_t end = std::min(url.find_first_of("/?#", host), url.size());
  const size_t user = url.rfind('@', end);
  const size_t name = user != std::string::npos && user >= host ? user + 1 : host;
  // A colon inside the brackets of an IPv6 address is no port's.
  const size_t bracket = url.rfind(']', end);
  const size_t from = bracket != std::string::npos && bracket > name && bracket < end ? bracket : name;
  const size_t colon = url.find(':', from);
  const bool has_port = colon != std::string::npos && colon < end;
  const std::string before = url.substr(0, has_port ? colon : end);
  const std::string behind = url.substr(end);
  if (has_port) return {url, before + behind};
  return {url, before + (url.starts_with("https:") ? ":443" : ":80") + behind};
}

// Every parameter's name and value, sorted by name; a value that comes twice counts once.
std::string sorted_parameters(std::string_view body) {
  std::set<std::pair<std::string, std::string>> sorted;
  for (auto& parameter : parse_form(body)) sorted.insert(std::move(parameter));
  std::string text;
  for (const auto& [name, value] : sorted) text += name + value;
  return text;
}

// https://www.twilio.com/docs/usage/security and twilio-node's webhooks.
Status check_twilio(std::string_view secret, const SignedRequest& request) {
  SOJOURN_TRY(const std::string_view given, header(request, "x-twilio-signature"));
  if (request.url.empty()) return Status::invalid("the address that was called is not known", "url");
  const size_t query = request.url.find('?');
  std::optional<std::string> body_hash;
  if (query != std::string::npos) {
    for (const auto& [name, value] : parse_form(std::string_view(request.url).substr(query + 1))) {
      if (name == "bodySHA256") body_hash = value;
    }
  }
  if (body_hash && !same(lower_ascii(*body_hash), hex(sha256(request.body)))) return wrong();
  const std::string parameters = body_hash ? "" : sorted_parameters(request.body);
  for (const std::string& url : with_and_without_port(request.url)) {
    if (same(given, base64(hmac_sha1(secret, url + parameters)))) return {};
  }
  return wrong();
}

}  // namespace

Status verify_signature(SigningScheme scheme, std::string_view secret, const SignedRequest& request) {
  if (secret.empty()) return Status::invalid("the source has no signing secret", "signing_secret");
  switch (scheme) {
    case SigningScheme::kStandardWebhooks: return check_standard(secret, request);
    case SigningScheme::kTypeform:  // https://www.typeform.com/developers/webhooks/secure-your-webhooks
      return check_whole(request, "typeform-signature", "sha256=", base64(hmac_sha256(secret, request.body)));
    case SigningScheme::kSurveyMonkey: return check_surveymonkey(secret, request);
    case SigningScheme::kShopify:  // https://shopify.dev/docs/apps/build/webhooks/subscribe/https
      return check_whole(request, "x-shopify-hmac-sha256", "", base64(hmac_sha256(secret, request.body)));
    case SigningScheme::kWooCommerce:  // https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks
      return check_whole(request, "x-wc-webhook-signature", "", base64(hmac_sha256(secret, request.body)));
    case SigningScheme::kStripe: return check_stripe(secret, request);
    case SigningScheme::kTwilio: return check_twilio(secret, request);
    case SigningScheme::kChatwoot: return check_chatwoot(secret, request);
    case SigningScheme::kZendesk: return check_zendesk(secret, request);
  }
  return Status::internal("a signing scheme without a check", "signature");
}

std::string hmac_sha256(std::string_view key, std::string_view text) { return keyed_hash(EVP_sha256(), key, text); }

std::string hmac_sha1(std::string_view key, std::string_view text) { return keyed_hash(EVP_sha1(), key, text); }

std::string hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4];
    text += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t at = 0; at < bytes.size(); at += 3) {
    const size_t size = std::min<size_t>(3, bytes.size() - at);
    uint32_t group = 0;
    for (size_t i = 0; i < 3; ++i) group = group << 8 | (i < size ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (size_t i = 0; i < 4; ++i) text += i <= size ? kBase64[group >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

Result<std::string> from_base64(std::string_view text) {
  const size_t size = text.size();
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  // Padding is all there or left out.
  if (text.size() % 4 == 1 || (size != text.size() && size % 4 != 0)) return Status::invalid("not base64: cut short");
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  uint32_t bits = 0;
  int count = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t value = kBase64.find(text[at]);
    if (value == std::string_view::npos) return Status::invalid("not base64", "byte " + std::to_string(at));
    bits = bits << 6 | static_cast<uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

}  // namespace sojourn
