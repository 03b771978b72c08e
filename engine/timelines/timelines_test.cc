// Timelines over a real store, against a twin: every event with its customer as the store groups it at that moment, in
// one vector sorted by (customer, time, sequence). Whatever was appended, linked, unlinked, closed, opened or damaged
// in between, current() must show exactly the twin.
#include "timelines/timelines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "base/disk.h"
#include "store/batch_fixture.h"
#include "timelines/read_back.h"
#include "timelines/timelines_of_store.h"

namespace sojourn {
namespace {

constexpr Micros kStart = 20'000 * kDay;

struct World {
  TemporaryFolder folder;
  std::unique_ptr<Store> store = open_store(folder.path());
  std::vector<std::string> touchpoints{""};  // By sequence.
  std::map<int64_t, std::string> extras;     // Properties by sequence, as read_back shows them.
  struct InForce {
    int64_t version = 0;
    int64_t sequence = 0;
  };
  std::map<std::string, InForce> told;  // By id, of tell().
  std::set<int64_t> gone;               // Replaced by a newer telling.

  void add(BatchMaker& maker, Micros time, const Who& who, const std::string& touchpoint) {
    Event& event = maker.add("e" + std::to_string(touchpoints.size()), time, who, touchpoint);
    if (touchpoints.size() % 7 == 0) {
      const std::string plan = "p" + std::to_string(touchpoints.size() % 3);
      const std::string name = "plan" + std::to_string(touchpoints.size() / 100);
      event.properties = maker.keep("{\"" + name + "\":\"" + plan + "\"}");
      extras[static_cast<int64_t>(touchpoints.size())] = " properties." + name + "=" + plan;
    }
    touchpoints.push_back(touchpoint);
  }
  // A telling of an event that may be told several times.
  void tell(BatchMaker& maker, const std::string& id, int64_t version, Micros time, const Who& who,
            const std::string& touchpoint) {
    maker.add(id, time, who, touchpoint).version = version;
    InForce& known = told[id];
    if (known.sequence != 0 && version <= known.version) return;
    if (known.sequence != 0) gone.insert(known.sequence);
    known = {version, static_cast<int64_t>(touchpoints.size())};
    touchpoints.push_back(touchpoint);
  }
  void append_one(Micros time, const Who& who, const std::string& touchpoint) {
    BatchMaker maker;
    add(maker, time, who, touchpoint);
    append(*store, maker);
  }

  std::vector<std::string> twin() const {
    struct Row {
      uint32_t customer;
      Micros time;
      int64_t sequence;
      std::string line;
    };
    std::map<IdentifierCode, IdentifierRow> groups;
    const auto identifiers = store->identifiers();
    EXPECT_TRUE(identifiers.has_value());
    for (const IdentifierRow& row : *identifiers) groups[row.code] = row;
    std::vector<Row> rows;
    const Status status = store->scan({}, [&](const EventColumns& events) -> Status {
      for (size_t i = 0; i < events.count; ++i) {
        EXPECT_FALSE(gone.contains(events.sequence[i]));
        const IdentifierRow& who = groups.at(events.who[i]);
        const std::string mark = who.identifier.kind == IdentifierKind::kUnknown ? "?" : "";
        const std::string& touchpoint = touchpoints.at(static_cast<size_t>(events.sequence[i]));
        const auto extra = extras.find(events.sequence[i]);
        rows.push_back({who.customer, events.time[i], events.sequence[i],
                        std::to_string(who.customer) + mark + " " + format_time(events.time[i]) +
                            (extra == extras.end() ? "" : extra->second) + " source=shop" +
                            (touchpoint.empty() ? "" : " touchpoint=" + touchpoint)});
      }
      return {};
    });
    EXPECT_TRUE(status.ok()) << status.to_string();
    EXPECT_EQ(rows.size() + gone.size() + 1, touchpoints.size());
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
      return std::tie(a.customer, a.time, a.sequence) < std::tie(b.customer, b.time, b.sequence);
    });
    std::vector<std::string> lines;
    for (Row& row : rows) lines.push_back(std::move(row.line));
    return lines;
  }
};

