// Method: messages as people write them, in a table; and those from which no score may be read.
#include "surveys/sms_answer.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

constexpr Scale kNps{0, 10};

std::string read(std::string_view text, const Scale& scale = kNps) {
  const auto answer = parse_sms_answer(text, scale);
  return answer ? std::to_string(answer->score) + "|" + answer->comment : "none";
}

TEST(SmsAnswer, TheNumberAndTheRest) {
  EXPECT_EQ(read("10"), "10|");
  EXPECT_EQ(read(" 10! "), "10|");
  EXPECT_EQ(read("0. Nooit meer"), "0|Nooit meer");
  EXPECT_EQ(read("7, ging goed.\nDank u"), "7|ging goed.\nDank u");
  EXPECT_EQ(read("9\nsnel geholpen"), "9|snel geholpen");
  EXPECT_EQ(read("9 \r\n10 minutes"), "9|10 minutes");
  EXPECT_EQ(read("8 - prima"), "8|prima");
  EXPECT_EQ(read("8- prima"), "8|prima");
  EXPECT_EQ(read("8: prima; heel snel"), "8|prima; heel snel");
  EXPECT_EQ(read("8 — отлично"), "8|отлично");
  EXPECT_EQ(read("9，很好"), "9|很好");
  EXPECT_EQ(read("(9) top"), "9|top");
  EXPECT_EQ(read("9 \xf0\x9f\x91\x8d"), "9|\xf0\x9f\x91\x8d");
  EXPECT_EQ(read("4", {1, 5}), "4|");
}

TEST(SmsAnswer, OutOfTheScale) {
  EXPECT_EQ(read("8/10 top"), "8|top");
  EXPECT_EQ(read("8 / 10"), "8|");
  EXPECT_EQ(read("9 van de 10, goed"), "9|goed");
  EXPECT_EQ(read("9 out of 10"), "9|");
  EXPECT_EQ(read("9 Out Of 10 for the quick help"), "9|for the quick help");
  EXPECT_EQ(read("9 из 10"), "9|");
  EXPECT_EQ(read("4/5", {1, 5}), "4|");
  EXPECT_EQ(read("9分 很好"), "9|很好");
}

TEST(SmsAnswer, AWordMayAnnounceIt) {
  EXPECT_EQ(read("Cijfer: 7, ging goed"), "7|ging goed");
  EXPECT_EQ(read("cijfer 7"), "7|");
  EXPECT_EQ(read("score=9/10 top"), "9|top");
  EXPECT_EQ(read("Оценка 5, спасибо"), "5|спасибо");
  EXPECT_EQ(read("评分：9"), "9|");
}

TEST(SmsAnswer, AWrongScoreIsWorseThanNone) {
  for (const char* text : {"",
                           " ",
                           "hallo",
                           "11",
                           "-3",
                           "7.5",
                           "7,5",
                           "2x gebeld",
                           "24/7 service",
                           "9/5",
                           "9/100",
                           "9/10/2026",
                           "STOP",
                           "Bel me op +31201234567",
                           "ik heb gisteren 2 keer gebeld",
                           "9a",
                           "nine",
                           "1000000000000",
                           "10 minutes late, terrible",
                           "10 minuten te laat",
                           "10 мин",
                           "10分钟",
                           "10 euro",
                           "5 times",
                           "3 sterren",
                           "9 of the best",
                           "10-minute wait",
                           "10:30",
                           "10 : 30",
                           "9 - 12 weken",
                           "10-15 min",
                           "10' te laat",
                           "10% korting",
                           "10?",
                           "9 snel geholpen",
                           "wachttijd was 10",
                           "kamer 9",
                           "tijd: 10",
                           "scores 9",
                           "note 10 minutes"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
  EXPECT_EQ(read("6", {1, 5}), "none");
}

TEST(SmsAnswer, StopIsSaidInFiveLanguages) {
  for (const char* text :
       {"STOP", "stop", " Stop! ", "\"STOP\"", "STOPALL", "Stop all", "UNSUBSCRIBE", "Cancel", "END", "quit.",
        "Afmelden", "UITSCHRIJVEN", "ABMELDEN", "Abbestellen", "СТОП", "Отписаться", "退订", "退订。", "TD"}) {
    EXPECT_TRUE(is_stop_message(text)) << text;
  }
  for (const char* text :
       {"", "!", "9", "do not stop", "stop it", "STOP calling me", "the end", "stopped", "cancel my order", "9 stop"}) {
    EXPECT_FALSE(is_stop_message(text)) << text;
  }
}

}  // namespace
}  // namespace sojourn
