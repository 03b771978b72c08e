// The laws of fold.h, for every measure of the catalogue and a few questions to each, over random timelines.
//
// A state is compared by the bytes it saves and by the answer it finishes as. A seed is printed with every failure.
//   neutral      merging an empty state changes nothing
//   merging      blocks folded into any number of states, merged in any order and shape, give the same answer
//   files        load(save(s)) saves the same bytes again and answers the same
//   damage       truncated or altered bytes are refused or give some answer; never a crash
//   layout       the answer does not depend on parts, blocks, order of arrival or threads
//   splits       a row of a kByEvent measure's split is the answer to the question filtered to that row, and a period's
//                row that to the question asked of that period
//   drill-down   as many customers stand behind a count of customers as it says, and no more behind one of answers
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "answers/asker.h"
#include "answers/bound_question.h"
#include "answers/law_parameters.h"
#include "timelines/fixture.h"

namespace sojourn {
namespace {

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  size_t below(size_t count) { return static_cast<size_t>(engine_() % count); }
  bool chance(size_t percent) { return below(100) < percent; }
  template <class T>
  T one_of(std::initializer_list<T> items) {
    return *(items.begin() + below(items.size()));
  }

 private:
  std::mt19937_64 engine_;
};

const Micros kStart = civil_to_micros({2026, 1, 1, 0, 0, 0, 0});

// What the customer says, as it has been judged.
void say(Random& random, Fixture::Fields& fields) {
  const auto set = [&fields](const char* name, const std::string& value) { fields.emplace_back(name, value); };
  set("voice.sentiment", random.one_of({"positive", "neutral", "negative", "unknown"}));
  if (random.chance(90)) set("voice.score", random.one_of({"-1", "-0.25", "0", "0.5", "0.9999"}));
  set("voice.emotion", random.one_of({"joy", "anger", "none", "unknown"}));
  set("voice.motive", random.one_of({"safety", "success", "unknown"}));
  set("voice.intent", random.one_of({"praise", "complaint", "unknown"}));
  set("voice.topic", random.one_of({"delivery", "price", "app", "other"}));
  if (random.chance(30)) set("voice.wish", random.one_of({"dark mode", "export"}));
  if (random.chance(40)) set("voice.obstacle", random.one_of({"checkout length", "login"}));
  if (random.chance(20)) set("voice.rival", random.one_of({"Acme", "unnamed"}));
  if (random.chance(20)) set("properties.response", "r" + std::to_string(random.below(60)));
}

// How a conversation went, and how a session with a machine ended.
void talk(Random& random, Fixture::Fields& fields) {
  const auto some = [&](const char* name, std::initializer_list<const char*> values) {
    if (random.chance(70)) fields.emplace_back(name, random.one_of(values));
  };
  fields.emplace_back("voice.turns", "6");
  if (random.chance(80)) {
    fields.emplace_back("voice.tone_first", random.one_of({"-0.5", "0", "0.25"}));
    fields.emplace_back("voice.tone_last", random.one_of({"-0.5", "0.05", "0.75"}));
  }
  some("voice.agent_words", {"0", "120", "450"});
  some("voice.agent_talk", {"0", "60.5", "180"});
  some("voice.customer_talk", {"30", "45.125"});
  some("voice.silence", {"0", "12"});
  some("voice.response", {"1.5", "2", "40"});
  some("voice.interruptions", {"0", "3"});
  some("voice.cues", {"0", "7"});
  some("voice.escalation", {"yes", "no"});
  some("outcome", {"solved", "transferred", "hangup", "odd"});
  some("properties.session", {"s1", "s2", "s3"});
}

Fixture random_life(Random& random) {
  Fixture life;
  const size_t events = 50 + random.below(250);
  for (size_t i = 0; i < events; ++i) {
    Fixture::Fields fields;
    const auto set = [&fields](const char* name, const std::string& value) { fields.emplace_back(name, value); };
    if (random.chance(85)) set("channel", random.one_of({"web", "app", "call"}));
    if (random.chance(85)) set("touchpoint", random.one_of({"visit", "help", "purchase", "delivery"}));
    if (random.chance(60)) set("stage", random.one_of({"consider", "evaluate", "buy", "enjoy"}));
    if (random.chance(40)) {
      const std::string kind = random.one_of({"nps", "csat", "ces"});
      set("kind", kind);
      set("scale_min", kind == "nps" ? "0" : "1");
      set("scale_max", kind == "nps" ? "10" : kind == "csat" ? "5" : "7");
      if (random.chance(70)) set("answer", std::to_string(1 + random.below(5)));
    }
    if (random.chance(40)) {
      set("currency", random.one_of({"EUR", "JPY"}));
      set("amount", std::to_string(static_cast<int>(random.below(60)) - 10));
      if (random.chance(50)) set("order", "o-" + std::to_string(random.below(40)));
    }
    if (random.chance(30)) set("properties.plan", random.one_of({"free", "pro"}));
    if (random.chance(45)) say(random, fields);
    if (random.chance(30)) talk(random, fields);
    const std::string customer = random.chance(8) ? "" : "c" + std::to_string(random.below(25));
    // Many events at equal moments: ties must not matter.
    life.add(customer, kStart + static_cast<Micros>(random.below(120)) * kDay + (random.chance(50) ? 0 : kHour),
             fields);
  }
  return life;
}

struct Ask {
  const MeasureDefinition* definition;
  Question question;
};

// Every measure by itself, split, over time, in a range, and filtered.
std::vector<Ask> asks() {
  std::vector<Ask> all;
  for (const MeasureDefinition& definition : catalogue()) {
    if (!definition.bind) continue;
    Question plain;
    plain.measure = definition.id;
    const std::vector<Parameters> variants = law_parameters(definition.id);
    if (!variants.empty()) plain.parameters = variants.front();
    all.push_back({&definition, plain});
    for (size_t i = 1; i < variants.size(); ++i) {
      Question variant = plain;
      variant.parameters = variants[i];
      all.push_back({&definition, variant});
    }
    Question ranged = plain;
    ranged.from = "2026-01-20";
    ranged.to = "2026-03-15T12:00:00Z";
    ranged.where = "customer.events > 3 and not properties.plan = \"free\"";
    all.push_back({&definition, ranged});
    if (definition.id == "nps" || definition.id == "csat" || definition.id == "ces") {
      Question every = plain;
      every.parameters["count"] = {"all"};
      all.push_back({&definition, every});
    }
    if (!definition.splits) continue;
    Question split = plain;
    split.by = {"channel"};
    all.push_back({&definition, split});
    Question periods = plain;
    periods.by = {"customer.channel", "properties.plan"};
    periods.over = Period::kMonth;
    periods.zone = "Europe/Amsterdam";
    all.push_back({&definition, periods});
  }
  return all;
}

std::string shown(const Answer& answer) {
  std::string text = answer.none + "\n";
  for (const std::vector<Value>& row : answer.rows) {
    for (const Value& cell : row) text += std::to_string(cell.index()) + ":" + value_text(cell) + " | ";
    text += "\n";
  }
  return text;
}

class BoundFold {
 public:
  BoundFold(const Ask& ask, const Snapshot& snapshot) : snapshot_(snapshot) {
    Result<BoundQuestion> bound = bind_question(*ask.definition, ask.question, snapshot);
    if (!bound) {
      ADD_FAILURE() << question_label(ask) << ": " << bound.error().to_string();
      return;
    }
    bound_ = std::move(*bound);
    reader_ = snapshot.reader(fold().columns());
  }
  static std::string question_label(const Ask& ask) {
    return ask.question.measure + (ask.question.by.empty() ? "" : " by " + ask.question.by[0]) +
           (ask.question.where.empty() ? "" : " filtered");
  }
  bool ok() const { return bound_.fold != nullptr; }
  const Fold& fold() const { return *bound_.fold; }
  std::unique_ptr<FoldState> block_state(size_t block) {
    std::unique_ptr<FoldState> state = fold().new_state();
    fold().fold_block(*state, reader_->read(block));
    return state;
  }
  std::unique_ptr<FoldState> whole() {
    std::unique_ptr<FoldState> state = fold().new_state();
    for (size_t b = 0; b < snapshot_.block_count(); ++b) fold().fold_block(*state, reader_->read(b));
    return state;
  }
  std::string answer_of(const FoldState& state) const {
    Answer answer;
    const Status status = fold().finish(state, answer);
    return status.ok() ? shown(answer) : status.to_string();
  }