std::shared_ptr<const Snapshot> current(Timelines& timelines) {
  Result<std::shared_ptr<const Snapshot>> snapshot = timelines.current();
  EXPECT_TRUE(snapshot.has_value()) << snapshot.status().to_string();
  return snapshot ? *snapshot : nullptr;
}

RefreshLimits small_limits(int64_t keep_events) {
  RefreshLimits limits;
  limits.keep_events = keep_events;
  limits.stream_events = 200;
  limits.small_parts = 3;
  limits.block_events = 50;
  return limits;
}

Who random_who(std::mt19937_64& random) {
  const auto number = [&](uint64_t n) { return std::to_string(random() % n); };
  Who who;
  if (random() % 3 != 0) who.emplace_back(IdentifierKind::kId, "c" + number(60));
  if (random() % 4 == 0) who.emplace_back(IdentifierKind::kEmail, "m" + number(80) + "@example.org");
  if (random() % 3 == 0) who.emplace_back(IdentifierKind::kAnonymous, "a" + number(90));
  return who;
}

Identifier random_identifier(std::mt19937_64& random) {
  for (;;) {
    const Who who = random_who(random);
    if (!who.empty()) return {who.back().first, who.back().second};
  }
}

TEST(TimelinesLawTest, AnyHistoryGivesTheTwin) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    std::mt19937_64 random(seed);
    World world;
    const RefreshLimits limits = small_limits(seed % 2 == 0 ? 1 : 40);
    auto timelines = std::make_unique<TimelinesOfStore>(world.folder.path(), *world.store, limits);
    std::vector<std::pair<Identifier, Identifier>> links;
    for (int step = 0; step < 40; ++step) {
      const uint64_t action = random() % 10;
      if (action < 6) {
        BatchMaker maker;
        const uint64_t events = step == 0 ? 400 : 1 + random() % (action == 0 ? 150 : 12);
        for (uint64_t i = 0; i < events; ++i) {
          const Micros time = kStart + static_cast<Micros>(random() % 40) * kHour;
          world.add(maker, time, random_who(random), "t" + std::to_string(random() % 4));
        }
        append(*world.store, maker);
      } else if (action < 8) {
        const Identifier a = random_identifier(random);
        const Identifier b = random_identifier(random);
        if (a != b && world.store->link(a, b, "test").has_value()) links.emplace_back(a, b);
      } else if (!links.empty()) {
        const auto [a, b] = links[random() % links.size()];
        static_cast<void>(world.store->unlink(a, b));
      }
      if (random() % 8 == 0) {
        timelines.reset();
        timelines = std::make_unique<TimelinesOfStore>(world.folder.path(), *world.store, limits);
      }
      if (random() % 3 == 0) continue;
      const auto snapshot = current(*timelines);
      ASSERT_NE(snapshot, nullptr);
      const std::vector<std::string> expected = world.twin();
      ASSERT_EQ(read_back(*snapshot), expected) << "seed " << seed << ", step " << step;
      ASSERT_EQ(snapshot->event_count(), static_cast<int64_t>(expected.size()));
      ASSERT_EQ(snapshot->last_sequence(), world.store->last_sequence());
      ASSERT_LE(timelines->stats().parts, limits.small_parts + 2);
      std::vector<std::string> customers;
      for (const std::string& line : expected) customers.push_back(line.substr(0, line.find(' ')));
      customers.erase(std::unique(customers.begin(), customers.end()), customers.end());
      ASSERT_EQ(snapshot->customer_count(), static_cast<int64_t>(customers.size()));
    }
  }
}

TimeRange span_of(const Snapshot& snapshot) {
  TimeRange span{0, 0};
  const auto reader = snapshot.reader({});
  for (size_t index = 0; index < snapshot.block_count(); ++index) {
    for (const Micros time : reader->read(index).times) {
      span = span.to == 0 ? TimeRange{time, time} : TimeRange{std::min(span.from, time), std::max(span.to, time)};
    }
  }
  return span;
}

