// From text to events by canonical names: what each kind of cell becomes, what is refused and how it is told, and that
// the report adds up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/disk.h"
#include "base/limits.h"
#include "collect/importer.h"
#include "collect/memory_sink.h"
#include "collect/read_text.h"
#include "collect/xlsx_fixture.h"

namespace sojourn {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

EventBatch read(std::string body, const std::string& zone = "UTC") {
  Result<EventBatch> batch = read_events(std::move(body), Zone::find(zone).value());
  EXPECT_TRUE(batch) << batch.status().to_string();
  return batch ? std::move(batch).value() : EventBatch{};
}

std::string only_event(std::string body, const std::string& zone = "UTC") {
  const EventBatch batch = read(std::move(body), zone);
  for (const Reject& reject : batch.rejects) ADD_FAILURE() << reject.field << ": " << reject.reason;
  return batch.events.size() == 1 ? describe_event(batch.events[0]) : std::to_string(batch.events.size()) + " events";
}

std::string only_reject(std::string body) {
  const EventBatch batch = read(std::move(body));
  EXPECT_EQ(batch.events.size(), 0u);
  EXPECT_EQ(batch.counts.rejected, 1);
  return batch.rejects.size() == 1 ? batch.rejects[0].field + ": " + batch.rejects[0].reason
                                   : std::to_string(batch.rejects.size()) + " rejects";
}

TEST(Import, ReadsCanonicalNamesHoweverTheyAreSpelt) {
  EXPECT_EQ(only_event("ID,Timestamp,Customer,E-mail,Email,Scale Max,scale-min,KIND,Answer\n"
                       "r1,2026-03-01T12:00:00+02:00,7,x,Ann@B.C,10,1,csat,9\n"),
            "2026-03-01T12:00:00+02:00 id=r1 customer=7 email=ann@b.c touchpoint=survey kind=csat scale_min=1 "
            "scale_max=10 answer=9 properties={\"E_mail\":\"x\"}");
  EXPECT_EQ(only_event(R"({"time":1767225600,"who":{"id":"7","anonymous":"c-1"},"properties":{"b":{"c":1.50},"a":"1"},)"
                       R"("extra":[1, 2]})"),
            "2026-01-01T00:00:00Z customer=7 anonymous=c-1 properties={\"a\":\"1\",\"b.c\":1.50,\"extra\":[1,2]}");
}

TEST(Import, KeepsWhatCellsSay) {
  EXPECT_EQ(only_event("time,amount,currency,wait,talk,resolved,transfers,scale,answer,promise,device\n"
                       "2026-01-01,\"1,234.50\",EUR,12.5,0:03:09,Yes,2,1-10,7, 2026-01-02 ,dev-1\n"),
            "2026-01-01T00:00:00Z device=dev-1 scale_min=1 scale_max=10 answer=7 amount=1234.50 currency=EUR wait=12.5 "
            "talk=189 transfers=2 resolved=true device=dev-1 promise=2026-01-02T00:00:00Z");
}

TEST(Import, KnowsItsOwnWordsWhateverTheirCase) {
  EXPECT_EQ(only_event("time,kind,answer,stage,direction,amount,currency\n2026-01-01,NPS,9,Buy,IN,1500,jpy\n"),
            "2026-01-01T00:00:00Z touchpoint=survey stage=buy direction=in kind=nps scale_min=0 scale_max=10 answer=9 "
            "amount=1500 currency=JPY");
  EXPECT_THAT(only_reject("time,kind,answer\n2026-01-01,Nps,55\n"), HasSubstr("answer: "));
  EXPECT_THAT(only_reject("time,amount,currency\n2026-01-01,5,Euro\n"), HasSubstr("currency: "));
}

TEST(Import, TakesACommaForADecimalOneOnlyWhereItCanBeNothingElse) {
  EXPECT_EQ(only_event("time;amount;currency;quantity\n2026-01-01;1.234,50;EUR;2,5\n"),
            "2026-01-01T00:00:00Z amount=1234.50 currency=EUR quantity=2.5");
  EXPECT_EQ(only_event("time;amount;currency\n2026-01-01;12,500;EUR\n"),
            "2026-01-01T00:00:00Z amount=12500.00 currency=EUR");
}

TEST(Import, TakesAGenericDeviceForAFieldOnly) {
  EXPECT_EQ(only_event("time,device\n2026-01-01,Mobile\n"), "2026-01-01T00:00:00Z device=Mobile");
}

TEST(Import, TakesADevicesModelForAFieldOnly) {
  EXPECT_EQ(only_event("time,device\n2026-01-01,iPhone 13\n"), "2026-01-01T00:00:00Z device=iPhone 13");
  EXPECT_EQ(only_event("time,device\n2026-01-01,Galaxy\n"), "2026-01-01T00:00:00Z device=Galaxy");
  EXPECT_EQ(only_event("time,who.device\n2026-01-01,iPhone 13\n"), "2026-01-01T00:00:00Z device=iPhone 13");
  const EventBatch batch = read("time,device,who.device\n2026-01-01,iPhone 13,\n2026-01-01,,Galaxy\n");
  ASSERT_EQ(batch.events.size(), 2u);
  EXPECT_EQ(batch.events[0].who_count, 0);
  EXPECT_EQ(batch.events[1].who_count, 1);
}

TEST(Import, TakesAnObjectOfPropertiesApart) {
  EXPECT_EQ(only_event("time,properties,c\n2026-01-01,\"{\"\"b\"\":{\"\"x\"\":1.50},\"\"a\"\":\"\"1\"\",\"\"n\"\":null,"
                       "\"\"l\"\":[1, "
                       "2]}\",2\n"),
            "2026-01-01T00:00:00Z properties={\"a\":\"1\",\"b.x\":1.50,\"c\":2,\"l\":[1,2]}");
  EXPECT_EQ(only_event("time,properties\n2026-01-01,red\n"),
            "2026-01-01T00:00:00Z properties={\"properties\":\"red\"}");
  EXPECT_EQ(only_event("time,properties\n2026-01-01,{}\n"), "2026-01-01T00:00:00Z");
  // Two such columns do not take one another's memory.
  EXPECT_EQ(only_event("time,properties,Properties\n2026-01-01,{\"a\":\"first\"},{\"b\":\"second\"}\n"),
            "2026-01-01T00:00:00Z properties={\"a\":\"first\",\"b\":\"second\"}");
  EXPECT_THAT(only_reject("time,properties\n2026-01-01,{red}\n"), HasSubstr("properties: not JSON"));
}

TEST(Import, RefusesAnObjectWhoseNamesAreValuesAndNoOther) {
  std::string text = "time;properties\n2026-01-01;{\"k\":1";
  for (size_t i = 0; i < limits::kColumnsMax; ++i) text += ",\"x" + std::to_string(i) + "\":1";
  text += "}\n";
  for (size_t i = 0; i < 3 * limits::kColumnsMax; ++i) {
    text += "2026-01-01;{\"k" + std::to_string(i) + "\":1,\"a\":" + std::to_string(i) + "}\n";
  }
  const EventBatch batch = read(text);
  ASSERT_EQ(batch.rejects.size(), 1u);
  EXPECT_EQ(batch.rejects[0].line, 2u);
  EXPECT_THAT(batch.rejects[0].reason, HasSubstr("the event has more than 4096 different names"));
  ASSERT_EQ(batch.events.size(), 3 * limits::kColumnsMax);
  for (const size_t i : {size_t{0}, limits::kColumnsMax + 1, 3 * limits::kColumnsMax - 1}) {
    EXPECT_EQ(batch.events[i].properties, "{\"a\":" + std::to_string(i) + ",\"k" + std::to_string(i) + "\":1}");
  }
}

// The columns of the view `events`, as far as they differ from those of other files.
constexpr const char* kExportHeader =
    "sequence,id,source,time,offset_minutes,received,customer,customer_number,identifier,device,wait,promise,"
    "properties\n";

TEST(Import, ReadsWhatTheRecordExported) {
  const EventBatch batch =
      read(std::string(kExportHeader) +
               "1,o1,shop,2026-07-01T10:00:00.000000Z,120,2026-07-02T00:00:00.000000Z,7,1,1,iPhone13,9e-06,"
               "2026-07-03 00:00:00,\"{\"\"a\"\":1}\"\n"
               "2,o2,shop,2026-07-01T10:00:00.000000Z,0,2026-07-02T00:00:00.000000Z,email:a@b.c,2,2,,,,\n"
               "3,o3,shop,2026-07-01 10:00:00,-180,2026-07-02T00:00:00.000000Z,id:a:b,3,3,,,,\n"
               "4,o4,shop,2026-07-01T10:00:00.000000Z,,2026-07-02T00:00:00.000000Z,,,4,,,,\n",
           "Europe/Amsterdam");
  for (const Reject& reject : batch.rejects) ADD_FAILURE() << reject.field << ": " << reject.reason;
  ASSERT_EQ(batch.events.size(), 4u);
  EXPECT_EQ(describe_event(batch.events[0]),
            "2026-07-01T12:00:00+02:00 id=o1 customer=7 wait=9e-06 device=iPhone13 promise=2026-07-03T02:00:00+02:00 "
            "properties={\"a\":1}");
  EXPECT_EQ(describe_event(batch.events[1]), "2026-07-01T10:00:00Z id=o2 email=a@b.c");
  EXPECT_EQ(describe_event(batch.events[2]), "2026-07-01T07:00:00-03:00 id=o3 customer=a:b");
  EXPECT_EQ(describe_event(batch.events[3]), "2026-07-01T10:00:00Z id=o4");
  // In any other file those names are properties, and a colon is a letter of the customer number.
  EXPECT_EQ(only_event("time,source,sequence,customer\n2026-01-01,shop,1,email:a\n"),
            "2026-01-01T00:00:00Z customer=email:a properties={\"sequence\":1,\"source\":\"shop\"}");
}

TEST(Import, WritesPropertiesCanonically) {
  EXPECT_EQ(
      only_event("time,zip,b c,a,long,q,yes,neg\n2026-01-01,01310,2.50,x,1234567890123456,\"a\"\"\\\n\",true,-0.5\n"),
      "2026-01-01T00:00:00Z properties={\"a\":\"x\",\"b_c\":2.50,\"long\":\"1234567890123456\",\"neg\":-0.5,"
      "\"q\":\"a\\\"\\\\\",\"yes\":true,\"zip\":\"01310\"}");
}

TEST(Import, ReadsTimesInTheZoneThatIsAsked) {
  EXPECT_EQ(only_event("time\n2026-07-01 12:00:00\n", "Europe/Amsterdam"), "2026-07-01T12:00:00+02:00");
  EXPECT_EQ(only_event("time\n2026-01-01 12:00:00\n", "Europe/Amsterdam"), "2026-01-01T12:00:00+01:00");
  // Rows near one another share their minute, not their second.
  const EventBatch batch =
      read("time\n2026-07-01 12:00:59\n2026-07-01 12:00:01\n2026-07-01T12:00:30\n2026-07-01 12:00:61\n");
  ASSERT_EQ(batch.events.size(), 3u);
  EXPECT_EQ(batch.events[0].time - batch.events[1].time, 58 * kSecond);
  EXPECT_EQ(batch.events[2].time - batch.events[1].time, 29 * kSecond);
  EXPECT_EQ(batch.counts.rejected, 1);
}

TEST(Import, OrdersIdentifiersFromTheSurest) {
  const EventBatch batch = read("time,account,anonymous,email,customer,who.id\n2026-01-01,A,c,x@y.z,7,8\n");
  ASSERT_EQ(batch.events.size(), 1u);
  const Event& event = batch.events[0];
  ASSERT_EQ(event.who_count, 5);
  EXPECT_EQ(event.who[0].value, "7");
  EXPECT_EQ(event.who[1].value, "8");
  EXPECT_EQ(event.who[2].value, "x@y.z");
  EXPECT_EQ(event.who[4].kind, IdentifierKind::kAccount);
  EXPECT_EQ(event.properties, R"({"account":"A"})");  // By which answers are split.
}

TEST(Import, NamesFieldAndReasonOfEveryRefusal) {
  EXPECT_EQ(only_reject("time,answer\n2026-01-01,many\n"), "answer: 'many' is not a number");
  EXPECT_EQ(only_reject("time,kind,answer\n2026-01-01,nps,11\n"), "answer: 11 is outside the scale 0 to 10");
  EXPECT_THAT(only_reject("time,amount\n2026-01-01,12.345\n"), HasSubstr("amount: "));
  EXPECT_THAT(only_reject("time,amount\n2026-01-01,much\n"), HasSubstr("amount: "));
  EXPECT_THAT(only_reject("time,wait\n2026-01-01,-1\n"), HasSubstr("wait: is negative"));
  EXPECT_THAT(only_reject("time,wait\n2026-01-01,long\n"), HasSubstr("wait: 'long' is not a number of seconds"));
  EXPECT_THAT(only_reject("time,resolved\n2026-01-01,maybe\n"), HasSubstr("resolved: 'maybe' is not true or false"));
  EXPECT_THAT(only_reject("time,scale\n2026-01-01,ten\n"), HasSubstr("scale: 'ten' is not a scale such as 1-10"));
  EXPECT_THAT(only_reject("time,stage\n2026-01-01,middle\n"), HasSubstr("stage: "));
  EXPECT_THAT(only_reject("time,text\n2026-01-01," + std::string(limits::kTextBytesMax + 1, 'x') + "\n"),
              HasSubstr("text: "));
  EXPECT_THAT(only_reject("time,customer\nsoon,7\n"), HasSubstr("time: "));
}

TEST(Import, CountsRowsWithoutTimeAndWithoutId) {
  const EventBatch batch = read("time,customer\n,7\nsoon,7\n2026-01-01,\n2026-01-01,null\n2026-01-01,7\n");
  EXPECT_EQ(batch.counts.rows, 5);
  EXPECT_EQ(batch.counts.without_time, 1);  // An unreadable time is a fault of its own.
  EXPECT_EQ(batch.counts.rejected, 2);
  EXPECT_EQ(batch.counts.without_id, 2);
  EXPECT_EQ(batch.events.size(), 3u);
  EXPECT_EQ(batch.rejects[0].line, 2u);
  EXPECT_EQ(batch.rejects[0].raw, ",7");
}

TEST(Import, ReadsTheSameRowsInAnyEncodingAndLineEnd) {
  const std::string expected = "2026-01-01T00:00:00Z customer=7 text=déjà vu";
  EXPECT_EQ(only_event("time,customer,text\r\n2026-01-01,7,déjà vu"), expected);
  EXPECT_EQ(only_event("\xef\xbb\xbftime;customer;text\n2026-01-01;7;\"déjà vu\"\n"), expected);
  EXPECT_EQ(only_event("time\tcustomer\ttext\n2026-01-01\t7\td\xe9j\xe0 vu\n"), expected);
  std::string wide = "\xff\xfe";
  for (const char16_t unit : std::u16string(u"time,customer,text\r\n2026-01-01,7,déjà vu\r\n")) {
    wide += static_cast<char>(unit & 0xff);
    wide += static_cast<char>(unit >> 8);
  }
  EXPECT_EQ(only_event(wide), expected);
}

TEST(Import, RefusesBodiesThatCannotBeRead) {
  EXPECT_EQ(read_events("", Zone()).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(read_events("[{\"time\":1}", Zone()).status().code(), StatusCode::kCorruption);
}

class ImportFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("sojourn_import_" + std::to_string(std::hash<std::thread::id>()(std::this_thread::get_id())) +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }

  std::filesystem::path folder_;
  MemorySink sink_;
  ImportOptions options_;
};

TEST_F(ImportFiles, ReportsPerSourceAndChangesNothingTheSecondTime) {
  options_.files = {write("a.csv", "time,customer\n2026-01-01,1\n2026-01-01,1\nnever,2\n"),
                    write("b.jsonl", "{\"time\":\"2026-01-02\",\"customer\":\"3\"}\n")};
  Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_TRUE(report) << report.status().to_string();
  ASSERT_EQ(report->sources.size(), 2u);
  EXPECT_EQ(report->sources[0].source, "a");
  EXPECT_EQ(report->sources[0].counts.rows, 3);
  EXPECT_EQ(report->sources[0].counts.events, 1);
  EXPECT_EQ(report->sources[0].counts.repeats, 1);
  EXPECT_EQ(report->sources[0].counts.rejected, 1);
  EXPECT_EQ(report->sources[0].rejects[0].line, 4u);
  EXPECT_EQ(report->sources[0].rejects[0].file, "a.csv");
  EXPECT_EQ(report->sources[1].counts.events, 1);
  report = import_files(options_, sink_);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->sources[0].counts.events, 0);
  EXPECT_EQ(report->sources[0].counts.repeats, 2);
  EXPECT_EQ(sink_.stored(), 2);
}

