#include "text/word_list.h"

#include <gtest/gtest.h>

#include "text/tokenizer.h"

namespace sojourn {
namespace {

uint64_t hash_of(std::string_view words) {
  Tokenizer tokenizer;
  tokenizer.read(words);
  uint64_t hash = 0;
  for (const Token& token : tokenizer.tokens()) hash = hash == 0 ? token.hash : join_hashes(hash, token.hash);
  return hash;
}

bool meet(std::string_view language, std::string_view a, std::string_view b) {
  const WordList& list = WordList::built_in(language);
  return list.fold(a) == list.fold(b);
}

TEST(WordList, PointsAreThoseOfTheTokenizer) {
  for (const char* word : {"Delivery", "sooooo", "can’t", "Über", "ДОСТАВКА"}) {
    EXPECT_EQ(hash_points(word_points(word).view()), hash_of(word)) << word;
  }
  EXPECT_EQ(points_text(word_points("Straßé").view()), "straßé");
}

TEST(WordList, FormsOfAWordMeet) {
  EXPECT_TRUE(meet("en", "delivery", "deliveries"));
  EXPECT_TRUE(meet("en", "Charged", "charges"));
  EXPECT_TRUE(meet("en", "stopped", "stop"));
  EXPECT_TRUE(meet("en", "boxes", "box"));
  EXPECT_TRUE(meet("nl", "leveringen", "levering"));
  EXPECT_TRUE(meet("nl", "pakketten", "pakket"));
  EXPECT_TRUE(meet("nl", "prijzen", "prijs"));
  EXPECT_TRUE(meet("de", "Verspätungen", "Verspätung"));
  EXPECT_TRUE(meet("de", "Züge", "Zug"));
  EXPECT_TRUE(meet("ru", "доставки", "доставка"));
  EXPECT_TRUE(meet("fr", "livraisons", "livraison"));
}

TEST(WordList, DifferentWordsStayApart) {
  EXPECT_FALSE(meet("en", "business", "busy"));
  EXPECT_FALSE(meet("en", "bus", "bu"));
  EXPECT_FALSE(meet("en", "pass", "pas"));
  EXPECT_FALSE(meet("en", "price", "prize"));
  EXPECT_FALSE(meet("", "delivery", "deliveries"));
}

TEST(WordList, StopWordsAreKnownAndCustomersWordsAreNone) {
  EXPECT_TRUE(WordList::built_in("en").is_stop(hash_of("the")));
  EXPECT_TRUE(WordList::built_in("en").is_stop(hash_of("Don't")));
  EXPECT_TRUE(WordList::built_in("nl").is_stop(hash_of("het")));
  EXPECT_TRUE(WordList::built_in("de").is_stop(hash_of("nicht")));
  EXPECT_TRUE(WordList::built_in("ru").is_stop(hash_of("очень")));
  EXPECT_TRUE(WordList::built_in("zh").is_stop(hash_of("我们")));
  for (const char* word : {"bill", "order", "problem", "website", "room", "help"})
    EXPECT_FALSE(WordList::built_in("en").is_stop(hash_of(word))) << word;
  EXPECT_FALSE(WordList::built_in("xx").is_stop(hash_of("the")));
}

TEST(WordList, TellsTheLineOfAMistake) {
  const Result<WordList> kind = WordList::read("language: en\nstopp: the\n", "x.words");
  ASSERT_FALSE(kind.has_value());
  EXPECT_NE(kind.error().to_string().find("x.words line 2"), std::string::npos);
  EXPECT_NE(kind.error().to_string().find("stopp"), std::string::npos);
  EXPECT_FALSE(WordList::read("fold: ing\n", "x.words").has_value());
}

}  // namespace
}  // namespace sojourn
