// Method: what a text parses to is seen through its normal form; each kind of mistake is made once, and the column it
// is reported at is counted by hand; each operator is asked of a few written events. filter_twin_test.cc does the rest
// with random expressions.
#include "timelines/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.h"
#include "timelines/fixture.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;

std::string normal_form(const std::string& text) {
  const Result<Filter> filter = Filter::parse(text);
  return filter ? filter->text() : filter.error().to_string();
}

TEST(FilterText, NormalFormHasNoNeedlessBrackets) {
  EXPECT_EQ(normal_form("((channel='web'))"), R"(channel = "web")");
  EXPECT_EQ(normal_form(R"(channel == "a" AND (answer>=5 and not(wait>2m)))"),
            R"(channel = "a" and answer >= 5 and not wait > 2m)");
  EXPECT_EQ(normal_form(R"((channel="a" or channel="b") and answer<3)"),
            R"((channel = "a" or channel = "b") and answer < 3)");
  EXPECT_EQ(normal_form(R"(channel="a" or channel="b" and answer<3)"),
            R"(channel = "a" or channel = "b" and answer < 3)");
  EXPECT_EQ(normal_form("not (resolved = true and exists(text))"), "not (resolved = true and exists(text))");
  EXPECT_EQ(normal_form(""), "");
  EXPECT_EQ(normal_form("  "), "");
  EXPECT_EQ(normal_form("true and FALSE"), "true and false");
}