TEST_F(ImportFiles, DryRunStoresNothingAndShowsTheFirstEvents) {
  std::string text = "time,customer\n";
  for (int i = 1; i <= 9; ++i) text += "2026-01-0" + std::to_string(i) + "," + std::to_string(i) + "\n";
  options_.files = {write("a.csv", text)};
  options_.dry_run = true;
  const Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_TRUE(report);
  EXPECT_EQ(sink_.batches, 0);
  EXPECT_EQ(report->sources[0].counts.events, 9);
  ASSERT_EQ(report->samples.size(), 5u);
  EXPECT_EQ(report->samples[1], "2026-01-02T00:00:00Z customer=2");
}

TEST_F(ImportFiles, ReadsEachFileAsItsSourceIsSetUp) {
  options_.files = {write("crm.csv", "time,phone,amount\n2026-07-01 12:00,0151 99988877,5\n"),
                    write("till.csv", "time,phone,amount\n2026-07-01 12:00,0151 99988877,5\n")};
  options_.dry_run = true;
  options_.settings = [](const std::string& source) -> Result<WriterOptions> {
    if (source != "crm") return WriterOptions();
    return WriterOptions{Zone::find("Europe/Berlin").value(), "DE", "EUR"};
  };
  const Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_TRUE(report) << report.status().to_string();
  EXPECT_THAT(report->samples, ElementsAre("2026-07-01T12:00:00+02:00 phone=+4915199988877 amount=5.00 currency=EUR",
                                           "2026-07-01T12:00:00Z phone=015199988877 amount=5.00"));
}

