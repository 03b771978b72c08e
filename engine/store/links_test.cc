// Links between identifiers in the record: seen on events, made by hand, undone; and what they do to customers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Identifier kOne{Kind::kId, "1"};
const Identifier kTwo{Kind::kId, "2"};
const Identifier kMail{Kind::kEmail, "a@example.com"};
const Identifier kCookie{Kind::kAnonymous, "cookie"};

std::vector<IdentifierCode> customers_of(Store& store) {
  std::vector<IdentifierCode> customers;
  const auto rows = store.identifiers();
  for (const IdentifierRow& row : *rows) customers.push_back(row.customer);
  return customers;
}

void add_event(Store& store, std::string_view id, Micros time, const Who& who) {
  BatchMaker maker;
  maker.add(id, time, who);
  append(store, maker);
}

TEST(Links, EventsLinkThePrimaryIdentifierWithEachOther) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  add_event(*store, "e1", 500, {{Kind::kId, "1"}, {Kind::kEmail, "a@example.com"}, {Kind::kAccount, "acme"}});
  add_event(*store, "e2", 300, {{Kind::kId, "1"}, {Kind::kEmail, "a@example.com"}});
  const auto links = store->links(std::nullopt);
  ASSERT_EQ(links->size(), 1u);
  EXPECT_EQ(links->front().a, kOne);
  EXPECT_EQ(links->front().b, kMail);
  EXPECT_EQ(links->front().since, 300);  // The earliest event that shows it, whenever it arrives.
  EXPECT_FALSE(links->front().by_hand);
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 1, 3));
}

TEST(Links, AGenericMailboxIsNotWhoAnEventBelongsToWhileAPersonIsNamed) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  BatchMaker maker;
  for (int i = 0; i < 50; ++i) {
    maker.add("e" + std::to_string(i), i,
              {{Kind::kEmail, "info@corp.com"}, {Kind::kPhone, "+4930" + std::to_string(i)}});
  }
  maker.add("alone", 99, {{Kind::kEmail, "info@corp.com"}});
  maker.add("account", 99, {{Kind::kEmail, "info@corp.com"}, {Kind::kAccount, "corp"}});
  append(*store, maker);
  std::set<IdentifierCode> people;
  for (int i = 0; i < 50; ++i) {
    const auto customer = store->customer({Kind::kPhone, "+4930" + std::to_string(i)});
    ASSERT_TRUE(customer.has_value());
    people.insert(customer->number);
    EXPECT_EQ(store->timeline(customer->number, {INT64_MIN, INT64_MAX}, 10, 0)->size(), 1u);
  }
  EXPECT_EQ(people.size(), 50u);
  const auto first = store->timeline(*people.begin(), {INT64_MIN, INT64_MAX}, 1, 0);
  ASSERT_EQ(first->front().who.size(), 2u);
  EXPECT_EQ(first->front().who.front().kind, Kind::kPhone);  // The primary stands first.
  const auto mailbox = store->customer({Kind::kEmail, "info@corp.com"});
  EXPECT_EQ(store->timeline(mailbox->number, {INT64_MIN, INT64_MAX}, 10, 0)->size(), 2u);
  ASSERT_EQ(store->flags()->size(), 1u);
  EXPECT_EQ(store->flags()->front().reason, "generic mailbox");
}

TEST(Links, PeopleWithoutCustomerNumbersWhoShareADeviceStayApart) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  BatchMaker maker;
  for (int i = 0; i < 200; ++i) {
    const std::string mail = "p" + std::to_string(i) + "@example.com";
    maker.add("e" + std::to_string(i), i, {{Kind::kEmail, mail}, {Kind::kDevice, "iPhone 13"}});
  }
  append(*store, maker);
  const std::vector<IdentifierCode> customers = customers_of(*store);
  EXPECT_EQ(std::set<IdentifierCode>(customers.begin(), customers.end()).size(), 201u);
}

TEST(Links, AnEventWithoutIdentifierCannotBeLinked) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  add_event(*store, "e1", 1, {});
  add_event(*store, "e2", 1, {{Kind::kId, "1"}});
  const Identifier nobody = store->identifiers()->front().identifier;
  ASSERT_EQ(nobody.kind, Kind::kUnknown);
  for (const auto& [a, b] : {std::pair(nobody, kOne), std::pair(kOne, nobody)}) {
    const Status refused = store->link(a, b, "").status();
    EXPECT_EQ(refused.code(), StatusCode::kInvalidArgument);
    EXPECT_EQ(refused.where(), format_identifier(nobody));
    EXPECT_THAT(refused.message(), testing::HasSubstr("nobody to link"));
  }
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 2));
}

