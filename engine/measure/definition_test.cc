// What check_parameters takes and refuses, and that an error names the parameter.
#include "measure/definition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/parameters.h"

namespace sojourn {
namespace {

using Given = std::map<std::string, std::vector<std::string>>;

MeasureDefinition toy() {
  MeasureDefinition definition;
  definition.id = "toy";
  ParameterInfo step = parameter("step", ParameterType::kFilter, "", "A filter per step.");
  step.repeated = step.required = true;
  ParameterInfo activity = parameter("activity", ParameterType::kFilter, "", "What they come back for.");
  activity.required = true;
  ParameterInfo skip = parameter("skip", ParameterType::kFilter, "", "What is left out.");
  skip.repeated = true;
  ParameterInfo limit = parameter("limit", ParameterType::kDuration, "", "The longest time.");
  limit.repeated = true;
  definition.parameters = {step,
                           activity,
                           skip,
                           limit,
                           parameter("among", ParameterType::kFilter, "", "Which events."),
                           choice("show", {"rows", "times"}, "Which table."),
                           integer("top", 3, 1, 10, "How many.")};
  return definition;
}

// The parameter that is refused, ": " and why; "" when none is.
std::string refused(Given given) {
  given.emplace("step", std::vector<std::string>{"touchpoint = \"visit\""});
  given.emplace("activity", std::vector<std::string>{"touchpoint = \"visit\""});
  Question question;
  question.parameters = std::move(given);
  const Status status = check_parameters(toy(), question);
  if (status.ok()) return "";
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  return status.where() + ": " + status.message();
}

TEST(CheckParameters, TakesWhatFits) {
  EXPECT_EQ(refused({}), "");
  EXPECT_EQ(refused({{"limit", {"1d", "2h"}}, {"show", {"times"}}, {"top", {"10"}}}), "");
  EXPECT_EQ(refused({{"skip", {}}, {"among", {""}}}), "") << "as if not given";
}

TEST(CheckParameters, AnEmptyValueOfARepeatedParameterIsRefused) {
  using testing::StartsWith;
  EXPECT_THAT(refused({{"step", {""}}}), StartsWith("step: is empty"));
  EXPECT_THAT(refused({{"step", {" \t"}}}), StartsWith("step: is empty"));
  EXPECT_THAT(refused({{"step", {"touchpoint = \"visit\"", ""}}}), StartsWith("step 2: is empty"));
  EXPECT_THAT(refused({{"skip", {""}}}), StartsWith("skip: is empty"));
  EXPECT_THAT(refused({{"limit", {"", "1d"}}}), StartsWith("limit 1: is empty"));
}

TEST(CheckParameters, ARequiredParameterMustSaySomething) {
  EXPECT_EQ(refused({{"activity", {}}}), "activity: is needed: What they come back for.");
  EXPECT_EQ(refused({{"activity", {" "}}}), "activity: is needed: What they come back for.");
  EXPECT_EQ(refused({{"step", {}}}), "step: is needed: A filter per step.");
}

TEST(CheckParameters, SaysWhichParameterAndWhy) {
  using testing::StartsWith;
  EXPECT_THAT(refused({{"shwo", {"rows"}}}), StartsWith("shwo: \"toy\" has no parameter \"shwo\"."));
  EXPECT_EQ(refused({{"show", {"rows", "times"}}}), "show: is given twice");
  EXPECT_EQ(refused({{"show", {"columns"}}}), "show: \"columns\" is not one of rows, times");
  EXPECT_EQ(refused({{"top", {"11"}}}), "top: takes a number from 1 up to 10");
  EXPECT_THAT(refused({{"limit", {"soon"}}}), StartsWith("limit: "));
  EXPECT_THAT(refused({{"among", {"touchpoint ="}}}), StartsWith("among"));
}

}  // namespace
}  // namespace sojourn
