// Errors as values: what they print, how they pass up, and how a Result gives its value.
#include "base/status.h"

#include <gtest/gtest.h>

#include <memory>

namespace sojourn {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Status::invalid("it is odd", "number");
  return number / 2;
}

Result<int> quarter(int number) {
  SOJOURN_TRY(const int once, half(number));
  SOJOURN_TRY(const int twice, half(once));
  return twice;
}

Status check_quarter(int number) {
  SOJOURN_CHECK(quarter(number).status());
  return {};
}

TEST(Status, SaysWhatAndWhere) {
  EXPECT_TRUE(Status().ok());
  EXPECT_EQ(Status::not_found("there is no such customer").to_string(), "there is no such customer");
  const Status inner = Status::invalid("it is odd", "number");
  EXPECT_EQ(inner.to_string(), "number: it is odd");
  EXPECT_EQ(Status(inner).within("line 3").to_string(), "line 3: number: it is odd");
  EXPECT_EQ(Status::limit("too many").within("row 9").where(), "row 9");
  EXPECT_EQ(status_code_name(StatusCode::kInvalidArgument), "invalid_argument");
}

TEST(Result, PassesErrorsUp) {
  EXPECT_EQ(quarter(12).value(), 3);
  EXPECT_EQ(quarter(6).error().message(), "it is odd");
  EXPECT_TRUE(check_quarter(12).ok());
  EXPECT_EQ(check_quarter(6).code(), StatusCode::kInvalidArgument);
}

TEST(Result, HoldsValuesThatOnlyMove) {
  Result<std::unique_ptr<int>> made = std::make_unique<int>(5);
  const std::unique_ptr<int> taken = std::move(made).value();
  EXPECT_EQ(*taken, 5);
}

TEST(ResultDeathTest, AbortsWhenAnErrorIsTakenForAValue) {
  EXPECT_DEATH(static_cast<void>(half(3).value()), "value\\(\\) of a Result that holds an error");
}

}  // namespace
}  // namespace sojourn
