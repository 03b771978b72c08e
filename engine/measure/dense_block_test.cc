// Method: an aggregate that notices every value it is shown, its order and its owner is folded twice, by blocks and by
// customers; random lives with columns of every kind, under filters, ranges and people without identifiers.
#include "measure/dense_block.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>

#include "base/hash.h"
#include "measure/ask_fixture.h"

namespace sojourn {
namespace {

int dense_folds = 0;

// What a customer's events are, as one number.
class Reading {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByEvent;
  static constexpr Scope kScope = Scope::kInRange;
  struct State {
    uint64_t sum = 0;
    int64_t events = 0;
    int64_t customers = 0;
  };
  static Result<Reading> bind(BindContext& context) {
    Reading reading;
    for (const char* name : {"touchpoint", "channel", "amount", "answer", "order", "properties.wide"}) {
      if (const auto column = context.snapshot().find_column(name)) reading.columns_.push_back(context.column(name));
    }
    for (const ColumnId id : reading.columns_) reading.types_.push_back(context.snapshot().columns()[id].type);
    if (context.flag("people")) context.only_identified();
    if (context.given("mark")) {
      SOJOURN_TRY(reading.mark_, context.filter(context.text("mark"), "mark"));
    }
    return reading;
  }
  std::vector<AnswerColumn> columns() const {
    return {{"value", ColumnRole::kValue, ""}, {"n", ColumnRole::kCount, ""}, {"customers", ColumnRole::kCount, ""}};
  }
  void read(State& state, const Block& block, uint32_t customer, std::span<const uint32_t> events) const {
    uint64_t hash = customer;
    const auto add = [&](uint64_t word) { hash = (hash ^ word) * 0x9E3779B97F4A7C15U + (hash >> 29); };
    for (const uint32_t event : events) {
      add(static_cast<uint64_t>(block.times[event]));
      for (size_t i = 0; i < columns_.size(); ++i) {
        const BlockColumn& column = block.column(columns_[i]);
        if (types_[i] == ColumnType::kCode) add(column.codes[event]);
        if (types_[i] == ColumnType::kNumber) add(std::bit_cast<uint64_t>(column.numbers[event]));
        if (types_[i] == ColumnType::kInteger) add(static_cast<uint64_t>(column.integers[event]));
        if (types_[i] == ColumnType::kKey) add(column.keys[event]);
      }
    }
    state.sum += hash >> 8;
    state.events += static_cast<int64_t>(events.size());
    ++state.customers;
  }
  void fold(State& state, const Slice& slice) const {
    read(state, slice.block, slice.block.customers[slice.customer], slice.events);
  }
  void merge(State& into, const State& from) const {
    into.sum += from.sum;
    into.events += from.events;
    into.customers += from.customers;
  }
  void finish(const State& state, Rows& rows) const {
    rows.add({static_cast<int64_t>(state.sum >> 1), state.events, state.customers});
  }
  void save(const State& state, ByteWriter& out) const {
    out.u64(state.sum);
    out.i64(state.events);
    out.i64(state.customers);
  }
  Result<State> load(ByteReader& in) const {
    State state;
    SOJOURN_TRY(state.sum, in.u64());
    SOJOURN_TRY(state.events, in.i64());
    SOJOURN_TRY(state.customers, in.i64());
    return state;
  }

