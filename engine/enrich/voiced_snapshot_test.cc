#include "enrich/voiced_snapshot.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "enrich/text_judge.h"
#include "timelines/columns.h"
#include "timelines/fixture.h"

namespace sojourn {
namespace {

constexpr Micros kStart = 1'767'225'600'000'000;  // 2026-01-01

std::shared_ptr<const VoiceEdition> edition_of(VoiceParts parts = {}) {
  return VoiceEdition::make(std::move(parts), "").value();
}

// A column of codes as words, in the order of the events.
std::vector<std::string> words_in(const Snapshot& snapshot, const char* name) {
  const ColumnId column = *snapshot.find_column(name);
  const auto reader = snapshot.reader(std::array{column});
  std::vector<std::string> words;
  for (size_t b = 0; b < snapshot.block_count(); ++b) {
    const Block& block = reader->read(b);
    for (size_t event = 0; event < block.event_count(); ++event) {
      const uint32_t code = block.column(column).codes[event];
      words.emplace_back(code == 0 ? "" : snapshot.names(column)->text(code));
    }
  }
  return words;
}

TEST(VoicedSnapshot, FillsTheColumnsOfEventsWithATextOfTheCustomers) {
  Fixture life;
  life.add("anna", kStart, {{"touchpoint", "visit"}});
  life.add("anna", kStart + 1, {{"text", "The delivery was terrible and late."}});
  life.add("anna", kStart + 2, {{"text", "We are sorry."}, {"direction", "out"}});
  life.add("bert", kStart + 3, {{"text", "Die Lieferung war wunderbar."}});
  life.add("bert", kStart + 4, {{"text", "12345"}, {"language", "de-DE"}});
  const VoicedSnapshot snapshot(life.snapshot(), edition_of());
  EXPECT_EQ(words_in(snapshot, "voice.sentiment"),
            (std::vector<std::string>{"", "negative", "", "positive", "neutral"}));
  EXPECT_EQ(words_in(snapshot, "voice.language"), (std::vector<std::string>{"", "en", "", "de", "de"}));
  EXPECT_EQ(words_in(snapshot, "voice.topic"), (std::vector<std::string>{"", "other", "", "other", "other"}));
}

TEST(VoicedSnapshot, TakesWhatTheCustomerSaidInTurnsAsTheText) {
  Fixture life;
  const std::string turns =
      R"([{"role":"customer","text":"This is terrible, I am so angry."},{"role":"agent","text":"Wonderful, great!"}])";
  life.add("anna", kStart, {{"turns", turns}});
  const VoicedSnapshot snapshot(life.snapshot(), edition_of());
  EXPECT_EQ(words_in(snapshot, "voice.sentiment"), std::vector<std::string>{"negative"});
  const ColumnId column = column_of(VoiceColumn::kTurns);
  EXPECT_EQ(snapshot.reader(std::array{column})->read(0).column(column).numbers[0], 2.0);
}

// A call that we made: its text is ours, but the customer speaks in its turns.
TEST(VoicedSnapshot, HearsTheCustomerInACallThatWentOut) {
  Fixture life;
  const std::string turns =
      R"([{"role":"customer","text":"This is terrible, I am so angry."},{"role":"agent","text":"Wonderful, great!"}])";
  life.add("anna", kStart, {{"turns", turns}, {"text", "A wonderful call."}, {"direction", "out"}});
  const VoicedSnapshot snapshot(life.snapshot(), edition_of());
  EXPECT_EQ(words_in(snapshot, "voice.sentiment"), std::vector<std::string>{"negative"});
}

TEST(VoicedSnapshot, WhoWaitsForItsWordsCanLeave) {
  Fixture life;
  for (int i = 0; i < 40; ++i) {
    life.add("c" + std::to_string(i), kStart + i,
             {{"text", "I am switching to Firm" + std::string(1, static_cast<char>('A' + i % 26))}});
  }
  const auto edition = edition_of();
  const VoicedSnapshot snapshot(life.snapshot(), edition);
  const std::atomic<bool> left = true;
  EXPECT_EQ(hear_words(snapshot, &left).code(), StatusCode::kCancelled);
  EXPECT_EQ(edition->texts().size(), 0U);
  EXPECT_TRUE(hear_words(snapshot, nullptr).ok());
  EXPECT_EQ(edition->texts().size(), 26U);
  EXPECT_TRUE(hear_words(snapshot, &left).ok()) << "nothing is left to do";
  EXPECT_TRUE(hear_words(*life.snapshot(), &left).ok()) << "one that has no voice";
}

TEST(VoicedSnapshot, SaysTheSameAsOneTextJudgedByItself) {
  const std::vector<std::string> texts{
      "Great service!",        "Slecht geregeld, ik ben boos", "ужасно", "非常好", "please add a dark mode", "", "😀😀",
      "I am switching to Acme"};
  std::mt19937_64 random(3);
  for (const size_t block_events : {size_t{1}, size_t{7}, size_t{1000}}) {
    Fixture life;
    std::vector<std::string> said;
    for (int i = 0; i < 200; ++i) {
      const std::string& text = texts[random() % texts.size()];
      Fixture::Fields fields{{"touchpoint", "x"}};
      if (!text.empty()) fields.emplace_back("text", text);
      life.add("c" + std::to_string(i / 10), kStart + i, fields);  // Customers in order, so that events stay in order.
      said.push_back(text);
    }
    const auto edition = edition_of();
    FixtureOptions options;
    options.block_events = block_events;
    const VoicedSnapshot snapshot(life.snapshot(options), edition);
    TextJudge judge(edition_of());
    for (const VoiceColumnInfo& info : voice_columns().first(static_cast<size_t>(VoiceColumn::kTurns))) {
      if (info.type != ColumnType::kCode) continue;
      const std::vector<std::string> words = words_in(snapshot, std::string(info.name).c_str());
      ASSERT_EQ(words.size(), said.size());
      for (size_t i = 0; i < said.size(); ++i) {
        if (said[i].empty()) {
          EXPECT_EQ(words[i], "") << info.name;
          continue;
        }
        // Codes of another edition's book differ; what they say must not.
        const std::shared_ptr<const VoiceEdition> other = edition_of();
        TextJudge alone(other);
        EXPECT_EQ(words[i], other->word(info.column, alone.facts_of(said[i], ""))) << info.name << ": " << said[i];
      }
    }
  }
}

TEST(VoicedSnapshot, LeavesOtherColumnsAndOtherReadersAsTheyAre) {
  Fixture life;
  for (int i = 0; i < 50; ++i) {
    life.add("c" + std::to_string(i), kStart + i, {{"channel", i % 2 == 0 ? "web" : "app"}, {"text", "good"}});
  }
  const auto below = life.snapshot();
  const VoicedSnapshot snapshot(below, edition_of());
  EXPECT_EQ(words_in(snapshot, "channel"), words_in(*below, "channel"));
  const ColumnId channel = column_of(Field::kChannel);
  const ColumnId sentiment = column_of(VoiceColumn::kSentiment);
  const auto both = snapshot.reader(std::array{channel, sentiment});
  const Block& block = both->read(0);
  for (size_t event = 0; event < block.event_count(); ++event) {
    EXPECT_EQ(snapshot.names(channel)->text(block.column(channel).codes[event]), event % 2 == 0 ? "web" : "app");
    EXPECT_NE(block.column(sentiment).codes[event], 0U);
  }
  EXPECT_EQ(block.times.size(), 50U);
}

TEST(VoicedSnapshot, GivesOtherMarksForAnotherEdition) {
  Fixture life;
  life.add("anna", kStart, {{"text", "sick"}});
  const auto below = life.snapshot();
  VoiceParts corrected;
  ASSERT_TRUE(corrected.corrections.add({"sick", Sentiment::kPositive, ""}).ok());
  const VoicedSnapshot before(below, edition_of());
  const VoicedSnapshot same(below, edition_of());
  const VoicedSnapshot after(below, edition_of(corrected));
  EXPECT_EQ(words_in(after, "voice.sentiment"), std::vector<std::string>{"positive"});
  const auto content = [](const VoicedSnapshot& snapshot) {
    const auto marks = snapshot.block_marks();
    return marks.empty() ? 0 : marks[0].content;
  };
  EXPECT_EQ(content(before), content(same));
  EXPECT_TRUE(before.block_marks().empty() || content(before) != content(after));
}

// Filters make tables of a vocabulary when they are bound: a word that turned up later would lie beyond them.
TEST(VoicedSnapshot, KnowsAllWordsOfItsBlocksBeforeItIsAskedForThem) {
  Fixture life;
  for (int i = 0; i < 40; ++i) {
    life.add("c" + std::to_string(i), kStart + i,
             {{"text", "I am switching to Firm" + std::string(1, static_cast<char>('A' + i % 26))}});
  }
  FixtureOptions options;
  options.block_events = 5;
  const VoicedSnapshot snapshot(life.snapshot(options), edition_of());
  const ColumnId column = column_of(VoiceColumn::kRival);
  const uint32_t known = snapshot.names(column)->size();
  const auto reader = snapshot.reader(std::array{column});
  for (size_t b = 0; b < snapshot.block_count(); ++b) {
    const Block& block = reader->read(b);
    for (size_t event = 0; event < block.event_count(); ++event) EXPECT_LT(block.column(column).codes[event], known);
  }
  EXPECT_GT(known, 20U);
}

TEST(VoicedSnapshot, JudgesEveryTextOnceOverAllBlocks) {
  Fixture life;
  for (int i = 0; i < 300; ++i)
    life.add("c" + std::to_string(i), kStart + i, {{"text", "text " + std::to_string(i % 50)}});
  FixtureOptions options;
  options.block_events = 10;
  const auto edition = edition_of();
  const VoicedSnapshot snapshot(life.snapshot(options), edition);
  std::atomic<int64_t> events = 0;
  ASSERT_TRUE(judge_all(
                  snapshot, [&](int64_t more) { events += more; }, nullptr)
                  .ok());
  EXPECT_EQ(events, 300);
  EXPECT_EQ(edition->texts().size(), 50U);
  const std::atomic<bool> cancelled = true;
  EXPECT_EQ(judge_all(
                snapshot, [](int64_t) {}, &cancelled)
                .code(),
            StatusCode::kCancelled);
}

}  // namespace
}  // namespace sojourn
