// Every measure of the catalogue is asked again and again while a record grows and customers are joined and parted;
// whatever the cache kept, the state must be the fresh one, bit by bit.
#include "answers/state_cache.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "answers/asker.h"
#include "answers/block_folding.h"
#include "answers/law_parameters.h"
#include "store/batch_fixture.h"
#include "timelines/timelines_of_store.h"

namespace sojourn {
namespace {

constexpr Micros kStart = 20'000 * kDay;
constexpr double kAnySize = 1e9;  // Blocks of a few events have states that are larger than they pay for.

RefreshLimits small_limits() {
  RefreshLimits limits;
  limits.keep_events = 40;
  limits.stream_events = 200;
  limits.small_parts = 3;
  limits.block_events = 50;
  return limits;
}

class Company {
 public:
  explicit Company(uint64_t seed) : random_(seed), store_(open_store(folder_.path())) { restart(); }

  void append_some(uint64_t events, uint64_t customers) {
    BatchMaker maker;
    for (uint64_t i = 0; i < events; ++i) {
      Event& event = maker.add("e" + std::to_string(++made_), kStart + static_cast<Micros>(below(2'000)) * kHour,
                               who(customers), one_of({"visit", "help", "purchase", "delivery"}));
      event.set_text(Field::kChannel, one_of({"web", "app", "call"}));
      if (below(3) == 0) event.set_text(Field::kStage, one_of({"consider", "evaluate", "buy", "enjoy"}));
      if (below(3) == 0) {
        event.set_text(Field::kKind, one_of({"nps", "csat"}));
        event.set_number(Field::kScaleMin, 0);
        event.set_number(Field::kScaleMax, 10);
        event.set_number(Field::kAnswer, static_cast<double>(below(11)));
      }
      if (below(3) == 0) {
        event.set_text(Field::kCurrency, "EUR");
        event.set_integer(Field::kAmount, static_cast<int64_t>(below(5'000)));
      }
    }
    append(*store_, maker);
  }
  void join_or_part() {
    if (links_.empty() || below(2) == 0) {
      const Identifier a = {IdentifierKind::kId, "c" + std::to_string(below(60))};
      const Identifier b = {IdentifierKind::kEmail, "m" + std::to_string(below(60)) + "@example.org"};
      if (store_->link(a, b, "test").has_value()) links_.emplace_back(a, b);
    } else {
      const auto [a, b] = links_[below(links_.size())];
      static_cast<void>(store_->unlink(a, b));
    }
  }
  void name_stages() {
    const std::vector<std::pair<std::string, std::string>> rules{
        {one_of({"visit", "help"}), one_of({"consider", "buy"})}, {"delivery", "enjoy"}};
    ASSERT_TRUE(store_->set_touchpoint_stages(rules).ok());
  }
  void restart() {
    timelines_.reset();
    timelines_ = std::make_unique<TimelinesOfStore>(folder_.path(), *store_, small_limits());
  }
  uint64_t below(uint64_t end) { return random_() % end; }
  std::shared_ptr<const Snapshot> now() { return must(timelines_->current({})); }
  Store& store() { return *store_; }
  Timelines& timelines() { return *timelines_; }

 private:
  const char* one_of(std::initializer_list<const char*> items) { return *(items.begin() + below(items.size())); }
  Who who(uint64_t customers) {
    Who who;
    if (below(5) != 0) who.emplace_back(IdentifierKind::kId, "c" + std::to_string(below(customers)));
    if (below(6) == 0) who.emplace_back(IdentifierKind::kEmail, "m" + std::to_string(below(60)) + "@example.org");
    return who;
  }

  std::mt19937_64 random_;
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<TimelinesOfStore> timelines_;
  std::vector<std::pair<Identifier, Identifier>> links_;
  uint64_t made_ = 0;
};

// Every measure in every way that law_parameters.h knows, and a few with filters, splits and times.
std::vector<Question> questions() {
  std::vector<Question> all;
  for (const MeasureDefinition& definition : catalogue()) {
    if (!definition.bind) continue;
    std::vector<Parameters> sets = law_parameters(definition.id);
    if (sets.empty()) sets.emplace_back();
    for (const Parameters& more : sets) {
      Question question;
      question.measure = definition.id;
      question.parameters = sets.front();
      for (const auto& [name, values] : more) question.parameters[name] = values;
      all.push_back(question);
    }
    if (!definition.splits) continue;
    Question question;
    question.measure = definition.id;
    question.parameters = sets.front();
    question.by = {"channel"};
    question.where = "touchpoint != \"help\"";
    all.push_back(question);
    question.by.clear();
    question.where.clear();
    question.to = "2024-11-20";
    question.over = Period::kWeek;
    all.push_back(question);
  }
  return all;
}

BoundQuestion bound(const Question& question, const Snapshot& snapshot) {
  return must(bind_question(*must(find_measure(question.measure)), question, snapshot));
}

// What the question says of the snapshot when it is asked through the cache.
Answer asked(StateCache& cache, const Question& question, const Snapshot& snapshot) {
  BoundQuestion kept = bound(question, snapshot);
  const Status status = cache.answer(kept, snapshot, 2, nullptr);
  if (!status.ok()) kept.answer.none = status.to_string();
  return std::move(kept.answer);
}

// Folds anew and through the cache; both states as bytes. Then the answers: folded again or, at the latest on the
// second ask, kept.
void expect_fresh(StateCache& cache, const Question& question, const Snapshot& snapshot) {
  const BoundQuestion fresh = bound(question, snapshot);
  const BoundQuestion kept = bound(question, snapshot);
  const auto expected = must(fold_blocks(snapshot, *fresh.fold, 2, nullptr));
  const auto got = must(cache.fold(kept, snapshot, 2, nullptr));
  EXPECT_EQ(kept.fold->save(*got), fresh.fold->save(*expected)) << question.measure;
  Answer answer = bound(question, snapshot).answer;
  const Status status = fresh.fold->finish(*expected, answer);
  if (!status.ok()) answer.none = status.to_string();
  for (int i = 0; i < 2; ++i) {
    const Answer again = asked(cache, question, snapshot);
    EXPECT_EQ(again.rows, answer.rows) << question.measure;
    EXPECT_EQ(again.columns.size(), answer.columns.size()) << question.measure;
    EXPECT_EQ(again.none, answer.none) << question.measure;
    EXPECT_EQ(again.notes, answer.notes) << question.measure;
    EXPECT_EQ(again.as_of, answer.as_of) << question.measure;
    EXPECT_EQ(again.events, answer.events) << question.measure;
  }
}

TEST(StateCacheLawTest, AnyHistoryGivesTheFreshState) {
  const std::vector<Question> all = questions();
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    Company company(seed);
    StateCache cache(seed == 3 ? 60'000 : limits::kStateCacheBytes, limits::kStateCacheQuestionBytes,
                     kAnySize);  // Once with room for a few only.
    company.append_some(1'200, 200);
    for (int step = 0; step < 14; ++step) {
      const auto snapshot = company.now();
      for (const Question& question : all) {
        SCOPED_TRACE("seed " + std::to_string(seed) + ", step " + std::to_string(step));
        expect_fresh(cache, question, *snapshot);
      }
      switch (company.below(6)) {
        case 0: company.join_or_part(); break;
        case 1: company.name_stages(); break;
        case 2: company.restart(); break;
        case 3: company.append_some(1, 200); break;
        case 4: company.append_some(20, 230); break;
        default: company.append_some(3, 5); break;
      }
    }
    const StateCache::Stats stats = cache.stats();
    EXPECT_LE(stats.bytes, seed == 3 ? 60'000 : limits::kStateCacheBytes);
    EXPECT_GT(stats.answers, 0);
    if (seed == 3) continue;  // With so little room, each question is gone before its turn comes again.
    EXPECT_GT(stats.groups_kept, 0) << "seed " << seed;
    EXPECT_GT(stats.groups_folded, 0) << "seed " << seed;
  }
}

Question volume() {
  Question question;
  question.measure = "volume";
  return question;
}

TEST(StateCacheTest, OnlyWhatChangedIsFolded) {
  Company company(5);
  company.append_some(3'000, 400);
  StateCache cache(limits::kStateCacheBytes, limits::kStateCacheQuestionBytes, kAnySize);
  const auto ask = [&] {
    const auto snapshot = company.now();
    EXPECT_EQ(asked(cache, volume(), *snapshot).rows, must(ask_snapshot(volume(), *snapshot)).rows);
    return cache.stats();
  };
  EXPECT_EQ(ask().groups_folded, 0);  // The first ask keeps the answer alone.
  const StateCache::Stats again = ask();
  EXPECT_EQ(again.answers, 1);
  EXPECT_EQ(again.groups_folded, 0);
  company.append_some(1, 3);
  const StateCache::Stats before = ask();  // The second one of other events finds the groups.
  EXPECT_GE(before.groups_folded, 40);
  company.append_some(1, 3);
  const StateCache::Stats after = ask();
  EXPECT_LE(after.groups_folded - before.groups_folded, 2);
  EXPECT_GE(after.groups_kept - before.groups_kept, 40);
  EXPECT_EQ(after.answers, 1);
  EXPECT_EQ(ask().answers, 2);
  EXPECT_EQ(cache.stats().groups_folded, after.groups_folded);
}

TEST(StateCacheTest, WhatIsTooLargeIsNotKept) {
  Company company(9);
  company.append_some(3'000, 400);
  StateCache cache(limits::kStateCacheBytes, 64, kAnySize);
  for (int i = 0; i < 4; ++i) {
    expect_fresh(cache, volume(), *company.now());
    company.append_some(1, 3);
  }
  EXPECT_EQ(cache.stats().answers, 0);
  EXPECT_EQ(cache.stats().groups_folded, 0);
  EXPECT_LT(cache.stats().bytes, 1'000U);
}

TEST(StateCacheTest, StatesThatAreNoQuickerToLoadAreNotKept) {
  Company company(10);
  company.append_some(3'000, 400);
  StateCache cache;
  Question split = volume();
  split.over = Period::kDay;  // Nearly as many groups as events.
  for (int i = 0; i < 3; ++i) {
    expect_fresh(cache, split, *company.now());
    company.append_some(1, 3);
  }
  EXPECT_EQ(cache.stats().groups_folded, 0);
  EXPECT_GT(cache.stats().answers, 0);
}

// The first blocks have small states, by which all are judged; those after them have large ones.
TEST(StateCacheTest, CrowdedGroupsGrowUntilTheyAreGivenUp) {
  TemporaryFolder folder;
  const std::unique_ptr<Store> store = open_store(folder.path());
  BatchMaker maker;
  for (int i = 0; i < 2'000; ++i) {
    const std::string touchpoint = i < 200 ? "visit" : "place " + std::to_string(i);
    maker.add("e" + std::to_string(i), kStart + i * kHour, {{IdentifierKind::kId, "c" + std::to_string(i / 5)}},
              touchpoint);
  }
  append(*store, maker);
  TimelinesOfStore timelines(folder.path(), *store, small_limits());
  const auto snapshot = must(timelines.current({}));
  ASSERT_GE(snapshot->block_count(), 4 * StateCache::kGroupsLeast);
  Question split = volume();
  split.by = {"touchpoint"};
  const BoundQuestion question = bound(split, *snapshot);
  const std::string expected = question.fold->save(*must(fold_blocks(*snapshot, *question.fold, 2, nullptr)));
  StateCache cache(limits::kStateCacheBytes, expected.size() / 4, kAnySize);
  int64_t folded = 0;
  int rounds = 0;
  for (bool growing = true; growing && rounds < 10; ++rounds) {
    EXPECT_EQ(question.fold->save(*must(cache.fold(question, *snapshot, 2, nullptr))), expected);
    growing = rounds == 0 || cache.stats().groups_folded > folded;
    folded = cache.stats().groups_folded;
  }
  EXPECT_GT(folded, 0);
  EXPECT_GE(rounds, 4);  // The first ask, groups of at least two sizes, and then nothing any more.
  EXPECT_LT(rounds, 10);
  EXPECT_EQ(cache.stats().groups_kept, 0);
  EXPECT_LT(cache.stats().bytes, 1'000U);
}

TEST(StateCacheTest, AQuestionThatHangsOnTheNewestEventSaysSo) {
  Company company(6);
  company.append_some(100, 20);
  const auto snapshot = company.now();
  Question drop_outs = volume();
  drop_outs.measure = "drop_outs";
  const std::string before = bound(drop_outs, *snapshot).state_key;
  const std::string steady = bound(volume(), *snapshot).state_key;
  BatchMaker maker;
  maker.add("late", kStart + 5'000 * kHour, {{IdentifierKind::kId, "c1"}}, "visit");
  append(company.store(), maker);
  const auto later = company.now();
  EXPECT_NE(bound(drop_outs, *later).state_key, before);
  EXPECT_EQ(bound(volume(), *later).state_key, steady);
}

TEST(StateCacheTest, WhoLeavesGetsNothingAndLeavesNothing) {
  Company company(7);
  company.append_some(500, 50);
  const auto snapshot = company.now();
  StateCache cache;
  const std::atomic<bool> gone{true};
  const BoundQuestion question = bound(volume(), *snapshot);
  EXPECT_EQ(cache.fold(question, *snapshot, 2, &gone).status().code(), StatusCode::kCancelled);
  EXPECT_EQ(cache.stats().bytes, 0U);
}

TEST(StateCacheTest, ManyAskAtOnce) {
  Company company(8);
  company.append_some(1'000, 100);
  const Asker asker(company.store(), company.timelines());
  Question split = volume();
  split.by = {"channel"};
  std::vector<std::thread> askers;
  std::atomic<int> failed{0};
  for (int thread = 0; thread < 4; ++thread) {
    askers.emplace_back([&] {
      for (int i = 0; i < 30; ++i) failed += !asker.ask(i % 2 == 0 ? split : volume()).has_value();
    });
  }
  for (int i = 0; i < 10; ++i) company.append_some(2, 100);
  for (std::thread& each : askers) each.join();
  EXPECT_EQ(failed, 0);
  const auto snapshot = company.now();
  EXPECT_EQ(must(asker.ask(split)).rows, must(ask_snapshot(split, *snapshot)).rows);
}

}  // namespace
}  // namespace sojourn
