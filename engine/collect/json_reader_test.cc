// Layouts of JSON files, what becomes of nesting and types, and that a bad document costs only itself.
#include "collect/json_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/limits.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

struct Read {
  std::vector<std::map<std::string, std::string>> rows;
  std::vector<std::string> errors;  // "line: reason"
  std::string trouble;
};

Read read_all(std::string text) {
  Read read;
  JsonReader reader(TextStream(ByteStream::over(std::move(text), "test").value(), {}));
  std::vector<Cell> row;
  for (;;) {
    const Result<bool> more = reader.next(row);
    if (!more && more.error().code() != StatusCode::kInvalidArgument) {
      read.trouble = more.status().to_string();
      return read;
    }
    if (!more) {
      read.errors.push_back(std::to_string(reader.line()) + ": " + more.error().message());
      continue;
    }
    if (!*more) return read;
    EXPECT_EQ(row.size(), reader.columns().size());
    auto& cells = read.rows.emplace_back();
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i].null) continue;
      cells[reader.columns()[i]] = std::string(row[i].type == CellType::kJson ? "=" : "") + std::string(row[i].text);
    }
  }
}

TEST(JsonReader, ReadsEveryLayout) {
  for (const char* text : {"{\"a\":1}\n{\"a\":2}\n", "{\"a\":1}\r\n\r\n{\"a\":2}", "[{\"a\":1},{\"a\":2}]",
                           " [\n{\"a\":1} ,\n {\"a\":2}\n]\n", "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n"}) {
    const Read read = read_all(text);
    ASSERT_EQ(read.rows.size(), 2u) << text;
    EXPECT_THAT(read.rows[1], ElementsAre(Pair("a", "=2"))) << text;
    EXPECT_TRUE(read.errors.empty());
  }
  EXPECT_TRUE(read_all("[]").rows.empty());
  EXPECT_TRUE(read_all("[ ]\n").trouble.empty());
}

TEST(JsonReader, FlattensObjectsAndKeepsTypesAndNumbersAsWritten) {
  const Read read = read_all(R"({"who":{"id":"7","email":null},"amount":12.50,"big":12345678901234567890123,"ok":true,)"
                             R"("properties":{"page":{"url":"/a\"b"},"tags":[1, "x, y", {"k":[]}],"none":{}}})");
  ASSERT_EQ(read.rows.size(), 1u) << (read.errors.empty() ? "" : read.errors[0]);
  EXPECT_THAT(read.rows[0], ElementsAre(Pair("amount", "=12.50"), Pair("big", "=12345678901234567890123"),
                                        Pair("ok", "=true"), Pair("properties.page.url", "/a\"b"),
                                        Pair("properties.tags", "=[1,\"x, y\",{\"k\":[]}]"), Pair("who.id", "7")));
}

TEST(JsonReader, GrowsItsColumnsAsNamesTurnUp) {
  const Read read = read_all("{\"a\":1}\n{\"b\":2}\n{\"b\":3,\"a\":4}\n");
  EXPECT_THAT(read.rows[1], ElementsAre(Pair("b", "=2")));
  EXPECT_THAT(read.rows[2], ElementsAre(Pair("a", "=4"), Pair("b", "=3")));
}

TEST(JsonReader, RefusesBadLinesAndReadsOn) {
  const Read read = read_all("{\"a\":1}\n{\"a\":\n[1]\n\"text\"\n{\"a\":1}}\n{\"a\":nul}\n{\"a\":9}\n");
  EXPECT_EQ(read.rows.size(), 2u);
  ASSERT_EQ(read.errors.size(), 5u);
  EXPECT_THAT(read.errors[0], HasSubstr("2: not JSON"));
  EXPECT_THAT(read.errors[1], HasSubstr("3: an event is a JSON object"));
  EXPECT_THAT(read.errors[3], HasSubstr("5: "));
}

TEST(JsonReader, MendsHalfOfAPair) {
  const Read read =
      read_all(R"({"a\ud800":"\uDC00x","b":"\ud83d\ude00","c":["\ud83d\ud83d\ude00"],"d":"\\ud83d","e":"\ud83"})");
  EXPECT_TRUE(read.rows.empty());  // Three digits are no escape.
  const Read good = read_all(R"({"a\ud800":"\uDC00x","b":"\ud83d\ude00","c":["\ud83d\ud83d\ude00"],"d":"\\ud83d"})");
  ASSERT_EQ(good.rows.size(), 1u) << (good.errors.empty() ? "" : good.errors[0]);
  EXPECT_THAT(good.rows[0], ElementsAre(Pair("a\xEF\xBF\xBD", "\xEF\xBF\xBDx"), Pair("b", "\xF0\x9F\x98\x80"),
                                        Pair("c", "=[\"\xEF\xBF\xBD\xF0\x9F\x98\x80\"]"), Pair("d", "\\ud83d")));
}

TEST(JsonReader, RefusesElementsThatAreNotObjects) {
  const Read read = read_all("[{\"a\":1},\n2,\n\"x\",\n{\"a\":tru},\n{\"a\":2}]");
  EXPECT_EQ(read.rows.size(), 2u);
  EXPECT_EQ(read.errors.size(), 3u);
}

TEST(JsonReader, TellsWhenAnArrayIsCutOff) {
  Read read = read_all("[{\"a\":1},{\"a\":2}");
  EXPECT_EQ(read.rows.size(), 2u);
  EXPECT_THAT(read.trouble, HasSubstr("cut off"));
  read = read_all("[{\"a\":1},{\"a\":\"x]");
  EXPECT_EQ(read.rows.size(), 1u);
  EXPECT_THAT(read.trouble, HasSubstr("cut off"));
  EXPECT_THAT(read_all("[{\"a\":1} {\"a\":2}]").trouble, HasSubstr("comma"));
}

TEST(JsonReader, HoldsToItsLimits) {
  std::string deep = "1";
  for (size_t i = 0; i <= limits::kPropertyDepthMax; ++i) deep = "{\"a\":" + deep + "}";
  EXPECT_THAT(read_all(deep).errors[0], HasSubstr("nested deeper than 8"));
  std::string wide = "{\"a\":0";
  for (size_t i = 0; i < limits::kColumnsMax; ++i) wide += ",\"k" + std::to_string(i) + "\":1";
  const Read read = read_all(wide + "}\n{\"b\":1}");
  EXPECT_THAT(read.errors[0], HasSubstr("the file has more than 4096 different names"));
  EXPECT_EQ(read.rows.size(), 1u) << "names of what was refused do not count";
}

TEST(JsonReader, ReadsElementsAcrossTheEdgesOfItsWindow) {
  std::string text = "[";
  for (size_t i = 0; i < 2000; ++i) {
    text += (i > 0 ? ",\n" : "") + std::string("{\"a\":\"") + std::string(i, '[') + "\\\"\"}";
  }
  const Read read = read_all(text + "]");
  ASSERT_EQ(read.rows.size(), 2000u);
  EXPECT_EQ(read.rows[1999].at("a"), std::string(1999, '[') + "\"");
}

}  // namespace
}  // namespace sojourn
