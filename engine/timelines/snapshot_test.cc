// Blocks against a twin: all events in one vector, sorted by (customer, time, sequence) with std::sort. Whatever the
// dealing into parts, the size of blocks and the order of arrival, readers must show exactly the twin.
#include "timelines/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/limits.h"
#include "timelines/columns.h"
#include "timelines/fixture.h"
#include "timelines/merged.h"
#include "timelines/part_build.h"
#include "timelines/read_back.h"

namespace sojourn {
namespace {

TEST(FixtureTest, HoldsWhatWasWritten) {
  Fixture life;
  life.add(
      "anna", "2026-03-01T10:00:00Z",
      {{"touchpoint", "purchase"}, {"amount", "12.50"}, {"currency", "EUR"}, {"wait", "1.5"}, {"resolved", "true"}});
  life.add("ben", "2026-03-02T10:00:00Z",
           {{"answer", "9"}, {"text", "fine"}, {"order", "o-1"}, {"properties.plan", "a"}});
  life.add("anna", "2026-02-01T10:00:00Z", {{"touchpoint", "visit"}, {"source", "shop"}});
  life.add("", "2026-02-03T10:00:00Z", {{"touchpoint", "visit"}});
  const auto snapshot = life.snapshot();
  EXPECT_EQ(snapshot->event_count(), 4);
  EXPECT_EQ(snapshot->customer_count(), 3);
  EXPECT_EQ(snapshot->block_count(), 1U);
  EXPECT_EQ(life.number("anna"), 1U);
  EXPECT_EQ(life.number("ben"), 2U);
  const std::vector<std::string> expected{
      "1 2026-02-01T10:00:00Z source=shop touchpoint=visit",
      "1 2026-03-01T10:00:00Z amount=1250 currency=EUR resolved=1 touchpoint=purchase wait=1500000",
      "2 2026-03-02T10:00:00Z answer=9 order=# properties.plan=a text=fine",
      "3? 2026-02-03T10:00:00Z touchpoint=visit",
  };
  EXPECT_EQ(read_back(*snapshot), expected);
}

TEST(FixtureTest, AnEmptySnapshotHasNoBlocks) {
  const auto snapshot = Fixture().snapshot();
  EXPECT_EQ(snapshot->block_count(), 0U);
  EXPECT_EQ(snapshot->event_count(), 0);
  EXPECT_EQ(snapshot->customer_count(), 0);
  EXPECT_EQ(snapshot->time_span(), (TimeRange{0, 0}));
  EXPECT_TRUE(snapshot->find_column("channel").has_value());
  EXPECT_FALSE(snapshot->find_column("properties.plan").has_value());
}

TEST(SnapshotTest, FieldNumbersAreColumnNumbers) {
  const auto snapshot = Fixture().snapshot();
  for (const FieldInfo& field : all_fields()) EXPECT_EQ(snapshot->find_column(field.name), column_of(field.field));
  EXPECT_EQ(snapshot->find_column("source"), kSourceColumn);
}

// Random lives: few times, so that many are equal; some fields everywhere, some hardly ever.
struct RandomLives {
  Fixture fixture;
  std::vector<std::string> twin;

  RandomLives(uint64_t seed, size_t events, uint32_t customers) {
    std::mt19937_64 random(seed);
    const auto below = [&](uint64_t n) { return random() % n; };
    struct Row {
      uint32_t customer;
      Micros time;
      size_t sequence;
      std::string line;
    };
    std::vector<Row> rows;
    std::map<std::string, uint32_t> numbers;
    uint32_t next = 1;
    for (size_t i = 0; i < events; ++i) {
      const std::string name = below(20) == 0 ? "" : "c" + std::to_string(below(customers));
      uint32_t& number = numbers[name.empty() ? "?" + std::to_string(i) : name];
      if (number == 0) number = next++;
      const Micros time = kDay * static_cast<Micros>(20'000 + below(30)) + static_cast<Micros>(below(3)) * kHour;
      std::map<std::string, std::string> fields;
      fields["touchpoint"] = "t" + std::to_string(below(seed % 2 == 0 ? 5 : 400));
      if (below(2) == 0) fields["channel"] = "c" + std::to_string(below(3));
      if (below(3) == 0) fields["answer"] = std::to_string(below(11));
      if (below(40) == 0) fields["answer"] = "0.5";
      if (below(30) == 0) fields["promise"] = "2026-01-0" + std::to_string(1 + below(9)) + "T00:00:00Z";
      if (below(4) == 0) fields["text"] = std::string(below(40) + 1, 'x');
      if (below(25) == 0) fields["order"] = "o" + std::to_string(below(100));
      if (below(60) == 0) fields["properties.rare"] = "r" + std::to_string(below(5));
      if (i > events / 2) fields["properties.late"] = "same";
      std::string line = std::to_string(number) + (name.empty() ? "?" : "") + " " + format_time(time);
      for (const auto& [field, value] : fields) {
        const std::string shown = field == "order" ? "#" : field == "promise" ? read_back_time(value) : value;
        line += " " + field + "=" + shown;
      }
      rows.push_back({number, time, i, line});
      fixture.add(name, time, Fixture::Fields(fields.begin(), fields.end()));
    }
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
      return std::tie(a.customer, a.time, a.sequence) < std::tie(b.customer, b.time, b.sequence);
    });
    for (const Row& row : rows) twin.push_back(row.line);
  }
};

TEST(SnapshotLawTest, PartsBlocksAndArrivalDoNotShow) {
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    const RandomLives lives(seed, 1500, static_cast<uint32_t>(seed * seed * 12));
    for (const size_t parts : {1, 2, 3, 7}) {
      for (const size_t block_events : {1, 7, 100, 0}) {
        for (const uint64_t shuffle : {0, 5}) {
          FixtureOptions options;
          options.parts = parts;
          options.block_events = block_events;
          options.shuffle_seed = shuffle;
          const auto snapshot = lives.fixture.snapshot(options);
          ASSERT_EQ(read_back(*snapshot), lives.twin)
              << "seed " << seed << ", parts " << parts << ", block " << block_events << ", shuffle " << shuffle;
          ASSERT_EQ(snapshot->event_count(), 1500);
        }
      }
    }
  }
}

