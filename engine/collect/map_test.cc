// The map language: each kind of value, condition and join on a small table, and errors that point at key and line.
#include "collect/map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collect/file_pattern.h"
#include "collect/importer.h"
#include "collect/row_mapper.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Reads CSV text through the first [[file]] of a map; one line of text an event or reject.
std::vector<std::string> mapped(const std::string& toml, const std::string& csv) {
  const Result<Map> map = parse_map(toml, "test.toml");
  if (!map) return {map.status().to_string()};
  const FileSpec& spec = map->files.at(0);
  Result<OpenedRows> opened = open_rows_over(csv, "test.csv", spec.format);
  if (!opened) return {opened.status().to_string()};
  RowMapper mapper(spec, {}, WriterOptions());
  EventBatch batch;
  std::vector<Cell> row;
  uint64_t number = 0;
  size_t known = 0;
  while (opened->rows->next(row).value()) {
    if (opened->rows->columns().size() != known) {
      const Status status = mapper.resolve(opened->rows->columns(), opened->growing);
      if (!status.ok()) return {status.to_string()};
      known = opened->rows->columns().size();
    }
    mapper.map(row, ++number, *opened->rows, batch);
  }
  std::vector<std::string> lines;
  for (const Event& event : batch.events) lines.push_back(describe_event(event));
  for (const Reject& reject : batch.rejects) {
    lines.push_back("line " + std::to_string(reject.line) + " " + reject.field + ": " + reject.reason);
  }
  return lines;
}

// The value of `text` in a map whose column `a`, `b` ... hold these cells.
std::string value_of(const std::string& value, const std::string& cells) {
  const std::vector<std::string> lines = mapped(
      "[[file]]\n[[file.event]]\ntime = {value = \"2026-01-01\"}\ntext = " + value + "\n", "a,b,c\n" + cells + "\n");
  if (lines.empty()) return "no event";
  constexpr std::string_view kBefore = "2026-01-01T00:00:00Z";
  if (!lines[0].starts_with(kBefore)) return lines[0];
  const std::string rest = lines[0].substr(kBefore.size());
  return rest.empty() ? "(absent)" : rest.substr(std::string(" text=").size());
}

TEST(MapValue, ReadsColumnsAndConstants) {
  EXPECT_EQ(value_of("\"a\"", "x,y,z"), "x");
  EXPECT_EQ(value_of("{ column = \"b\" }", "x, y ,z"), "y");
  EXPECT_EQ(value_of("{ value = \"k\" }", "x,y,z"), "k");
  EXPECT_EQ(value_of("12.5", "x,y,z"), "12.5");
  EXPECT_EQ(value_of("{ column = \"d\", optional = true }", "x,y,z"), "(absent)");
  EXPECT_EQ(value_of("{ column = \"a\", default = \"none\" }", ",y,z"), "none");
  EXPECT_EQ(value_of("{ row = true }", "x,y,z"), "1");
}

TEST(MapValue, JoinsChoosesAndCutsText) {
  EXPECT_EQ(value_of("{ concat = [\"a\", {value = \"-\"}, \"b\"], with = \"/\" }", "x,y,z"), "x/-/y");
  EXPECT_EQ(value_of("{ concat = [\"a\", \"b\", \"c\"], with = \"/\" }", "x,,z"), "x/z");
  EXPECT_EQ(value_of("{ concat = [\"a\", \"b\"] }", ",,z"), "(absent)");
  EXPECT_EQ(value_of("{ concat = [{value = \"order\"}, \"a\"], with = \"-\" }", ",y,z"), "(absent)");
  EXPECT_EQ(value_of("{ concat = [{value = \"order\"}, \"a\"], with = \"-\" }", "7,y,z"), "order-7");
  EXPECT_EQ(value_of("{ first = [\"a\", \"b\", \"c\"] }", ",,z"), "z");
  EXPECT_EQ(value_of("{ column = \"a\", split = \" > \" }", "p > q > r,,"), "p");
  EXPECT_EQ(value_of("{ column = \"a\", split = \" > \", take = 3 }", "p > q > r,,"), "r");
  EXPECT_EQ(value_of("{ column = \"a\", split = \" > \", take = -1 }", "p > q > r,,"), "r");
  EXPECT_EQ(value_of("{ column = \"a\", split = \" > \", take = -3 }", "p > q > r,,"), "p");
  EXPECT_EQ(value_of("{ column = \"a\", split = \" > \", take = 4 }", "p > q > r,,"), "(absent)");
  EXPECT_EQ(value_of("{ column = \"a\", strip_suffix = \".0\", strip_prefix = \"C\" }", "C17850.0,,"), "17850");
}

