// Method: a small aggregate (how many events, and the last amount) is folded through every road that real measures
// take: filters, ranges, splits, periods, merges, files, drill-down. What is expected is written by hand.
#include "measure/fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

class EventCount {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;
  struct State {
    int64_t events = 0;
    int64_t customers = 0;
    int64_t of_several = 0;  // Events of customers who have more than one in the group.
  };
  static Result<EventCount> bind(BindContext& context) {
    context.column("touchpoint");
    return EventCount();
  }
  std::vector<AnswerColumn> columns() const {
    return {{"value", ColumnRole::kValue, "events"}, {"n", ColumnRole::kCount, "customers"}};
  }
  void fold(State& state, const Slice& slice) const {
    state.events += static_cast<int64_t>(slice.size());
    state.customers += 1;
    if (slice.size() > 1) state.of_several += static_cast<int64_t>(slice.size());
  }
  void merge(State& into, const State& from) const {
    into.events += from.events;
    into.customers += from.customers;
    into.of_several += from.of_several;
  }
  void finish(const State& state, Rows& rows) const {
    if (state.customers == 0) {
      rows.add({None{"no events"}, int64_t{0}});
    } else {
      rows.add({state.events, state.customers});
    }
    rows.note(state.of_several, "events of customers with several");
  }
  void save(const State& state, ByteWriter& out) const {
    out.i64(state.events);
    out.i64(state.customers);
    out.i64(state.of_several);
  }
  Result<State> load(ByteReader& in) const {
    State state;
    SOJOURN_TRY(state.events, in.i64());
    SOJOURN_TRY(state.customers, in.i64());
    SOJOURN_TRY(state.of_several, in.i64());
    if (state.events < 0 || state.customers < 0 || state.of_several < 0) return in.corrupt("a count is negative");
    return state;
  }
};

// As many rows a group as it has events, times half of what an answer holds.
class ManyRows : public EventCount {
 public:
  static Result<ManyRows> bind(BindContext& context) {
    context.column("touchpoint");
    return ManyRows();
  }
  void finish(const State& state, Rows& rows) const {
    for (int64_t i = 0; i < state.events * static_cast<int64_t>(limits::kRowsMax / 2) && !rows.full(); ++i) {
      rows.add({i, int64_t{1}});
    }
  }
};

class FoldTest : public ::testing::Test {
 protected:
  FoldTest() {
    definition_.id = "event_count";
    definition_.bind = bind_fold<EventCount>;
    life_.add("anna", "2026-01-05T10:00:00Z", {{"channel", "web"}, {"touchpoint", "visit"}});
    life_.add("anna", "2026-01-06T10:00:00Z", {{"channel", "call"}, {"touchpoint", "help"}});
    life_.add("anna", "2026-02-01T10:00:00Z", {{"channel", "web"}, {"touchpoint", "purchase"}});
    life_.add("bert", "2026-01-31T23:30:00Z", {{"channel", "web"}, {"touchpoint", "visit"}});
    life_.add("bert", "2026-02-02T10:00:00Z", {{"touchpoint", "visit"}});
    life_.add("", "2026-02-03T10:00:00Z", {{"channel", "call"}, {"touchpoint", "help"}});
  }

  // Folds block by block into `states` states dealt in turn, merges them, finishes.
  Result<Answer> ask(const Question& question, TimeRange range = {}, size_t states = 1, bool through_bytes = false) {
    FixtureOptions options;
    options.block_events = 2;
    const std::shared_ptr<const Snapshot> snapshot = life_.snapshot(options);
    SOJOURN_TRY(const Zone zone, Zone::find(question.zone));
    BindContext context(*snapshot, question, definition_, zone, range, 0);
    SOJOURN_TRY(const std::unique_ptr<Fold> fold, definition_.bind(context));
    const std::unique_ptr<BlockReader> reader = snapshot->reader(fold->columns());
    std::vector<std::unique_ptr<FoldState>> all;
    for (size_t i = 0; i < states; ++i) all.push_back(fold->new_state());
    for (size_t b = 0; b < snapshot->block_count(); ++b) fold->fold_block(*all[b % states], reader->read(b));
    std::unique_ptr<FoldState> total = fold->new_state();
    for (const auto& state : all) fold->merge(*total, *state);
    if (through_bytes) {
      const std::string saved = fold->save(*total);
      SOJOURN_TRY(total, fold->load(saved));
      EXPECT_EQ(fold->save(*total), saved);
    }
    Answer answer;
    SOJOURN_CHECK(fold->finish(*total, answer));
    return answer;
  }