 private:
  const Snapshot& snapshot_;
  BoundQuestion bound_;
  std::unique_ptr<BlockReader> reader_;
};

constexpr uint64_t kSeeds = 30;
// A life is asked every sixth question, another sixth with each seed: every question meets five lives.
constexpr size_t kTurns = 6;

// Calls check(ask, bound, random) for every question over several random lives, cut into many small blocks.
template <class Check>
void for_each_ask(Check check) {
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Random random(seed);
    const Fixture life = random_life(random);
    FixtureOptions options;
    options.block_events = random.one_of<size_t>({1, 10, 40});
    const std::shared_ptr<const Snapshot> snapshot = life.snapshot(options);
    const std::vector<Ask> all = asks();
    for (size_t i = seed % kTurns; i < all.size(); i += kTurns) {
      const Ask& ask = all[i];
      const std::string trace = "seed " + std::to_string(seed) + ", " + BoundFold::question_label(ask);
      SCOPED_TRACE(trace);
      BoundFold bound(ask, *snapshot);
      if (!bound.ok()) return;
      check(ask, bound, *snapshot, random);
      if (::testing::Test::HasFailure()) return;
    }
  }
}

TEST(Laws, AnEmptyStateIsNeutral) {
  for_each_ask([](const Ask&, BoundFold& bound, const Snapshot&, Random&) {
    const std::unique_ptr<FoldState> state = bound.whole();
    const std::string saved = bound.fold().save(*state);
    const std::string answer = bound.answer_of(*state);
    bound.fold().merge(*state, *bound.fold().new_state());
    EXPECT_EQ(bound.fold().save(*state), saved);
    const std::unique_ptr<FoldState> empty = bound.fold().new_state();
    bound.fold().merge(*empty, *state);
    EXPECT_EQ(bound.answer_of(*empty), answer);
    EXPECT_EQ(bound.fold().save(*empty), saved);
  });
}

