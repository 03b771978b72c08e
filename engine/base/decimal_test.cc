// Decimals and numbers by examples of every form and refusal, rounding by hand, and random numbers read back.
#include "base/decimal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace sojourn {
namespace {

using ::testing::HasSubstr;

void expect_decimal(std::string_view text, int64_t units, int scale, bool decimal_comma = false) {
  const Result<Decimal> parsed = parse_decimal(text, decimal_comma);
  ASSERT_TRUE(parsed.has_value()) << text;
  EXPECT_EQ(parsed->units, units) << text;
  EXPECT_EQ(parsed->scale, scale) << text;
}

TEST(ParseDecimal, KeepsWhatIsWritten) {
  expect_decimal("12.50", 1250, 2);
  expect_decimal("-3", -3, 0);
  expect_decimal("+4.5e2", 450, 0);
  expect_decimal("4.5E-2", 45, 3);
  expect_decimal("0", 0, 0);
  expect_decimal("-0.00", 0, 2);
  expect_decimal("0e99", 0, 0);
  expect_decimal(".5", 5, 1);
  expect_decimal("5.", 5, 0);
  expect_decimal("007", 7, 0);
  expect_decimal("999999999999999999", 999'999'999'999'999'999, 0);
  expect_decimal("0.000000000000000001", 1, 18);
  expect_decimal("1e17", 100'000'000'000'000'000, 0);
}

TEST(ParseDecimal, TakesThousandsSeparatorsInGroupsOfThree) {
  expect_decimal("1,234.50", 123'450, 2);
  expect_decimal("-1,234,567", -1'234'567, 0);
  expect_decimal("1.234,50", 123'450, 2, true);
  expect_decimal("12,5", 125, 1, true);
  expect_decimal("1.234.567", 1'234'567, 0, true);
  expect_decimal("1'234.50", 123'450, 2);
  expect_decimal("1 234,50", 123'450, 2, true);
  expect_decimal("1\u00A0234,50", 123'450, 2, true);
  expect_decimal("1\u202F234\u202F567", 1'234'567, 0);
}

TEST(ParseDecimal, RefusesTheRest) {
  for (const char* text :
       {"",       "-",         ".",     "+.",      "abc", "1,23", "1,2345", "1234,567",  "1,234,56", ",123",
        "1,,234", "1,234'567", "1.2.3", "1.234,5", "1e",  "1e+",  "e5",     "--1",       "+-1",      "1 ",
        " 1",     "1 234 ",    "0x10",  "nan",     "inf", "$5",   "5%",     "1,234.5,6", "1.5 000",  "１"}) {
    const Result<Decimal> parsed = parse_decimal(text);
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_EQ(parsed.error().code(), StatusCode::kInvalidArgument) << text;
  }
  for (const char* text : {"1000000000000000000", "0.0000000000000000001", "1e18", "1e-19", "1.5e999999999999",
                           "123456789012345678.9", "-99999999999999999999999999"}) {
    const Result<Decimal> parsed = parse_decimal(text);
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_EQ(parsed.error().code(), StatusCode::kLimit) << text;
  }
}

TEST(Multiply, IsExactOrRefused) {
  const Decimal product = multiply({1250, 2}, {-3, 0}).value();
  EXPECT_EQ(product.units, -3750);
  EXPECT_EQ(product.scale, 2);
  // Zeros at the end make room.
  const Decimal long_product = multiply({1'000'000'000'000'000'000, 18}, {5'000'000'000, 10}).value();
  EXPECT_EQ(to_minor_units(long_product, "EUR", false).value(), 50);
  EXPECT_EQ(multiply({999'999'999'999, 0}, {999'999'999'999, 0}).error().code(), StatusCode::kLimit);
  EXPECT_EQ(multiply({1, 10}, {1, 10}).error().code(), StatusCode::kLimit);
}

TEST(Currency, HasItsOwnDigits) {
  EXPECT_EQ(currency_digits("EUR"), 2);
  EXPECT_EQ(currency_digits("JPY"), 0);
  EXPECT_EQ(currency_digits("KWD"), 3);
  EXPECT_EQ(currency_digits("CLF"), 4);
  EXPECT_EQ(currency_digits(""), 2);
  EXPECT_EQ(currency_digits("???"), 2);
}

TEST(MinorUnits, RoundHalfToEvenOnlyWhenTold) {
  EXPECT_EQ(to_minor_units({125, 1}, "EUR", false).value(), 1250);
  EXPECT_EQ(to_minor_units({12'500, 3}, "EUR", false).value(), 1250);  // A zero is no loss.
  const Result<int64_t> lossy = to_minor_units({12'505, 3}, "EUR", false);
  EXPECT_EQ(lossy.error().code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(lossy.error().message(), HasSubstr("EUR"));
  EXPECT_EQ(to_minor_units({12'505, 3}, "EUR", true).value(), 1250);
  EXPECT_EQ(to_minor_units({12'515, 3}, "EUR", true).value(), 1252);
  EXPECT_EQ(to_minor_units({-12'515, 3}, "EUR", true).value(), -1252);
  EXPECT_EQ(to_minor_units({-12'505, 3}, "EUR", true).value(), -1250);
  EXPECT_EQ(to_minor_units({125'051, 4}, "EUR", true).value(), 1251);
  EXPECT_EQ(to_minor_units({15, 1}, "JPY", true).value(), 2);
  EXPECT_EQ(to_minor_units({5, 18}, "JPY", true).value(), 0);
  EXPECT_EQ(to_minor_units({std::numeric_limits<int64_t>::max(), 40}, "JPY", true).value(), 0);
  EXPECT_EQ(to_minor_units({999'999'999'999'999'999, 0}, "EUR", true).error().code(), StatusCode::kLimit);
}

TEST(MinorUnits, PrintWithTheCurrencysDigits) {
  EXPECT_EQ(format_minor_units(1250, "EUR"), "12.50");
  EXPECT_EQ(format_minor_units(-5, "EUR"), "-0.05");
  EXPECT_EQ(format_minor_units(0, "EUR"), "0.00");
  EXPECT_EQ(format_minor_units(1250, "JPY"), "1250");
  EXPECT_EQ(format_minor_units(7, "KWD"), "0.007");
  EXPECT_EQ(format_minor_units(std::numeric_limits<int64_t>::min(), "EUR"), "-92233720368547758.08");
}

TEST(ParseNumber, ReadsFiniteNumbersOnly) {
  EXPECT_EQ(parse_number("12.5").value(), 12.5);
  EXPECT_EQ(parse_number("+12.5").value(), 12.5);
  EXPECT_EQ(parse_number("-1e3").value(), -1000);
  EXPECT_EQ(parse_number(".5").value(), 0.5);
  for (const char* text : {"", "+", "-", "+-1", "++1", "nan", "inf", "-inf", "infinity", "1e999", "1e-999", "1,5", "1 ",
                           " 1", "0x1p3", "1.5.2", "one"}) {
    const Result<double> parsed = parse_number(text);
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_EQ(parsed.error().code(), StatusCode::kInvalidArgument);
  }
}

TEST(ParseInteger, ReadsAll64Bits) {
  EXPECT_EQ(parse_integer("9223372036854775807").value(), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(parse_integer("-9223372036854775808").value(), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(parse_integer("+7").value(), 7);
  for (const char* text : {"", "-", "9223372036854775808", "1.0", "1e3", " 1", "1 ", "+-1"}) {
    EXPECT_FALSE(parse_integer(text).has_value()) << text;
  }
}

TEST(FormatNumber, IsTheShortestThatReadsBack) {
  EXPECT_EQ(format_number(0.1), "0.1");
  EXPECT_EQ(format_number(12), "12");
  EXPECT_EQ(format_number(100'000), "100000");
  EXPECT_EQ(format_number(-0.0), "0");
  EXPECT_EQ(format_number(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(format_number(1e300), "1e+300");
  EXPECT_EQ(format_number(-2.5e-7), "-2.5e-07");
  std::mt19937_64 random(9);
  for (int i = 0; i < 100'000; ++i) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(parse_number(format_number(value)).value(), value);
  }
}

}  // namespace
}  // namespace sojourn