 private:
  std::vector<ColumnId> columns_;
  std::vector<ColumnType> types_;
  std::shared_ptr<const Predicate> mark_;
};

class DenseReading : public Reading {
 public:
  static Result<DenseReading> bind(BindContext& context) {
    DenseReading dense;
    SOJOURN_TRY(static_cast<Reading&>(dense), Reading::bind(context));
    return dense;
  }
  void fold_dense(State& state, const Block& block, internal::NoScratch&) const {
    ++dense_folds;
    EXPECT_EQ(block.begins.size(), block.customers.size() + 1);
    EXPECT_EQ(block.begins.back(), block.event_count());
    std::vector<uint32_t> events;
    for (size_t customer = 0; customer < block.customers.size(); ++customer) {
      events.clear();
      for (uint32_t i = block.begins[customer]; i < block.begins[customer + 1]; ++i) events.push_back(i);
      ASSERT_FALSE(events.empty());
      read(state, block, block.customers[customer], events);
    }
  }
};

template <class A>
MeasureDefinition reading_definition() {
  MeasureDefinition definition;
  definition.id = "reading";
  ParameterInfo people;
  people.name = "people";
  people.type = ParameterType::kBool;
  people.default_value = "false";
  ParameterInfo mark;
  mark.name = "mark";
  mark.type = ParameterType::kFilter;
  definition.parameters = {people, mark};
  definition.bind = bind_fold<A>;
  return definition;
}

Fixture random_lives(uint64_t seed, int customers) {
  std::mt19937_64 random(seed);
  Fixture life;
  for (int c = 0; c < customers; ++c) {
    const std::string name = random() % 6 == 0 ? "" : "c" + std::to_string(c);
    for (uint64_t e = name.empty() ? 1 : random() % 40; e > 0; --e) {
      Fixture::Fields fields{{"channel", random() % 3 == 0 ? "web" : "call"}};
      fields.emplace_back("touchpoint", "t" + std::to_string(random() % 400));
      fields.emplace_back("properties.wide", "w" + std::to_string(random() % 5));
      if (random() % 2 == 0) fields.insert(fields.end(), {{"amount", "12.50"}, {"currency", "EUR"}});
      if (random() % 2 == 0) fields.emplace_back("answer", std::to_string(random() % 11));
      if (random() % 3 == 0) fields.emplace_back("order", "o" + std::to_string(random() % 1000));
      life.add(name, Micros{1'772'000'000} * kSecond + static_cast<Micros>(random() % 60) * kDay, fields);
    }
  }
  return life;
}

std::vector<Question> questions() {
  std::vector<Question> questions;
  for (const char* where : {"", "channel = \"web\"", "amount > 3", "did(\"t7\") >= 1", "channel = \"fax\"",
                            "properties.wide = \"w1\" or channel = \"call\""}) {
    for (const char* from : {"", "2026-03-10", "2030-01-01"}) {
      for (const char* people : {"false", "true"}) {
        Question question;
        question.measure = "reading";
        question.where = where;
        question.from = from;
        question.parameters["people"] = {people};
        questions.push_back(question);
      }
    }
  }
  return questions;
}

TEST(DenseBlock, ShowsWhatAFoldOverCustomersIsShown) {
  const MeasureDefinition plain = reading_definition<Reading>();
  const MeasureDefinition dense = reading_definition<DenseReading>();
  dense_folds = 0;
  for (const int customers : {3, 400}) {
    const Fixture life = random_lives(static_cast<uint64_t>(customers), customers);
    for (const FixtureOptions& options : {FixtureOptions{}, FixtureOptions{3, 100, 5}}) {
      const auto snapshot = life.snapshot(options);
      for (const Question& question : questions()) {
        EXPECT_EQ(*FixtureQuestion(plain, snapshot, question).bytes(),
                  *FixtureQuestion(dense, snapshot, question).bytes())
            << question.where << " " << question.from;
      }
    }
  }
  EXPECT_GT(dense_folds, 100);
}

TEST(DenseBlock, IsNotMadeForMeasuresThatFilterThemselves) {
  const MeasureDefinition dense = reading_definition<DenseReading>();
  const auto snapshot = random_lives(1, 50).snapshot();
  dense_folds = 0;
  Question question;
  question.measure = "reading";
  question.where = "channel = \"web\"";
  question.parameters["mark"] = {"channel = \"web\""};
  const auto bytes = FixtureQuestion(dense, snapshot, question).bytes();
  EXPECT_EQ(dense_folds, 0);
  EXPECT_EQ(*bytes, *FixtureQuestion(reading_definition<Reading>(), snapshot, question).bytes());
  question.where.clear();
  EXPECT_EQ(*FixtureQuestion(dense, snapshot, question).bytes(),
            *FixtureQuestion(reading_definition<Reading>(), snapshot, question).bytes());
  EXPECT_EQ(dense_folds, 1) << "nothing is left out, so nothing is compacted";
}

}  // namespace
}  // namespace sojourn
