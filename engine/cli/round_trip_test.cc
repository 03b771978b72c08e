// Method: a record is exported to CSV and to Parquet, each file is imported into a fresh folder, and what the analyst's
// view says of the events must be the same. Also, that Parquet's own dates and times are read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "collect/importer.h"
#include "store/store.h"

namespace sojourn {
namespace {

using testing::ElementsAre;

// All that an event says, but for what the record numbers and dates by itself.
constexpr const char* kEvents =
    "SELECT * EXCLUDE (sequence, received, customer_number, identifier) FROM events ORDER BY source, id, time";

class RoundTrip : public testing::Test {
 protected:
  RoundTrip() {
    char name[] = "/tmp/sojourn-trip-XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~RoundTrip() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    return folder_ + "/" + name;
  }

  std::unique_ptr<Store> open(const std::string& name) const {
    auto store = Store::open(folder_ + "/" + name, {});
    EXPECT_TRUE(store) << store.status().to_string();
    return std::move(store).value();
  }

  static void import(Store& store, const std::string& file, const std::string& zone = "UTC") {
    ImportOptions options;
    options.files = {file};
    options.settings = [&zone](const std::string&) -> Result<WriterOptions> {
      return WriterOptions{Zone::find(zone).value(), {}, {}};
    };
    options.open_parquet = open_parquet;
    const Result<ImportReport> report = import_files(options, store);
    ASSERT_TRUE(report) << report.status().to_string();
    for (const SourceReport& source : report->sources) {
      for (const Reject& reject : source.rejects) ADD_FAILURE() << reject.field << ": " << reject.reason;
    }
  }

  static std::vector<std::string> lines(Store& store, const std::string& query) {
    const Result<SqlTable> table = store.sql(query, 1000);
    EXPECT_TRUE(table) << table.status().to_string();
    std::vector<std::string> lines;
    for (const auto& row : table->rows) {
      std::string& line = lines.emplace_back();
      for (const auto& cell : row) line += cell.value_or("-") + "|";
    }
    return lines;
  }

  // Two sources with an id in common, offsets, several kinds of identifier, money with and without cents, and texts
  // that a CSV file must quote.
  void fill(Store& store) const {
    import(store,
           write("shop.csv",
                 "id,time,customer,email,device,amount,currency,wait,resolved,promise,text,properties,quantity\n"
                 "o1,2026-07-01T12:00:00+02:00,7,ann@b.c,iPhone 13,12.50,EUR,12.5,yes,2026-07-03,\"a, \"\"b\"\"\n"
                 "c\",\"{\"\"n\"\":1.50,\"\"s\"\":\"\"007\"\",\"\"l\"\":[1,\"\"x\"\"],\"\"p\"\":{\"\"q\"\":true}}\",3\n"
                 "o2,2026-07-01T12:00:00.000001-03:00,,ann@b.c,dev-1,1250,JPY,0.000009,no,,,,-1.25\n"
                 "o3,2026-07-02,a:b,,,-0.01,USD,,,,null,,1e20\n"
                 "o4,2026-07-02,,,mobile,1.234,KWD,,,,,,\n"
                 ",2026-07-02,,,,,,,,,no id and nobody,,\n"
                 ",2026-07-03,7,,,,,,,,no id,,\n"));
    import(store,
           write("calls.jsonl",
                 "{\"id\":\"o1\",\"time\":\"2026-07-04T01:00:00Z\",\"who\":{\"phone\":\"+31 6 1\"},\"talk\":189,"
                 "\"kind\":\"nps\",\"answer\":9,\"é 1\":\"ü\"}\n"
                 "{\"id\":\"o2\",\"time\":1783126800,\"who\":{\"anonymous\":\"cookie\",\"account\":\"A\"}}\n"),
           "Europe/Amsterdam");
  }

  std::string folder_;
};

TEST_F(RoundTrip, AnExportIsImportedAgainAsItWas) {
  const std::unique_ptr<Store> store = open("record");
  fill(*store);
  const std::vector<std::string> events = lines(*store, kEvents);
  ASSERT_EQ(events.size(), 8u);
  for (const std::string ending : {"csv", "parquet"}) {
    const std::string file = folder_ + "/all." + ending;
    const Result<int64_t> written = store->export_to(file, "");
    ASSERT_TRUE(written) << written.status().to_string();
    const std::unique_ptr<Store> fresh = open("fresh_" + ending);
    // The zone of other files does not touch the times of an export.
    import(*fresh, file, "America/Sao_Paulo");
    EXPECT_EQ(lines(*fresh, kEvents), events) << ending;
    EXPECT_EQ(lines(*fresh, "SELECT count(DISTINCT customer_number) FROM events"),
              lines(*store, "SELECT count(DISTINCT customer_number) FROM events"));
    EXPECT_THAT(lines(*fresh, "SELECT source, sum(rows) FROM sources GROUP BY source ORDER BY source"),
                ElementsAre("calls|2|", "shop|6|"));
  }
}

TEST_F(RoundTrip, ReadsDatesAndTimesOfParquet) {
  const std::unique_ptr<Store> store = open("record");
  fill(*store);
  const auto times_of = [&](const std::string& name, const std::string& value) {
    const std::string file = folder_ + "/" + name + ".parquet";
    const Result<int64_t> written = store->export_to(file, "SELECT " + value + " AS time, '7' AS customer");
    EXPECT_TRUE(written) << written.status().to_string();
    const std::unique_ptr<Store> fresh = open(name);
    import(*fresh, file, "Europe/Amsterdam");
    return lines(*fresh, "SELECT time, offset_minutes FROM events");
  };
  // Without a zone they are a clock on a wall.
  EXPECT_THAT(times_of("date", "DATE '2026-07-02'"), ElementsAre("2026-07-01 22:00:00|120|"));
  EXPECT_THAT(times_of("time", "TIMESTAMP '2026-07-02 01:02:03.5'"), ElementsAre("2026-07-01 23:02:03.5|120|"));
  EXPECT_THAT(times_of("second", "CAST('2026-07-02 01:02:03' AS TIMESTAMP_S)"),
              ElementsAre("2026-07-01 23:02:03|120|"));
  EXPECT_THAT(times_of("nano", "CAST('2026-07-02 01:02:03' AS TIMESTAMP_NS)"), ElementsAre("2026-07-01 23:02:03|120|"));
  EXPECT_THAT(times_of("instant", "TIMESTAMPTZ '2026-07-02 01:02:03+00'"), ElementsAre("2026-07-02 01:02:03|0|"));
}

TEST_F(RoundTrip, TakesAStructOfPropertiesApart) {
  const std::unique_ptr<Store> store = open("record");
  const std::string file = folder_ + "/struct.parquet";
  const Result<int64_t> written = store->export_to(
      file, "SELECT DATE '2026-07-02' AS time, {'a': 1, 'b': {'c': 'x'}, 'n': NULL::INTEGER} AS properties");
  ASSERT_TRUE(written) << written.status().to_string();
  import(*store, file);
  EXPECT_THAT(lines(*store, "SELECT properties FROM events"), ElementsAre("{\"a\":1,\"b.c\":\"x\"}|"));
}

}  // namespace
}  // namespace sojourn
