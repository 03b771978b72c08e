// By hand: what turns are, what is skipped, and what is no array at all.
#include "enrich/turns.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace sojourn {
namespace {

struct ReadTurns {
  std::vector<std::string> lines;
  size_t skipped = 0;
  std::string said;
};

std::string line_of(const SpokenTurn& turn) {
  static constexpr std::string_view kNames[] = {"?", "customer", "agent", "bot", "system"};
  std::string line(kNames[static_cast<size_t>(turn.speaker)]);
  if (turn.from_ms) line += " " + std::to_string(*turn.from_ms);
  if (turn.to_ms) line += "-" + std::to_string(*turn.to_ms);
  if (!std::isnan(turn.given)) line += " (" + std::to_string(static_cast<int>(std::lround(turn.given * 100))) + ")";
  return line + ": " + std::string(turn.text);
}

ReadTurns read(TurnsReader& reader, std::string_view json) {
  ReadTurns all;
  const auto turns = reader.read(json);
  EXPECT_TRUE(turns.has_value()) << json;
  if (!turns.has_value()) return all;
  for (const SpokenTurn& turn : *turns) all.lines.push_back(line_of(turn));
  all.skipped = reader.skipped();
  customer_text(*turns, all.said);
  return all;
}

using Lines = std::vector<std::string>;

TEST(Turns, EveryMemberIsRead) {
  TurnsReader reader;
  const ReadTurns all = read(reader, R"([
    {"role":"agent","name":"Kim","from_ms":0,"to_ms":1500,"text":"Good \"morning\""},
    {"role":"Customer","from_ms":1800,"to_ms":4000,"text":" h\u00e9llo ","sentiment":"NEGATIVE"},
    {"role":"bot","text":"hi","sentiment":0.25}, {"role":"system","text":"Kim left","sentiment":"mixed"}])");
  EXPECT_EQ(all.lines, (Lines{"agent 0-1500: Good \"morning\"", "customer 1800-4000 (-100): h\xC3\xA9llo",
                              "bot (25): hi", "system (0): Kim left"}));
  EXPECT_EQ(all.said, "h\xC3\xA9llo");
  EXPECT_EQ(all.skipped, 0U);
}

TEST(Turns, RolesHaveManyNames) {
  for (const char* role : {"customer", "CALLER", "end-user", "visitor", " client "}) {
    EXPECT_EQ(speaker_of_role(role), Speaker::kCustomer) << role;
  }
  for (const char* role : {"agent", "Operator", "human", "representative"}) {
    EXPECT_EQ(speaker_of_role(role), Speaker::kAgent) << role;
  }
  for (const char* role : {"bot", "IVR", "assistant", "virtual agent"}) {
    EXPECT_EQ(speaker_of_role(role), Speaker::kBot) << role;
  }
  EXPECT_EQ(speaker_of_role("workflow"), Speaker::kSystem);
  for (const char* role : {"", "agents", "kunde?", "age"}) EXPECT_EQ(speaker_of_role(role), Speaker::kUnknown) << role;
}

TEST(Turns, WhatIsNoTurnIsSkippedAndCounted) {
  TurnsReader reader;
  const ReadTurns all = read(reader, R"([1, "x", null, [], {"role":"agent"}, {"role":"agent","text":"  "},
    {"text":7}, {"role":3,"text":"a","from_ms":"0","to_ms":5,"sentiment":[1],"more":{"x":[{}]}},
    {"role":"customer","text":"b","from_ms":9,"to_ms":3,"sentiment":2},
    {"role":"customer","text":"c","from_ms":-4,"to_ms":1.5,"sentiment":"great"}])");
  EXPECT_EQ(all.skipped, 7U);
  EXPECT_EQ(all.lines, (Lines{"?-5: a", "customer 9: b", "customer: c"}));
  EXPECT_EQ(read(reader, "[]").skipped, 0U) << "of the last one only";
}

TEST(Turns, WithoutRolesAllThatWasSaidIsTheCustomers) {
  TurnsReader reader;
  EXPECT_EQ(read(reader, R"([{"text":"one"},{"role":"A","text":"two"}])").said, "one\ntwo");
  EXPECT_EQ(read(reader, R"([{"text":"one"},{"role":"agent","text":"two"}])").said, "");
  EXPECT_EQ(read(reader, R"([{"role":"customer","text":"one"},{"role":"agent","text":"x"},)"
                         R"({"role":"user","text":"two"}])")
                .said,
            "one\ntwo");
}

TEST(Turns, WhatIsNoArrayIsAnError) {
  TurnsReader reader;
  for (const char* bad : {"", "{}", "7", "\"x\"", "[", "[{]", R"([{"text":"a"})", R"([{"text":"a"}] x)",
                          R"([{"text":"a})", R"([{"text":"a" "role":"b"}])", "nul", "[{\"text\":\"\\q\"}]"}) {
    const auto turns = reader.read(bad);
    ASSERT_FALSE(turns.has_value()) << bad;
    EXPECT_EQ(turns.error().code(), StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(read(reader, R"([{"text":"a"}])").lines, Lines{"?: a"}) << "the reader can go on";
}

TEST(Turns, AnyPrefixOfATextIsHarmless) {
  TurnsReader reader;
  const std::string whole =
      R"([{"role":"agent","name":"Kim","from_ms":0,"to_ms":1500,"text":"a\nb","sentiment":-0.5},{"text":"c"}])";
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(reader.read(whole.substr(0, size)).has_value()) << size;
  }
  EXPECT_EQ(read(reader, whole).lines, (Lines{"agent 0-1500 (-50): a\nb", "?: c"}));
}

}  // namespace
}  // namespace sojourn