TEST_F(ImportFiles, WhatTheRecordWroteStaysAsItIs) {
  options_.files = {write("crm.csv",
                          "sequence,received,customer_number,identifier,time,customer,amount\n"
                          "1,2026-07-01,1,x,2026-07-01 12:00,phone:015199988877,5\n")};
  options_.dry_run = true;
  options_.settings = [](const std::string&) -> Result<WriterOptions> {
    return WriterOptions{Zone::find("Europe/Berlin").value(), "DE", "EUR"};
  };
  const Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_TRUE(report) << report.status().to_string();
  EXPECT_THAT(report->samples, ElementsAre("2026-07-01T12:00:00Z phone=015199988877 amount=5.00"));
}

TEST_F(ImportFiles, TellsHowManyRowsGaveNoEvent) {
  options_.files = {write("a.csv", "t,score,note\n2026-01-01,9,\n2026-01-02,,\n2026-01-03,,good\nnever,7,\n")};
  const std::string scored = "[[file]]\n[[file.event]]\nwhen = \"score\"\ntime = \"t\"\nquantity = \"score\"\n";
  options_.map = parse_map(scored, "m").value();
  Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_TRUE(report) << report.status().to_string();
  EXPECT_EQ(report->sources.at(0).without_event, 2);
  EXPECT_EQ(report->sources.at(0).counts.rejected, 1);
  // What another entry makes of a row counts as well.
  options_.map =
      parse_map(scored + "[[file]]\n[[file.event]]\nwhen = \"note\"\ntime = \"t\"\ntext = \"note\"\n", "m").value();
  report = import_files(options_, sink_);
  ASSERT_TRUE(report) << report.status().to_string();
  EXPECT_EQ(report->sources.at(0).without_event, 1);
  EXPECT_EQ(report->sources.at(0).counts.rows, 4);
}