TEST(Links, GroupsComeWithTheirVersionAndFromAnyCode) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  add_event(*store, "e1", 1, {});
  add_event(*store, "e2", 1, {{Kind::kId, "1"}, {Kind::kEmail, "a@example.com"}});
  const auto all = store->identifier_groups(1);
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->version, store->identity_version());
  EXPECT_THAT(all->customer, ElementsAre(1, 2, 2));
  EXPECT_THAT(all->identified, ElementsAre(0, 1, 1));
  ASSERT_TRUE(store->link(kOne, kTwo, "").has_value());
  ASSERT_TRUE(store->unlink(kOne, kMail).has_value());
  const auto late = store->identifier_groups(3);
  EXPECT_EQ(late->version, store->identity_version());
  EXPECT_EQ(late->from, 3u);
  EXPECT_THAT(late->customer, ElementsAre(3, 2));
  EXPECT_THAT(store->identifier_groups(9)->customer, IsEmpty());
}

TEST(Links, TheirFingerprintIsOfThePastAlone) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  std::set<uint64_t> seen{*store->link_fingerprint({})};
  std::vector<std::pair<LinkHistory, uint64_t>> past;
  for (int i = 0; i < 40; ++i) {
    const Identifier other{Kind::kId, "x" + std::to_string(i)};
    ASSERT_TRUE(store->link(kOne, other, "").has_value());
    if (i % 2 == 0) {
      ASSERT_TRUE(store->unlink(kOne, other).has_value());
    }
    const LinkHistory history = *store->link_history();
    EXPECT_EQ(history.made, i + 1);
    EXPECT_EQ(history.undone, i / 2 + 1);
    past.emplace_back(history, *store->link_fingerprint(history));
    EXPECT_TRUE(seen.insert(past.back().second).second) << i;
  }
  for (const auto& [history, print] : past) EXPECT_EQ(*store->link_fingerprint(history), print);
}

TEST(Links, UnlinkingReturnsTheOriginalsExactly) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  add_event(*store, "e1", 1, {{Kind::kId, "1"}, {Kind::kEmail, "a@example.com"}});
  add_event(*store, "e2", 2, {{Kind::kId, "2"}, {Kind::kAnonymous, "cookie"}});
  const std::vector<IdentifierCode> before = customers_of(*store);
  const int64_t version = store->identity_version();
  const auto link = store->link(kMail, kTwo, "she said so");
  ASSERT_TRUE(link.has_value()) << link.status().to_string();
  EXPECT_TRUE(link->by_hand);
  EXPECT_EQ(link->reason, "she said so");
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 1, 1, 1));
  EXPECT_GT(store->identity_version(), version);
  const auto again = store->link(kTwo, kMail, "again");
  EXPECT_EQ(again->number, link->number);
  EXPECT_EQ(again->reason, "she said so");
  const auto undone = store->unlink(kTwo, kMail);
  ASSERT_TRUE(undone.has_value());
  ASSERT_EQ(undone->size(), 1u);
  EXPECT_TRUE(undone->front().undone_at.has_value());
  EXPECT_EQ(customers_of(*store), before);
  EXPECT_EQ(store->unlink(kTwo, kMail).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(store->links(std::nullopt)->size(), 3u);  // Nothing is deleted.
}

TEST(Links, AnUndoneLinkStaysUndoneWhenItsEventsComeAgainAndAfterReopening) {
  const TemporaryFolder folder;
  const Who both{{Kind::kId, "1"}, {Kind::kEmail, "a@example.com"}};
  {
    const auto store = open_store(folder.path());
    add_event(*store, "e1", 10, both);
    ASSERT_TRUE(store->unlink(kOne, kMail).has_value());
    add_event(*store, "e2", 20, both);
    EXPECT_THAT(customers_of(*store), ElementsAre(1, 2));
  }
  const auto store = open_store(folder.path());
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 2));
  add_event(*store, "e3", 5, both);
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 2));
  ASSERT_EQ(store->links(std::nullopt)->size(), 1u);
  ASSERT_TRUE(store->link(kOne, kMail, "after all").has_value());
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 1));
}