// Events that are told again and again, by the same people or others, at the same time or another, among links,
// restarts and rebuilds: as if only the newest tellings had ever come.
TEST(TimelinesLawTest, OlderTellingsLeaveNoTrace) {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    std::mt19937_64 random(seed);
    World world;
    const RefreshLimits limits = small_limits(seed % 2 == 0 ? 1 : 40);
    auto timelines = std::make_unique<TimelinesOfStore>(world.folder.path(), *world.store, limits);
    for (int step = 0; step < 40; ++step) {
      BatchMaker maker;
      const uint64_t events = step == 0 ? 300 : random() % 9;
      for (uint64_t i = 0; i < events; ++i) {
        const Micros time = kStart + static_cast<Micros>(random() % 40) * kHour;
        const std::string touchpoint = "t" + std::to_string(random() % 4);
        if (random() % 2 == 0) {
          world.add(maker, time, random_who(random), touchpoint);
        } else {
          world.tell(maker, "told" + std::to_string(random() % 60), static_cast<int64_t>(random() % 9), time,
                     random_who(random), touchpoint);
        }
      }
      append(*world.store, maker);
      if (random() % 9 == 0) {
        const Identifier a = random_identifier(random);
        const Identifier b = random_identifier(random);
        if (a != b) static_cast<void>(world.store->link(a, b, "test"));
      }
      if (random() % 8 == 0) {
        timelines.reset();
        if (random() % 2 == 0) {
          world.store.reset();
          world.store = open_store(world.folder.path());
        }
        timelines = std::make_unique<TimelinesOfStore>(world.folder.path(), *world.store, limits);
      }
      if (random() % 12 == 0) {
        ASSERT_TRUE(timelines->rebuild({}).ok());
      }
      if (random() % 3 == 0) continue;
      const auto snapshot = current(*timelines);
      ASSERT_NE(snapshot, nullptr);
      const std::vector<std::string> expected = world.twin();
      ASSERT_EQ(read_back(*snapshot), expected) << "seed " << seed << ", step " << step;
      ASSERT_EQ(snapshot->event_count(), static_cast<int64_t>(expected.size()));
      ASSERT_EQ(snapshot->last_sequence(), world.store->last_sequence());
      ASSERT_EQ(snapshot->time_span().from, span_of(*snapshot).from) << "seed " << seed << ", step " << step;
      ASSERT_EQ(snapshot->time_span().to, span_of(*snapshot).to) << "seed " << seed << ", step " << step;
      std::set<std::string> customers;
      for (const std::string& line : expected) customers.insert(line.substr(0, line.find(' ')));
      ASSERT_EQ(snapshot->customer_count(), static_cast<int64_t>(customers.size()));
    }
    EXPECT_GT(world.gone.size(), 20U);
  }
}

// The first and the last event of all, told again at another time.
TEST(TimelinesTest, TheSpanIsThatOfTheEventsInForce) {
  World world;
  BatchMaker first;
  for (int i = 0; i < 200; ++i)
    world.add(first, kStart + i * kHour, {{IdentifierKind::kId, "c" + std::to_string(i)}}, "t");
  world.tell(first, "early", 1, kStart - kDay, {{IdentifierKind::kId, "c7"}}, "t");
  world.tell(first, "late", 1, kStart + 100 * kDay, {{IdentifierKind::kId, "c150"}}, "t");
  append(*world.store, first);
  TimelinesOfStore timelines(world.folder.path(), *world.store, small_limits(1));
  EXPECT_EQ(current(timelines)->time_span().from, kStart - kDay);
  BatchMaker second;
  world.tell(second, "early", 2, kStart + kHour, {{IdentifierKind::kId, "c7"}}, "t");
  append(*world.store, second);
  EXPECT_EQ(current(timelines)->time_span().from, kStart);
  EXPECT_EQ(current(timelines)->time_span().to, kStart + 100 * kDay);
  BatchMaker third;
  world.tell(third, "late", 2, kStart + kHour, {{IdentifierKind::kId, "c3"}}, "t");
  append(*world.store, third);
  EXPECT_EQ(current(timelines)->time_span().to, kStart + 199 * kHour);
  EXPECT_EQ(read_back(*current(timelines)), world.twin());
}

