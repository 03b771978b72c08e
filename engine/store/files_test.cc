// Files for analysts and from others: what is exported reads back the same; Parquet becomes text an importer knows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/disk.h"
#include "store/batch_fixture.h"
#include "store/duckdb_session.h"
#include "store/export.h"

namespace sojourn {
namespace {

using Kind = IdentifierKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<std::string> read_row(RowSource& rows) {
  std::vector<Cell> cells;
  const Result<bool> some = rows.next(cells);
  EXPECT_TRUE(some.has_value()) << some.status().to_string();
  std::vector<std::string> out;
  if (!some || !*some) return out;
  for (const Cell& cell : cells) out.push_back(cell.null ? "NULL" : std::string(cell.text));
  return out;
}

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = open_store(folder_.path() + "/store");
    reader_ = *long_reader(*store_);
    BatchMaker maker;
    for (int i = 0; i < 5000; ++i) {
      Event& event = maker.add("e" + std::to_string(i), (1'772'366'400 + i) * kSecond,
                               {{Kind::kId, std::to_string(i % 10)}}, "purchase");
      event.set_text(Field::kText, maker.keep("a comment, with \"quotes\" and\na new line"));
      event.set_text(Field::kCurrency, maker.keep("EUR"));
      event.set_integer(Field::kAmount, 1999);
    }
    append(*store_, maker);
  }
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  // Writes a Parquet file from SQL.
  void make_parquet(const std::string& name, const std::string& select) {
    auto database = DuckDatabase::open(":memory:", {});
    auto connection = DuckConnection::open(*database);
    const Status status = connection->run("COPY (" + select + ") TO " + sql_literal(path(name)) + " (FORMAT parquet)");
    ASSERT_TRUE(status.ok()) << status.to_string();
  }
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  LongReader* reader_ = nullptr;
};

TEST_F(Files, AParquetExportReadsBack) {
  ASSERT_EQ(*store_->export_to(path("all.parquet"), ""), 5000);
  const auto rows = open_parquet(path("all.parquet"));
  ASSERT_TRUE(rows.has_value()) << rows.status().to_string();
  const std::vector<std::string>& columns = (*rows)->columns();
  const auto place = [&](const char* name) {
    return static_cast<size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
  };
  int count = 0;
  for (std::vector<std::string> row = read_row(**rows); !row.empty(); row = read_row(**rows), ++count) {
    ASSERT_EQ(row[place("id")], "e" + std::to_string(count));  // In order of arrival.
    ASSERT_EQ(row[place("customer")], std::to_string(count % 10));
    ASSERT_EQ(row[place("amount")], "19.9900");
    ASSERT_EQ(row[place("text")], "a comment, with \"quotes\" and\na new line");
    ASSERT_EQ(row[place("answer")], "NULL");
    if (count == 1) {
      EXPECT_EQ(row[place("time")], "2026-03-01T12:00:01");
      EXPECT_THAT((*rows)->raw(), HasSubstr("id=e1"));
      EXPECT_EQ((*rows)->line(), 2u);
    }
  }
  EXPECT_EQ(count, 5000);
  EXPECT_EQ((*rows)->bytes_read(), std::filesystem::file_size(path("all.parquet")));
}

TEST_F(Files, ACsvExportOfAQuestion) {
  ASSERT_EQ(*store_->export_to(path("some.csv"), "SELECT time, customer, amount FROM events ORDER BY time LIMIT 2"), 2);
  EXPECT_EQ(*read_file(path("some.csv")),
            "time,customer,amount\n2026-03-01T12:00:00.000000Z,0,19.9900\n2026-03-01T12:00:01.000000Z,1,19.9900\n");
}

TEST_F(Files, NothingIsOverwrittenNorLeftHalfDone) {
  std::ofstream(path("there.csv")) << "mine";
  EXPECT_EQ(store_->export_to(path("there.csv"), "").status().code(), StatusCode::kConflict);
  EXPECT_EQ(*read_file(path("there.csv")), "mine");
  EXPECT_EQ(store_->export_to(path("x.txt"), "").status().code(), StatusCode::kInvalidArgument);
  EXPECT_FALSE(store_->export_to(path("none/x.csv"), "").has_value());
  // Fails while rows are under way.
  const auto failed =
      store_->export_to(path("x.csv"), "SELECT CASE WHEN sequence > 4000 THEN error('stop') END FROM events");
  ASSERT_FALSE(failed.has_value());
  EXPECT_THAT(failed.status().message(), HasSubstr("stop"));
  // One who had the name that an unfinished file once got keeps it.
  std::ofstream(path("y.csv.unfinished")) << "mine too";
  EXPECT_TRUE(store_->export_to(path("y.csv"), "SELECT 1").has_value());
  EXPECT_EQ(*read_file(path("y.csv.unfinished")), "mine too");
  EXPECT_THAT(*list_folder(folder_.path()), ElementsAre("store", "there.csv", "y.csv", "y.csv.unfinished"));
}

constexpr const char* kEndless = "SELECT sum(a.sequence + b.sequence * c.sequence) FROM events a, events b, events c";
constexpr const char* kEndlessRows = "SELECT a.text, b.id FROM events a, events b, events c";

TEST_F(Files, AnExportStopsWhenThereIsAReason) {
  for (const char* query : {kEndless, kEndlessRows}) {
    const auto begin = std::chrono::steady_clock::now();
    const auto stop = [begin]() -> Status {
      const bool late = std::chrono::steady_clock::now() - begin > std::chrono::milliseconds(300);
      return late ? Status::unavailable("the disk has no room") : Status();
    };
    const auto failed = reader_->export_rows(path("x.csv"), query, stop);
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.status().code(), StatusCode::kUnavailable) << query;
    EXPECT_EQ(failed.status().message(), "the disk has no room");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10)) << query;
    EXPECT_THAT(*list_folder(folder_.path()), ElementsAre("store"));
  }
  EXPECT_EQ(*reader_->export_rows(path("x.csv"), "SELECT 1", [] { return Status(); }), 1);
}

