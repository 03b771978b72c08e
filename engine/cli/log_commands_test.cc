// Method: a record of four events is written as an event log, and the log is read back as a format reads it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/commands.h"
#include "collect/importer.h"
#include "formats/format.h"
#include "intake/log_export.h"

namespace sojourn {
namespace {

class LogExport : public testing::Test {
 protected:
  LogExport() {
    char name[] = "/tmp/sojourn-log-XXXXXX";
    folder_ = mkdtemp(name);
    const std::string file = folder_ + "/a.csv";
    std::ofstream(file) << "id,time,customer,touchpoint,order,agent,amount,currency,plan\n"
                           "1,2026-03-01T12:00:00Z,7,purchase,O-1,,12.50,EUR,gold\n"
                           "2,2026-03-01T13:00:00Z,7,call,,dora,,,\n"
                           "3,2026-05-01T12:00:00Z,7,visit,,,,,\n"
                           "4,2026-03-01T12:00:00Z,8,,,,,,blue\n";  // Nothing happened: no part of a log.
    auto store = Store::open(folder_ + "/data", {});
    EXPECT_TRUE(store);
    ImportOptions options;
    options.files = {file};
    EXPECT_TRUE(import_files(options, **store));
  }
  ~LogExport() override { std::filesystem::remove_all(folder_); }

  EventBatch read_back(const std::string& kind, const std::string& gap, const FormatSettings& settings) const {
    const std::string path = folder_ + "/log." + kind + gap;
    const Status written = run_log_export(folder_ + "/data", path, kind, gap);
    EXPECT_TRUE(written.ok()) << written.to_string();
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    const std::string bytes = text.str();
    EventBatch batch;
    batch.source = "log";
    EventWriter writer(batch, {});
    FormatInput input;
    input.bytes = bytes;
    const Status read = (*find_format(kind))->read(input, settings, writer);
    EXPECT_TRUE(read.ok()) << read.to_string();
    EXPECT_TRUE(batch.rejects.empty());
    return batch;
  }

  std::string folder_;
};

TEST_F(LogExport, XesHasATraceAJourney) {
  const EventBatch cut = read_back("xes", "", {});
  ASSERT_EQ(cut.events.size(), 3U);
  EXPECT_EQ(cut.events[1].text(Field::kTouchpoint), "call");
  EXPECT_EQ(cut.events[1].text(Field::kAgent), "dora");
  EXPECT_EQ(cut.events[1].who[0].value, "7");
  EXPECT_EQ(cut.events[2].who[0].value, "7");
  std::stringstream text;
  text << std::ifstream(folder_ + "/log.xes", std::ios::binary).rdbuf();
  EXPECT_NE(text.str().find("value=\"7/2\""),
            std::string::npos);  // Two months later: another journey of the same customer.
  const EventBatch whole = read_back("xes", "none", {});
  EXPECT_EQ(whole.events[2].who[0].value, "7");
}

TEST_F(LogExport, OcelHasCustomersAndOrders) {
  const EventBatch batch = read_back("ocel", "", {});
  ASSERT_EQ(batch.events.size(), 3U);
  EXPECT_EQ(batch.events[0].id, "a:1");
  EXPECT_EQ(batch.events[0].who[0].value, "7");
  EXPECT_EQ(batch.events[0].text(Field::kOrder), "O-1");
  EXPECT_EQ(batch.events[0].integer(Field::kAmount), 1250);
  EXPECT_NE(batch.events[0].properties.find("\"plan\":\"gold\""), std::string_view::npos);
}

// The ending of the file's name says how it is written.
TEST_F(LogExport, OcelIsWrittenAsItsFileIsCalled) {
  for (const auto& [name, begins] : {std::pair("x.json", "{"), std::pair("x.xml", "<?xml"),
                                     std::pair("x.xmlocel", "<?xml"), std::pair("x.sqlite", "SQLite format 3")}) {
    const std::string path = folder_ + "/" + name;
    ASSERT_TRUE(run_log_export(folder_ + "/data", path, "ocel", "").ok());
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    EXPECT_TRUE(text.str().starts_with(begins)) << name;
    EXPECT_EQ(recognise_format(text.str(), name)->id, "ocel");
  }
}

// More of one customer than an answer to SQL may hold.
TEST_F(LogExport, OneCustomerMayHaveMuch) {
  constexpr int kEvents = 40'000;
  const std::string text(2500, 'x');
  {
    std::ofstream file(folder_ + "/much.csv");
    file << "id,time,customer,touchpoint,text\n";
    for (int i = 0; i < kEvents; ++i) file << i << ',' << 1'767'225'600 + i << ",9,visit," << text << '\n';
  }
  {
    auto store = Store::open(folder_ + "/data", {});
    ASSERT_TRUE(store);
    ImportOptions options;
    options.files = {folder_ + "/much.csv"};
    ASSERT_TRUE(import_files(options, **store));
  }
  const std::string path = folder_ + "/much.xes";
  const Status written = run_log_export(folder_ + "/data", path, "xes", "none");
  ASSERT_TRUE(written.ok()) << written.to_string();
  EXPECT_GT(std::filesystem::file_size(path), kEvents * text.size());
}

TEST_F(LogExport, ShowsOneMomentAndLeavesNothingWhenItIsStopped) {
  const auto store = Store::open(folder_ + "/data", {});
  ASSERT_TRUE(store);
  int asked = 0;
  // Customers are joined while their events are being written.
  const StopReason link = [&]() -> Status {
    if (++asked > 1) return {};
    return (*store)->link({IdentifierKind::kId, "7"}, {IdentifierKind::kId, "8"}, "").status();
  };
  const Result<int64_t> count = export_log(**store, folder_ + "/log.xes", "xes", "none", link);
  ASSERT_TRUE(count) << count.error().to_string();
  EXPECT_EQ(*count, 3);
  EXPECT_GE(asked, 1);
  for (const char* name : {"/stopped.xes", "/stopped.json", "/stopped.xml", "/stopped.sqlite"}) {
    const std::string path = folder_ + name;
    const StopReason full = [&]() -> Status {
      EXPECT_FALSE(std::filesystem::exists(path)) << "only the whole file has its name";
      return Status::unavailable("the disk has no room");
    };
    const Result<int64_t> stopped = export_log(**store, path, path.ends_with("xes") ? "xes" : "ocel", "", full);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().message(), "the disk has no room");
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    EXPECT_EQ(entry.path().filename().string().find("stopped"), std::string::npos) << entry.path();
  }
}

TEST_F(LogExport, WritesOverNoFile) {
  std::ofstream(folder_ + "/there") << "mine";
  EXPECT_EQ(run_log_export(folder_ + "/data", folder_ + "/there", "xes", "").code(), StatusCode::kConflict);
  EXPECT_FALSE(run_log_export(folder_ + "/data", folder_ + "/x", "xes", "soon").ok());
}

}  // namespace
}  // namespace sojourn