TEST(TimelinesTest, AllFieldsComeThrough) {
  World world;
  BatchMaker maker;
  Event& event = maker.add("1", kStart, {{IdentifierKind::kId, "anna"}}, "purchase");
  event.set_text(Field::kChannel, "web");
  event.set_text(Field::kText, "fine");
  event.set_text(Field::kOrder, "o-1");
  event.set_number(Field::kAnswer, 9);
  event.set_integer(Field::kAmount, 1250);
  event.set_integer(Field::kWait, 1'500'000);
  event.set_integer(Field::kResolved, 1);
  event.set_integer(Field::kPromise, kStart + kDay);
  event.properties = R"({"basket":{"items":[1,2],"total":12.50},"plan":"a","trial":false})";
  append(*world.store, maker);
  const auto timelines = Timelines::open(world.folder.path(), *world.store);
  ASSERT_TRUE(timelines.has_value());
  const auto snapshot = current(**timelines);
  const std::vector<std::string> expected{
      "1 2024-10-04T00:00:00Z amount=1250 answer=9 channel=web order=# promise=" + std::to_string(kStart + kDay) +
      " properties.basket.items=[1,2] properties.basket.total=12.5 properties.plan=a properties.trial=false "
      "resolved=1 source=shop text=fine touchpoint=purchase wait=1500000"};
  EXPECT_EQ(read_back(*snapshot), expected);
}

TEST(TimelinesTest, TurnsAreATextOfTheirOwn) {
  World world;
  const std::string turns = R"([{"role":"customer","text":"hello"},{"role":"agent","text":"hi"}])";
  BatchMaker maker;
  maker.add("1", kStart, {{IdentifierKind::kId, "anna"}}, "call").properties = maker.keep("{\"turns\":" + turns + "}");
  append(*world.store, maker);
  TimelinesOfStore timelines(world.folder.path(), *world.store);
  EXPECT_EQ(current(timelines)->find_column("turns"), kTurnsColumn);
  BatchMaker more;  // Another part, without any.
  more.add("2", kStart, {{IdentifierKind::kId, "ben"}}, "visit");
  append(*world.store, more);
  const auto snapshot = current(timelines);
  EXPECT_FALSE(snapshot->find_column("properties.turns").has_value());
  const std::vector<std::string> expected{"1 2024-10-04T00:00:00Z source=shop touchpoint=call turns=" + turns,
                                          "2 2024-10-04T00:00:00Z source=shop touchpoint=visit"};
  EXPECT_EQ(read_back(*snapshot), expected);
}

TEST(TimelinesTest, AnOldSnapshotDoesNotChange) {
  World world;
  world.append_one(kStart, {{IdentifierKind::kId, "anna"}}, "visit");
  TimelinesOfStore timelines(world.folder.path(), *world.store);
  const auto before = current(timelines);
  const std::vector<std::string> seen = read_back(*before);
  EXPECT_EQ(current(timelines), before);
  world.append_one(kStart - kDay, {{IdentifierKind::kId, "anna"}}, "search");
  const auto after = current(timelines);
  EXPECT_EQ(read_back(*before), seen);
  EXPECT_EQ(read_back(*after), world.twin());
  EXPECT_EQ(before->last_sequence(), 1);
  EXPECT_EQ(after->last_sequence(), 2);
}

