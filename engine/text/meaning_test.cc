#include "text/meaning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "base/disk.h"
#include "base/source_folder_fixture.h"
#include "text/meaning_words.h"
#include "text/rules.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

constexpr double kUnknownScore = std::numeric_limits<double>::quiet_NaN();

TextMeaning meaning_of(std::string_view text, std::string_view language = "en", double score = kUnknownScore) {
  Tokenizer tokenizer;
  tokenizer.read(text);
  MeaningReader reader;
  return reader.read(tokenizer, language, score);
}

std::string part(std::string_view text, ByteRange range) {
  return std::string(text.substr(range.begin, range.end - range.begin));
}

// What the text means, said in the words of testdata/meaning.tsv.
std::string told(const TextMeaning& meaning, std::string_view what) {
  if (what == "emotion") return std::string(emotion_name(meaning.emotion));
  if (what == "motive") return std::string(motive_name(meaning.motive));
  if (what == "intent") return std::string(intent_name(meaning.intent));
  if (what == "wish") return meaning.wish_words;
  if (what == "obstacle") return meaning.obstacle;
  if (what == "rival") return meaning.rival;
  if (what == "switching") return meaning.switching ? "yes" : "no";
  if (what == "tone") return meaning.motive_tone > 0 ? "+" : meaning.motive_tone < 0 ? "-" : "";
  return "?";
}

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(mark, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

TEST(Meaning, TellsWhatTheHandWrittenSentencesMean) {
  std::map<std::string, std::map<std::string, int>> counts;
  MeaningReader reader;
  Tokenizer tokenizer;
  for (const std::string& line :
       split(read_file(source_folder() + "/engine/text/testdata/meaning.tsv").value(), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> fields = split(line, '\t');
    ASSERT_EQ(fields.size(), 3U) << line;
    tokenizer.read(fields[2]);
    const double score = RuleScorer(*Lexicon::built_in(fields[0])).score(tokenizer).score;
    const TextMeaning meaning = reader.read(tokenizer, fields[0], score);
    for (const std::string& each : split(fields[1], ';')) {
      const size_t sign = each.find('=');
      const std::string what = each.substr(0, sign);
      EXPECT_EQ(told(meaning, what), each.substr(sign + 1)) << fields[0] << " " << what << ": " << fields[2];
      ++counts[fields[0]][what];
    }
  }
  for (const char* language : {"en", "nl", "de", "ru", "zh"}) {
    for (const char* what : {"emotion", "motive", "intent", "wish", "obstacle", "switching"}) {
      EXPECT_GE(counts[language][what], 12) << language << " " << what;
    }
  }
}

TEST(Meaning, NamesAreTheContract) {
  EXPECT_THAT(emotion_names(),
              ::testing::ElementsAre("unknown", "joy", "sadness", "anger", "fear", "disgust", "surprise", "none"));
  EXPECT_EQ(motive_names().size(), kMotives);
  EXPECT_EQ(motive_name(Motive::kSafety), "safety");
  EXPECT_EQ(intent_name(Intent::kThanks), "thanks");
  EXPECT_EQ(intent_names()[0], "unknown");
}

TEST(Meaning, CarriesConfidenceAndEvidence) {
  const std::string text = "I can finally sleep at night because I feel secure with you";
  const TextMeaning meaning = meaning_of(text);
  EXPECT_EQ(meaning.motive, Motive::kSafety);
  EXPECT_GE(meaning.motive_confidence, kMeaningConfidence);
  EXPECT_LE(meaning.motive_confidence, 1);
  EXPECT_EQ(part(text, meaning.motive_range), "sleep at night");
  const TextMeaning neutral = meaning_of("The parcel is on the table", "en", 0);
  EXPECT_EQ(neutral.motive, Motive::kUnknown);
  EXPECT_EQ(neutral.motive_confidence, 0);
  EXPECT_EQ(neutral.motive_range, ByteRange{});
}

TEST(Meaning, RangesAreOfTheTextInNfc) {
  const std::string text = "Cafe\xCC\x81: please add a dark mode, thanks";  // Decomposed: one byte shorter in NFC.
  Tokenizer tokenizer;
  tokenizer.read(text);
  const TextMeaning meaning = MeaningReader().read(tokenizer, "en");
  EXPECT_EQ(part(tokenizer.text(), meaning.wish), "dark mode");
  EXPECT_EQ(meaning.wish_words, "dark mode");
}

TEST(Meaning, ALearnedModelAddsToTheWords) {
  Tokenizer tokenizer;
  tokenizer.read("The thing came yesterday in a box");
  std::array<double, kEmotions> learned{};
  learned[static_cast<size_t>(Emotion::kFear)] = 0.8;
  learned[static_cast<size_t>(Emotion::kNone)] = 0.2;
  MeaningReader reader;
  EXPECT_EQ(reader.read(tokenizer, "en", 0.2, learned).emotion, Emotion::kFear);
  learned = {};
  for (size_t code = 1; code < kEmotions; ++code) learned[code] = 1.0 / 7;
  EXPECT_EQ(reader.read(tokenizer, "en", 0.2, learned).emotion, Emotion::kUnknown) << "it is not sure of any";
  tokenizer.read("I am not angry");
  learned = {};
  learned[static_cast<size_t>(Emotion::kAnger)] = 0.6;
  learned[static_cast<size_t>(Emotion::kNone)] = 0.4;
  EXPECT_NE(reader.read(tokenizer, "en", 0.2, learned).emotion, Emotion::kAnger) << "negations are heeded there, too";
}

TEST(Meaning, TheSentimentSpeaksWhereNoCueDoes) {
  EXPECT_EQ(meaning_of("The soup was fine", "en", 0.6).intent, Intent::kPraise);
  EXPECT_EQ(meaning_of("The soup was fine", "en", -0.6).intent, Intent::kComplaint);
  EXPECT_EQ(meaning_of("The soup was fine", "en", 0.01).intent, Intent::kUnknown);
}

TEST(Meaning, WhatIsNotIntendedIsNoIntent) {
  EXPECT_EQ(meaning_of("I don't want to cancel my subscription").intent, Intent::kUnknown);
  EXPECT_EQ(meaning_of("Ich will nicht kündigen", "de").intent, Intent::kUnknown);
  EXPECT_EQ(meaning_of("我不想取消订阅", "zh").intent, Intent::kUnknown);
}

TEST(Meaning, AnyTextBehaves) {
  EXPECT_EQ(meaning_of("").intent, Intent::kUnknown);
  EXPECT_EQ(meaning_of("bonjour tout le monde", "fr").emotion, Emotion::kUnknown);
  EXPECT_EQ(meaning_of("\xFF\xFE please \xC0 add").wish_words, "");
  EXPECT_EQ(meaning_of("😀😀😀 😀").emotion, Emotion::kJoy);
  std::string long_text;
  for (int i = 0; i < 100000; ++i) long_text += "please add not happy too long checkout going to ";
  EXPECT_FALSE(meaning_of(long_text).obstacle.empty());
}

TEST(MeaningWords, SayWhereTheyAreFromAndWhereAFaultIs) {
  for (const char* language : {"en", "nl", "de", "ru", "zh"}) {
    const MeaningWords* words = MeaningWords::built_in(language);
    ASSERT_NE(words, nullptr) << language;
    EXPECT_GT(words->size(), 1500U) << language;
    for (const char* part : {"version ", "source ", "licence ", "checksum "}) {
      EXPECT_THAT(words->origins().front(), HasSubstr(part)) << language;
    }
  }
  EXPECT_EQ(MeaningWords::built_in("fr"), nullptr);
  const auto fault = [](std::string_view text) { return MeaningWords().read(text, "my.meaning").to_string(); };
  EXPECT_THAT(fault("stop: a\nwurds: b\n"), HasSubstr("my.meaning line 2"));
  EXPECT_THAT(fault("emotion bliss 2: happy\n"), HasSubstr("no emotion called 'bliss'"));
  EXPECT_THAT(fault("thing: till\n"), HasSubstr("needs a name"));
  EXPECT_THAT(fault("stop: .. a\n"), HasSubstr("must begin and end with a word"));
  EXPECT_THAT(fault("stop: a|b|c|d|e|f a|b|c|d|e|f a|b|c|d|e|f a|b|c|d|e|f a|b|c|d|e|f\n"), HasSubstr("too many"));
  EXPECT_THAT(fault("emotion joy 2000: happy\n"), HasSubstr("-100 to 100"));
  EXPECT_THAT(fault("stop: \xFF\n"), HasSubstr("UTF-8"));
}

}  // namespace
}  // namespace sojourn