TEST(Links, UnlinkByNumberAndItsErrors) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  add_event(*store, "e1", 1, {{Kind::kId, "1"}, {Kind::kEmail, "a@example.com"}});
  EXPECT_EQ(store->unlink(7).status().code(), StatusCode::kNotFound);
  const auto fact = store->unlink(1);
  ASSERT_TRUE(fact.has_value());
  EXPECT_EQ(store->unlink(1)->undone_at, fact->undone_at);  // Undone once, undone for ever.
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 2));
  EXPECT_EQ(store->link(kOne, kOne, "").status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(store->link(kOne, {Kind::kEmail, "null"}, "").status().code(), StatusCode::kInvalidArgument);
}

TEST(Links, LinksOfACustomerAreThoseOfAllItsIdentifiers) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  add_event(*store, "e1", 1, {{Kind::kId, "1"}, {Kind::kEmail, "a@example.com"}, {Kind::kAnonymous, "cookie"}});
  add_event(*store, "e2", 1, {{Kind::kId, "2"}, {Kind::kEmail, "b@example.com"}});
  ASSERT_TRUE(store->unlink(kOne, kMail).has_value());
  EXPECT_EQ(store->links(kCookie)->size(), 2u);
  EXPECT_EQ(store->links(kTwo)->size(), 1u);
  EXPECT_EQ(store->links(Identifier{Kind::kId, "9"}).status().code(), StatusCode::kNotFound);
}

TEST(Links, IdentifiersLinkedByHandNeedNotBeKnownYet) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  ASSERT_TRUE(store->link(kOne, {Kind::kPhone, "+31 20 123 4567"}, "call").has_value());
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 1));
  add_event(*store, "e1", 1, {{Kind::kPhone, "+31201234567"}});
  EXPECT_EQ(store->timeline(store->customer(kOne)->number, {}, 9, 0)->size(), 1u);
}

TEST(Links, ASharedDeviceIsFlaggedAndGivesBackWhatItJoined) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  add_event(*store, "e1", 1, {{Kind::kId, "1"}, {Kind::kDevice, "tv-42"}});
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 1));
  const int64_t version = store->identity_version();
  add_event(*store, "e2", 2, {{Kind::kId, "2"}, {Kind::kDevice, "tv-42"}});
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 2, 3));
  EXPECT_GT(store->identity_version(), version);
  const auto flags = store->flags();
  ASSERT_EQ(flags->size(), 1u);
  EXPECT_EQ(flags->front().identifier, (Identifier{Kind::kDevice, "tv-42"}));
  EXPECT_EQ(flags->front().reason, "shared: 2 customer numbers (limit 1)");
  ASSERT_TRUE(store->unlink(kTwo, {Kind::kDevice, "tv-42"}).has_value());
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 1, 3));
  EXPECT_THAT(*store->flags(), IsEmpty());
}

TEST(Links, AGenericMailboxIsFlagged) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  for (const char* id : {"1", "2"}) add_event(*store, id, 1, {{Kind::kId, id}, {Kind::kEmail, "info@example.com"}});
  EXPECT_THAT(customers_of(*store), ElementsAre(1, 2, 3));
  EXPECT_EQ(store->flags()->front().reason, "generic mailbox");
}

TEST(Links, NewcomersDoNotChangeTheIdentityVersionButMergesDo) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  add_event(*store, "e1", 1, {{Kind::kId, "1"}});
  const int64_t version = store->identity_version();
  add_event(*store, "e2", 1, {{Kind::kId, "2"}});
  add_event(*store, "e3", 1, {{Kind::kId, "1"}, {Kind::kAnonymous, "cookie"}});  // A newcomer joins a known customer.
  EXPECT_EQ(store->identity_version(), version);
  add_event(*store, "e4", 1, {{Kind::kId, "1"}, {Kind::kEmail, "a@example.com"}});
  add_event(*store, "e5", 1, {{Kind::kId, "2"}, {Kind::kEmail, "a@example.com"}});
  EXPECT_GT(store->identity_version(), version);
}

TEST(Links, TheIdentityVersionSurvivesReopening) {
  const TemporaryFolder folder;
  int64_t version = 0;
  {
    const auto store = open_store(folder.path());
    add_event(*store, "e1", 1, {{Kind::kId, "1"}});
    add_event(*store, "e2", 1, {{Kind::kId, "2"}});
    ASSERT_TRUE(store->link(kOne, kTwo, "").has_value());
    version = store->identity_version();
  }
  EXPECT_EQ(open_store(folder.path())->identity_version(), version);
  EXPECT_GT(version, 0);
}

}  // namespace
}  // namespace sojourn