TEST_F(ImportFiles, RefusesWhatIsNoTable) {
  std::string program =
      "\x7F"
      "ELF";
  for (int i = 0; i < 3000; ++i) program += static_cast<char>(i * i % 251);
  const std::string picture("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  std::string other("MZ", 2);
  for (int i = 0; i < 3000; ++i) other += static_cast<char>(i * i % 251);
  for (const std::string& bytes : {program, picture, other, std::string("%PDF-1.7\n%\xE2\xE3\n")}) {
    const Result<OpenedRows> opened = open_rows(write("a.bin", bytes), TextFormat{}, nullptr);
    EXPECT_THAT(opened.status().message(), HasSubstr("this is no table"));
  }
  // One stray character in a text, and UTF-16, are no reason.
  EXPECT_TRUE(open_rows(write("a.csv", std::string("a,b\n1,\0\n", 9)), TextFormat{}, nullptr));
  EXPECT_TRUE(open_rows(write("b.csv", std::string("\xFF\xFEt\0i\0m\0e\0,\0a\0\n\0", 16)), TextFormat{}, nullptr));
}

TEST_F(ImportFiles, StrictStopsAtTheFirstBadRow) {
  options_.files = {write("a.csv", "time,answer\n2026-01-01,1\n2026-01-01,x\n2026-01-01,3\n")};
  options_.strict = true;
  const Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().where(), options_.files[0] + ":3");
  EXPECT_EQ(report.error().message(), "answer: 'x' is not a number");
  EXPECT_EQ(sink_.stored(), 0);
}