TEST(FilterText, NamesAndTextsAreQuotedWhereTheyNeedIt) {
  EXPECT_EQ(normal_form(R"(properties."odd name".2024 = "x")"), R"(properties."odd name"."2024" = "x")");
  EXPECT_EQ(normal_form(R"(properties.größe <> 'it\'s "big"\n')"), R"(properties.größe != "it's \"big\"\n")");
  EXPECT_EQ(normal_form("customer.events > 3 and first.properties.a.b = 1"),
            "customer.events > 3 and first.properties.a.b = 1");
  EXPECT_EQ(normal_form(R"(channel not in ("a","b"))"), R"(not channel in ("a", "b"))");
}

TEST(FilterText, DidInAllItsForms) {
  EXPECT_EQ(normal_form(R"(did("purchase"))"), R"(did("purchase"))");
  EXPECT_EQ(normal_form(R"(did(touchpoint = "purchase") >= 1)"), R"(did("purchase"))");
  EXPECT_EQ(normal_form(R"(did(amount > 100 or channel="web") = 0 within 1h 30m)"),
            R"(did(amount > 100 or channel = "web") = 0 within 1h 30m)");
  EXPECT_EQ(normal_form(R"(did("a")>=2 in last 720h)"), R"(did("a") >= 2 in last 30d)");
  EXPECT_EQ(normal_form(R"(did("a") within 0s)"), R"(did("a") within 0s)");
}

struct Mistake {
  const char* text;
  const char* where;
  const char* message;
};

TEST(FilterParse, MistakesAreReportedAtTheirColumn) {
  const Mistake mistakes[] = {
      {"channel = web", "column 11", "write \"web\""},
      {"channel", "column 8", "expected = !="},
      {"channel = ", "column 11", "found the end"},
      {"(channel = \"a\"", "column 15", "closing bracket"},
      {"channel = \"a\")", "column 14", "no bracket is open"},
      {"channel = \"a\" channel", "column 15", "\"and\", \"or\" or the end"},
      {"größe = \"ä\" ? 1", "column 13", "unexpected character"},
      {"channel = \"a", "column 11", "never closed"},
      {"channel = \"a\\x\"", "column 13", "backslash"},
      {"channel in \"a\"", "column 12", "opening bracket"},
      {"channel in (\"a\" \"b\")", "column 17", "a comma"},
      {"text contains 5", "column 15", "in quotes"},
      {"wait > 2parsecs", "column 8", "lengths are written"},
      {"did(did(\"a\"))", "column 5", "inside another"},
      {"did(\"a\") >= 1.5", "column 13", "whole number"},
      {"did(\"a\") within 30", "column 17", "length of time"},
      {"channel = \"a\" && answer = 1", "column 15", "\"and\""},
      {"!exists(text)", "column 1", "\"not\""},
      {"properties. = 1", "column 13", "after the point"},
      {"= 5", "column 1", "expected a field"},
      {"answer > 1.2.3", "column 10", "not a number"},
  };
  for (const Mistake& mistake : mistakes) {
    const Result<Filter> filter = Filter::parse(mistake.text);
    ASSERT_FALSE(filter) << mistake.text;
    EXPECT_EQ(filter.error().where(), mistake.where) << mistake.text << ": " << filter.error().to_string();
    EXPECT_THAT(filter.error().message(), HasSubstr(mistake.message)) << mistake.text;
  }
}

TEST(FilterParse, LimitsHoldAndNameThemselves) {
  const std::string deep =
      std::string(limits::kFilterDepthMax, '(') + "true" + std::string(limits::kFilterDepthMax, ')');
  EXPECT_TRUE(Filter::parse(deep));
  EXPECT_EQ(Filter::parse("(" + deep + ")").status().code(), StatusCode::kLimit);
  std::string nots;
  for (int i = 0; i < 3000; ++i) nots += "not ";
  EXPECT_EQ(Filter::parse(nots + "true").status().code(), StatusCode::kLimit);
  EXPECT_EQ(Filter::parse(std::string(limits::kFilterBytesMax + 1, ' ')).status().code(), StatusCode::kLimit);
  EXPECT_FALSE(Filter::parse("channel = \"\xff\""));
}

TEST(FilterParse, BothJoinsAndKeepsMeaning) {
  const Filter a = *Filter::parse("answer > 1 or answer < 0");
  const Filter b = *Filter::parse("exists(text) and wait > 1m");
  EXPECT_EQ(Filter::both(a, b).text(), "(answer > 1 or answer < 0) and exists(text) and wait > 1m");
  EXPECT_EQ(Filter::both(a, Filter()).text(), a.text());
  EXPECT_EQ(Filter::both(Filter(), b).text(), b.text());
}

class FilterOnEvents : public ::testing::Test {
 protected:
  FilterOnEvents() {
    life_.add("anna", "2026-01-01T10:00:00Z",
              {{"channel", "web"}, {"touchpoint", "visit"}, {"wait", "90"}, {"properties.plan", "free"}});
    life_.add(
        "anna", "2026-01-02T10:00:00Z",
        {{"channel", "store"}, {"touchpoint", "purchase"}, {"amount", "12.50"}, {"currency", "EUR"}, {"order", "o-1"}});
    life_.add("anna", "2026-02-01T10:00:00Z",
              {{"touchpoint", "purchase"}, {"amount", "1250"}, {"currency", "JPY"}, {"properties.plan", "10"}});
    life_.add(
        "bert", "2026-01-03T10:00:00Z",
        {{"channel", "web"}, {"touchpoint", "help"}, {"text", "Große Enttäuschung: REFUND"}, {"resolved", "false"}});
    life_.add("", "2026-01-04T10:00:00Z", {{"channel", "web"}, {"touchpoint", "visit"}});
    snapshot_ = life_.snapshot();
  }

  // The days (of January 2026, 32 is the first of February) of the events that pass, or the error.
  std::string days(const std::string& text) {
    const Result<Filter> filter = Filter::parse(text);
    if (!filter) return filter.error().to_string();
    const FilterContext context{Zone(), civil_to_micros({2026, 2, 2, 0, 0, 0, 0})};
    const auto predicate = bind_filter(*filter, *snapshot_, context);
    if (!predicate) return predicate.error().to_string();
    const std::unique_ptr<BlockReader> reader = snapshot_->reader((*predicate)->columns());
    const Micros new_year = civil_to_micros({2026, 1, 1, 0, 0, 0, 0});
    std::string out;
    EventBits bits;
    for (size_t b = 0; b < snapshot_->block_count(); ++b) {
      const Block& block = reader->read(b);
      (*predicate)->select(block, bits);
      for (size_t i = 0; i < block.event_count(); ++i) {
        if (bits.test(i)) out += (out.empty() ? "" : " ") + std::to_string((block.times[i] - new_year) / kDay + 1);
      }
    }
    return out;
  }

  Fixture life_;
  std::shared_ptr<const Snapshot> snapshot_;
};

TEST_F(FilterOnEvents, TextsAndAbsence) {
  EXPECT_EQ(days(""), "1 2 32 3 4");
  EXPECT_EQ(days("channel = \"web\""), "1 3 4");
  EXPECT_EQ(days("channel != \"web\""), "2");
  EXPECT_EQ(days("not channel = \"web\""), "2 32");
  EXPECT_EQ(days("channel in (\"web\", \"store\", \"moon\")"), "1 2 3 4");
  EXPECT_EQ(days("exists(channel)"), "1 2 3 4");
  EXPECT_EQ(days("channel contains \"E\""), "1 2 3 4");
  EXPECT_EQ(days("touchpoint starts_with \"p\" or touchpoint starts_with \"H\""), "2 32");
  EXPECT_EQ(days("text contains \"GROSSE enttäuschung\""), "3");
  EXPECT_EQ(days("text contains \"refund\" and text starts_with \"Gro\""), "3");
  EXPECT_EQ(days("exists(text)"), "3");
  EXPECT_EQ(days("order = \"o-1\""), "2");
  EXPECT_EQ(days("order != \"o-1\""), "");
  EXPECT_EQ(days("exists(order)"), "2");
}

TEST_F(FilterOnEvents, MoneyIsExactInItsCurrency) {
  EXPECT_EQ(days("amount >= 12.50"), "2 32");
  EXPECT_EQ(days("amount = 12.5"), "2");
  EXPECT_EQ(days("amount > 12.4999 and amount < 12.5001"), "2");
  EXPECT_EQ(days("amount = 1250"), "32");
  EXPECT_EQ(days("amount >= 1250.001"), "");
  EXPECT_EQ(days("amount in (12.50, 1250)"), "2 32");
  EXPECT_EQ(days("amount > 100000000000000000"), "");
}

TEST_F(FilterOnEvents, DurationsTimesBooleansAndProperties) {
  EXPECT_EQ(days("wait > 1m"), "1");
  EXPECT_EQ(days("wait = 90"), "1");
  EXPECT_EQ(days("wait < 90"), "");
  EXPECT_EQ(days("time >= \"2026-01-03\" and time < \"2026-02-01\""), "3 4");
  EXPECT_EQ(days("time >= \"2026-01-03T12:00:00+02:00\""), "32 3 4");
  EXPECT_EQ(days("resolved = false"), "3");
  EXPECT_EQ(days("resolved = true"), "");
  EXPECT_EQ(days("properties.plan = \"free\""), "1");
  EXPECT_EQ(days("properties.plan >= 10.0"), "32");
  EXPECT_EQ(days("properties.plan != 10"), "1");
  EXPECT_EQ(days("properties.never = 1 or exists(properties.never)"), "");
  EXPECT_EQ(days("not properties.never = 1"), "1 2 32 3 4");
}

TEST_F(FilterOnEvents, TheCustomersWholeLife) {
  EXPECT_EQ(days("customer.channel = \"store\""), "1 2 32");
  EXPECT_EQ(days("first.channel = \"web\""), "1 2 32 3 4");
  EXPECT_EQ(days("customer.identified = false"), "4");
  EXPECT_EQ(days("customer.events >= 2"), "1 2 32");
  EXPECT_EQ(days("customer.first_seen >= \"2026-01-03\""), "3 4");
  EXPECT_EQ(days("customer.last_seen >= \"2026-02-01\""), "1 2 32");
  EXPECT_EQ(days("customer.plan = 10"), "1 2 32");
  EXPECT_EQ(days("exists(customer.text)"), "3");
}

TEST_F(FilterOnEvents, Did) {
  EXPECT_EQ(days("did(\"purchase\")"), "1 2 32");
  EXPECT_EQ(days("did(\"purchase\") = 0"), "3 4");
  EXPECT_EQ(days("did(\"purchase\") >= 2 within 30d"), "1 2 32");
  EXPECT_EQ(days("did(\"purchase\") >= 2 within 29d 23h"), "");
  EXPECT_EQ(days("did(\"purchase\") = 1 in last 15h"), "1 2 32");
  EXPECT_EQ(days("did(\"purchase\") = 1 in last 14h"), "");
  EXPECT_EQ(days("channel = \"web\" and did(amount > 5)"), "1");
  EXPECT_EQ(days("did(channel = \"web\" or exists(order)) >= 2 and exists(wait)"), "1");
}

TEST_F(FilterOnEvents, MismatchesPointAtTheirColumn) {
  EXPECT_EQ(days("answer > \"5\""), "column 10: answer is a number: write 5 without quotes");
  EXPECT_THAT(days("answer > \"high\""), HasSubstr("column 10: answer is a number"));
  EXPECT_THAT(days("channel = 5"), HasSubstr("column 11: channel is a text: write \"5\" in quotes"));
  EXPECT_THAT(days("channel < \"web\""), HasSubstr("column 1: channel cannot be ordered"));
  EXPECT_THAT(days("chanel = \"web\""), HasSubstr("column 1: there is no field \"chanel\". Did you mean channel"));
  EXPECT_THAT(days("true and plan = 1"),
              HasSubstr("column 10: there is no field \"plan\". Did you mean properties.plan"));
  EXPECT_THAT(days("resolved = \"true\""), HasSubstr("column 12: resolved is compared with true or false"));
  EXPECT_THAT(days("order contains \"o\""), HasSubstr("column 1: order can be compared as a whole"));
  EXPECT_THAT(days("wait contains \"o\""), HasSubstr("column 1: wait is no text"));
  EXPECT_THAT(days("time > 5"), HasSubstr("column 8: time is a time"));
  EXPECT_THAT(days("time > \"soon\""), HasSubstr("column 8: "));
  EXPECT_THAT(days("did(answer > \"x\")"), HasSubstr("column 14: "));
  EXPECT_THAT(days("amount > 5m"), HasSubstr("column 10: amount is a number"));
  EXPECT_THAT(days("properties.plan > 5m"), HasSubstr("column 19: "));
}

TEST(FilterBinding, APropertyThatFoundNoRoomIsNotTakenForAbsent) {
  Fixture life;
  const size_t room = limits::kPropertiesMax;
  const auto bound = [&](const std::string& text) {
    return bind_filter(Filter::parse(text).value(), *life.snapshot(), {}).status();
  };
  for (size_t i = 0; i <= room; ++i) {
    life.add("anna", kMinute * static_cast<Micros>(i), {{"properties.p" + std::to_string(i), "x"}});
  }
  for (const char* before : {"", "first.", "customer."}) {
    const std::string name = before + std::string("properties.p");
    EXPECT_TRUE(bound(name + "0 = \"x\"").ok());
    EXPECT_TRUE(bound(name + "never = \"x\"").ok());
    const Status refused = bound("not " + name + std::to_string(room) + " = \"x\"");
    EXPECT_EQ(refused.code(), StatusCode::kLimit) << name;
    EXPECT_EQ(refused.where(), "column 5");
    EXPECT_THAT(refused.message(), HasSubstr("\"properties.p512\" cannot be asked about"));
  }
  EXPECT_EQ(bound("exists(customer.p512)").code(), StatusCode::kLimit);
  // More than are remembered: then no unknown name is known to be absent.
  for (size_t i = room; i < 2 * room; ++i) life.add("anna", 0, {{"properties.q" + std::to_string(i), "x"}});
  EXPECT_EQ(bound("properties.never = \"x\"").code(), StatusCode::kLimit);
}

}  // namespace
}  // namespace sojourn