TEST(TimelinesTest, StagesByRuleShowAtOnce) {
  World world;
  BatchMaker maker;
  maker.add("1", kStart, {{IdentifierKind::kId, "anna"}}, "Purchase");
  maker.add("2", kStart + 1, {{IdentifierKind::kId, "anna"}}, "visit");
  maker.add("3", kStart + 2, {{IdentifierKind::kId, "anna"}}, "visit").set_text(Field::kStage, "enjoy");
  append(*world.store, maker);
  TimelinesOfStore timelines(world.folder.path(), *world.store);
  const auto stages = [&] {
    const auto snapshot = current(timelines);
    const std::vector<ColumnId> wanted{column_of(Field::kStage)};
    const auto reader = snapshot->reader(wanted);
    const Block& block = reader->read(0);
    std::vector<std::string> found;
    for (size_t i = 0; i < block.event_count(); ++i) {
      found.emplace_back(snapshot->names(wanted[0])->text(block.column(wanted[0]).codes[i]));
    }
    return found;
  };
  using Stages = std::vector<std::string>;
  EXPECT_EQ(stages(), (Stages{"", "", "enjoy"}));
  const std::vector<std::pair<std::string, std::string>> rules{{"purchase", "buy"}, {"visit", "consider"}};
  ASSERT_TRUE(world.store->set_touchpoint_stages(rules).ok());
  EXPECT_EQ(stages(), (Stages{"buy", "consider", "enjoy"}));
  const std::vector<std::pair<std::string, std::string>> others{{"visit", "evaluate"}};
  ASSERT_TRUE(world.store->set_touchpoint_stages(others).ok());
  EXPECT_EQ(stages(), (Stages{"", "evaluate", "enjoy"}));
}

TEST(TimelinesTest, PropertiesWithoutRoomAreRefusedAndStayKnown) {
  World world;
  BatchMaker maker;
  for (size_t i = 0; i <= limits::kPropertiesMax; ++i) {
    Event& event = maker.add(std::to_string(i), kStart + static_cast<Micros>(i), {{IdentifierKind::kId, "anna"}});
    event.properties = maker.keep("{\"p" + std::to_string(i) + "\":1}");
  }
  maker.add("ours", kStart, {{IdentifierKind::kId, "anna"}}).properties = maker.keep(R"({"survey":"loyalty"})");
  append(*world.store, maker);
  const std::string late = "properties.p" + std::to_string(limits::kPropertiesMax);
  for (int run = 0; run < 2; ++run) {  // The second from the files of the first.
    TimelinesOfStore timelines(world.folder.path(), *world.store, small_limits(1));
    const auto snapshot = current(timelines);
    EXPECT_EQ(timelines.stats().properties_left_out, 1u);
    EXPECT_EQ(snapshot->properties_left_out(), 1u);
    EXPECT_TRUE(snapshot->property_left_out(late));
    EXPECT_FALSE(snapshot->property_left_out("properties.p0"));
    EXPECT_TRUE(snapshot->find_column("properties.survey")) << "there is always room for what we write ourselves";
    EXPECT_FALSE(snapshot->property_left_out("properties.never"));
    EXPECT_FALSE(snapshot->property_left_out("touchpoint"));
  }
}

TEST(TimelinesTest, WhoIsRegroupedDuringARefreshShowsInTheNext) {
  World world;
  for (int i = 0; i < 60; ++i) {
    world.append_one(kStart + i, {{IdentifierKind::kId, "c" + std::to_string(i % 12)}}, "visit");
  }
  TimelinesOfStore timelines(world.folder.path(), *world.store, small_limits(1));
  const auto identifier = [](int i) { return Identifier{IdentifierKind::kId, "c" + std::to_string(i)}; };
  EXPECT_EQ(read_back(*current(timelines)), world.twin());
  for (int round = 0; round < 8; ++round) {
    world.append_one(kStart, {{IdentifierKind::kId, "new" + std::to_string(round)}}, "visit");
    const std::vector<std::string> before = world.twin();
    bool moved = false;
    const auto snapshot = timelines.current([&](int64_t, int64_t) {
      if (std::exchange(moved, true)) return;
      ASSERT_TRUE(world.store->link(identifier(round), identifier(round + 1), "").has_value());
      world.append_one(kStart + 1, {{IdentifierKind::kId, "c0"}, {IdentifierKind::kEmail, "x@example.org"}}, "visit");
    });
    ASSERT_TRUE(snapshot.has_value() && moved);
    EXPECT_EQ(read_back(**snapshot), before) << round;
    EXPECT_EQ(read_back(*current(timelines)), world.twin()) << round;
  }
}

