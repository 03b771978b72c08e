#include "answers/customer_stages.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

StoredEvent event(int64_t sequence, Micros time, const std::string& touchpoint, const std::string& stage = "") {
  StoredEvent made;
  made.sequence = sequence;
  made.time = time;
  made.fields.emplace_back(Field::kTouchpoint, touchpoint);
  if (!stage.empty()) made.fields.emplace_back(Field::kStage, stage);
  return made;
}

const StageRules kRules{{"ad", "consider"}, {"compare", "evaluate"}, {"purchase", "buy"}};

std::string shown(const std::vector<StageStay>& stays) {
  std::string text;
  for (const StageStay& stay : stays) {
    text += stay.stage + "@" + std::to_string(stay.entered) + (stay.left ? "-" + std::to_string(*stay.left) : "") + " ";
  }
  return text;
}

TEST(CustomerStages, StagesAndEntryTimesInOrder) {
  // In any order of reading; a stage of its own beats the rule; what has none is passed over.
  EXPECT_EQ(shown(stage_stays({event(4, 40, "purchase"), event(1, 10, "ad"), event(3, 30, "compare"),
                               event(2, 20, "ad"), event(5, 50, "letter"), event(6, 60, "ad", "enjoy")},
                              kRules)),
            "consider@10-30 evaluate@30-40 buy@40-60 enjoy@60 ");
}

TEST(CustomerStages, CapitalsMakeNoDifferenceUnlessARuleHasTheExactName) {
  const StageRules rules{{"Visit", "consider"}, {"visit", "evaluate"}, {"VISIT page", "buy"}};
  EXPECT_EQ(shown(stage_stays(
                {event(1, 10, "visit"), event(2, 20, "VISIT"), event(3, 30, "Visit Page"), event(4, 40, "")}, rules)),
            "evaluate@10-20 consider@20-30 buy@30 ");
}

TEST(CustomerStages, EqualTimesStandInOrderOfArrival) {
  EXPECT_EQ(shown(stage_stays({event(2, 10, "compare"), event(1, 10, "ad")}, kRules)), "consider@10-10 evaluate@10 ");
}

TEST(CustomerStages, NobodyHasAStageWithoutRulesAndUnknownOnesAreNone) {
  EXPECT_EQ(shown(stage_stays({event(1, 10, "ad"), event(2, 20, "x", "limbo")}, {})), "");
}

}  // namespace
}  // namespace sojourn