TEST_F(ImportFiles, KeepsWhatStandsBeforeTheDamage) {
  options_.files = {write("a.json", "[{\"time\":1},{\"time\":2}")};
  const Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code(), StatusCode::kCorruption);
  EXPECT_THAT(report.error().where(), HasSubstr("a.json"));
  EXPECT_EQ(sink_.stored(), 2);
}

TEST_F(ImportFiles, StoresInBatchesWhileItReads) {
  std::string text = "id,time\n";
  constexpr int64_t kRows = 2 * static_cast<int64_t>(kImportBatchEvents) + 7;
  for (int64_t i = 0; i < kRows; ++i) text += std::to_string(i) + ",2026-01-01\n";
  options_.files = {write("a.csv", text)};
  ImportProgress last;
  options_.progress = [&](const ImportProgress& progress) { last = progress; };
  const Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_TRUE(report);
  EXPECT_EQ(sink_.batches, 3);
  EXPECT_EQ(sink_.stored(), kRows);
  EXPECT_EQ(last.rows, kRows);
  EXPECT_EQ(last.bytes_read, text.size());
  EXPECT_EQ(last.bytes_total, text.size());
}

TEST_F(ImportFiles, PassesOnTheTroubleOfTheSink) {
  class FullSink final : public EventSink {
   public:
    Result<AppendReceipt> append(const EventBatch&) override { return Status::unavailable("the disk is full"); }
  } full;
  options_.files = {write("a.csv", "time\n2026-01-01\n")};
  EXPECT_EQ(import_files(options_, full).status().code(), StatusCode::kUnavailable);
}

