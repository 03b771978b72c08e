// Method: a small aggregate (how many events, and the last amount) is folded through every road that real measures
// take: filters, ranges, splits, periods, merges, files, drill-down. What is expected is written by hand.
#include "measure/fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timelines/fixture.h"

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
  }
  void merge(State& into, const State& from) const {
    into.events += from.events;
    into.customers += from.customers;
  }
  void finish(const State& state, Rows& rows) const {
    if (state.customers == 0) {
      rows.add({None{"no events"}, int64_t{0}});
    } else {
      rows.add({state.events, state.customers});
    }
  }
  void save(const State& state, ByteWriter& out) const {
    out.i64(state.events);
    out.i64(state.customers);
  }
  Result<State> load(ByteReader& in) const {
    State state;
    SOJOURN_TRY(state.events, in.i64());
    SOJOURN_TRY(state.customers, in.i64());
    if (state.events < 0 || state.customers < 0) return in.corrupt("a count is negative");
    return state;
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
    ASSERT_TRUE((*fold)->who({{{"channel", "web"}}, "n"}, reader->read(b), web).ok());
    ASSERT_TRUE((*fold)->who({{{"channel", ""}}, ""}, reader->read(b), absent).ok());
  }
  EXPECT_EQ(web, (std::vector<uint32_t>{life_.number("anna"), life_.number("bert")}));
  EXPECT_EQ(absent, (std::vector<uint32_t>{life_.number("bert")}));
  std::vector<uint32_t> none;
  const Status error = (*fold)->who({{{"chanel", "web"}}, "n"}, reader->read(0), none);
  EXPECT_EQ(error.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ((*fold)->who({{}, "value"}, reader->read(0), none).code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sojourn
