// Records of every version open, and become what a new record is.
#include "store/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/source_folder_fixture.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

void run_sql(const std::string& folder, const std::string& sql) {
  auto database = DuckDatabase::open(folder + "/record.duckdb", {});
  ASSERT_TRUE(database.has_value()) << database.status().to_string();
  auto connection = DuckConnection::open(*database);
  const Status status = connection->run(sql);
  ASSERT_TRUE(status.ok()) << status.to_string();
}

void make_version(int version, const std::string& folder) {
  const Result<std::string> sql =
      read_file(source_folder() + "/tests/golden/make_store_v" + std::to_string(version) + ".sql");
  ASSERT_TRUE(sql.has_value()) << sql.status().to_string();
  run_sql(folder, *sql);
}

std::vector<std::string> columns_of(Store& store) {
  const auto table = store.sql(
      "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable ||"
      " coalesce(' ' || column_default, '') FROM duckdb_columns() ORDER BY table_name,"
      " column_index",
      10'000);
  EXPECT_TRUE(table.has_value()) << table.status().to_string();
  std::vector<std::string> out;
  if (!table) return out;
  for (const auto& row : table->rows) out.push_back(row[0].value_or(""));
  return out;
}

TEST(Schema, ARecordOfVersion1Opens) {
  const TemporaryFolder folder;
  make_version(1, folder.path());
  const auto store = open_store(folder.path());
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->last_sequence(), 2);
  EXPECT_EQ(store->identity_version(), 3);
  const auto customer = store->customer({Kind::kId, "C-1"});
  ASSERT_TRUE(customer.has_value());
  EXPECT_EQ(customer->identifiers.size(), 2u);
  const auto events = store->timeline(customer->number, {}, 10, 0);
  ASSERT_EQ(events->size(), 2u);
  EXPECT_EQ((*events)[0].who.size(), 2u);
  EXPECT_THAT((*events)[1].fields, ElementsAre(Pair(Field::kChannel, "web"), Pair(Field::kTouchpoint, "purchase"),
                                               Pair(Field::kAmount, "19.99"), Pair(Field::kCurrency, "EUR")));
  EXPECT_EQ((*events)[1].properties, "{\"coupon\":true}");
  EXPECT_EQ(store->links(std::nullopt)->size(), 2u);
  EXPECT_EQ(store->rejects({})->size(), 1u);
  EXPECT_EQ((*store->quality())[0].counts.rows, 3);
  const auto names = store->sql("SELECT DISTINCT customer FROM events", 10);
  ASSERT_TRUE(names.has_value()) << names.status().to_string();
  EXPECT_EQ(names->rows.size(), 1u);
}

TEST(Schema, ARecordOfVersion2Opens) {
  const TemporaryFolder folder;
  make_version(2, folder.path());
  const auto store = open_store(folder.path());
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->last_sequence(), 2);
  EXPECT_THAT(*store->touchpoint_stages(), ElementsAre(Pair("purchase", "buy")));
  const auto events = store->timeline(1, {}, 10, 0);
  ASSERT_EQ(events->size(), 2u);
  EXPECT_THAT((*events)[0].fields,
              ElementsAre(Pair(Field::kChannel, "web"), Pair(Field::kTouchpoint, "visit"),
                          Pair(Field::kPromise, "2026-03-01T13:00:00Z"), Pair(Field::kOutcome, "served")));
  EXPECT_TRUE(store->documents("source")->empty());
  const RawBody body{0, "calls", "x", "{}", "body", 5, ""};
  EXPECT_TRUE(store->append_all({}, std::span(&body, 1)).has_value());
}