TEST_F(ImportFiles, AsksTheCallerForParquet) {
  options_.files = {write("a.parquet", "PAR1....PAR1")};
  EXPECT_THAT(import_files(options_, sink_).status().message(), HasSubstr("Parquet"));
  class TwoRows final : public RowSource {
   public:
    const std::vector<std::string>& columns() const override { return columns_; }
    Result<bool> next(std::vector<Cell>& row) override {
      row = {{"2026-01-01"}, {{}, true}};
      return ++number_ <= 2;
    }
    uint64_t line() const override { return number_; }
    std::string raw() const override { return ""; }
    uint64_t bytes_read() const override { return 0; }

   private:
    std::vector<std::string> columns_{"time", "customer"};
    uint64_t number_ = 0;
  };
  options_.open_parquet = [](const std::string&) -> Result<std::unique_ptr<RowSource>> {
    return std::unique_ptr<RowSource>(std::make_unique<TwoRows>());
  };
  const Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_TRUE(report) << report.status().to_string();
  EXPECT_EQ(report->sources[0].counts.without_id, 2);
  EXPECT_EQ(report->sources[0].counts.repeats, 1);
  // Packed, it is read from a file of its own, which goes with the reader.
  std::string opened_path;
  std::string opened_bytes;
  const ParquetOpener open = [&](const std::string& path) -> Result<std::unique_ptr<RowSource>> {
    opened_path = path;
    opened_bytes = read_file(path).value();
    return std::unique_ptr<RowSource>(std::make_unique<TwoRows>());
  };
  for (const std::string& packed : {zip_of({{"a.parquet", "PAR1....PAR1"}}), zip_of({{"a", "PAR1....PAR1"}}, false)}) {
    const std::string path = write("a.zip", packed);
    const Result<OpenedRows> rows = open_rows(path, TextFormat{}, open);
    ASSERT_TRUE(rows) << rows.status().to_string();
    EXPECT_EQ(opened_bytes, "PAR1....PAR1");
    EXPECT_NE(opened_path, path);
    EXPECT_TRUE(file_exists(opened_path));
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(opened_path).permissions() & (perms::group_all | perms::others_all), perms::none);
  }
  EXPECT_FALSE(file_exists(opened_path));
  const ParquetOpener refuse = [&](const std::string& path) -> Result<std::unique_ptr<RowSource>> {
    opened_path = path;
    return Status::invalid("no magic in " + path);
  };
  const Status refused = open_rows(write("a.zip", zip_of({{"a.parquet", "PAR1"}})), TextFormat{}, refuse).status();
  EXPECT_THAT(refused.to_string(),
              AllOf(HasSubstr("a.zip"), HasSubstr("Parquet file inside"), Not(HasSubstr("sojourn-parquet"))));
  EXPECT_FALSE(file_exists(opened_path));
  // Where there is no room, nobody tries again by himself.
  const char* const told = std::getenv("TMPDIR");
  const std::string before = told == nullptr ? "" : told;
  ::setenv("TMPDIR", "/nowhere", 1);
  const Status unpacked = open_rows(write("a.zip", zip_of({{"a.parquet", "PAR1"}})), TextFormat{}, open).status();
  told == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", before.c_str(), 1);
  EXPECT_EQ(unpacked.code(), StatusCode::kLimit);
  EXPECT_THAT(unpacked.message(), HasSubstr("TMPDIR"));
}

