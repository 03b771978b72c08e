// What stays in memory of filters that were asked before, and that nobody waits for what nobody wants any more.
#include "inbox/feedback_sets.h"

#include "inbox/inbox_fixture.h"

namespace sojourn {
namespace {

constexpr Micros kStart = InboxSite::kStart;

TEST(FeedbackSets, WhatIsTypedTakesNoPlaceOfScopesAndCases) {
  InboxSite site;
  site.text("a", kStart, "anna", "late");
  FeedbackIndex index(site.store());
  InboxSite::ok(index.follow(site.store().last_sequence()));
  FeedbackSets sets(site.store(), site.timelines());
  must(sets.passing(index, "channel = \"web\""));
  const FeedbackSets::Asking typed{FeedbackSets::Use::kTyped};
  for (int i = 0; i < 40; ++i) must(sets.passing(index, "text contains \"" + std::to_string(i) + "\"", typed));
  EXPECT_TRUE(sets.keeps("channel = \"web\""));
  EXPECT_TRUE(sets.keeps("text contains \"37\""));
  EXPECT_FALSE(sets.keeps("text contains \"36\"")) << "three of them are kept";
  EXPECT_EQ(must(sets.passing(index, "text contains \"late\"", typed))->front(), 1);
}

TEST(FeedbackSets, NobodyWaitsForWhatNobodyWants) {
  InboxSite site;
  site.text("a", kStart, "anna", "late");
  FeedbackIndex index(site.store());
  InboxSite::ok(index.follow(site.store().last_sequence()));
  FeedbackSets sets(site.store(), site.timelines());
  const std::atomic<bool> left = true;
  const FeedbackSets::Asking gone{FeedbackSets::Use::kLasting, &left};
  EXPECT_EQ(sets.passing(index, "text contains \"late\"", gone).status().code(), StatusCode::kCancelled);
  EXPECT_FALSE(sets.keeps("text contains \"late\"")) << "half a walk is no answer";
  EXPECT_EQ(must(sets.passing(index, "text contains \"late\""))->front(), 1);
  FeedbackQuery query;
  query.cancelled = &left;
  EXPECT_EQ(site.inbox().list(query).status().code(), StatusCode::kCancelled);
}

}  // namespace
}  // namespace sojourn