TEST(Laws, AnyGroupingAndOrderOfMergesGivesTheSameAnswer) {
  for_each_ask([](const Ask&, BoundFold& bound, const Snapshot& snapshot, Random& random) {
    const std::string expected = bound.answer_of(*bound.whole());
    std::vector<std::unique_ptr<FoldState>> states;
    for (size_t b = 0; b < snapshot.block_count(); ++b) states.push_back(bound.block_state(b));
    while (states.size() > 1) {  // A random tree: two random states become one.
      const size_t from = random.below(states.size());
      std::swap(states[from], states.back());
      const std::unique_ptr<FoldState> taken = std::move(states.back());
      states.pop_back();
      bound.fold().merge(*states[random.below(states.size())], *taken);
    }
    EXPECT_EQ(bound.answer_of(*states[0]), expected);
  });
}

TEST(Laws, SavedStatesReadBackTheSame) {
  for_each_ask([](const Ask&, BoundFold& bound, const Snapshot&, Random&) {
    const std::unique_ptr<FoldState> state = bound.whole();
    const std::string saved = bound.fold().save(*state);
    const Result<std::unique_ptr<FoldState>> loaded = bound.fold().load(saved);
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(bound.fold().save(**loaded), saved);
    EXPECT_EQ(bound.answer_of(**loaded), bound.answer_of(*state));
    // A loaded state goes on as the one that was saved would.
    bound.fold().merge(**loaded, *state);
    const std::unique_ptr<FoldState> twice = bound.whole();
    bound.fold().merge(*twice, *state);
    EXPECT_EQ(bound.answer_of(**loaded), bound.answer_of(*twice));
  });
}

