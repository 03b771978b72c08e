// What callers without the right to personal data see: masked texts, half addresses, and customers by number.
#include "api/masking.h"

#include <gmock/gmock.h>

#include "api/access_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::Not;

Caller caller_with(Permissions permissions) {
  Caller caller;
  caller.permissions = permissions;
  return caller;
}
const Caller& blind() {
  static const Caller caller = caller_with(Permission::kPeople);
  return caller;
}

TEST(Masking, AddressesAreHalfShown) {
  EXPECT_EQ(half_shown(IdentifierKind::kEmail, "anna@example.com"), "a…@example.com");
  EXPECT_EQ(half_shown(IdentifierKind::kEmail, "é@example.com"), "é…@example.com");
  EXPECT_EQ(half_shown(IdentifierKind::kEmail, "nothing"), "…");
  EXPECT_EQ(half_shown(IdentifierKind::kPhone, "+31201234567"), "…4567");
  EXPECT_EQ(half_shown(IdentifierKind::kPhone, "1234"), "…34");
  EXPECT_EQ(half_shown(IdentifierKind::kId, "c-17"), "c-17");
  EXPECT_EQ(half_shown(IdentifierKind::kId, "anna@example.com"), "a…@example.com") << "a number that is an address";
}

TEST(Masking, RangesMoveWithTheText) {
  const std::string text = "Mail a@example.com, it was great, Mrs. Johnson!";
  const MaskedText shown(blind(), text, "en");
  EXPECT_EQ(shown.text(), "Mail [e-mail], it was great, Mrs. [name]!");
  const auto part = [&](const std::string& words) {
    const size_t begin = text.find(words);
    const ByteRange range = shown.shown({begin, begin + words.size()});
    return shown.text().substr(range.begin, range.end - range.begin);
  };
  EXPECT_EQ(part("great"), "great");
  EXPECT_EQ(part("Mail"), "Mail");
  EXPECT_EQ(part("example"), "[e-mail]");
  EXPECT_EQ(part("Mrs. Johnson"), "Mrs. [name]");
  EXPECT_EQ(part("!"), "!");
  const MaskedText whole(caller_with(Permissions::all()), text, "en");
  EXPECT_EQ(whole.text(), text);
  EXPECT_EQ(whole.shown({5, 9}), (ByteRange{5, 9}));
}

TEST(Masking, WhatIsMadeOfATextIsMaskedAsTheTextIs) {
  const std::string text = "Please let Mrs. Johnson call me, or I go to Smithson. Mail a@example.com.";
  const MaskedText shown(blind(), text, "en");
  EXPECT_EQ(shown.words("johnson call"), "[name]") << "by itself it is no name";
  EXPECT_EQ(shown.words("example"), "[e-mail]");
  EXPECT_EQ(shown.words("call me"), "call me");
  EXPECT_EQ(shown.words("john"), "john") << "no part of a word";
  EXPECT_EQ(shown.words("mail b@example.com"), "mail [e-mail]") << "what others wrote";
  EXPECT_EQ(MaskedText(caller_with(Permissions::all()), text, "en").words("johnson call"), "johnson call");
  const Json reply = {{"text", text}, {"voice", {{"language", "en"}, {"wish", "johnson call"}, {"rival", nullptr}}}};
  EXPECT_EQ(masked(blind(), reply)["voice"]["wish"], "[name]");
  EXPECT_EQ(masked(caller_with(Permission::kPersonal), reply), reply);
  EXPECT_EQ(without_personal(blind(), "Mail a@example.com, Mrs. Johnson!", "en"), "Mail  . , Mrs.  . !");
}

TEST(Masking, RepliesAreMaskedWholeAndOnlyForThoseWithoutTheRight) {
  const Json reply = {
      {"customer", "email:anna@example.com"},
      {"number", 12},
      {"identifiers",
       {{{"kind", "email"}, {"value", "anna@example.com"}}, {{"kind", "phone"}, {"value", "+31201234567"}}}},
      {"events",
       {{{"text", "I am Mrs. Johnson"},
         {"properties",
          {{"turns",
            {{{"said", "call +31 20 123 4567"}},
             {{"role", "customer"}, {"name", "Kwakkel"}},
             {{"role", "agent"}, {"name", "Desk 4"}}}}}}}}},
      {"links",
       {{{"number", 3}, {"a", "id:c-1"}, {"b", "email:anna@example.com"}, {"reason", "mail to anna@example.com"}}}}};
  const Json shown = masked(blind(), reply);
  EXPECT_EQ(shown["customer"], "number:12");
  EXPECT_EQ(shown["identifiers"][0]["value"], "a…@example.com");
  EXPECT_EQ(shown["identifiers"][1]["value"], "…4567");
  EXPECT_EQ(shown["events"][0]["text"], "I am Mrs. [name]");
  const nlohmann::json& turns = shown["events"][0]["properties"]["turns"];
  EXPECT_EQ(turns[0]["said"], "call [phone]");
  EXPECT_EQ(turns[1]["name"], "[name]") << "though no list knows it";
  EXPECT_EQ(turns[2]["name"], "Desk 4");
  EXPECT_EQ(shown["links"][0]["b"], "a…@example.com");
  EXPECT_EQ(shown["links"][0]["reason"], "mail to [e-mail]");
  EXPECT_EQ(masked(caller_with(Permission::kPersonal), reply), reply);
}

