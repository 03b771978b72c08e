#include "text/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "text/language.h"
#include "text/test_sentences.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

double score_of(std::string_view text, std::string_view language = "en") {
  Tokenizer tokenizer;
  tokenizer.read(text);
  return RuleScorer(*Lexicon::built_in(language)).score(tokenizer).score;
}

TEST(Lexicon, ReadsEveryKindAndSaysWhereAFaultIs) {
  Lexicon lexicon;
  ASSERT_TRUE(
      lexicon.read("language: xx\n# comment\nwords 2: fine day, :)\nstems -1.5: bad\nbehind 3: nie\nendings: s\n", "x")
          .ok());
  Tokenizer text;
  text.read("fine day badly");
  EXPECT_EQ(lexicon.find(text, 0).tokens, 2U);
  EXPECT_FLOAT_EQ(lexicon.find(text, 0).entry.value, 2);
  EXPECT_FLOAT_EQ(lexicon.find(text, 2).entry.value, -1.5F);
  EXPECT_EQ(lexicon.find(text, 1).entry.kind, EntryKind::kNone);
  const Status kind = Lexicon().read("words 1: a\nwurds 2: b\n", "my.lexicon");
  EXPECT_THAT(kind.to_string(), HasSubstr("my.lexicon line 2"));
  EXPECT_FALSE(Lexicon().read("words good\n", "x").ok());
  EXPECT_FALSE(Lexicon().read("words 1: \xFF\n", "x").ok());
  EXPECT_FALSE(Lexicon().read("words 1: a b c d e f g h i\n", "x").ok());
}

TEST(Rules, ANegationBehindTurnsNothingBeforeAnAnd) {
  EXPECT_LT(score_of("Die App stürzt ständig ab und man kommt nicht ins Konto.", "de"), -0.3);
  EXPECT_LT(score_of("De kamer was vies en daar kwamen ze niet voor.", "nl"), 0);
  EXPECT_LT(score_of("Der Kellner war freundlich nicht", "de"), 0) << "in one clause it does";
}

TEST(Rules, TwoNegationsOfRussianSayOne) {
  EXPECT_LT(score_of("Никто не был вежлив", "ru"), 0);
  EXPECT_GT(score_of("Никто меня никогда не обманывал", "ru"), 0);
  EXPECT_GT(score_of("I was never not happy here", "en"), 0) << "elsewhere they cancel each other";
}

TEST(Rules, LongTextsThatNearlyEvenOutAreNeutral) {
  std::string text = "The seats were fine";
  for (int i = 0; i < 60; ++i) text += " and then we went on";
  Tokenizer tokenizer;
  tokenizer.read(text);
  const RuleScore score = RuleScorer(*Lexicon::built_in("en")).score(tokenizer);
  EXPECT_GT(score.score, kFeeling);
  EXPECT_EQ(score.sentiment, Sentiment::kNeutral);
  tokenizer.read("The seats were fine");
  EXPECT_EQ(RuleScorer(*Lexicon::built_in("en")).score(tokenizer).sentiment, Sentiment::kPositive);
}

TEST(Lexicon, EveryFileSaysWhereItIsFrom) {
  for (const char* language : {"en", "nl", "de", "ru", "zh"}) {
    const Lexicon* lexicon = Lexicon::built_in(language);
    ASSERT_NE(lexicon, nullptr) << language;
    EXPECT_GT(lexicon->size(), 400U) << language;
    for (const std::string& origin : lexicon->origins()) {
      EXPECT_THAT(origin, HasSubstr("version ")) << language;
      EXPECT_THAT(origin, HasSubstr("source ")) << language;
      EXPECT_THAT(origin, HasSubstr("licence ")) << language;
      EXPECT_THAT(origin, HasSubstr("checksum ")) << language;
    }
  }
  EXPECT_EQ(Lexicon::built_in("fr"), nullptr);
}

TEST(Lexicon, NumbersInEntriesMeanThemselves) {
  Lexicon lexicon;
  ASSERT_TRUE(lexicon.read("words 2: 5 stars, 10/10\nwords -2: 1 star, 1/10\nendings: s\n", "x").ok());
  LexiconReader reader(lexicon);
  Tokenizer text;
  const auto value = [&](std::string_view of) {
    text.read(of);
    return reader.find(text, 0).entry.value;
  };
  EXPECT_FLOAT_EQ(value("5 stars"), 2);
  EXPECT_FLOAT_EQ(value("1 star"), -2);
  EXPECT_FLOAT_EQ(value("3 stars"), 0);
  EXPECT_FLOAT_EQ(value("10/10"), 2);
  EXPECT_FLOAT_EQ(value("1/10"), -2);
  EXPECT_FLOAT_EQ(value("5"), 0);
  EXPECT_GT(score_of("5 stars"), 0.05);
  EXPECT_LT(score_of("1 star"), -0.05);
}

TEST(Rules, WhoAsksSaysLittle) {
  EXPECT_LT(score_of("I would like a good filter"), score_of("It has a good filter"));
  EXPECT_EQ(score_of("Please add a filter"), 0);
}

TEST(Rules, WhatFeelsNothingDoesNotStandBetweenANegationAndItsWord) {
  EXPECT_LT(score_of("Het werkt gewoon niet", "nl"), -0.05);
  EXPECT_LT(score_of("Das Gerät funktioniert leider nicht", "de"), -0.05);
}

