#include <gtest/gtest.h>

#include "text/tokenizer.h"

#include "text/emoticons.h"

namespace sojourn {
namespace {

std::vector<std::string> read_tokens(Tokenizer& reader, std::string_view text) {
  reader.read(text);
  std::vector<std::string> tokens;
  for (const Token& token : reader.tokens()) tokens.emplace_back(reader.text_of(token));
  return tokens;
}

std::vector<std::string> tokens_of(std::string_view text) {
  Tokenizer reader;
  return read_tokens(reader, text);
}

Token only(std::string_view text) {
  Tokenizer reader;
  reader.read(text);
  EXPECT_EQ(reader.tokens().size(), 1U) << text;
  return reader.tokens().empty() ? Token{} : reader.tokens()[0];
}

using Words = std::vector<std::string>;

TEST(Tokenizer, CutsWordsMarksAndApostrophes) {
  EXPECT_EQ(tokens_of("I don't like it, at all!!"), (Words{"I", "don't", "like", "it", ",", "at", "all", "!!"}));
  EXPECT_EQ(tokens_of("'quoted'"), (Words{"'", "quoted", "'"}));
  EXPECT_EQ(tokens_of("Größe über-alles"), (Words{"Größe", "über", "-", "alles"}));
  EXPECT_EQ(tokens_of("Не работает…"), (Words{"Не", "работает", "…"}));
}

TEST(Tokenizer, EveryIdeographIsAToken) {
  EXPECT_EQ(tokens_of("很好，iPhone不错。"), (Words{"很", "好", "，", "iPhone", "不", "错", "。"}));
  EXPECT_EQ(tokens_of("ありがとう").size(), 5U);
}

TEST(Tokenizer, IdeographsAreHashedByOnesTwosAndThrees) {
  Tokenizer reader;
  reader.read("很好吃");
  EXPECT_EQ(reader.chars().size(), 1U + 2U + 3U);
  reader.read("很 好 吃");
  EXPECT_EQ(reader.chars().size(), 3U) << "what a blank parts is no word";
}

TEST(Tokenizer, WordsAreHashedWithTheirEnds) {
  Tokenizer reader;
  reader.read("ab");
  EXPECT_EQ(reader.words().size(), 1U);
  EXPECT_EQ(reader.chars().size(), 3U + 2U + 1U) << "_a ab b_ | _ab ab_ | _ab_";
  EXPECT_EQ(reader.letter_hashes().size(), 2U) << "a b";
  EXPECT_EQ(reader.long_chars().size(), 0U);
  reader.read("abc");
  EXPECT_EQ(reader.long_chars().size(), 1U);
  reader.read("good food");
  EXPECT_EQ(reader.words().size(), 3U);
}

TEST(Tokenizer, TheSameWordHasTheSameHash) {
  EXPECT_EQ(only("GOOD").hash, only("good").hash);
  EXPECT_EQ(only("ÜBER").hash, only("über").hash);
  EXPECT_EQ(only("goood").hash, only("gooooood").hash);
  EXPECT_EQ(only("don’t").hash, only("don't").hash);
  EXPECT_EQ(only("！").hash, only("!").hash);
  EXPECT_NE(only("good").hash, only("god").hash);
}

TEST(Tokenizer, KnowsCapitalsStretchingAndRepeats) {
  EXPECT_EQ(only("BAD").flags, kCapitals);
  EXPECT_EQ(only("OK").flags, 0) << "two letters say nothing";
  EXPECT_EQ(only("sooo").flags, kStretched);
  EXPECT_EQ(only("!!!").flags, kRepeated);
  EXPECT_EQ(only("too").flags, 0);
}

TEST(Tokenizer, LinksUsersMailAndNumbersArePlaceholders) {
  Tokenizer reader;
  reader.read("See https://a.example/x?y=1. and www.example.com @Ann mail ann@example.com 1,234.50 5");
  std::vector<TokenKind> kinds;
  for (const Token& token : reader.tokens()) {
    if (token.kind != TokenKind::kWord && token.kind != TokenKind::kPunctuation) kinds.push_back(token.kind);
  }
  EXPECT_EQ(kinds, (std::vector<TokenKind>{TokenKind::kLink, TokenKind::kLink, TokenKind::kUser, TokenKind::kMail,
                                           TokenKind::kNumber, TokenKind::kNumber}));
  EXPECT_EQ(reader.text_of(reader.tokens()[1]), "https://a.example/x?y=1");
  EXPECT_EQ(only("12345").hash, only("67").hash);
}

TEST(Tokenizer, KnowsEmoticons) {
  for (const char* smile : {":)", ":-)", "=)", ":))))", "^^", "(:"}) {
    EXPECT_EQ(only(smile).kind, TokenKind::kEmoticon) << smile;
    EXPECT_EQ(only(smile).hash, emoticon_hash(":)")) << smile;
  }
  EXPECT_EQ(only(":-(").hash, emoticon_hash(":("));
  EXPECT_EQ(tokens_of("lol xD"), (Words{"lol", "xD"}));
  EXPECT_EQ(tokens_of("xDrive").size(), 1U) << "a word that begins like a face";
  EXPECT_EQ(tokens_of("great:)"), (Words{"great", ":)"}));
}

TEST(Tokenizer, UnpairedBracketsAreSmiles) {
  EXPECT_EQ(tokens_of("спасибо)))"), (Words{"спасибо", ")))"}));
  Tokenizer reader;
  reader.read("спасибо) и (всё) ((((");
  EXPECT_EQ(reader.tokens()[1].kind, TokenKind::kEmoticon);
  EXPECT_EQ(reader.tokens()[1].hash, emoticon_hash(":)"));
  EXPECT_EQ(reader.tokens()[5].kind, TokenKind::kPunctuation) << "this one closes";
  EXPECT_EQ(reader.tokens()[6].hash, emoticon_hash(":("));
  reader.read("1) first a) second");
  for (const Token& token : reader.tokens()) EXPECT_NE(token.kind, TokenKind::kEmoticon);
}

TEST(Tokenizer, EmojiKeepTheirJoinersAndLoseTheirTones) {
  EXPECT_EQ(only("👍🏽").hash, only("👍").hash);
  EXPECT_EQ(only("👩‍👩‍👧").kind, TokenKind::kEmoji);
  EXPECT_EQ(only("🇳🇱").kind, TokenKind::kEmoji);
  EXPECT_EQ(only("❤️").kind, TokenKind::kEmoji);
  EXPECT_EQ(only("😡😡😡").flags, kRepeated);
  EXPECT_EQ(tokens_of("😡👍"), (Words{"😡", "👍"}));
}

TEST(Tokenizer, BringsTextToNfc) {
  Tokenizer reader;
  reader.read("cafe\u0301 u\u0308ber");
  EXPECT_EQ(reader.text(), "café über");
  EXPECT_EQ(reader.tokens()[0].hash, only("café").hash);
  reader.read("plain");
  EXPECT_EQ(reader.text(), "plain");
}

TEST(Tokenizer, WhatIsNotUtf8SeparatesAndIsCounted) {
  Tokenizer reader;
  EXPECT_EQ(read_tokens(reader,
                        "a\xFF\xFE"
                        "b \xC3"),
            (Words{"a", "b"}));
  EXPECT_EQ(reader.bad_bytes(), 3U);
  EXPECT_EQ(read_tokens(reader, "\xC0\xAF\xED\xA0\x80"), Words{}) << "overlong forms and surrogates are not UTF-8";
  EXPECT_EQ(reader.bad_bytes(), 5U);
}

TEST(Tokenizer, ReusedItForgetsTheTextBefore) {
  Tokenizer reader;
  reader.read("cafe\u0301 (open 好");
  reader.read("好)) x");
  Tokenizer fresh;
  fresh.read("好)) x");
  EXPECT_EQ(std::vector(reader.chars().begin(), reader.chars().end()),
            std::vector(fresh.chars().begin(), fresh.chars().end()));
  EXPECT_EQ(std::vector(reader.words().begin(), reader.words().end()),
            std::vector(fresh.words().begin(), fresh.words().end()));
}

TEST(Tokenizer, HashesOfTokensTileTheLists) {
  Tokenizer reader;
  reader.read("Sooo GOOD 👍👍 :)) 很好 12 https://x.example don't!!");
  uint32_t words = 0, chars = 0;
  for (const Token& token : reader.tokens()) {
    EXPECT_GT(token.words_end, words);
    EXPECT_GE(token.chars_end, chars);
    words = token.words_end;
    chars = token.chars_end;
  }
  EXPECT_EQ(words, reader.words().size());
  EXPECT_EQ(chars, reader.chars().size());
}

// What models on disk were made of must never change.
TEST(Tokenizer, HashesStayForEver) {
  EXPECT_EQ(only("good").hash, only("good").hash);
  Tokenizer reader;
  reader.read("good 好 👍 :)");
  uint64_t all = 0;
  for (const uint32_t hash : reader.words()) all = join_hashes(all, hash);
  for (const uint32_t hash : reader.chars()) all = join_hashes(all, hash);
  for (const uint32_t hash : reader.long_chars()) all = join_hashes(all, hash);
  for (const uint32_t hash : reader.letter_hashes()) all = join_hashes(all, hash);
  EXPECT_EQ(all, 7347905016857532691ULL);
}

TEST(Tokenizer, LongTextsAreCutAndSaidSo) {
  std::string long_text;
  while (long_text.size() < 10'000'000) long_text += "很好 ok 👍 ";
  Tokenizer reader;
  reader.read(long_text);
  EXPECT_TRUE(reader.cut());
  EXPECT_EQ(reader.bad_bytes(), 0U) << "it is cut between characters";
  EXPECT_LE(reader.text().size(), kTextReadBytes);
  reader.read(std::string(10'000'000, 'a'));
  EXPECT_FALSE(reader.tokens().empty());
  std::string emoji;
  while (emoji.size() < 10'000'000) emoji += "😡👍";
  reader.read(emoji);
  EXPECT_EQ(reader.text_of(reader.tokens()[1]), "👍");
  reader.read("short");
  EXPECT_FALSE(reader.cut());
}

}  // namespace
}  // namespace sojourn