  static std::string text(const Answer& answer) {
    std::string lines = answer.none;
    for (const auto& row : answer.rows) {
      for (const Value& cell : row) lines += value_text(cell) + " ";
      lines += "\n";
    }
    return lines;
  }

  MeasureDefinition definition_;
  Fixture life_;
};

TEST_F(FoldTest, CountsEverythingWithoutASplit) {
  Question question;
  EXPECT_EQ(text(*ask(question)), "6 3 \n");
}

TEST_F(FoldTest, AFilterLeavesOnlyWhatPasses) {
  Question question;
  question.where = "channel = \"web\"";
  EXPECT_EQ(text(*ask(question)), "3 2 \n");
  question.where = "channel = \"store\"";
  EXPECT_EQ(text(*ask(question)), "no events 0 \n");
}

TEST_F(FoldTest, SplitsByValueWithAbsentAsItsOwnGroup) {
  Question question;
  question.by = {"channel"};
  EXPECT_EQ(text(*ask(question)), " 1 1 \ncall 2 2 \nweb 3 2 \n");
}

TEST_F(FoldTest, SplitsByPeriodInTheZoneOfTheQuestion) {
  Question question;
  question.over = Period::kMonth;
  EXPECT_EQ(text(*ask(question)), "2026-01-01 3 2 \n2026-02-01 3 3 \n");
  question.zone = "Europe/Amsterdam";  // There bert's first visit is on the first of February.
  EXPECT_EQ(text(*ask(question)), "2026-01-01 2 1 \n2026-02-01 4 3 \n");
}

TEST_F(FoldTest, SplitsByTraitsOfTheCustomer) {
  Question question;
  question.by = {"customer.touchpoint"};
  EXPECT_EQ(text(*ask(question)), "help 1 1 \npurchase 3 1 \nvisit 2 1 \n");
  question.by = {"first.touchpoint"};
  EXPECT_EQ(text(*ask(question)), "help 1 1 \nvisit 5 2 \n");
}

TEST_F(FoldTest, AnUnknownPropertyIsAbsentAndAnUnknownFieldIsAnError) {
  Question question;
  question.by = {"properties.never"};
  EXPECT_EQ(text(*ask(question)), " 6 3 \n");
  question.by = {"chanel"};
  const Status error = ask(question).status();
  EXPECT_EQ(error.code(), StatusCode::kInvalidArgument);
  EXPECT_NE(error.to_string().find("channel"), std::string::npos) << error.to_string();
}

TEST_F(FoldTest, TheRangeIsHalfOpen) {
  Question question;
  const Micros from = parse_time("2026-01-06T10:00:00Z", Zone())->utc;
  const Micros to = parse_time("2026-02-02T10:00:00Z", Zone())->utc;
  EXPECT_EQ(text(*ask(question, TimeRange{from, to})), "3 2 \n");
}

TEST_F(FoldTest, MergingAndSavingChangeNothing) {
  Question question;
  question.by = {"channel"};
  question.over = Period::kMonth;
  const std::string expected = text(*ask(question));
  EXPECT_EQ(text(*ask(question, {}, 3)), expected);
  EXPECT_EQ(text(*ask(question, {}, 2, true)), expected);
}

