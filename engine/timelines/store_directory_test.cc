// Names of people in a record: every kind of identifier, links, and people whom nobody knows.
#include "timelines/store_directory.h"

#include <gtest/gtest.h>

#include "store/batch_fixture.h"
#include "timelines/timelines.h"

namespace sojourn {
namespace {

std::optional<uint32_t> find(const Directory& directory, std::string_view name) {
  const auto found = directory.find_all({&name, 1});
  return found.has_value() && found->size() == 1 ? found->front() : std::nullopt;
}

std::string name_of(const Directory& directory, uint32_t customer) {
  const auto names = directory.names({&customer, 1});
  return names.has_value() && names->size() == 1 ? names->front() : "no such customer";
}

TEST(StoreDirectory, FindsPeopleByAnyOfTheirNames) {
  const TemporaryFolder folder;
  const std::unique_ptr<Store> store = open_store(folder.path());
  BatchMaker maker;
  maker.add("e1", 1, {{IdentifierKind::kId, "anna"}, {IdentifierKind::kEmail, "anna@example.com"}}, "visit");
  maker.add("e2", 2, {{IdentifierKind::kAnonymous, "cookie-7"}}, "visit");
  maker.add("e3", 3, {}, "visit");
  append(*store, maker);
  const StoreDirectory directory(*store);
  const std::optional<uint32_t> anna = find(directory, "anna");
  ASSERT_TRUE(anna);
  EXPECT_EQ(find(directory, "Anna@Example.com"), anna) << "e-mail addresses are compared in lower case";
  EXPECT_EQ(find(directory, "email:anna@example.com"), anna);
  EXPECT_EQ(name_of(directory, *anna), "anna") << "the surest identifier";
  EXPECT_EQ(find(directory, name_of(directory, *anna)), anna);
  const std::optional<uint32_t> cookie = find(directory, "cookie-7");
  ASSERT_TRUE(cookie);
  EXPECT_NE(cookie, anna);
  EXPECT_EQ(find(directory, name_of(directory, *cookie)), cookie);
  EXPECT_FALSE(find(directory, "bert"));
  EXPECT_FALSE(find(directory, ""));
  const uint32_t nobody = 4'000'000;
  EXPECT_EQ(directory.names({&nobody, 1}).status().code(), StatusCode::kNotFound);
  const std::vector<std::string_view> names{"bert", "cookie-7", "", "anna", "unknown:e3"};
  EXPECT_EQ(*directory.find_all(names), (std::vector<std::optional<uint32_t>>{{}, cookie, {}, anna, {}}));
  EXPECT_TRUE(directory.find_all({})->empty());
  ASSERT_TRUE(store->link({IdentifierKind::kId, "anna"}, {IdentifierKind::kAnonymous, "cookie-7"}, "by hand"));
  EXPECT_EQ(find(directory, "cookie-7"), find(directory, "anna")) << "a link made later holds at once";
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
  EXPECT_TRUE(find(*(*snapshot)->directory(), "anna"));
}

}  // namespace
}  // namespace sojourn
