// Method: HMAC and hash against published vectors (RFC 4231, FIPS 180), tokens there and back, and every byte changed.
#include "surveys/link_token.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

LinkClaims claims() {
  return {"nps", "email:anna@example.com", "i-1", "order:o-17", "nl", 1'700'000'000 * kSecond, 1'800'000'000 * kSecond};
}

TEST(LinkToken, HashesAreTheStandardOnes) {
  EXPECT_EQ(to_hex(hmac_of("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(sha256_base64("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  EXPECT_EQ(random_hex(8).value().size(), 16u);
  EXPECT_NE(random_hex(8).value(), random_hex(8).value());
}

TEST(LinkToken, ReadsBackWhatItSigned) {
  EXPECT_EQ(verify_link(sign_link(claims(), "key"), "key").value(), claims());
  const LinkClaims few{"nps", "anna", "", "", "", 0, 0};
  EXPECT_EQ(verify_link(sign_link(few, "key"), "key").value(), few);
  EXPECT_EQ(
      sign_link(claims(), "key").find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."),
      std::string::npos);
}

TEST(LinkToken, AnotherKeyOrAnyOtherByteIsRefused) {
  const std::string token = sign_link(claims(), "key");
  EXPECT_FALSE(verify_link(token, "other").has_value());
  for (size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'A', 'Q', '.', '=', '\xff'}) {
      std::string changed = token;
      if (changed[i] == c) continue;
      changed[i] = c;
      EXPECT_FALSE(verify_link(changed, "key").has_value()) << i << " " << c;
    }
    EXPECT_FALSE(verify_link(token.substr(0, i), "key").has_value()) << i;
  }
  EXPECT_FALSE(verify_link(token + "A", "key").has_value());
  EXPECT_FALSE(verify_link(token + "." + token, "key").has_value());
  EXPECT_FALSE(verify_link(std::string(100'000, 'A'), "key").has_value());
}

TEST(LinkToken, AnswersToOneInvitationAreOneResponse) {
  LinkClaims other = claims();
  other.language = "de";
  other.expires = 0;
  EXPECT_EQ(response_of(other), response_of(claims()));
  for (std::string LinkClaims::*part :
       {&LinkClaims::survey, &LinkClaims::who, &LinkClaims::invitation, &LinkClaims::about}) {
    LinkClaims changed = claims();
    changed.*part += "x";
    EXPECT_NE(response_of(changed), response_of(claims()));
  }
}

}  // namespace
}  // namespace sojourn