TEST_F(FoldTest, DamagedStatesAreRefused) {
  Question question;
  question.by = {"channel"};
  const auto snapshot = life_.snapshot();
  BindContext context(*snapshot, question, definition_, Zone(), {}, 0);
  auto fold = definition_.bind(context);
  ASSERT_TRUE(fold.has_value());
  const auto reader = snapshot->reader((*fold)->columns());
  const auto state = (*fold)->new_state();
  for (size_t b = 0; b < snapshot->block_count(); ++b) (*fold)->fold_block(*state, reader->read(b));
  const std::string saved = (*fold)->save(*state);
  for (size_t size = 0; size < saved.size(); ++size) {
    EXPECT_FALSE((*fold)->load(saved.substr(0, size)).has_value()) << size;
  }
  for (size_t i = 0; i < saved.size(); ++i) {
    std::string damaged = saved;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x40);
    (void)(*fold)->load(damaged);  // An error or another state, never a crash.
  }
}

TEST_F(FoldTest, AStateThatLostGroupsGivesNoAnswerAfterLoadingEither) {
  Question question;
  question.by = {"channel"};
  const std::unique_ptr<Fold> fold = std::move(FixtureQuestion(definition_, life_.snapshot(), question).bind()).value();
  ByteWriter out;
  write_state_header(EventCount::kStateVersion, {0, true}, out);
  const auto state = fold->load(out.bytes());
  ASSERT_TRUE(state.has_value()) << state.status().to_string();
  Answer answer;
  EXPECT_EQ(fold->finish(**state, answer).code(), StatusCode::kLimit);
  EXPECT_EQ(fold->save(**state), out.bytes());
  const auto merged = fold->new_state();
  fold->merge(*merged, **state);
  EXPECT_EQ(fold->finish(*merged, answer).code(), StatusCode::kLimit) << "the loss is merged too";
}

TEST_F(FoldTest, NotesOfAllGroupsAreAddedUp) {
  Question question;
  question.by = {"customer.touchpoint"};
  EXPECT_THAT(ask(question)->notes, ::testing::ElementsAre("events of customers with several: 5"));
  question.where = "customer.events = 1";
  EXPECT_THAT(ask(question)->notes, ::testing::IsEmpty());
}

TEST_F(FoldTest, AnAnswerHasSoManyRowsAndNoMore) {
  definition_.bind = bind_fold<ManyRows>;
  Question question;
  question.where = "customer.events = 2";
  question.by = {"touchpoint"};
  EXPECT_EQ(ask(question).status().code(), StatusCode::kOk) << "two visits in one group";
  question.where = "";
  const Status status = ask(question).status();
  EXPECT_EQ(status.code(), StatusCode::kLimit);
  EXPECT_THAT(status.message(), ::testing::HasSubstr("fewer splits"));
  question.by = {};
  EXPECT_EQ(ask(question).status().code(), StatusCode::kLimit) << "one group can be too large as well";
}

// A snapshot of which one property found no room.
class CrowdedSnapshot final : public Snapshot {
 public:
  explicit CrowdedSnapshot(std::shared_ptr<const Snapshot> under) : under_(std::move(under)) {}
  std::span<const ColumnInfo> columns() const override { return under_->columns(); }
  bool property_left_out(std::string_view name) const override { return name == "properties.last"; }
  size_t properties_left_out() const override { return 1; }
  const std::shared_ptr<Names>& names(ColumnId column) const override { return under_->names(column); }
  size_t block_count() const override { return under_->block_count(); }
  int64_t event_count() const override { return under_->event_count(); }
  int64_t customer_count() const override { return under_->customer_count(); }
  TimeRange time_span() const override { return under_->time_span(); }
  int64_t last_sequence() const override { return under_->last_sequence(); }
  std::unique_ptr<BlockReader> reader(std::span<const ColumnId> ids) const override { return under_->reader(ids); }

 private:
  std::shared_ptr<const Snapshot> under_;
};

