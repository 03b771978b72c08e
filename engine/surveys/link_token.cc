#include "surveys/link_token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/encoding.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kDigestBytes = 32;
constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr size_t kClaimBytesMax = 1000;
constexpr Micros kLinkValidMax = 3650 * kDay;

std::string base64url(std::string_view bytes) {
  std::string out;
  uint32_t bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xffffffU;
    for (held += 8; held >= 6;) out += kDigits[bits >> (held -= 6) & 63];
  }
  if (held > 0) out += kDigits[bits << (6 - held) & 63];
  return out;
}

// Only what base64url() writes: no padding, no bits left over, so that a token has one form.
Result<std::string> from_base64url(std::string_view text) {
  std::string out;
  uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return Status::invalid("this link is not complete", "token");
    bits = (bits << 6 | static_cast<uint32_t>(digit)) & 0xffffffU;
    held += 6;
    if (held >= 8) out += static_cast<char>(bits >> (held -= 8) & 255);
  }
  if (held >= 6 || (bits & ((1U << held) - 1)) != 0) return Status::invalid("this link is not complete", "token");
  return out;
}

Status not_ours() { return Status::invalid("this link is not complete, or not ours", "token"); }

void put(Json& json, const char* name, const std::string& text) {
  if (!text.empty()) json[name] = text;
}

bool read(const Json& json, const char* name, std::string& into) {
  if (!json.contains(name)) return true;
  if (!json[name].is_string()) return false;
  into = json[name].get<std::string>();
  return into.size() <= kClaimBytesMax;
}

bool read(const Json& json, const char* name, Micros& into) {
  if (!json.contains(name)) return true;
  if (!json[name].is_number_integer()) return false;
  const auto seconds = json[name].get<int64_t>();
  if (seconds < 0 || seconds > kTimeMax / kSecond) return false;
  into = seconds * kSecond;
  return true;
}

}  // namespace

std::string hmac_of(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string sha256_base64(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::array<unsigned char, 4 * ((kDigestBytes + 2) / 3) + 1> encoded{};
  const int length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
  return {reinterpret_cast<const char*>(encoded.data()), static_cast<size_t>(length)};
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

Result<std::string> random_hex(size_t bytes) {
  std::string random(bytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), static_cast<int>(bytes)) != 1) {
    return Status::unavailable("the machine gives no random numbers");
  }
  return to_hex(random);
}

std::string sign_link(const LinkClaims& claims, std::string_view key) {
  Json json = Json::object();
  put(json, "survey", claims.survey);
  put(json, "who", claims.who);
  put(json, "invitation", claims.invitation);
  put(json, "about", claims.about);
  put(json, "language", claims.language);
  if (claims.made != 0) json["made"] = claims.made / kSecond;
  if (claims.expires != 0) json["expires"] = claims.expires / kSecond;
  const std::string payload = base64url(json.dump(-1, ' ', false, Json::error_handler_t::replace));
  return payload + "." + base64url(hmac_of(key, payload));
}

Result<LinkClaims> verify_link(std::string_view token, std::string_view key) {
  const size_t dot = token.find('.');
  if (dot == std::string_view::npos || token.size() > kTokenBytesMax) return not_ours();
  const std::string_view payload = token.substr(0, dot);
  SOJOURN_TRY(const std::string signature, from_base64url(token.substr(dot + 1)));
  const std::string wanted = hmac_of(key, payload);
  if (signature.size() != wanted.size() || CRYPTO_memcmp(signature.data(), wanted.data(), wanted.size()) != 0) {
    return not_ours();
  }
  SOJOURN_TRY(const std::string text, from_base64url(payload));
  if (!is_utf8(text)) return not_ours();
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return not_ours();
  LinkClaims claims;
  const bool good = read(json, "survey", claims.survey) && read(json, "who", claims.who) &&
                    read(json, "invitation", claims.invitation) && read(json, "about", claims.about) &&
                    read(json, "language", claims.language) && read(json, "made", claims.made) &&
                    read(json, "expires", claims.expires);
  if (!good || claims.survey.empty()) return not_ours();
  return claims;
}

std::string link_path(std::string_view survey, std::string_view token, std::optional<int> score) {
  std::string path = "/s/" + std::string(survey) + "?t=" + std::string(token);
  return score ? path + "&score=" + std::to_string(*score) : path;
}

Result<LinkClaims> with_validity(LinkClaims claims, const std::string& valid, Micros now) {
  const Result<Micros> length = valid.empty() ? Result<Micros>(kLinkValidFor) : parse_duration(valid);
  if (!length) return Status::invalid(length.error().message(), "valid");
  if (*length == 0 || *length > kLinkValidMax) return Status::invalid("more than 0 and at most 3650d", "valid");
  claims.made = now;
  claims.expires = now + *length;
  return claims;
}

std::string response_of(const LinkClaims& claims) {
  std::string text;
  for (const std::string* part : {&claims.survey, &claims.who, &claims.invitation, &claims.about}) {
    text += std::to_string(part->size()) + ":" + *part;
  }
  constexpr size_t kIdBytes = 12;
  return "link-" + to_hex(std::string_view(hmac_of("response", text)).substr(0, kIdBytes));
}

}  // namespace sojourn