TEST(MapValue, TranslatesAndBlanks) {
  const std::string words = "values = { AGENT = \"served\", HANG = \"abandoned\" }";
  EXPECT_EQ(value_of("{ column = \"a\", " + words + " }", "AGENT,,"), "served");
  EXPECT_EQ(value_of("{ column = \"a\", " + words + " }", "OTHER,,"), "OTHER");
  EXPECT_EQ(value_of("{ column = \"a\", " + words + ", default = \"?\" }", "OTHER,,"), "?");
  EXPECT_EQ(value_of("{ column = \"a\", " + words + ", default = \"?\" }", ",,"), "(absent)");
  EXPECT_EQ(value_of("{ column = \"a\", blank = [\"0\", \"6\"] }", "6,,"), "(absent)");
}

TEST(MapValue, ComputesExactly) {
  EXPECT_EQ(value_of("{ multiply = [\"a\", \"b\"] }", "-3,0.10,"), "-0.30");
  EXPECT_EQ(value_of("{ add = [\"a\", \"b\", 1] }", "0.1,0.20,"), "1.30");
  EXPECT_EQ(value_of("{ subtract = [\"a\", \"b\"] }", "1,1.05,"), "-0.05");
  EXPECT_EQ(value_of("{ add = [\"a\", \"b\"] }", "1,,"), "(absent)");
  EXPECT_THAT(value_of("{ add = [\"a\", \"b\"] }", "1,x,"), HasSubstr("line 2 text: "));
  EXPECT_THAT(value_of("{ multiply = [\"a\", \"b\"] }", "99999999999999999,99999999999999999,"),
              HasSubstr("line 2 text: "));
}

TEST(MapValue, ComparesTimes) {
  EXPECT_EQ(value_of("{ later = [\"a\", \"b\"] }", "2026-01-02 08:00:00,2026-01-02,"), "true");
  EXPECT_EQ(value_of("{ later = [\"a\", \"b\"], by = \"date\" }", "2026-01-02 08:00:00,2026-01-02,"), "false");
  EXPECT_EQ(value_of("{ later = [\"a\", \"b\"], by = \"date\" }", "2026-01-03,2026-01-02 23:59:59,"), "true");
  EXPECT_EQ(value_of("{ later = [\"a\", \"b\"] }", "2026-01-02,,"), "(absent)");
  EXPECT_EQ(value_of("{ days_between = [\"a\", \"b\"] }", "2026-01-02 23:00:00,2026-01-05 01:00:00,"), "3");
  EXPECT_EQ(value_of("{ days_between = [\"b\", \"a\"] }", "1969-12-30 12:00:00,1970-01-01 12:00:00,"), "-2");
  EXPECT_EQ(value_of("{ seconds_between = [\"a\", \"b\"] }", "2026-01-01 00:00:00,2026-01-01 00:01:30.5,"),
            "90.500000");
  EXPECT_EQ(value_of("{ months_before = [{value = \"2020-03-31\"}, \"a\"] }", "1,,"), "2020-02-29T00:00:00+00:00");
  EXPECT_EQ(value_of("{ months_before = [{value = \"2020-01-31\"}, \"a\"] }", "13,,"), "2018-12-31T00:00:00+00:00");
}

