// Signed links: who is asked what, so that an answer needs no password and nobody can answer for another.
//
// Token     base64url(JSON of the claims) + "." + base64url(HMAC-SHA256 of what stands before the dot).
// Response  answers given through one link, again and again, are one response (response_of): the newest counts.
// Secret    whoever knows the key can answer for everybody; it never leaves the data folder (survey_book.h).
// Compare   in constant time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/time.h"

namespace sojourn {

inline constexpr size_t kTokenBytesMax = 4096;

struct LinkClaims {
  std::string survey;
  std::string who;         // "c-17", "email:anna@example.com".
  std::string invitation;  // One asking: answers to it are one response.
  std::string about;       // "order:o-17", "call:9", "touchpoint:visit", or an event's id; "" : nothing.
  std::string language;    // "" : as the browser wishes.
  Micros made = 0;         // Whole seconds.
  Micros expires = 0;      // Whole seconds; 0: never.
  bool operator==(const LinkClaims&) const = default;
};

std::string sign_link(const LinkClaims& claims, std::string_view key);
// Does not look at `expires`. Errors: kInvalidArgument when it is not complete or not ours.
Result<LinkClaims> verify_link(std::string_view token, std::string_view key);

// The id that all answers through such a link have in common.
std::string response_of(const LinkClaims& claims);

// "/s/nps?t=TOKEN", or with a score "...&score=9", for one click in an e-mail.
std::string link_path(std::string_view survey, std::string_view token, std::optional<int> score = {});

// How long a link is good for unless told.
inline constexpr Micros kLinkValidFor = 90 * kDay;
// The same claims, made now and good for so long: "30d"; "" : kLinkValidFor. Errors: kInvalidArgument, where "valid".
Result<LinkClaims> with_validity(LinkClaims claims, const std::string& valid, Micros now);

// --- what else needs chance and hashes here
Result<std::string> random_hex(size_t bytes);
std::string hmac_of(std::string_view key, std::string_view text);  // 32 raw bytes.
std::string sha256_base64(std::string_view text);                  // As content security policies write it.
std::string to_hex(std::string_view bytes);

}  // namespace sojourn