TEST_F(ImportFiles, GivesTheEventsOfAnExportBackToTheirSources) {
  const std::string row = ",2026-07-01T10:00:00Z,0,2026-07-02T00:00:00Z,7,1,1,,,,\n";
  options_.files = {write("record.csv", kExportHeader + ("1,o1,shop" + row) + ("2,o1,calls" + row) +
                                            ("3,o2,shop" + row) + ("4,o3," + row))};
  Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_TRUE(report) << report.status().to_string();
  std::vector<std::string> told;
  for (const SourceReport& one : report->sources) told.push_back(one.source + " " + std::to_string(one.counts.events));
  EXPECT_THAT(told, ElementsAre("shop 2", "calls 1", "record 1"));
  EXPECT_EQ(report->sources[0].counts.rows, 2);
  EXPECT_EQ(report->sources[0].files.size(), 1u);
  options_.source = "other";
  report = import_files(options_, sink_);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->sources.size(), 1u);
  EXPECT_EQ(report->sources[0].counts.events, 3);
  EXPECT_EQ(report->sources[0].counts.repeats, 1);
}

TEST_F(ImportFiles, CountsTheRowsOfAFileOnceHoweverManyEntriesReadIt) {
  options_.files = {
      write("a.csv", "id,t,paid,customer\n1,2026-01-01,2026-01-02,7\n2,2026-01-01,never,\n3,soon,,8\n4,1\n")};
  options_.map = parse_map(
                     "[[file]]\n[[file.event]]\nid = \"id\"\ntime = \"t\"\nwho.id = \"customer\"\n"
                     "[[file]]\n[[file.event]]\nwhen = \"paid\"\nid = {concat = [\"id\", {value = \"p\"}]}\n"
                     "time = \"paid\"\nwho.id = \"customer\"\n",
                     "test.toml")
                     .value();
  const Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_TRUE(report) << report.status().to_string();
  const IntakeCounts& counts = report->sources[0].counts;
  EXPECT_EQ(counts.rows, 4);
  EXPECT_EQ(counts.events, 3);
  EXPECT_EQ(counts.without_id, 1);
  EXPECT_EQ(counts.rejected, 3);  // "soon", "never", and the short row, which both entries meet.
  EXPECT_EQ(report->sources[0].files.size(), 1u);
  EXPECT_EQ(sink_.runs.size(), 1u);
  EXPECT_EQ(sink_.counts_of_batches.rows, 4);
}

