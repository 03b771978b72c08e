// What makes two spellings one identifier, and which values name nobody.
#include "event/identifier.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

TEST(NormaliseIdentifier, MakesSpellingsOfOneAddressEqual) {
  EXPECT_EQ(normalise_identifier(IdentifierKind::kEmail, "  Ann@Example.COM "), "ann@example.com");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kPhone, "+31 (0)6-1234 5678"), "+310612345678");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kPhone, "06 1234+5678"), "0612345678");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kId, " C-17 "), "C-17");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kEmail, "MailTo:Ann@example.com"), "ann@example.com");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kEmail, "Ann Smith <Ann@example.com>"), "ann@example.com");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kEmail, "a<b"), "a<b");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kEmail, "a>"), "a>");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kPhone, "Tel. +31 6 1234 5678"), "+31612345678");
}

TEST(NormaliseIdentifier, AnExtensionIsOfALineThatManyShare) {
  for (const char* value : {"+31 20 123 4567 ext 4", "020-1234567 x4", "+31201234567;ext=4", "+31201234567 #4"}) {
    EXPECT_EQ(normalise_identifier(IdentifierKind::kPhone, value), "") << value;
  }
  EXPECT_EQ(normalise_identifier(IdentifierKind::kPhone, "+31 20 123 4567 (home)"), "+31201234567");
}

TEST(NormaliseIdentifier, KnowsValuesThatNameNobody) {
  for (const char* value : {"", " ", "0", "000", "0.0", "NULL", "None", "n/a", "undefined", "-", "Unknown", "nan",
                            "00000000-0000-0000-0000-000000000000", "(not set)"}) {
    EXPECT_EQ(normalise_identifier(IdentifierKind::kId, value), "") << value;
    EXPECT_EQ(normalise_identifier(IdentifierKind::kEmail, value), "") << value;
  }
  EXPECT_EQ(normalise_identifier(IdentifierKind::kPhone, "no phone"), "");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kId, "10"), "10");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kId, "nullable"), "nullable");
}

TEST(NormaliseIdentifier, TakesAGenericDeviceForNoIdentifier) {
  EXPECT_EQ(normalise_identifier(IdentifierKind::kDevice, "Mobile"), "");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kDevice, "iPhone"), "");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kDevice, "A1B2-C3"), "A1B2-C3");
  EXPECT_EQ(normalise_identifier(IdentifierKind::kId, "mobile"), "mobile");
}

TEST(Identifier, ReadsWhatItWrites) {
  for (const Identifier& one :
       {Identifier{IdentifierKind::kId, "17850"}, Identifier{IdentifierKind::kId, "a:b"},
        Identifier{IdentifierKind::kEmail, "a@b.c"}, Identifier{IdentifierKind::kAnonymous, "x:y"}}) {
    const auto back = parse_identifier(format_identifier(one));
    ASSERT_TRUE(back) << format_identifier(one);
    EXPECT_EQ(*back, one);
  }
  EXPECT_EQ(format_identifier({IdentifierKind::kId, "17850"}), "17850");
  EXPECT_EQ(parse_identifier("email:A@B.C")->value, "a@b.c");
}

TEST(Identifier, RefusesUnknownKindsAndNobody) {
  EXPECT_EQ(parse_identifier("fax:1").status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(parse_identifier("email:null").status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(parse_identifier("").status().code(), StatusCode::kInvalidArgument);
}

TEST(GenericMailbox, KnowsSharedMailboxesAndTheirTags) {
  EXPECT_TRUE(is_generic_mailbox("Info@example.com"));
  EXPECT_TRUE(is_generic_mailbox("no-reply@example.com"));
  EXPECT_TRUE(is_generic_mailbox("sales+nl@example.com"));
  EXPECT_FALSE(is_generic_mailbox("ann.info@example.com"));
  EXPECT_FALSE(is_generic_mailbox("info"));
}

TEST(Identifier, ToldADevicesNumberFromAModel) {
  for (const char* number : {"dev-1", "a8098c1a-f86e-11da-bd1a-00112444be1e", " IMEI490154203237518 "}) {
    EXPECT_TRUE(may_be_device_number(number)) << number;
  }
  for (const char* model : {"iPhone 13", "Galaxy", "mobile", "", "0", "null", "Pixel 7 Pro"}) {
    EXPECT_FALSE(may_be_device_number(model)) << model;
  }
}

}  // namespace
}  // namespace sojourn