TEST(MapValue, NumbersRowsWithinAValue) {
  EXPECT_THAT(mapped("[[file]]\n[[file.event]]\ntime = \"t\"\nid = { concat = [\"a\", { number_within = \"a\" }], with "
                     "= \"-\" }\n",
                     "t,a\n2026-01-01,x\n2026-01-01,y\n2026-01-01,x\n"),
              ElementsAre("2026-01-01T00:00:00Z id=x-1", "2026-01-01T00:00:00Z id=y-1", "2026-01-01T00:00:00Z id=x-2"));
}

TEST(MapTime, ReadsByPatternAndZone) {
  const std::string head =
      "zone = \"Asia/Jerusalem\"\ntime_format = [\"%y%m%d %H:%M:%S\", \"%y%m%d %I:%M:%S %p\"]\n[[file]]\n";
  EXPECT_THAT(mapped(head + "[[file.event]]\ntime = { concat = [\"d\", \"t\"], with = \" \" }\n"
                            "promise = { column = \"p\", format = \"%d-%m-%Y\", zone = \"UTC\" }\n",
                     "d,t,p\n990101,0:00:31,13-03-2015\n990131,12:02:23 AM,\n990131,noon,\n"),
              ElementsAre("1999-01-01T00:00:31+02:00 promise=2015-03-13T02:00:00+02:00", "1999-01-31T00:02:23+02:00",
                          HasSubstr("line 4 time: ")));
}

TEST(MapEvent, MakesSeveralEventsOfARow) {
  const std::string map = R"(
[[file]]
[file.every]
who.id = "customer"
channel = { value = "web" }
[[file.event]]
time = "bought"
touchpoint = { value = "purchase" }
properties.kind = { column = "kind", text = true }
keep = ["note x"]
[[file.event]]
when = ["sent", { column = "kind", is_not = ["9"] }]
time = "sent"
touchpoint = { value = "shipping" }
channel = { value = "parcel" }
)";
  EXPECT_THAT(
      mapped(map,
             "customer,bought,sent,kind,note x\n7,2026-01-01,2026-01-02,1,n\n8,2026-01-03,,1,\n"
             "9,2026-01-04,2026-01-05,9,\n"),
      ElementsAre("2026-01-01T00:00:00Z customer=7 channel=web touchpoint=purchase "
                  "properties={\"kind\":\"1\",\"note_x\":\"n\"}",
                  "2026-01-02T00:00:00Z customer=7 channel=parcel touchpoint=shipping",
                  "2026-01-03T00:00:00Z customer=8 channel=web touchpoint=purchase properties={\"kind\":\"1\"}",
                  "2026-01-04T00:00:00Z customer=9 channel=web touchpoint=purchase properties={\"kind\":\"9\"}"));
}

TEST(MapEvent, TestsConditions) {
  const auto rows = [](const std::string& when) {
    return mapped("[[file]]\n[[file.event]]\ntime = {value = \"2026-01-01\"}\nwhen = " + when + "\n",
                  "a\nC1\n5\n\"\"\n7.5\n")
        .size();
  };
  EXPECT_EQ(rows("{ column = \"a\", starts = \"C\" }"), 1u);
  EXPECT_EQ(rows("{ column = \"a\", starts_not = \"C\" }"), 3u);
  EXPECT_EQ(rows("{ column = \"a\", above = 4, below = 7 }"), 1u);
  EXPECT_EQ(rows("{ column = \"a\", is = [5, 7.5] }"), 2u);
  EXPECT_EQ(rows("{ column = \"a\", blank = true }"), 1u);
}

TEST(MapEvent, KeepsAllColumnsThatItDoesNotUse) {
  EXPECT_THAT(mapped("[[file]]\n[[file.event]]\ntime = \"t\"\nwho.id = { concat = [\"a\"] }\nkeep = \"*\"\n",
                     "t,a,b,Case ID\n2026-01-01,1,2,3\n"),
              ElementsAre("2026-01-01T00:00:00Z customer=1 properties={\"Case_ID\":3,\"b\":2}"));
}