TEST(SnapshotLawTest, BlocksHoldWholeCustomersAndAboutEqualEvents) {
  const RandomLives lives(3, 3000, 200);
  FixtureOptions options;
  options.parts = 4;
  options.block_events = 100;
  const auto snapshot = lives.fixture.snapshot(options);
  const auto reader = snapshot->reader({});
  uint32_t last = 0;
  int64_t customers = 0;
  for (size_t i = 0; i < snapshot->block_count(); ++i) {
    const Block& block = reader->read(i);
    ASSERT_FALSE(block.customers.empty());
    EXPECT_GT(block.customers.front(), last);
    EXPECT_TRUE(std::is_sorted(block.customers.begin(), block.customers.end()));
    EXPECT_EQ(block.begins.size(), block.customers.size() + 1);
    EXPECT_EQ(block.begins.front(), 0U);
    EXPECT_EQ(block.begins.back(), block.event_count());
    EXPECT_TRUE(block.customers.size() == 1 || block.event_count() <= 200U);
    last = block.customers.back();
    customers += static_cast<int64_t>(block.customers.size());
  }
  EXPECT_EQ(customers, snapshot->customer_count());
}

TEST(SnapshotLawTest, WithoutTimesAllElseIsThere) {
  const RandomLives lives(4, 1500, 100);
  for (const size_t parts : {1, 3}) {
    FixtureOptions options;
    options.parts = parts;
    options.block_events = 100;
    const auto snapshot = lives.fixture.snapshot(options);
    const ColumnId channel = *snapshot->find_column("channel");
    const auto with = snapshot->reader(std::vector<ColumnId>{channel});
    const auto without = snapshot->reader(std::vector<ColumnId>{channel, kWithoutTimes});
    for (size_t i = 0; i < snapshot->block_count(); ++i) {
      const Block& wanted = with->read(i);
      const Block& block = without->read(i);
      ASSERT_EQ(block.event_count(), wanted.event_count());
      EXPECT_TRUE(std::equal(block.customers.begin(), block.customers.end(), wanted.customers.begin()));
      for (size_t e = 0; e < block.event_count(); ++e) {
        ASSERT_EQ(block.column(channel).codes[e], wanted.column(channel).codes[e]);
      }
    }
  }
}

// A million events of one customer among others: read in place, in order, at the cost of any events.
TEST(SnapshotTest, AMillionEventsOfOneCustomerDoNoHarm) {
  constexpr uint32_t kHeavy = 1'000'000;
  Columns columns;
  columns.names()[column_of(Field::kTouchpoint)]->intern("a");
  Arrivals arrivals;
  for (uint32_t i = 0; i < kHeavy; ++i) {
    arrivals.add(2, true, Micros{kHeavy - i} * kSecond);
    if (i % 10 == 0) arrivals.add(i % 20 == 0 ? 1 : 3, true, Micros{i} * kMinute);
  }
  arrivals.set_codes(column_of(Field::kTouchpoint), 0, std::vector<uint32_t>(arrivals.size(), 1));
  PartSummary summary;
  summary.last_sequence = static_cast<int64_t>(arrivals.size());
  summary.column_end = static_cast<uint32_t>(columns.size());
  const auto part = build_part(std::move(arrivals), summary, {}, {}, {}).value();
  const MergedSnapshot snapshot(columns, {part}, MergedOptions{});
  EXPECT_EQ(snapshot.customer_count(), 3);
  EXPECT_EQ(snapshot.event_count(), kHeavy + kHeavy / 10);
  const auto reader = snapshot.reader(std::vector<ColumnId>{column_of(Field::kTouchpoint)});
  size_t largest = 0;
  for (size_t i = 0; i < snapshot.block_count(); ++i) {
    const Block& block = reader->read(i);
    largest = std::max(largest, block.event_count());
    for (size_t customer = 0; customer < block.customers.size(); ++customer) {
      EXPECT_TRUE(std::is_sorted(block.times.begin() + block.begins[customer],
                                 block.times.begin() + block.begins[customer + 1]));
    }
  }
  EXPECT_EQ(largest, kHeavy) << "nobody else stands in that block";
  EXPECT_LT(part->bytes(), 8 * snapshot.event_count());
}

TEST(SnapshotTest, AHeavyCustomerIsABlockOfItsOwn) {
  Fixture life;
  for (int i = 0; i < 50; ++i) life.add("light" + std::to_string(i), Micros{i}, {{"touchpoint", "a"}});
  for (int i = 0; i < 500; ++i) life.add("heavy", Micros{500 - i}, {{"touchpoint", "b"}});
  for (int i = 0; i < 50; ++i) life.add("other" + std::to_string(i), Micros{i}, {{"touchpoint", "a"}});
  FixtureOptions options;
  options.block_events = 64;
  const auto snapshot = life.snapshot(options);
  ASSERT_EQ(snapshot->block_count(), 3U);
  const auto reader = snapshot->reader({});
  EXPECT_EQ(reader->read(0).event_count(), 50U);
  EXPECT_EQ(reader->read(1).event_count(), 500U);
  EXPECT_EQ(reader->read(1).times.front(), 1);
  EXPECT_EQ(reader->read(2).event_count(), 50U);
}

}  // namespace
}  // namespace sojourn
