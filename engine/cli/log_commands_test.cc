// Method: a record of four events is written as an event log, and the log is read back as a format reads it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/commands.h"
#include "collect/importer.h"
#include "formats/format.h"

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
  EXPECT_EQ(cut.events[2].who[0].value, "7/2");
  const EventBatch whole = read_back("xes", "none", {});
  EXPECT_EQ(whole.events[2].who[0].value, "7");
}

TEST_F(LogExport, OcelHasCustomersAndOrders) {
  const EventBatch batch = read_back("ocel", "", {});
  ASSERT_EQ(batch.events.size(), 3U);
  EXPECT_EQ(batch.events[0].id, "a:1");
  EXPECT_EQ(batch.events[0].who[0].value, "7");
  EXPECT_EQ(batch.events[0].text(Field::kOrder), "order:O-1");
  EXPECT_NE(batch.events[0].properties.find("\"amount\":12.5"), std::string_view::npos);
}

TEST_F(LogExport, WritesOverNoFile) {
  std::ofstream(folder_ + "/there") << "mine";
  EXPECT_EQ(run_log_export(folder_ + "/data", folder_ + "/there", "xes", "").code(), StatusCode::kConflict);
  EXPECT_FALSE(run_log_export(folder_ + "/data", folder_ + "/x", "xes", "soon").ok());
}

}  // namespace
}  // namespace sojourn