TEST(Laws, DamagedBytesNeverCrash) {
  for_each_ask([](const Ask&, BoundFold& bound, const Snapshot&, Random& random) {
    const std::string saved = bound.fold().save(*bound.whole());
    for (int round = 0; round < 12; ++round) {
      EXPECT_FALSE(bound.fold().load(saved.substr(0, random.below(saved.size())))) << "truncated bytes were taken";
      EXPECT_FALSE(bound.fold().load(saved + "x")) << "more bytes than there should be were taken";
      std::string damaged = saved;
      for (size_t flips = 1 + random.below(4); flips > 0; --flips) {
        char& byte = damaged[random.below(damaged.size())];
        byte = static_cast<char>(byte ^ (1 << random.below(8)));
      }
      const Result<std::unique_ptr<FoldState>> loaded = bound.fold().load(damaged);
      if (!loaded) continue;
      // What cannot be told from a true state must still be a state.
      bound.answer_of(**loaded);
      bound.fold().merge(**loaded, **loaded);
      bound.fold().save(**loaded);
    }
  });
}

TEST(Laws, TheAnswerDoesNotDependOnLayoutOrThreads) {
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Random random(seed);
    const Fixture life = random_life(random);
    const std::shared_ptr<const Snapshot> plain = life.snapshot();
    FixtureOptions options;
    options.parts = 1 + random.below(4);
    options.block_events = random.one_of<size_t>({1, 7, 50});
    options.shuffle_seed = 1 + seed;
    const std::shared_ptr<const Snapshot> other = life.snapshot(options);
    for (const Ask& ask : asks()) {
      const std::string trace = "seed " + std::to_string(seed) + ", " + BoundFold::question_label(ask);
      SCOPED_TRACE(trace);
      const Result<Answer> expected = ask_snapshot(ask.question, *plain, 1);
      const Result<Answer> found = ask_snapshot(ask.question, *other, 1 + random.below(4));
      ASSERT_TRUE(expected) << expected.error().to_string();
      ASSERT_TRUE(found) << found.error().to_string();
      EXPECT_EQ(shown(*found), shown(*expected));
      EXPECT_EQ(found->as_of, expected->as_of);
      if (HasFailure()) return;
    }
  }
}

bool deals_events(const Ask& ask, const Snapshot& snapshot) {
  const Result<BoundQuestion> bound = bind_question(*ask.definition, ask.question, snapshot);
  return bound && bound->fold->split() == Split::kByEvent;
}

// The rows of each value of the split, without it.
std::map<std::string, std::vector<std::vector<Value>>> rows_by_group(const Answer& answer) {
  std::map<std::string, std::vector<std::vector<Value>>> groups;
  for (const std::vector<Value>& row : answer.rows) {
    groups[value_text(row[0])].emplace_back(row.begin() + 1, row.end());
  }
  return groups;
}

TEST(Laws, ARowOfASplitIsTheQuestionFilteredToIt) {
  std::set<std::string> tried;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Random random(seed);
    const std::shared_ptr<const Snapshot> snapshot = random_life(random).snapshot();
    for (const Ask& ask : asks()) {
      if (!ask.question.by.empty() || ask.question.over || !ask.definition->splits) continue;
      if (!deals_events(ask, *snapshot)) continue;
      tried.insert(ask.question.measure);
      const std::string& where = ask.question.where;
      for (const std::string field : {"channel", "customer.touchpoint", "first.channel", "properties.plan"}) {
        Question by = ask.question;
        by.by = {field};
        const Result<Answer> split = ask_snapshot(by, *snapshot);
        ASSERT_TRUE(split) << split.error().to_string();
        for (const auto& [value, rows] : rows_by_group(*split)) {
          Question filtered = ask.question;
          const std::string only = value.empty() ? "not exists(" + field + ")" : field + " = \"" + value + "\"";
          filtered.where = where.empty() ? only : "(" + where + ") and " + only;
          const Result<Answer> alone = ask_snapshot(filtered, *snapshot);
          ASSERT_TRUE(alone) << alone.error().to_string();
          EXPECT_EQ(alone->rows, rows) << ask.question.measure << " where " << filtered.where << ", seed " << seed;
        }
      }
    }
  }
  EXPECT_THAT(tried, ::testing::IsSupersetOf({"nps", "csat", "ces", "volume", "customers", "revenue", "order_value"}));
}