// Zeno is known by his address alone, and wrote one.
class MaskingRoutes : public testing::Test {
 protected:
  MaskingRoutes() {
    site_.make_everybody();
    BatchMaker maker;
    Event& event =
        maker.add("w-1", TestCompany::kStart + 5 * kDay, {{IdentifierKind::kEmail, "zeno@example.com"}}, "survey");
    event.set_text(Field::kKind, "nps");
    event.set_number(Field::kAnswer, 2);
    event.set_text(Field::kText, "Mrs. Johnson never wrote to zeno@example.com");
    append(site_.site().company().store(), maker);
  }
  Json ask(const std::string& target, const std::string& account, int status = 200) {
    const HttpReply reply = site_.ask("GET", target, "", {site_.cookie(account)});
    EXPECT_EQ(reply.status, status) << target << " " << reply.body;
    return AccessSite::body_of(reply);
  }
  AccessSite site_;
};

TEST_F(MaskingRoutes, AManagerSeesMasksAndAnAgentDoesNot) {
  const Json agent = ask("/v1/feedback?limit=1", "agent")["items"][0];
  EXPECT_EQ(agent["text"], "Mrs. Johnson never wrote to zeno@example.com");
  EXPECT_EQ(agent["customer"], "email:zeno@example.com");
  const Json manager = ask("/v1/feedback?limit=1", "manager")["items"][0];
  EXPECT_EQ(manager["text"], "Mrs. [name] never wrote to [e-mail]");
  EXPECT_EQ(manager["answers"][0]["text"], manager["text"]);
  EXPECT_EQ(manager["identifiers"][0]["value"], "z…@example.com");
  const std::string customer = manager["customer"];
  EXPECT_THAT(customer, HasSubstr("number:"));
  const Json known = ask("/v1/customers/" + percent_encode(customer), "manager");
  EXPECT_EQ(known["customer"], customer);
  EXPECT_THAT(known.dump(), Not(HasSubstr("zeno@")));
  const Json life = ask("/v1/customers/" + percent_encode(customer) + "/timeline", "manager");
  EXPECT_THAT(life.dump(), Not(HasSubstr("zeno@")));
  EXPECT_THAT(life.dump(), Not(HasSubstr("Johnson")));
  EXPECT_EQ(ask("/v1/feedback?customer=" + percent_encode(customer), "manager")["items"].size(), 1u);
  ask("/v1/customers/number:0", "manager", 400);
  ask("/v1/customers/number:4000000", "manager", 404);
}

TEST_F(MaskingRoutes, WhatIsHalfShownIsFoundByTheWholeOnly) {
  EXPECT_EQ(ask("/v1/customers?find=zeno", "agent")["customers"].size(), 1u);
  EXPECT_EQ(ask("/v1/customers?find=zeno", "manager")["customers"].size(), 0u);
  EXPECT_EQ(ask("/v1/customers?find=zeno@example.com", "manager")["customers"].size(), 1u);
}

TEST_F(MaskingRoutes, AnAccountMayBeGivenTheRight) {
  const NamedText owner = site_.cookie("anna");
  HttpReply set = site_.ask("PUT", "/v1/accounts/manager", R"({"personal":true})", {owner});
  ASSERT_EQ(set.status, 200) << set.body;
  EXPECT_EQ(AccessSite::body_of(set)["personal"], true);
  EXPECT_THAT(ask("/v1/feedback?limit=1", "manager").dump(), HasSubstr("zeno@example.com"));
  set = site_.ask("PUT", "/v1/accounts/manager", R"({"personal":false})", {owner});
  EXPECT_THAT(ask("/v1/feedback?limit=1", "manager").dump(), Not(HasSubstr("zeno@")));
  EXPECT_THAT(ask("/v1/me", "agent")["permissions"].dump(), HasSubstr("personal"));
}

}  // namespace
}  // namespace sojourn