TEST_F(Files, RowsAreStreamedInOrderFromOneMoment) {
  auto rows = reader_->stream_rows("SELECT customer, sequence, order, amount, answer FROM events", "sequence DESC", {});
  EXPECT_FALSE(rows.has_value()) << "a word of SQL is no column";
  rows = reader_->stream_rows("SELECT customer, sequence, amount, answer FROM events", "sequence DESC", nullptr);
  ASSERT_TRUE(rows.has_value()) << rows.status().to_string();
  ASSERT_EQ((*rows)->columns().size(), 4u);
  EXPECT_EQ((*rows)->columns()[1].name, "sequence");
  EXPECT_EQ((*rows)->columns()[1].type, "BIGINT");
  for (int left = 5000; left > 0; --left) {
    ASSERT_TRUE(*(*rows)->next());
    ASSERT_EQ((*rows)->cell(0), std::to_string((left - 1) % 10));
    ASSERT_EQ((*rows)->cell(1), std::to_string(left));
    ASSERT_EQ((*rows)->cell(2), "19.9900");
    ASSERT_EQ((*rows)->cell(3), std::nullopt);
    if (left != 4990) continue;
    // What changes meanwhile changes nothing here.
    BatchMaker maker;
    maker.add("new", 1'772'366'400 * kSecond, {{Kind::kId, "1"}}, "purchase");
    append(*store_, maker);
    ASSERT_TRUE(store_->link({Kind::kId, "1"}, {Kind::kId, "2"}, "").has_value());
    ASSERT_EQ(store_->sql("SELECT 1 FROM events", 6000)->rows.size(), 5001u);
  }
  EXPECT_FALSE(*(*rows)->next());
}

TEST_F(Files, ARowStreamStopsWhenThereIsAReason) {
  std::atomic<bool> gone = false;
  const auto stop = [&gone] { return gone ? Status(StatusCode::kCancelled, "nobody waits") : Status(); };
  const auto rows = reader_->stream_rows(kEndlessRows, "", stop);
  ASSERT_TRUE(rows.has_value()) << rows.status().to_string();
  ASSERT_TRUE(*(*rows)->next());
  gone = true;
  Result<bool> some = true;
  for (int i = 0; some && i < 5000; ++i) some = (*rows)->next();
  ASSERT_FALSE(some.has_value());
  EXPECT_EQ(some.status().message(), "nobody waits");
}

TEST_F(Files, ParquetTypesBecomeTheTextOfACsv) {
  make_parquet("types.parquet",
               "SELECT 7::BIGINT AS i, 12.0::DOUBLE AS whole, 0.1::DOUBLE AS part, 1234.50::DECIMAL(18,2) AS money,"
               " TIMESTAMP '2026-03-01 12:00:00.25' AS wall, TIMESTAMPTZ '2026-03-01 14:00:00+02' AS instant,"
               " DATE '2026-03-01' AS day, true AS yes, [1, 2] AS list, {'a': 'x'} AS nested, NULL::VARCHAR AS none,"
               " 'Grüße' AS word");
  const auto rows = open_parquet(path("types.parquet"));
  ASSERT_TRUE(rows.has_value()) << rows.status().to_string();
  EXPECT_THAT((*rows)->columns(), ElementsAre("i", "whole", "part", "money", "wall", "instant", "day", "yes", "list",
                                              "nested", "none", "word"));
  EXPECT_THAT(read_row(**rows),
              ElementsAre("7", "12", "0.1", "1234.50", "2026-03-01T12:00:00.25", "2026-03-01T12:00:00Z", "2026-03-01",
                          "true", "[1,2]", R"({"a":"x"})", "NULL", "Grüße"));
  EXPECT_THAT(read_row(**rows), ElementsAre());
}

TEST_F(Files, ParquetFilesThatAreMissingOrBroken) {
  EXPECT_EQ(open_parquet(path("none.parquet")).status().code(), StatusCode::kNotFound);
  std::ofstream(path("broken.parquet")) << "PAR1 and then nothing of the kind";
  EXPECT_EQ(open_parquet(path("broken.parquet")).status().code(), StatusCode::kInvalidArgument);
  std::ofstream(path("empty.parquet"));
  EXPECT_EQ(open_parquet(path("empty.parquet")).status().code(), StatusCode::kInvalidArgument);
  make_parquet("odd*name[1]'s.parquet", "SELECT 1 AS a");
  EXPECT_TRUE(open_parquet(path("odd*name[1]'s.parquet")).has_value());
}

}  // namespace
}  // namespace sojourn