TEST(MapEvent, ReadsNestedJson) {
  EXPECT_THAT(mapped("[[file]]\n[[file.event]]\ntime = \"at.when\"\nwho.email = \"user.mail\"\nkeep = \"*\"\n",
                     "{\"at\":{\"when\":0}}\n{\"at\":{\"when\":1},\"user\":{\"mail\":\"a@b.c\",\"age\":3}}\n"),
              ElementsAre("1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z email=a@b.c properties={\"user.age\":3}"));
}

TEST(MapEvent, TellsOfAColumnThatTheFileLacks) {
  EXPECT_THAT(mapped("[[file]]\n[[file.event]]\ntime = \"tme\"\n", "time\n2026-01-01\n"),
              ElementsAre("tme: the file has no column 'tme'. Did you mean time?"));
}

TEST(MapEvent, RefusesTwoEventsOfARowWithOneId) {
  const std::string map = R"(
[[file]]
[[file.event]]
time = "t"
id = "o"
touchpoint = { value = "purchase" }
[[file.event]]
when = "d"
time = "d"
id = "o"
touchpoint = { value = "delivery" }
)";
  EXPECT_THAT(mapped(map, "o,t,d\no1,2026-01-01,2026-01-05\no1,2026-01-01,\n,2026-01-01,2026-01-05\n"),
              ElementsAre("2026-01-01T00:00:00Z id=o1 touchpoint=purchase",
                          "2026-01-01T00:00:00Z id=o1 touchpoint=purchase",  // Another row: a repeat, as ever.
                          "2026-01-01T00:00:00Z touchpoint=purchase", "2026-01-05T00:00:00Z touchpoint=delivery",
                          "line 2 id: two events of this row have the id 'o1'; give each its own in the map, such as "
                          "{ concat = [\"id\", { value = \"paid\" }] }"));
}

TEST(MapEvent, TakesAColumnOfPropertiesApart) {
  const std::string csv = "t,p,properties\n2026-01-01,\"{\"\"a\"\":1}\",\"{\"\"b\"\":{\"\"c\"\":true}}\"\n";
  EXPECT_THAT(mapped("[[file]]\n[[file.event]]\ntime = \"t\"\nproperties = \"p\"\n", csv),
              ElementsAre("2026-01-01T00:00:00Z properties={\"a\":1}"));
  EXPECT_THAT(mapped("[[file]]\n[[file.event]]\ntime = \"t\"\nproperties.x = 2\nkeep = \"properties\"\n", csv),
              ElementsAre("2026-01-01T00:00:00Z properties={\"b.c\":true,\"x\":2}"));
}

TEST(MapExplode, SharesTheValueOutExactly) {
  const std::string map = R"(
[[file]]
[file.explode]
path = "path"
converted = "n"
value = "v"
lost = "z"
start = "2026-01-01"
[[file.event]]
time = "explode.time"
who.id = "explode.traveller"
touchpoint = { first = ["explode.step", { value = "conversion" }] }
amount = "explode.value"
)";
  EXPECT_THAT(
      mapped(map, "path,n,v,z\na > b,2,0.25,1\n"),
      ElementsAre("2026-01-01T00:00:00Z customer=1-1 touchpoint=a", "2026-01-01T00:01:00Z customer=1-1 touchpoint=b",
                  "2026-01-01T00:02:00Z customer=1-1 touchpoint=conversion amount=0.13",
                  "2026-01-01T00:01:00Z customer=1-2 touchpoint=a", "2026-01-01T00:02:00Z customer=1-2 touchpoint=b",
                  "2026-01-01T00:03:00Z customer=1-2 touchpoint=conversion amount=0.12",
                  "2026-01-01T00:02:00Z customer=1-3 touchpoint=a", "2026-01-01T00:03:00Z customer=1-3 touchpoint=b"));
  EXPECT_THAT(mapped(map, "path,n,v,z\na,x,1,1\n")[0], HasSubstr("line 2 n: 'x' is not a count"));
}

