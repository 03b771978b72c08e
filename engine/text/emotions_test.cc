#include "text/emotions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "base/disk.h"
#include "base/source_folder_fixture.h"
#include "text/rules.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

constexpr double kUnknownScore = std::numeric_limits<double>::quiet_NaN();
constexpr double kBadly = -0.6, kFlat = 0;

EmotionFind felt_in(std::string_view text, std::string_view language, double score = kUnknownScore,
                    std::span<const double> learned = {}) {
  Tokenizer tokenizer;
  tokenizer.read(text);
  return EmotionFinder().find(tokenizer, language, score, learned);
}
Emotion emotion_in(std::string_view text, std::string_view language) { return felt_in(text, language).emotion; }

// Of the sentences of one set and language.
struct Quality {
  int labelled = 0, told = 0, right = 0, neutral = 0, false_alarms = 0;
  double precision() const { return told == 0 ? 0 : static_cast<double>(right) / told; }
  double recall() const { return static_cast<double>(right) / labelled; }
};

std::map<std::string, Quality> measure() {
  std::map<std::string, Quality> all;
  Tokenizer tokenizer;
  EmotionFinder finder;
  const std::string file = read_file(source_folder() + "/engine/text/testdata/emotions.tsv").value();
  std::string_view rest = file;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size() - 1);
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line.empty() || line[0] == '#') continue;
    const size_t first = line.find('\t'), second = line.find('\t', first + 1);
    const std::string language(line.substr(0, first));
    const std::string_view label = line.substr(first + 1, second - first - 1);
    tokenizer.read(line.substr(second + 1));
    const double score = RuleScorer(*Lexicon::built_in(language)).score(tokenizer).score;
    const Emotion told = finder.find(tokenizer, language, score, {}).emotion;
    const bool feels = told != Emotion::kUnknown && told != Emotion::kNone;
    Quality& quality = all[language];
    if (label == "none") {
      ++quality.neutral;
      quality.false_alarms += feels ? 1 : 0;
      continue;
    }
    ++quality.labelled;
    quality.told += feels ? 1 : 0;
    quality.right += emotion_name(told) == label ? 1 : 0;
  }
  return all;
}

TEST(Emotions, AreTheHandWrittenOnes) {
  for (const auto& [language, quality] : measure()) {
    EXPECT_GE(quality.labelled, 200) << language;
    EXPECT_GE(quality.precision(), 0.97) << language;
    EXPECT_GE(quality.recall(), 0.90) << language;
    EXPECT_LE(quality.false_alarms, quality.neutral / 50) << language << " of " << quality.neutral;
  }
}

TEST(Emotions, IdiomsAreToldWithTheirPlaceAndHighConfidence) {
  const std::string text = "Mir platzt gleich der Kragen bei dieser Hotline";
  const EmotionFind found = felt_in(text, "de", kBadly);
  EXPECT_EQ(found.emotion, Emotion::kAnger);
  EXPECT_GE(found.confidence, 0.8);
  EXPECT_THAT(text.substr(found.range.begin, found.range.end - found.range.begin), HasSubstr("Kragen"));
  EXPECT_EQ(emotion_in("Ik schrok me rot", "nl"), Emotion::kFear);
  EXPECT_EQ(emotion_in("Я в шоке", "ru"), Emotion::kSurprise);
  EXPECT_EQ(emotion_in("气死我了", "zh"), Emotion::kAnger);
}

TEST(Emotions, WhatIsNegatedIsNotFelt) {
  EXPECT_EQ(emotion_in("Ik ben niet boos", "nl"), Emotion::kUnknown);
  EXPECT_EQ(emotion_in("Ich bin überhaupt nicht wütend", "de"), Emotion::kUnknown);
  EXPECT_EQ(emotion_in("Я не злюсь", "ru"), Emotion::kUnknown);
  EXPECT_EQ(emotion_in("我没有生气", "zh"), Emotion::kUnknown);
}

TEST(Emotions, MoreAndLessWeighTheConfidence) {
  const double plain = felt_in("Ich bin genervt", "de").confidence;
  EXPECT_GT(felt_in("Ich bin extrem genervt", "de").confidence, plain);
  EXPECT_LT(felt_in("Ich bin etwas genervt", "de").confidence, plain);
}

TEST(Emotions, CausesAreToldAtLowConfidenceAndOnlyWhereTheySayEnough) {
  const EmotionFind waits = felt_in("Niemand die reageert, al drie weken", "nl", kBadly);
  EXPECT_EQ(waits.emotion, Emotion::kAnger);
  EXPECT_LT(waits.confidence, felt_in("Ik ben woedend en pissig", "nl", kBadly).confidence);
  EXPECT_NE(felt_in("Alweer in de aanbieding", "nl", kFlat).emotion, Emotion::kAnger);
}

TEST(Emotions, APlainComplaintIsNoJoyAndNoSurpriseWhateverTheModelLearnedFromTalk) {
  std::array<double, kEmotions> learned{};
  learned[static_cast<size_t>(Emotion::kJoy)] = 0.5;
  learned[static_cast<size_t>(Emotion::kNone)] = 0.4;
  learned[static_cast<size_t>(Emotion::kAnger)] = 0.1;
  EXPECT_NE(felt_in("The seat came without a belt", "en", kBadly, learned).emotion, Emotion::kJoy);
  learned = {};
  learned[static_cast<size_t>(Emotion::kSurprise)] = 0.8;
  learned[static_cast<size_t>(Emotion::kNone)] = 0.2;
  EXPECT_NE(felt_in("Is this available in blue?", "en", kFlat, learned).emotion, Emotion::kSurprise);
  EXPECT_EQ(felt_in("Wow, I am astonished", "en", kFlat, learned).emotion, Emotion::kSurprise);
}

TEST(Emotions, AnyTextBehaves) {
  EXPECT_EQ(emotion_in("", "nl"), Emotion::kUnknown);
  EXPECT_EQ(emotion_in("je suis en colère", "fr"), Emotion::kUnknown);
  EXPECT_EQ(emotion_in("\xFF\xFE\xC0", "ru"), Emotion::kUnknown);
  EXPECT_EQ(emotion_in("😡😡😡", "zh"), Emotion::kAnger);
  std::string long_text;
  for (int i = 0; i < 100'000; ++i) long_text += "niet erg boos, zo bang ";
  EXPECT_EQ(emotion_in(long_text, "nl"), Emotion::kFear);
}

TEST(Emotions, ListsSayWhereTheyAreFrom) {
  for (const char* language : {"en", "nl", "de", "ru", "zh"}) {
    const MeaningWords* words = EmotionFinder::built_in(language);
    ASSERT_NE(words, nullptr) << language;
    EXPECT_GT(words->size(), 400U) << language;
    for (const char* part : {"version ", "source ", "licence ", "checksum "}) {
      EXPECT_THAT(words->origins().front(), HasSubstr(part)) << language;
    }
  }
  EXPECT_EQ(EmotionFinder::built_in("fr"), nullptr);
}

}  // namespace
}  // namespace sojourn