TEST_F(ImportFiles, HandsAJourneyOverInBatchesHoweverManyWalkedIt) {
  options_.files = {write("paths.csv", "path,n\na > b,130000\n")};
  options_.map =
      parse_map(
          "[[file]]\n[file.explode]\npath = \"path\"\nconverted = \"n\"\nstart = \"2026-01-01\"\ngap = \"1m\"\n"
          "[[file.event]]\nwho.id = \"explode.traveller\"\ntime = \"explode.time\"\n"
          "touchpoint = \"explode.step\"\n",
          "test.toml")
          .value();
  const Result<ImportReport> report = import_files(options_, sink_);
  ASSERT_TRUE(report) << report.status().to_string();
  EXPECT_EQ(report->sources[0].counts.events, 390'000);
  EXPECT_EQ(report->sources[0].counts.rows, 1);
  EXPECT_EQ(sink_.customers(), 130'000u);
  EXPECT_LE(sink_.largest_batch, limits::kBatchEventsMax);
}

TEST_F(ImportFiles, NamesTheFileThatIsMissing) {
  EXPECT_EQ(import_files(options_, sink_).status().code(), StatusCode::kInvalidArgument);
  options_.files = {(folder_ / "none.csv").string()};
  const Status status = import_files(options_, sink_).status();
  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_THAT(status.where(), HasSubstr("none.csv"));
}

}  // namespace
}  // namespace sojourn