TEST(RowMapper, CountryAndCurrencyOfTheMap) {
  const std::string event = "[[file.event]]\ntime = \"t\"\nwho.phone = \"p\"\namount = \"m\"\n";
  const std::string rows = "t,p,m\n2026-01-01,0151 99988877,5\n2026-01-02,12345678901234567890,\n";
  EXPECT_THAT(mapped("country = \"DE\"\ncurrency = \"EUR\"\n[[file]]\n" + event, rows),
              ElementsAre("2026-01-01T00:00:00Z phone=+4915199988877 amount=5.00 currency=EUR",
                          "2026-01-02T00:00:00Z phone=12345678901234567890"));
  EXPECT_THAT(mapped("country = \"DE\"\n[[file]]\ncountry = \"NL\"\n" + event, "t,p,m\n2026-01-01,020 123 4567,\n"),
              ElementsAre("2026-01-01T00:00:00Z phone=+31201234567"));
  EXPECT_THAT(mapped("currency = \"EUR\"\n[[file]]\n" + event + "currency = { value = \"JPY\" }\n", rows)[0],
              HasSubstr("amount=5 currency=JPY"));
}

TEST(RowMapper, VersionsAreWholeNumbersOrTimes) {
  const auto version = [](const std::string& value, const std::string& cell) {
    const std::string toml = "[[file]]\n[[file.event]]\nid = \"a\"\ntime = {value = \"2026-01-01\"}\nversion = ";
    const Result<Map> map = parse_map(toml + value + "\n", "m");
    EXPECT_TRUE(map) << map.status().to_string();
    Result<OpenedRows> opened = open_rows_over("a,b\nx," + cell + "\n", "m.csv", TextFormat{});
    RowMapper mapper(map->files.at(0), {}, WriterOptions());
    EventBatch batch;
    std::vector<Cell> row;
    EXPECT_TRUE(opened->rows->next(row).value());
    EXPECT_TRUE(mapper.resolve(opened->rows->columns(), false).ok());
    mapper.map(row, 1, *opened->rows, batch);
    for (const Reject& reject : batch.rejects) return reject.field + ": " + reject.reason;
    return std::to_string(batch.events.at(0).version);
  };
  EXPECT_EQ(version("2", ""), "2");
  EXPECT_EQ(version("\"b\"", "17"), "17");
  EXPECT_EQ(version("\"b\"", ""), "0");
  EXPECT_EQ(version("\"b\"", "1970-01-01T00:00:01Z"), "1000000");
  EXPECT_EQ(version("{ column = \"b\", format = \"%Y%m%d\" }", "19700102"), std::to_string(kDay));
  EXPECT_EQ(version("\"b\"", "soon"), "version: 'soon' is neither a whole number above 0 nor a time");
  EXPECT_EQ(version("\"b\"", "0"), "version: '0' is neither a whole number above 0 nor a time");
}