TEST(TimelinesTest, AnEmptyRecordHasNoTimelines) {
  World world;
  TimelinesOfStore timelines(world.folder.path(), *world.store);
  EXPECT_EQ(current(timelines)->event_count(), 0);
  EXPECT_TRUE(timelines.rebuild({}).ok());
  world.append_one(kStart, {}, "visit");
  EXPECT_EQ(read_back(*current(timelines)), world.twin());
}

// A world whose timelines stand in several files.
struct KeptWorld : World {
  RefreshLimits limits = small_limits(1);
  std::string files;

  KeptWorld() : files(folder.path() + "/timelines") {
    std::mt19937_64 random(7);
    limits.check_at_once_bytes = 1 << 20;
    TimelinesOfStore timelines(folder.path(), *store, limits);
    for (const int events : {300, 30, 9}) {
      BatchMaker maker;
      for (int i = 0; i < events; ++i) {
        add(maker, kStart + static_cast<Micros>(random() % 900) * kHour,
            {{IdentifierKind::kId, "c" + std::to_string(random() % 60)}}, "t" + std::to_string(random() % 9));
      }
      append(*store, maker);
      EXPECT_NE(current(timelines), nullptr);
    }
    EXPECT_EQ(timelines.stats().parts, 3U);
  }
  std::vector<std::string> names() const { return list_folder(files).value(); }
  void expect_mended(const std::string& what) {
    TimelinesOfStore timelines(folder.path(), *store, limits);
    const auto snapshot = current(timelines);
    ASSERT_NE(snapshot, nullptr) << what;
    EXPECT_EQ(read_back(*snapshot), twin()) << what;
    EXPECT_TRUE(snapshot->status().ok()) << what;
  }
};

TEST(TimelinesFilesTest, AreUsedAgain) {
  KeptWorld world;
  const std::vector<std::string> files = world.names();
  TimelinesOfStore timelines(world.folder.path(), *world.store, world.limits);
  EXPECT_EQ(read_back(*current(timelines)), world.twin());
  EXPECT_EQ(timelines.stats().parts, 3U);
  EXPECT_EQ(world.names(), files);
}

TEST(TimelinesFilesTest, AnyDamageIsMended) {
  KeptWorld world;
  std::map<std::string, std::string> whole;
  for (const std::string& name : world.names()) {
    whole[name] = read_file(world.files + "/" + name).value();
  }
  const auto restore = [&] {
    for (const std::string& name : world.names()) {
      ASSERT_TRUE(remove_file(world.files + "/" + name).ok());
    }
    for (const auto& [name, bytes] : whole) std::ofstream(world.files + "/" + name, std::ios::binary) << bytes;
  };
  std::mt19937_64 random(1);
  for (const auto& [name, bytes] : whole) {
    restore();
    ASSERT_TRUE(remove_file(world.files + "/" + name).ok());
    world.expect_mended(name + " removed");
    restore();
    std::ofstream(world.files + "/" + name, std::ios::binary) << bytes.substr(0, random() % bytes.size());
    world.expect_mended(name + " cut");
    restore();
    std::ofstream(world.files + "/" + name, std::ios::binary) << "";
    world.expect_mended(name + " emptied");
    for (int round = 0; round < 6; ++round) {
      restore();
      std::string flipped = bytes;
      const size_t at = random() % bytes.size();
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << (random() % 8)));
      std::ofstream(world.files + "/" + name, std::ios::binary) << flipped;
      world.expect_mended(name + " flipped at byte " + std::to_string(at));
    }
  }
}

TEST(TimelinesFilesTest, AnotherRecordIsNoticed) {
  KeptWorld one;
  World other;
  for (int i = 0; i < 400; ++i) {
    other.append_one(kStart + i * kHour, {{IdentifierKind::kId, "x" + std::to_string(i % 30)}}, "u");
  }
  std::filesystem::copy(one.files, other.folder.path() + "/timelines");
  TimelinesOfStore timelines(other.folder.path(), *other.store, one.limits);
  EXPECT_EQ(read_back(*current(timelines)), other.twin());
}