TEST_F(FoldTest, APropertyThatFoundNoRoomIsALimitAndNotAbsent) {
  const CrowdedSnapshot crowded(life_.snapshot());
  Question question;
  for (const char* name : {"properties.last", "customer.properties.last", "first.properties.last"}) {
    question.by = {name};
    const Status status = Splitter::bind(question, crowded, Zone()).status();
    EXPECT_EQ(status.code(), StatusCode::kLimit) << name;
    EXPECT_EQ(status.where(), "by");
  }
  question.by = {"properties.never"};
  EXPECT_TRUE(Splitter::bind(question, crowded, Zone()).has_value());
}

TEST(Splitter, ReadsBackEveryKeyThatItShows) {
  Fixture life;
  life.add("anna", "2026-01-05T10:00:00Z", {{"perceived", "true"}, {"wait", "-0.000001"}, {"answer", "-0"}});
  life.add("anna", "2026-01-06T10:00:00Z", {{"perceived", "false"}, {"wait", "12.5"}, {"answer", "0"}});
  life.add("anna", "2026-01-07T10:00:00Z", {});
  const auto snapshot = life.snapshot();
  Question question;
  for (const ColumnInfo& info : snapshot->columns()) {
    question.by = {info.name};
    const auto bound = Splitter::bind(question, *snapshot, Zone());
    if (!bound.has_value()) continue;
    SplitterScratch scratch = bound->scratch();
    const auto reader = snapshot->reader(bound->columns());
    const Block& block = reader->read(0);
    for (size_t event = 0; event < block.event_count(); ++event) {
      const GroupKey key = bound->key(block, 0, event, scratch);
      const auto back = bound->key_of(bound->cells(key));
      ASSERT_TRUE(back.has_value()) << info.name;
      EXPECT_EQ(*back, key) << info.name << " of event " << event;
    }
    EXPECT_FALSE(bound->key_of({None{"none"}}).has_value());
    EXPECT_FALSE(bound->key_of({int64_t{1}}).has_value());
    if (info.field_type == FieldType::kBool) {
      EXPECT_FALSE(bound->key_of({std::string("perhaps")}).has_value());
      EXPECT_FALSE(bound->key_of({1.0}).has_value());
    }
    if (info.type == ColumnType::kNumber) {
      EXPECT_EQ(*bound->key_of({-0.0}), *bound->key_of({0.0}));
      EXPECT_FALSE(bound->key_of({std::string("0")}).has_value());
    }
  }
}

TEST(Value, SortsAsPeopleExpect) {
  const std::vector<Value> sorted{std::monostate{}, int64_t{2},       2.5,          std::string("9"), std::string("10"),
                                  std::string("a"), std::string("b"), TimeValue{5}, None{"why"}};
  for (size_t i = 0; i < sorted.size(); ++i) {
    for (size_t j = 0; j < sorted.size(); ++j) EXPECT_EQ(compare_values(sorted[i], sorted[j]), i <=> j) << i << j;
  }
}

TEST_F(FoldTest, WhoListsExactlyTheCustomersOfACell) {
  Question question;
  question.by = {"channel"};
  const auto snapshot = life_.snapshot();
  BindContext context(*snapshot, question, definition_, Zone(), {}, 0);
  auto fold = definition_.bind(context);
  ASSERT_TRUE(fold.has_value());
  const auto reader = snapshot->reader((*fold)->columns());
  std::vector<uint32_t> web;
  std::vector<uint32_t> absent;
  for (size_t b = 0; b < snapshot->block_count(); ++b) {
    ASSERT_TRUE((*fold)->who({{{"channel", "web"}}, "n"}, reader->read(b), nullptr, web).ok());
    ASSERT_TRUE((*fold)->who({{{"channel", ""}}, ""}, reader->read(b), nullptr, absent).ok());
  }
  EXPECT_EQ(web, (std::vector<uint32_t>{life_.number("anna"), life_.number("bert")}));
  EXPECT_EQ(absent, (std::vector<uint32_t>{life_.number("bert")}));
  std::vector<uint32_t> none;
  const Status error = (*fold)->who({{{"chanel", "web"}}, "n"}, reader->read(0), nullptr, none);
  EXPECT_EQ(error.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ((*fold)->who({{}, "value"}, reader->read(0), nullptr, none).code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sojourn
