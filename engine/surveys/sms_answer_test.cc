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
  EXPECT_EQ(read("9 snel geholpen"), "9|snel geholpen");
  EXPECT_EQ(read("10"), "10|");
  EXPECT_EQ(read(" 10! "), "10|");
  EXPECT_EQ(read("0. Nooit meer"), "0|Nooit meer");
  EXPECT_EQ(read("7, ging goed.\nDank u"), "7|ging goed.\nDank u");
  EXPECT_EQ(read("8 - prima"), "8|prima");
  EXPECT_EQ(read("(9) top"), "9|top");
  EXPECT_EQ(read("9/10 great"), "9|great");
  EXPECT_EQ(read("9 van de 10, goed"), "9|goed");
  EXPECT_EQ(read("9 out of 10"), "9|");
  EXPECT_EQ(read("9 of the best"), "9|of the best");
  EXPECT_EQ(read("Cijfer: 7, ging goed"), "7|ging goed");
  EXPECT_EQ(read("cijfer 7"), "7|");
  EXPECT_EQ(read("Score:  3 te lang gewacht"), "3|te lang gewacht");
  EXPECT_EQ(read("оценка 5 спасибо"), "5|спасибо");
  EXPECT_EQ(read("9分 很好"), "9|很好");
  EXPECT_EQ(read("ik geef een 9"), "9|ik geef een");
  EXPECT_EQ(read("4", {1, 5}), "4|");
}

TEST(SmsAnswer, AWrongScoreIsWorseThanNone) {
  for (const char* text : {"", " ", "hallo", "11", "-3", "7.5", "7,5", "2x gebeld", "24/7 service", "9/5", "STOP",
                           "Bel me op +31201234567", "ik heb gisteren 2 keer gebeld", "9a", "nine", "1000000000000"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
  EXPECT_EQ(read("6", {1, 5}), "none");
}

}  // namespace
}  // namespace sojourn
