#include "timelines/flatten.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sojourn {
namespace {

std::vector<std::string> flat(std::string_view json) {
  std::vector<std::string> found;
  Flattener flattener;
  flattener.flatten(json, [&](std::string_view name, std::string_view text) {
    found.push_back(std::string(name) + "=" + std::string(text));
  });
  return found;
}

using Lines = std::vector<std::string>;

TEST(FlattenTest, NestedNamesAreJoinedByDots) {
  EXPECT_EQ(flat(R"({"a":{"b":1.50,"c":{"d":"x"}},"e":"y"})"),
            (Lines{"properties.a.b=1.5", "properties.a.c.d=x", "properties.e=y"}));
}

TEST(FlattenTest, EveryKindOfValue) {
  EXPECT_EQ(flat(R"({"a":true,"b":false,"c":null,"d":"","e":{},"f":[1, "two"],"g":"\u00e9\n"})"),
            (Lines{"properties.a=true", "properties.b=false", "properties.f=[1, \"two\"]", "properties.g=\u00e9\n"}));
}

TEST(FlattenTest, NumbersInTheirShortestForm) {
  EXPECT_EQ(flat(R"({"a":1.0,"b":-0.10,"c":1e3,"d":123456789012345678901234567890,"e":12 ,"f":1e999})"),
            (Lines{"properties.a=1", "properties.b=-0.1", "properties.c=1000",
                   "properties.d=123456789012345678901234567890", "properties.e=12", "properties.f=1e999"}));
}

TEST(FlattenTest, TooDeepObjectsStayJson) {
  EXPECT_EQ(flat(R"({"1":{"2":{"3":{"4":{"5":{"6":{"7":{"8":{"9":{"x":1}}}}}}}}}})"),
            (Lines{R"(properties.1.2.3.4.5.6.7.8={"9":{"x":1}})"}));
}

TEST(FlattenTest, TheTurnsOfAConversationStayOneText) {
  EXPECT_EQ(flat(R"({"a":1,"turns":[{"role":"agent","text":"hi"}],"z":{"turns":2}})"),
            (Lines{"properties.a=1", "properties.z.turns=2"}));
  EXPECT_EQ(flat(R"({"turns":{"a":{"b":1}}})"), Lines());
  Flattener flattener;
  const auto turns_of = [&](std::string_view json) {
    flattener.flatten(json, [](std::string_view, std::string_view) {});
    return std::string(flattener.turns());
  };
  EXPECT_EQ(turns_of(R"({"a":1,"turns":[{"role":"agent","text":"h\u0069]"}],"z":{"turns":2}})"),
            R"([{"role":"agent","text":"h\u0069]"}])");
  EXPECT_EQ(turns_of(R"({"turns" : [ 1 , 2 ] , "z":1})"), "[ 1 , 2 ]");
  EXPECT_EQ(turns_of(R"({"turns":[1],"turns":[2]})"), "[1]");
  EXPECT_EQ(turns_of(R"({"turns":" [{\"role\":\"agent\"}] ","z":1})"), R"([{"role":"agent"}])") << "written as text";
  for (const std::string_view none : {R"({"turns":{"a":1}})", R"({"turns":"x"})", R"({"turns":"[]"})",
                                      R"({"turns":null})", R"({"turns":[]})", R"({"z":{"turns":[1]}})", "{}", ""}) {
    EXPECT_EQ(turns_of(none), "") << none << " after a text that had some";
  }
}

TEST(FlattenTest, WhatIsNotJsonHasNoMoreProperties) {
  EXPECT_EQ(flat(""), Lines());
  EXPECT_EQ(flat("[1]"), Lines());
  EXPECT_EQ(flat("no"), Lines());
  for (const std::string_view bad : {R"({"a":1,"b":)", R"({"a":1,"b")", R"({"a":1,,)", "{", R"({"a":1)"}) {
    for (const std::string& line : flat(bad)) EXPECT_EQ(line, "properties.a=1");
  }
}

}  // namespace
}  // namespace sojourn
