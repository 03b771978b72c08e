// Questions in SQL: the views say what the record holds, and nothing hostile gets through.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Optional;

class Sql : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = open_store(folder_.path());
    BatchMaker maker;
    Event& event = maker.add("e1", 1'772'366'400 * kSecond, {{Kind::kAnonymous, "cookie"}}, "visit");
    event.set_integer(Field::kWait, 1'500'000);
    maker.add("e2", 1'772'366'401 * kSecond, {{Kind::kEmail, "a@example.com"}, {Kind::kAnonymous, "cookie"}});
    int i = 0;
    for (const char* currency : {"EUR", "JPY", "KWD"}) {
      Event& paid = maker.add("p" + std::to_string(i++), 1'772'366'402 * kSecond, {{Kind::kId, "7"}}, "purchase");
      paid.set_text(Field::kCurrency, maker.keep(currency));
      paid.set_integer(Field::kAmount, 12345);
    }
    maker.reject(9, "time", "no time", "x");
    append(*store_, maker);
  }
  std::vector<std::string> column(const std::string& sql) {
    const Result<SqlTable> table = store_->sql(sql, 100);
    EXPECT_TRUE(table.has_value()) << sql << ": " << table.status().to_string();
    std::vector<std::string> out;
    if (!table) return out;
    for (const auto& row : table->rows) out.push_back(row.at(0).value_or("NULL"));
    return out;
  }
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_F(Sql, EventsAreShownInWordsAndUnits) {
  EXPECT_THAT(column("SELECT touchpoint FROM events ORDER BY sequence"),
              ElementsAre("visit", "NULL", "purchase", "purchase", "purchase"));
  EXPECT_THAT(column("SELECT amount FROM events WHERE amount IS NOT NULL ORDER BY sequence"),
              ElementsAre("123.4500", "12345.0000", "12.3450"));
  EXPECT_THAT(column("SELECT wait FROM events WHERE id = 'e1'"), ElementsAre("1.5"));
  EXPECT_THAT(column("SELECT time FROM events WHERE id = 'e1'"), ElementsAre("2026-03-01 12:00:00"));
  EXPECT_THAT(column("SELECT source FROM events LIMIT 1"), ElementsAre("shop"));
}

TEST_F(Sql, CustomersFollowTheLinks) {
  const std::string names = "SELECT customer FROM events WHERE id IN ('e1', 'e2', 'p0') ORDER BY id";
  EXPECT_THAT(column(names), ElementsAre("email:a@example.com", "email:a@example.com", "7"));
  ASSERT_TRUE(store_->link({Kind::kId, "7"}, {Kind::kAnonymous, "cookie"}, "").has_value());
  EXPECT_THAT(column(names), ElementsAre("7", "7", "7"));
  ASSERT_TRUE(store_->unlink({Kind::kId, "7"}, {Kind::kAnonymous, "cookie"}).has_value());
  EXPECT_THAT(column(names), ElementsAre("email:a@example.com", "email:a@example.com", "7"));
  store_ = nullptr;
  store_ = open_store(folder_.path());
  EXPECT_THAT(column(names), ElementsAre("email:a@example.com", "email:a@example.com", "7"));
  EXPECT_THAT(column("SELECT count(*) FROM customer"), ElementsAre("3"));
}

TEST_F(Sql, OtherViews) {
  EXPECT_THAT(column("SELECT kind || ' ' || value FROM identifiers ORDER BY identifier"),
              ElementsAre("anonymous cookie", "email a@example.com", "id 7"));
  EXPECT_THAT(column("SELECT a || ' ' || b FROM links"), ElementsAre("email:a@example.com anonymous:cookie"));
  EXPECT_THAT(column("SELECT reason FROM rejects WHERE line = 9"), ElementsAre("no time"));
  EXPECT_THAT(column("SELECT events FROM sources WHERE source = 'shop'"), ElementsAre("5"));
}

TEST_F(Sql, AnswersAreTextWithTypesCutAtTheLimit) {
  const auto table = store_->sql("SELECT i, i, i * 1.5, [i], {'a': i}, NULL FROM range(5) t(i); -- done", 3);
  ASSERT_TRUE(table.has_value()) << table.status().to_string();
  EXPECT_TRUE(table->cut);
  ASSERT_EQ(table->rows.size(), 3u);
  ASSERT_EQ(table->columns.size(), 6u);
  EXPECT_EQ(table->columns[0].name, "i");
  EXPECT_EQ(table->columns[1].name, "i");
  EXPECT_EQ(table->columns[0].type, "BIGINT");
  EXPECT_EQ(table->columns[3].type, "BIGINT[]");
  EXPECT_THAT(table->rows[2], ElementsAre(Optional(Eq("2")), Optional(Eq("2")), Optional(Eq("3.0")),
                                          Optional(Eq("[2]")), Optional(Eq("{'a': 2}")), Eq(std::nullopt)));
  EXPECT_FALSE(store_->sql("SELECT 1", 1)->cut);
}

TEST_F(Sql, OrderOfTheQuestionIsKept) {
  EXPECT_THAT(column("SELECT i FROM range(5) t(i) ORDER BY i DESC"), ElementsAre("4", "3", "2", "1", "0"));
}

TEST_F(Sql, DescribingIsAllowed) {
  for (const char* text :
       {"DESCRIBE events", "SHOW TABLES", "SUMMARIZE SELECT amount FROM events", "FROM links", "VALUES (1), (2)",
        "EXPLAIN SELECT * FROM events", " explain analyze SELECT 1", "WITH x AS (SELECT 1) SELECT * FROM x",
        "TABLE sources", "SELECT * FROM duckdb_columns() WHERE table_name = 'events'",
        "PIVOT events ON touchpoint IN ('visit', 'purchase') USING count(*)"}) {
    const auto table = store_->sql(text, 10);
    EXPECT_TRUE(table.has_value()) << text << ": " << table.status().to_string();
    EXPECT_FALSE(table && table->rows.empty()) << text;
  }
}

TEST_F(Sql, NothingHostileGetsThrough) {
  const std::string secret = folder_.path() + "/secret.csv";
  std::ofstream(secret) << "a,b\n1,2\n";
  const std::string out = folder_.path() + "/out";
  std::vector<std::string> hostile{
      "INSERT INTO meta VALUES ('x', 'y')",
      "UPDATE event SET who = 1",
      "DELETE FROM event",
      "DROP TABLE event",
      "CREATE TABLE t(a INTEGER)",
      "CREATE TEMP TABLE t AS SELECT 1",
      "CREATE MACRO f(a) AS a",
      "ALTER TABLE event ADD COLUMN z INTEGER",
      "TRUNCATE event",
      "VACUUM",
      "CHECKPOINT",
      "FORCE CHECKPOINT",
      "BEGIN TRANSACTION",
      "COMMIT",
      "ROLLBACK",
      "SET threads = 1",
      "RESET threads",
      "SET VARIABLE a = 1",
      "PRAGMA database_list",
      "PRAGMA enable_profiling",
      "CALL enable_logging(storage = 'file', storage_path = '" + out + "')",
      "SELECT * FROM enable_logging(storage = 'file', storage_path = '" + out + "')",
      "SELECT * FROM checkpoint()",
      "SELECT * FROM force_checkpoint()",
      "SELECT write_log('x')",
      "SELECT main.write_log('x')",
      "SELECT (SELECT max(WRITE_LOG('x')) FROM events)",
      "SUMMARIZE SELECT write_log('x')",
      "EXPLAIN ANALYZE SELECT write_log('x')",
      "EXPLAIN ANALYZE DELETE FROM event",
      "SELECT * FROM query('SELECT write_log(1)')",
      "SELECT * FROM query_table('event')",
      "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT write_log(1)'))",
      "SELECT * FROM read_csv('" + secret + "')",
      "SELECT * FROM read_csv_auto('" + secret + "')",
      "SELECT * FROM read_text('" + secret + "')",
      "SELECT * FROM read_blob('" + secret + "')",
      "SELECT * FROM read_json('" + secret + "')",
      "SELECT * FROM read_parquet('" + secret + "')",
      "SELECT * FROM parquet_metadata('" + secret + "')",
      "SELECT * FROM sniff_csv('" + secret + "')",
      "SELECT * FROM glob('" + folder_.path() + "/*')",
      "SELECT * FROM '" + secret + "'",
      "FROM '" + folder_.path() + "/x.parquet'",
      "DESCRIBE FROM '" + secret + "'",
      "SELECT * FROM \"" + secret + "\"",
      "COPY event TO '" + out + ".csv'",
      "COPY (SELECT 1) TO '" + out + ".parquet'",
      "COPY meta FROM '" + secret + "'",
      "EXPORT DATABASE '" + out + "'",
      "IMPORT DATABASE '" + out + "'",
      "ATTACH '" + out + ".db'",
      "ATTACH ':memory:' AS m",
      "DETACH record",
      "USE memory",
      "INSTALL httpfs",
      "LOAD httpfs",
      "SELECT getenv('HOME')",
      "SELECT * FROM duckdb_secrets()",
      "SELECT * FROM document",
      "SELECT * FROM main.Document",
      "SELECT * FROM record.main.\"raw_body\"",
      "SELECT (SELECT max(text) FROM document) FROM events",
      "WITH d AS (FROM document) SELECT * FROM d",
      "TABLE raw_body",
      "SUMMARIZE document",
      "SUMMARIZE main.\"document\"",
      "SUMMARIZE record.main.document",
      "SUMMARIZE SELECT * FROM document",
      "EXPLAIN ANALYZE SELECT * FROM raw_body",
      "PIVOT document ON kind IN ('source') USING max(text)",
      "PREPARE p AS SELECT 1",
      "EXECUTE p",
      "SELECT 1; SELECT 2",
      "SELECT 1; DROP TABLE event",
      "SELECT 1) AS q; DROP TABLE event; --",
      "SELECT ?",
      "SELECT $1",
      "",
      ";",
      "-- nothing",
      "SELEKT 1",
      "SELECT nothing FROM events",
      std::string("SELECT 1\0; DROP TABLE event", 27)};
  for (const std::string& text : hostile) {
    const auto table = store_->sql(text, 10);
    ASSERT_FALSE(table.has_value()) << text;
    EXPECT_EQ(table.status().code(), StatusCode::kInvalidArgument) << text << ": " << table.status().to_string();
    EXPECT_FALSE(table.status().message().empty());
    const auto exported = store_->export_to(folder_.path() + "/e.csv", text);
    EXPECT_EQ(exported.has_value(), text.empty()) << text;  // Nothing asked: the events.
    std::filesystem::remove(folder_.path() + "/e.csv");
  }
  EXPECT_FALSE(std::filesystem::exists(out));
  EXPECT_THAT(column("SELECT count(*) FROM events"), ElementsAre("5"));
  BatchMaker more;
  more.add("later", 1, {});
  EXPECT_EQ(append(*store_, more).stored, 1);  // And the record still takes events.
}

// They take a table's name as a text.
TEST_F(Sql, TableMacrosReachNoTable) {
  for (const std::string text :
       {"SELECT * FROM histogram_values('document', text)", "SELECT * FROM histogram('raw_body', body)",
        "WITH h AS (FROM histogram('document', name)) SELECT * FROM h",
        "SELECT (SELECT max(bin) FROM histogram_values('document', text)) FROM events",
        "SELECT * FROM events, LATERAL (FROM histogram_values('main.document', text))",
        "EXPLAIN ANALYZE FROM histogram_values('document', text)"}) {
    const auto table = store_->sql(text, 10);
    ASSERT_FALSE(table.has_value()) << text;
    EXPECT_THAT(table.status().message(), HasSubstr("not for questions")) << text;
  }
  EXPECT_TRUE(store_->sql("SELECT histogram(source) FROM events", 10).has_value());  // An aggregate.
}

TEST_F(Sql, AQuestionThatDoesNotEndIsStopped) {
  const TemporaryFolder folder;
  StoreOptions options;
  options.sql_seconds_max = 1;
  const auto store = must(Store::open(folder.path(), options));
  for (const std::string text :
       {"SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b WHERE a.range + b.range < 0",
        "SELECT sum(a.range) FROM range(10000000) AS a, range(10000000) AS b"}) {
    const auto table = store->sql(text, 10);
    ASSERT_FALSE(table.has_value());
    EXPECT_EQ(table.status().code(), StatusCode::kLimit) << table.status().to_string();
    EXPECT_THAT(table.status().message(), HasSubstr("longer than 1 seconds"));
  }
  EXPECT_TRUE(store->sql("SELECT 1", 1).has_value());
}

TEST_F(Sql, AnAnswerThatWouldFillTheMemoryIsRefused) {
  for (const std::string text : {"SELECT repeat('x', 1000000) FROM range(1000)", "SELECT * FROM range(100000000)"}) {
    const auto table = store_->sql(text, SIZE_MAX);
    ASSERT_FALSE(table.has_value());
    EXPECT_EQ(table.status().code(), StatusCode::kLimit) << table.status().to_string();
    EXPECT_THAT(table.status().message(), HasSubstr("64 MiB"));
    EXPECT_TRUE(store_->sql(text, 10)->cut);
  }
}

}  // namespace
}  // namespace sojourn
