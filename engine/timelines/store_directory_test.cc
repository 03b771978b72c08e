// Names of people in a record: every kind of identifier, links, and people whom nobody knows.
#include "timelines/store_directory.h"

#include <gtest/gtest.h>

#include "store/batch_fixture.h"
#include "timelines/timelines.h"

namespace sojourn {
namespace {

TEST(StoreDirectory, FindsPeopleByAnyOfTheirNames) {
  const TemporaryFolder folder;
  const std::unique_ptr<Store> store = open_store(folder.path());
  BatchMaker maker;
  maker.add("e1", 1, {{IdentifierKind::kId, "anna"}, {IdentifierKind::kEmail, "anna@example.com"}}, "visit");
  maker.add("e2", 2, {{IdentifierKind::kAnonymous, "cookie-7"}}, "visit");
  maker.add("e3", 3, {}, "visit");
  append(*store, maker);
  const StoreDirectory directory(*store);
  const std::optional<uint32_t> anna = directory.find("anna");
  ASSERT_TRUE(anna);
  EXPECT_EQ(directory.find("Anna@Example.com"), anna) << "e-mail addresses are compared in lower case";
  EXPECT_EQ(directory.find("email:anna@example.com"), anna);
  EXPECT_EQ(directory.name(*anna), "anna") << "the surest identifier";
  EXPECT_EQ(directory.find(directory.name(*anna)), anna);
  const std::optional<uint32_t> cookie = directory.find("cookie-7");
  ASSERT_TRUE(cookie);
  EXPECT_NE(cookie, anna);
  EXPECT_EQ(directory.find(directory.name(*cookie)), cookie);
  EXPECT_FALSE(directory.find("bert"));
  EXPECT_FALSE(directory.find(""));
  EXPECT_EQ(directory.name(4'000'000), "");
  ASSERT_TRUE(store->link({IdentifierKind::kId, "anna"}, {IdentifierKind::kAnonymous, "cookie-7"}, "by hand"));
  EXPECT_EQ(directory.find("cookie-7"), directory.find("anna")) << "a link made later holds at once";
}

TEST(StoreDirectory, ComesWithTheSnapshotOfARecord) {
  const TemporaryFolder folder;
  const std::unique_ptr<Store> store = open_store(folder.path());
  BatchMaker maker;
  maker.add("e1", 1, {{IdentifierKind::kId, "anna"}}, "visit");
  append(*store, maker);
  const auto timelines = Timelines::open(folder.path() + "/timelines", *store);
  ASSERT_TRUE(timelines);
  const auto snapshot = (*timelines)->current();
  ASSERT_TRUE(snapshot);
  ASSERT_NE((*snapshot)->directory(), nullptr);
  EXPECT_TRUE((*snapshot)->directory()->find("anna"));
}

}  // namespace
}  // namespace sojourn