TEST(ParseMap, PointsAtKeyAndLine) {
  const auto error = [](const std::string& toml) { return parse_map(toml, "m.toml").status().to_string(); };
  EXPECT_EQ(error("sourc = \"x\"\n"), "m.toml:1: sourc: there is no such key here. Did you mean source?");
  EXPECT_EQ(error("\n[[file]]\n[[file.event]]\ntime = \"t\"\ntouchpiont = \"x\"\n"),
            "m.toml:5: file.event.touchpiont: is no field of an event; other columns go under properties.touchpiont. "
            "Did you mean touchpoint?");
  EXPECT_THAT(error("zone = \"Europe/Amsterdm\"\n[[file]]\n"), HasSubstr("m.toml:1: zone: "));
  EXPECT_THAT(error("country = \"Holland\"\n[[file]]\n"), HasSubstr("m.toml:1: country: is no country"));
  EXPECT_THAT(error("currency = \"euro\"\n[[file]]\n"), HasSubstr("m.toml:1: currency: is no currency"));
  EXPECT_THAT(error("time_format = \"%q\"\n"), HasSubstr("m.toml:1: time_format: "));
  EXPECT_THAT(error("[[file]]\n[[file.event]]\ntouchpoint = \"x\"\n"), HasSubstr("file.event.time: is missing"));
  EXPECT_THAT(error("[[file]]\n[[file.event]]\ntime = { column = \"a\", value = \"b\" }\n"), HasSubstr("m.toml:3: "));
  EXPECT_THAT(error("[[file]]\n[[file.event]]\ntime = { colum = \"a\" }\n"), HasSubstr("Did you mean column?"));
  EXPECT_THAT(error("[[file]]\n[[file.event]]\ntime = \"t\"\nwho.fax = \"x\"\n"),
              HasSubstr("is no kind of identifier"));
  EXPECT_THAT(error("[[file]]\n[[file.event]]\ntime = \"t\"\n[[file.join]]\nfile = \"x\"\non = \"a\"\n"),
              HasSubstr("m.toml:4: file.join.columns: is missing"));
  const Result<Map> accented = parse_map(
      "# é '\nsource = \"\\\\caf\u00e9 \u20ac \U0001F600\"\n[[file]]\n[[file.event]]\ntime = 't'\n", "m.toml");
  ASSERT_TRUE(accented) << accented.status().to_string();
  EXPECT_EQ(accented->source, "\\caf\u00e9 \u20ac \U0001F600");
  EXPECT_THAT(error("# caf\u00e9\nsource = \"caf\u00e9\"\ncaf\u00e9 = 1\n"),
              HasSubstr("m.toml:3: letters outside ASCII"));
  EXPECT_THAT(error("source = \"\xff\"\n"), HasSubstr("m.toml:1: the map is not UTF-8 text"));
  EXPECT_THAT(error("a = \n"), HasSubstr("m.toml:1: "));
  EXPECT_THAT(error(""), HasSubstr("at least one [[file]]"));
  EXPECT_THAT(error("[file]\n"), HasSubstr("two brackets"));
}

TEST(ParseMap, RefusesWhatNestsTooDeeply) {
  const auto error = [](const std::string& toml) { return parse_map(toml, "m.toml").status().to_string(); };
  const auto times = [](size_t count, const std::string& text) {
    std::string all;
    for (size_t i = 0; i < count; ++i) all += text;
    return all;
  };
  for (const size_t count : {size_t{70}, size_t{200'000}}) {
    EXPECT_THAT(error("\n" + times(count, "a.") + "a = 1\n"), HasSubstr("m.toml:2: keys or brackets are nested"));
    EXPECT_THAT(error("\n[" + times(count, "a.") + "a]\n"), HasSubstr("m.toml:2: keys or brackets are nested"));
    EXPECT_THAT(error(times(count, "\"a\" . ") + "a = 1\n"), HasSubstr("keys or brackets are nested"));
    EXPECT_THAT(error("a = " + times(count, "[") + "\n"), HasSubstr("keys or brackets are nested"));
    EXPECT_THAT(error("a = " + times(count, "{a=") + "\n"), HasSubstr("keys or brackets are nested"));
  }
  // Dots and brackets in texts, comments, numbers and side by side are no nesting.
  EXPECT_TRUE(parse_map("# " + times(100, "[.") + "\nsource = \"" + times(100, "{.") + "\"\nnull = [" +
                            times(100, "1.5, ") + "]\n[[file]]\n" +
                            times(100, "[[file.event]]\ntime = { column = 't', optional = true }\n"),
                        "m.toml"));
}

TEST(FilePattern, IgnoresFoldersAndEndings) {
  EXPECT_TRUE(matches_pattern("/x/olist_orders_dataset.csv.gz", "olist_orders*"));
  EXPECT_TRUE(matches_pattern("paths.csv.gz", "paths"));
  EXPECT_TRUE(matches_pattern("paths.csv.gz", "paths.csv"));
  EXPECT_TRUE(matches_pattern("a1b22c", "a?b*c"));
  EXPECT_TRUE(matches_pattern("anything", "*"));
  EXPECT_FALSE(matches_pattern("orders.csv", "olist_orders*"));
  EXPECT_FALSE(matches_pattern("/orders/x.csv", "orders*"));
}

}  // namespace
}  // namespace sojourn