TEST(Rules, NegationsTurnWhatIsInTheirScopeAndNoMore) {
  EXPECT_GT(score_of("The food was good"), 0.05);
  EXPECT_LT(score_of("The food was not good"), -0.05);
  EXPECT_GT(score_of("The food was not bad"), 0.05);
  EXPECT_GT(score_of("I did not order it, good food"), 0.05) << "a comma ends the scope";
  EXPECT_LT(score_of("Das hat mir gut gefallen nicht", "de"), score_of("Das hat mir gut gefallen", "de"));
  EXPECT_LT(score_of("Ik vind het mooi niet", "nl"), 0);
  EXPECT_LT(score_of("不好", "zh"), 0);
  EXPECT_GT(score_of("不错", "zh"), 0);
}

TEST(Rules, NeededThingsHurtWhenTheyAreMissing) {
  EXPECT_EQ(score_of("It arrived"), 0);
  EXPECT_LT(score_of("It never arrived"), -0.05);
  EXPECT_LT(score_of("Не работает", "ru"), -0.05);
}

TEST(Rules, WordsAreWeighed) {
  EXPECT_GT(score_of("very good"), score_of("good"));
  EXPECT_LT(score_of("slightly good"), score_of("good"));
  EXPECT_GT(score_of("the food was GOOD here"), score_of("the food was good here"));
  EXPECT_EQ(score_of("THE FOOD WAS GOOD HERE"), score_of("the food was good here"))
      << "who shouts it all shouts nothing";
  EXPECT_GT(score_of("good!!"), score_of("good"));
  EXPECT_LT(score_of("terrible!!"), score_of("terrible"));
  EXPECT_GT(score_of("goood"), score_of("good"));
}

TEST(Rules, WhatFollowsButCountsMore) {
  EXPECT_LT(score_of("The room was good but the bed was bad"), 0);
  EXPECT_GT(score_of("The bed was bad but the room was good"), 0);
}

TEST(Rules, PraiseByOneWordIsPraise) {
  for (const auto& [language, text] : {std::pair("de", "Der Service war super"), std::pair("nl", "Super!"),
                                       std::pair("en", "Super"), std::pair("ru", "Супер")}) {
    EXPECT_GT(score_of(text, language), 0.05) << text;
  }
  EXPECT_LT(score_of("Всё ужасно", "ru"), -0.05);
}

TEST(Rules, QuestionsSayLittle) {
  EXPECT_LT(score_of("Is it good?"), score_of("It is good"));
  EXPECT_GT(score_of("Is it bad?"), score_of("It is bad"));
}

TEST(Rules, FacesCount) {
  EXPECT_GT(score_of("👍"), 0.05);
  EXPECT_LT(score_of("😡"), -0.05);
  EXPECT_GT(score_of("okay then :)"), score_of("okay then"));
  EXPECT_LT(score_of("(((", "ru"), -0.05);
  EXPECT_LT(score_of("No refund 😡"), -0.05) << "words do not turn faces";
}

TEST(Rules, ReasonsPointAtTheWordsAndTheScope) {
  const std::string text = "Café was not really good, but cheap?";
  Tokenizer tokenizer;
  tokenizer.read(text);
  RuleScorer scorer(*Lexicon::built_in("en"));
  std::vector<Evidence> evidence;
  const RuleScore score = scorer.explain(tokenizer, evidence);
  const auto part = [&](const ByteRange& range) { return text.substr(range.begin, range.end - range.begin); };
  std::map<EvidenceKind, std::vector<Evidence>> kinds;
  for (const Evidence& each : evidence) kinds[each.kind].push_back(each);
  ASSERT_EQ(kinds[EvidenceKind::kNegation].size(), 1U);
  EXPECT_EQ(part(kinds[EvidenceKind::kNegation][0].range), "not");
  EXPECT_EQ(part(kinds[EvidenceKind::kNegation][0].scope), " really good");
  EXPECT_EQ(part(kinds[EvidenceKind::kBut][0].range), "but");
  EXPECT_EQ(part(kinds[EvidenceKind::kWord][0].range), "good");
  EXPECT_LT(kinds[EvidenceKind::kWord][0].weight, 0);
  EXPECT_EQ(kinds[EvidenceKind::kQuestion].size(), 1U);
  EXPECT_EQ(scorer.score(tokenizer).score, score.score) << "to explain changes nothing";
}

struct Counts {
  int sentences = 0, right = 0, right_language = 0, hard = 0;
};

// The sentences people of each language would write: sign and language of every one, save irony, which is counted.
TEST(Rules, TellSignAndLanguageOfTheHandWrittenSentences) {
  std::map<std::string_view, Counts> counts;
  LanguageReader languages(LanguageModel::built_in());
  for (const auto& [language, sign, text] : test_sentences()) {
    Counts& count = counts[language];
    EXPECT_EQ(languages.identify(text).code, language) << text;
    if (sign == "hard") {
      ++count.hard;
      continue;
    }
    ++count.sentences;
    Tokenizer tokenizer;
    tokenizer.read(text);
    EXPECT_EQ(sentiment_name(RuleScorer(*Lexicon::built_in(language)).score(tokenizer).sentiment), sign) << text;
  }
  EXPECT_EQ(counts.size(), 5U);
  for (const auto& [language, count] : counts) {
    EXPECT_GE(count.sentences, 40) << language;
    EXPECT_GE(count.hard, 3) << language;
  }
}

}  // namespace
}  // namespace sojourn