TEST(Schema, ARecordOfVersion3KeepsTheIdentifiersOfItsEvents) {
  const TemporaryFolder folder;
  make_version(3, folder.path());
  std::string told;
  StoreOptions options;
  options.tell = [&](const std::string& text) { told = text; };
  const auto store = must(Store::open(folder.path(), options));
  EXPECT_THAT(told, HasSubstr("5 events"));
  const auto events = store->timeline(store->customer({Kind::kAnonymous, "cookie 70000"})->number, {}, 10, 0);
  ASSERT_EQ(events->size(), 1u);
  EXPECT_THAT(events->front().who,
              ElementsAre(Identifier{Kind::kAnonymous, "cookie 70000"}, Identifier{Kind::kAnonymous, "cookie 258"},
                          Identifier{Kind::kAnonymous, "cookie 65794"}));
  const auto of_first = store->timeline(1, {}, 10, 0);  // One of them is no longer in force.
  ASSERT_EQ(of_first->size(), 3u);
  EXPECT_EQ((*of_first)[0].who.size(), 2u);
  EXPECT_EQ((*of_first)[1].who.size(), 1u);
  EXPECT_EQ((*of_first)[2].who.size(), 2u);
}

// Until it is closed well, each opening brings it forward again from the log.
TEST(Schema, ABroughtForwardRecordSurvivesAnEndBeforeItsLogWasFolded) {
  const TemporaryFolder folder;
  make_version(3, folder.path());
  const pid_t child = ::fork();
  if (child == 0) {
    const auto store = Store::open(folder.path(), {});
    ::_exit(store.has_value() ? 0 : 1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  ASSERT_EQ(status, 0);
  const auto store = open_store(folder.path());
  EXPECT_EQ(store->timeline(70000, {}, 10, 0)->front().who.size(), 3u);
}

class OldSchema : public ::testing::TestWithParam<int> {};

TEST_P(OldSchema, ARecordGoesOnAsANewOneWould) {
  const TemporaryFolder folder;
  make_version(GetParam(), folder.path());
  {
    const auto store = open_store(folder.path());
    BatchMaker maker;
    maker.add("e1", 5, {{Kind::kId, "C-1"}});  // Known since version 1.
    Event& event = maker.add("e3", 5, {{Kind::kId, "C-1"}});
    event.set_text(Field::kOutcome, maker.keep("served"));
    event.set_integer(Field::kPromise, 7);
    const AppendReceipt receipt = append(*store, maker);
    EXPECT_EQ(receipt.stored, 1);
    EXPECT_EQ(receipt.repeats, 1);
    EXPECT_TRUE(store->set_touchpoint_stages(std::vector<std::pair<std::string, std::string>>{{"visit", "buy"}}).ok());
  }
  const auto store = open_store(folder.path());  // The second opening has nothing to bring forward.
  EXPECT_EQ(store->last_sequence(), GetParam() < 3 ? 3 : 6);
  const TemporaryFolder fresh;
  EXPECT_EQ(columns_of(*store), columns_of(*open_store(fresh.path())));
}

INSTANTIATE_TEST_SUITE_P(Versions, OldSchema, ::testing::Values(1, 2, 3));

TEST(Schema, ANewerRecordIsRefusedAndLeftAlone) {
  const TemporaryFolder folder;
  open_store(folder.path());
  run_sql(folder.path(), "UPDATE meta SET value = '99' WHERE key = 'schema_version'");
  const Result<std::unique_ptr<Store>> store = Store::open(folder.path(), {});
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.status().code(), StatusCode::kConflict);
  EXPECT_THAT(store.status().to_string(), HasSubstr("version 99"));
}

TEST(Schema, ARecordWithoutASensibleVersionIsCorrupt) {
  const TemporaryFolder folder;
  open_store(folder.path());
  for (const char* value : {"", "two", "0", "-1"}) {
    run_sql(folder.path(), "UPDATE meta SET value = " + sql_literal(value) + " WHERE key = 'schema_version'");
    EXPECT_EQ(Store::open(folder.path(), {}).status().code(), StatusCode::kCorruption) << value;
  }
}

TEST(Schema, HolesInCodesAreSeenNotGuessedAt) {
  const TemporaryFolder folder;
  make_version(1, folder.path());
  run_sql(folder.path(), "DELETE FROM term WHERE code = 2");
  EXPECT_EQ(Store::open(folder.path(), {}).status().code(), StatusCode::kCorruption);
  const TemporaryFolder other;
  make_version(1, other.path());
  run_sql(other.path(), "INSERT INTO link VALUES (3, 1, 77, 0, false, '', 0, NULL)");
  EXPECT_EQ(open_store(other.path())->identifiers().status().code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace sojourn