TEST(TimelinesFilesTest, ARecordWithTheSameEventsButOtherLinksIsNoticed) {
  const Identifier c0{IdentifierKind::kId, "c0"};
  const Identifier c1{IdentifierKind::kId, "c1"};
  const Identifier c2{IdentifierKind::kId, "c2"};
  KeptWorld one;
  KeptWorld other;
  const auto keep_with = [](KeptWorld& world, const Identifier& a, const Identifier& b) {
    ASSERT_TRUE(world.store->link(a, b, "").has_value());
    TimelinesOfStore timelines(world.folder.path(), *world.store, world.limits);
    EXPECT_EQ(read_back(*current(timelines)), world.twin());
  };
  keep_with(one, c0, c1);
  keep_with(other, c0, c2);
  ASSERT_EQ(one.store->identity_version(), other.store->identity_version());
  std::filesystem::remove_all(other.files);
  std::filesystem::copy(one.files, other.files);
  other.expect_mended("files of a record with other links");
}

TEST(TimelinesFilesTest, AShorterRecordIsNoticed) {
  KeptWorld one;
  World other;
  other.append_one(kStart, {{IdentifierKind::kId, "x"}}, "u");
  std::filesystem::copy(one.files, other.folder.path() + "/timelines");
  TimelinesOfStore timelines(other.folder.path(), *other.store, one.limits);
  EXPECT_EQ(read_back(*current(timelines)), other.twin());
}

TEST(TimelinesFilesTest, DamageOfLargeFilesIsToldWhenItIsReadAndThenMended) {
  for (const bool append_first : {false, true}) {
    KeptWorld world;
    world.limits.check_at_once_bytes = 0;  // As if they were large.
    for (const std::string& name : world.names()) {
      if (!name.ends_with(".chunks")) continue;
      std::string bytes = read_file(world.files + "/" + name).value();
      for (size_t i = bytes.size() / 2; i < bytes.size(); ++i) bytes[i] = static_cast<char>(bytes[i] ^ 0x55);
      ASSERT_TRUE(write_file_atomic(world.files + "/" + name, bytes).ok());
    }
    TimelinesOfStore timelines(world.folder.path(), *world.store, world.limits);
    if (append_first) {
      BatchMaker maker;
      for (int i = 0; i < 60; ++i) world.add(maker, kStart, {{IdentifierKind::kId, "late"}}, "t1");
      append(*world.store, maker);
    } else {
      const auto damaged = current(timelines);
      EXPECT_TRUE(damaged->status().ok());
      EXPECT_NE(read_back(*damaged), world.twin());
      EXPECT_EQ(damaged->status().code(), StatusCode::kCorruption);
    }
    const auto mended = current(timelines);
    EXPECT_EQ(read_back(*mended), world.twin());
    EXPECT_TRUE(mended->status().ok());
  }
}

TEST(TimelinesTest, ManyReadersWhileOneWrites) {
  World world;
  world.append_one(kStart, {{IdentifierKind::kId, "anna"}}, "visit");
  TimelinesOfStore timelines(world.folder.path(), *world.store, small_limits(20));
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&] {
      int64_t last = 0;
      for (int i = 0; i < 30; ++i) {
        const auto snapshot = current(timelines);
        ASSERT_NE(snapshot, nullptr);
        ASSERT_GE(snapshot->last_sequence(), last);
        last = snapshot->last_sequence();
        ASSERT_EQ(static_cast<int64_t>(read_back(*snapshot).size()), last);
      }
    });
  }
  std::mt19937_64 random(3);
  for (int i = 0; i < 40; ++i) world.append_one(kStart + i, random_who(random), "visit");
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(read_back(*current(timelines)), world.twin());
}

}  // namespace
}  // namespace sojourn