TEST(Laws, ARowOfAPeriodIsTheQuestionAskedOfIt) {
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Random random(seed);
    const std::shared_ptr<const Snapshot> snapshot = random_life(random).snapshot();
    for (const Ask& ask : asks()) {
      if (!ask.question.by.empty() || ask.question.over || !ask.question.from.empty()) continue;
      if (!ask.definition->splits || !deals_events(ask, *snapshot)) continue;
      Question over = ask.question;
      over.over = Period::kMonth;
      over.zone = "Europe/Amsterdam";
      const Zone zone = *Zone::find(over.zone);
      PeriodCutter cutter(Period::kMonth, zone);
      const Result<Answer> split = ask_snapshot(over, *snapshot);
      ASSERT_TRUE(split) << split.error().to_string();
      for (const auto& [period, rows] : rows_by_group(*split)) {
        Question month = over;
        month.over.reset();
        month.from = period;
        month.to = cutter.label(cutter.start(parse_time(period, zone)->utc + 40 * kDay));
        const Result<Answer> alone = ask_snapshot(month, *snapshot);
        ASSERT_TRUE(alone) << alone.error().to_string();
        EXPECT_EQ(alone->rows, rows) << ask.question.measure << " in " << period << ", seed " << seed;
      }
    }
  }
}

// As many as it says where customers are counted; no more than that where answers or events are.
void expect_people(const Ask& ask, const Answer& answer, const std::vector<Value>& row, size_t c,
                   const Snapshot& snapshot) {
  const AnswerColumn& column = answer.columns[c];
  CellRef cell;
  cell.column = column.name;
  for (size_t k = 0; k < answer.columns.size(); ++k) {
    const ColumnRole role = answer.columns[k].role;
    if (role != ColumnRole::kSplit && role != ColumnRole::kKey) continue;
    cell.keys.emplace_back(answer.columns[k].name, value_text(row[k]));
  }
  const Result<std::vector<uint32_t>> people = who_in_snapshot(ask.question, cell, snapshot);
  ASSERT_TRUE(people) << people.error().to_string();
  EXPECT_TRUE(std::is_sorted(people->begin(), people->end()));
  const auto found = static_cast<int64_t>(people->size());
  const auto* count = std::get_if<int64_t>(&row[c]);
  if (count == nullptr) return;  // Undefined here, for a reason that the cell gives.
  if (column.unit == "customers") {
    EXPECT_EQ(found, *count) << ask.question.measure << " " << column.name;
  } else {
    EXPECT_LE(found, *count) << ask.question.measure << " " << column.name;
    EXPECT_EQ(found == 0, *count == 0) << ask.question.measure << " " << column.name;
  }
}

// Each cell is a question of its own: of a long answer some rows are opened, the last one ("(other)") always.
TEST(Laws, AsManyCustomersStandBehindACountAsItSays) {
  constexpr size_t kRowsOpened = 12;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Random random(seed);
    const std::shared_ptr<const Snapshot> snapshot = random_life(random).snapshot();
    const std::vector<Ask> all = asks();
    for (size_t i = seed % kTurns; i < all.size(); i += kTurns) {
      const Ask& ask = all[i];
      const std::string trace = "seed " + std::to_string(seed) + ", " + BoundFold::question_label(ask);
      SCOPED_TRACE(trace);
      const Result<Answer> answer = ask_snapshot(ask.question, *snapshot);
      ASSERT_TRUE(answer);
      const size_t rows = answer->rows.size();
      const size_t step = std::max<size_t>(1, rows / kRowsOpened);
      for (size_t r = rows; r > 0; r -= std::min(r, step)) {
        for (size_t c = 0; c < answer->columns.size(); ++c) {
          if (answer->columns[c].role == ColumnRole::kCount)
            expect_people(ask, *answer, answer->rows[r - 1], c, *snapshot);
        }
      }
      if (HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace sojourn
