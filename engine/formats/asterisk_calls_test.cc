#include "formats/asterisk_calls.h"

#include <gtest/gtest.h>

namespace sojourn::asterisk {
namespace {

Status take(QueueLog& log, const std::string& text) {
  std::vector<std::string_view> fields;
  split_at_bars(text, fields);
  SOJOURN_TRY(const QueueLine line, line_of(std::move(fields), Zone()));
  return log.take(line, 1, "raw");
}

// However long the log is, only calls of about a day are held, or so many as do no harm.
TEST(QueueLog, WritesCallsThatAreOverAsItGoes) {
  EventBatch batch;
  EventWriter writer(batch, {});
  QueueLog log(writer);
  size_t held_most = 0;
  constexpr int kCalls = 12'000;
  for (int i = 0; i < kCalls; ++i) {
    const std::string call = std::to_string(1'772'355'600 + i * 3600) + "|c" + std::to_string(i) + "|care|NONE|";
    ASSERT_TRUE(take(log, call + "ENTERQUEUE||+3161234567" + std::to_string(i % 10)).ok());
    ASSERT_TRUE(take(log, call + "ABANDON|1|1|9").ok());
    held_most = std::max(held_most, static_cast<size_t>(i + 1) - batch.events.size());
  }
  EXPECT_LE(held_most, 10'000U);
  ASSERT_TRUE(log.write_all().ok());
  ASSERT_EQ(batch.events.size(), static_cast<size_t>(kCalls));
  EXPECT_EQ(batch.events[7].id, "c7");
}

TEST(QueueLog, ALineOfAWrongClockEndsNobodysCall) {
  EventBatch batch;
  EventWriter writer(batch, {});
  QueueLog log(writer);
  ASSERT_TRUE(take(log, "1772355600|c1|care|NONE|ENTERQUEUE||+31612345678").ok());
  ASSERT_TRUE(take(log, "3786912000|c2|care|NONE|ENTERQUEUE||+31612345679").ok());  // In 2090.
  ASSERT_TRUE(take(log, "1772355620|c1|care|dora|CONNECT|20|x").ok());
  ASSERT_TRUE(take(log, "1772355680|c1|care|dora|COMPLETECALLER|20|60|1").ok());
  ASSERT_TRUE(log.write_all().ok());
  ASSERT_EQ(batch.events.size(), 2U);
  const Event& call = batch.events.front();
  EXPECT_EQ(call.id, "c1");
  ASSERT_EQ(call.who_count, 1U);
  EXPECT_EQ(call.who[0].value, "+31612345678");
  EXPECT_EQ(call.integer(Field::kWait), 20 * kSecond);
  EXPECT_EQ(call.integer(Field::kTalk), 60 * kSecond);
}

}  // namespace
}  // namespace sojourn::asterisk
