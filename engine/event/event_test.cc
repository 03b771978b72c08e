// Each rule of validate_event, with the field its error names, and what event_key calls the same event.
#include "event/event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "base/limits.h"

namespace sojourn {
namespace {

Event survey(std::string_view kind, double answer) {
  Event event;
  event.set_text(Field::kKind, kind);
  event.set_number(Field::kAnswer, answer);
  return event;
}

void expect_refused(Event event, std::string_view where, StatusCode code = StatusCode::kInvalidArgument) {
  const Status status = validate_event(event);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.code(), code) << status.to_string();
  EXPECT_EQ(status.where(), where) << status.to_string();
}

TEST(ValidateEvent, AcceptsAnEventThatOnlyHappened) {
  Event event;
  EXPECT_TRUE(validate_event(event).ok());
}

TEST(ValidateEvent, AVersionNeedsAnIdAndIsNotNegative) {
  Event event;
  event.version = 3;
  expect_refused(event, "id");
  event.id = "call 7";
  EXPECT_TRUE(validate_event(event).ok());
  event.version = -1;
  expect_refused(event, "version");
}

TEST(ValidateEvent, GivesTheDefaultScaleOfTheKind) {
  Event event = survey("ces", 7);
  ASSERT_TRUE(validate_event(event).ok());
  EXPECT_EQ(event.number(Field::kScaleMin), 1);
  EXPECT_EQ(event.number(Field::kScaleMax), 7);
}

TEST(ValidateEvent, LeavesAnswersOfUnknownKindsWithoutScale) {
  Event event = survey("mood", -3.5);
  ASSERT_TRUE(validate_event(event).ok());
  EXPECT_FALSE(event.has(Field::kScaleMin));
}

TEST(ValidateEvent, LeavesAnInvitationWithoutScale) {
  Event event;
  event.set_text(Field::kKind, "nps");
  ASSERT_TRUE(validate_event(event).ok());
  EXPECT_FALSE(event.has(Field::kScaleMin));
}

TEST(ValidateEvent, RefusesAnswersOffTheScale) {
  expect_refused(survey("nps", 11), "answer");
  expect_refused(survey("nps", -1), "answer");
  expect_refused(survey("csat", 0), "answer");
  expect_refused(survey("nps", 7.5), "answer");
  expect_refused(survey("mood", std::numeric_limits<double>::quiet_NaN()), "answer");
  expect_refused(survey("mood", std::numeric_limits<double>::infinity()), "answer");
}

TEST(ValidateEvent, HoldsTheDeclaredScaleOverTheDefault) {
  Event event = survey("csat", 10);
  event.set_number(Field::kScaleMin, 1);
  event.set_number(Field::kScaleMax, 10);
  EXPECT_TRUE(validate_event(event).ok());
  event = survey("nps", 0);
  event.set_number(Field::kScaleMin, 1);
  event.set_number(Field::kScaleMax, 10);
  expect_refused(event, "answer");
}

TEST(ValidateEvent, RefusesScalesThatMakeNoSense) {
  Event event = survey("csat", 3);
  event.set_number(Field::kScaleMin, 5);
  expect_refused(event, "scale_max");
  event.set_number(Field::kScaleMax, 1);
  expect_refused(event, "scale_min");
  event = survey("nps", 3);
  event.set_number(Field::kScaleMin, 1);
  event.set_number(Field::kScaleMax, 5);
  expect_refused(event, "scale_max");
}

TEST(ValidateEvent, KnowsStagesAndDirections) {
  Event event;
  event.set_text(Field::kStage, "advocate");
  event.set_text(Field::kDirection, "out");
  EXPECT_TRUE(validate_event(event).ok());
  event.set_text(Field::kStage, "awareness");
  expect_refused(event, "stage");
  event = Event();
  event.set_text(Field::kDirection, "sideways");
  expect_refused(event, "direction");
}

TEST(ValidateEvent, RefusesNegativeDurationsAndCountsButNotRefunds) {
  Event event;
  event.set_integer(Field::kWait, -1);
  expect_refused(event, "wait");
  event = Event();
  event.set_number(Field::kTransfers, -1);
  expect_refused(event, "transfers");
  event = Event();
  event.set_integer(Field::kAmount, -1250);
  event.set_number(Field::kQuantity, -3);
  EXPECT_TRUE(validate_event(event).ok());
}

TEST(ValidateEvent, HoldsTimesAndTextsToTheirLimits) {
  Event event;
  event.time = kTimeMax + 1;
  expect_refused(event, "time");
  event.time = kTimeMin;
  EXPECT_TRUE(validate_event(event).ok());
  event.set_integer(Field::kPromise, kTimeMin - 1);
  expect_refused(event, "promise");
  const std::string comment(limits::kTextBytesMax + 1, 'x');
  event = Event();
  event.set_text(Field::kText, comment);
  expect_refused(event, "text", StatusCode::kLimit);
  const std::string properties(limits::kEventBytesMax + 1, 'x');
  event = Event();
  event.properties = properties;
  expect_refused(event, "properties", StatusCode::kLimit);
}

TEST(EventKey, AnIdNamesTheEventWhateverElseItSays) {
  Event a = survey("nps", 3);
  Event b = survey("nps", 9);
  EXPECT_NE(event_key("shop", a), event_key("shop", b));
  a.id = b.id = "r1";
  EXPECT_EQ(event_key("shop", a), event_key("shop", b));
  EXPECT_NE(event_key("shop", a), event_key("web", a));
}

TEST(EventKey, HangsOnEveryFieldButNotOnTheLineOrTheOrderOfIdentifiers) {
  Event a;
  a.who[0] = {IdentifierKind::kId, "7"};
  a.who[1] = {IdentifierKind::kEmail, "a@b.c"};
  a.who_count = 2;
  Event b = a;
  std::swap(b.who[0], b.who[1]);
  b.line = 12;
  EXPECT_EQ(event_key("s", a), event_key("s", b));
  for (const FieldInfo& info : all_fields()) {
    Event c = a;
    if (is_text(info.type)) {
      c.set_text(info.field, "x");
    } else if (info.type == FieldType::kNumber) {
      c.set_number(info.field, 0);
    } else {
      c.set_integer(info.field, 0);
    }
    EXPECT_NE(event_key("s", a), event_key("s", c)) << info.name;
  }
}

TEST(EventKey, NeverRunsNeighboursTogether) {
  Event a;
  a.set_text(Field::kChannel, "ab");
  a.set_text(Field::kTouchpoint, "c");
  Event b;
  b.set_text(Field::kChannel, "a");
  b.set_text(Field::kTouchpoint, "bc");
  EXPECT_NE(event_key("s", a), event_key("s", b));
  EXPECT_NE(event_key("sI", a), event_key("s", a));
}

TEST(TextArena, KeepsTextInPlaceWhileItGrowsAndMoves) {
  TextArena arena;
  std::vector<std::string_view> kept;
  for (int i = 0; i < 3000; ++i) kept.push_back(arena.keep(std::string(static_cast<size_t>(i), 'a')));
  kept.push_back(arena.keep(std::string(400'000, 'b')));
  kept.push_back(arena.keep("after"));
  const TextArena moved = std::move(arena);
  for (size_t i = 0; i < 3000; ++i) ASSERT_EQ(kept[i], std::string(i, 'a'));
  EXPECT_EQ(kept[3000].size(), 400'000u);
  EXPECT_EQ(kept[3001], "after");
}

TEST(TextArena, StartsAgainAfterClearOrAfterBeingMovedFrom) {
  TextArena arena;
  (void)arena.keep("a");
  TextArena other = std::move(arena);
  EXPECT_EQ(arena.keep("b"), "b");  // NOLINT(bugprone-use-after-move): that it can be used again is the promise.
  other.clear();
  EXPECT_EQ(other.keep(std::string(100'000, 'c')).size(), 100'000u);
  EXPECT_EQ(other.keep("d"), "d");
}

}  // namespace
}  // namespace sojourn
