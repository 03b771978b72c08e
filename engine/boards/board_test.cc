// Boards as values: read and written both ways, refused with the tile, the field and the line named.
#include "boards/board.h"

#include <gmock/gmock.h>

#include "boards/board_answers.h"
#include "boards/board_book.h"
#include "boards/board_period.h"
#include "boards/definition_toml.h"
#include "boards/homes.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kBoard =
    R"json({"name":"care","title":"Care","about":"How we care.\n\nTwo \"words\".","home":"service",
"where":"department = \"North\"","period":"30d","over":"week","roles":["manager","viewer"],"tiles":[
{"id":"t1","kind":"measure","title":"","x":0,"y":0,"w":4,"h":3,"drawing":"line","compare":"year","target":50,
 "question":{"measure":"nps","by":["channel"],"parameters":{"count":"all"},"zone":"Europe/Amsterdam"}},
{"id":"t2","kind":"text","x":4,"y":0,"w":8,"h":3,"text":"# Привет\n\n- **bold**, [words](https://example.com)"},
{"id":"t3","x":0,"y":3,"w":12,"h":4,"question":{"measure":"funnel","from":"2026-01-01",
 "parameters":{"step":["touchpoint = \"visit\"","touchpoint = \"purchase\""]}}}]})json";

std::string fault(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  const Result<Board> board = parse_board_json(text);
  return board ? check_board_questions(*board, nullptr).to_string() : board.error().to_string();
}
std::string fault(const std::string& from, const std::string& to) { return fault(kBoard, from, to); }

TEST(BoardText, ReadsBackAsTheSame) {
  const Board board = parse_board_json(kBoard).value();
  ASSERT_EQ(board.tiles.size(), 3u);
  EXPECT_EQ(board.tiles[2].question.zone, "");
  EXPECT_EQ(board.tiles[0].question.zone, "Europe/Amsterdam");
  EXPECT_EQ(parse_board(board_json(board)).value(), board);
  EXPECT_EQ(board_json(parse_board(board_json(board)).value()).dump(), board_json(board).dump());
  const std::string toml = board_toml(board);
  EXPECT_EQ(parse_board_toml(toml, "care.toml").value(), board) << toml;
  EXPECT_EQ(board_toml(parse_board_toml(toml, "care.toml").value()), toml);
  EXPECT_TRUE(check_board_questions(board, nullptr).ok()) << check_board_questions(board, nullptr).to_string();
}

TEST(BoardText, WhatTheServerSaysIsNoPartOfTheDefinition) {
  Board board = parse_board_json(kBoard).value();
  board.version = 7;
  board.owner = "anna";
  board.changed_at = 1'767'225'600 * kSecond;
  board.changed_by = "bert";
  const Board again = parse_board(board_json(board)).value();
  EXPECT_EQ(again, board);
  EXPECT_THAT(board_toml(board), Not(HasSubstr("anna")));
  EXPECT_TRUE(same_definition(parse_board_toml(board_toml(board), "a").value(), board));
}

TEST(BoardText, FaultsNameTheirPlace) {
  EXPECT_EQ(fault(R"("name":"care")", R"("name":"Care")"),
            "name: 1 to 64 small letters, digits, - and _ were expected");
}

TEST(BoardText, EveryLimitIsNamed) {
  EXPECT_THAT(fault(R"("title":"Care")", R"("titel":"Care")"), HasSubstr("titel: there is no such key here. Did you"));
  EXPECT_THAT(fault(R"("period":"30d")", R"("period":"31d")"), HasSubstr("period: one of 7d, 30d, 90d"));
  EXPECT_THAT(fault(R"("home":"service")", R"("home":"servise")"), HasSubstr("home: one of executive"));
  EXPECT_THAT(fault(R"(["manager","viewer"])", R"(["manager","boss"])"), HasSubstr("roles[1]: one of owner"));
  EXPECT_EQ(fault(R"("x":4,"y":0,"w":8)", R"("x":4,"y":0,"w":9)"),
            "tiles[1].w: tile \"t2\" does not fit: x + w is 13, and a board has 12 columns");
  EXPECT_EQ(fault(R"("x":4,"y":0,"w":8)", R"("x":3,"y":0,"w":8)"), "tiles[1]: tile \"t2\" overlaps tile \"t1\"");
  EXPECT_EQ(fault(R"("h":3,"drawing")", R"("h":13,"drawing")"), "tiles[0].h: a whole number from 1 to 12 was expected");
  EXPECT_EQ(fault(R"("y":3,)", ""), "tiles[2].y: is missing");
  EXPECT_EQ(fault(R"("id":"t2")", R"("id":"t1")"), "tiles[1].id: another tile has the id \"t1\" already");
  EXPECT_THAT(fault(R"("drawing":"line")", R"("drawing":"pie")"), HasSubstr("tiles[0].drawing: one of auto"));
  EXPECT_THAT(fault(R"("id":"t3",)", R"("id":"t3","compare":"year",)"),
              HasSubstr("tiles[2].compare: tile \"t3\" has a"));
  EXPECT_EQ(fault(R"(# Привет)", std::string(10'001, 'a')), "tiles[1].text: is longer than 10000 characters");
  EXPECT_THAT(fault("]}}}]}", "]}}}]"), HasSubstr("this is no JSON"));
}

TEST(BoardText, QuestionsAreCheckedAgainstTheCatalogue) {
  EXPECT_THAT(fault(R"("measure":"nps")", R"("measure":"npss")"),
              HasSubstr("tiles[0].question.measure: tile \"t1\": there is no measure"));
  EXPECT_THAT(fault(R"("count":"all")", R"("count":"some")"), HasSubstr("tiles[0].question.count: tile \"t1\": "));
  EXPECT_THAT(fault(R"("by":["channel"])", R"("by":["chanel"])"),
              HasSubstr("tiles[0].question.by: tile \"t1\": there is no field \"chanel\""));
  EXPECT_THAT(fault(R"("by":["channel"])", R"("where":"channl = 1")"),
              HasSubstr("tiles[0].question.where: column 1: tile \"t1\": there is no field"));
  EXPECT_THAT(fault(R"(\"visit\"")", R"(\"visit\" or")"), HasSubstr("tiles[2].question.step: column"));
  EXPECT_THAT(fault(R"("measure":"nps",)", R"("measure":"nps","form":"a",)"),
              HasSubstr("tiles[0].question.form: tile"));
  EXPECT_THAT(fault(R"(department = \"North\")", R"(departmnt = \"North\")"),
              HasSubstr("where: column 1: there is no"));
}

TEST(BoardText, TomlFaultsNameTheLine) {
  const auto toml = [](const std::string& text) {
    const Result<Board> board = parse_board_toml(text, "care.toml");
    return board ? "" : board.error().to_string();
  };
  const std::string tile = "[[tiles]]\nid = \"a\"\nx = 0\ny = 0\nw = 4\nh = 3\n[tiles.question]\nmeasure = \"nps\"\n";
  EXPECT_EQ(toml("name = \"care\"\n" + tile), "");
  EXPECT_THAT(toml("name = \"care\"\nperiod = \"1d\"\n" + tile), HasSubstr("care.toml:2: period: one of 7d"));
  EXPECT_THAT(toml("name = \"care\"\n" + tile + "\n\n" + tile), HasSubstr("care.toml:13: tiles[1].id: another tile"));
  EXPECT_THAT(toml("name = \"care\"\n" + tile + "form = 1\n"), HasSubstr("care.toml:10: tiles[0].question.form: tile"));
  EXPECT_THAT(toml("name = care\n"), HasSubstr("care.toml:1"));
  EXPECT_EQ(toml(tile), "care.toml:1: name: 1 to 64 small letters, digits, - and _ were expected");
}

TEST(BoardText, TomlOfManyAndLongPlacesTakesLittleMemory) {
  constexpr size_t kLong = 50'000;
  std::string ones;
  for (size_t i = 0; i < kLong; ++i) ones += "1,";
  const std::string text = '"' + std::string(kLong, 'k') + "\" = [" + ones + "]\na = [" + ones + "]\n";
  const auto definition = boards::parse_definition_toml(text, "wide.toml", "a board", kBoardBytesMax);
  ASSERT_TRUE(definition) << definition.error().to_string();
  EXPECT_EQ(definition->json["a"].size(), kLong);
  size_t bytes = 0;
  for (const auto& [place, line] : definition->lines) bytes += place.size();
  EXPECT_LT(bytes, size_t{2} << 20);
  EXPECT_THAT(definition->located(Status::invalid("no", "a[49999]")).to_string(), HasSubstr("wide.toml:2"));
}

TEST(BoardHomes, AreFiveWithoutFault) {
  std::vector<std::string> names;
  for (const auto& each : built_in_homes()) {
    names.push_back(each->name);
    const Status status = check_board_questions(*each, nullptr);
    EXPECT_TRUE(status.ok()) << each->name << ": " << status.to_string();
    EXPECT_TRUE(each->built_in);
    EXPECT_EQ(parse_board_toml(board_toml(*each), each->name).value().tiles, each->tiles);
    // No hole between the rows of tiles, and each row as wide as the board.
    int cells = 0;
    int rows = 0;
    for (const Tile& tile : each->tiles) {
      cells += tile.w * tile.h;
      rows = std::max(rows, tile.y + tile.h);
    }
    EXPECT_EQ(cells, rows * kBoardColumns) << each->name;
  }
  EXPECT_THAT(names, ElementsAre("agent", "analyst", "executive", "marketing", "service"));
}

TEST(BoardPeriods, CountBackFromTheNewestDayInItsZone) {
  const Micros newest = parse_time("2026-03-31T23:30:00Z", Zone()).value().utc;
  const auto spans = [&](const char* name, const char* zone, const char* compare) {
    const BoardPeriod period = find_board_period(name).value();
    const Zone in = Zone::find(zone).value();
    const auto before = compared_span(period, newest, in, compare);
    return span_of(period, newest, in).from + "; " + (before ? before->from + " to " + before->to : "none");
  };
  EXPECT_EQ(spans("7d", "UTC", "before"), "2026-03-25; 2026-03-18 to 2026-03-25");
  EXPECT_EQ(spans("30d", "Europe/Amsterdam", "before"), "2026-03-03; 2026-02-01 to 2026-03-03");
  EXPECT_EQ(spans("90d", "UTC", "year"), "2026-01-01; 2025-01-01 to 2025-04-01");
  EXPECT_EQ(spans("12m", "UTC", ""), "2025-03-01; none");
  EXPECT_EQ(spans("12m", "UTC", "before"), "2025-03-01; 2024-02-01 to 2025-03-01");
  EXPECT_EQ(spans("24m", "UTC", "year"), "2024-03-01; 2023-03-01 to 2025-04-01");
  EXPECT_EQ(spans("all", "UTC", "year"), "; none");
}

TEST(BoardQuestions, JoinFiltersAndTakeThePeriod) {
  Board board = parse_board_json(kBoard).value();
  const Micros newest = parse_time("2026-03-31T12:00:00Z", Zone()).value().utc;
  const BoardReading reading{"", "channel = \"web\" or channel = \"app\"", "agent = \"x\"", "Europe/Berlin"};
  const auto asked = board_questions(board, reading, newest, nullptr).value();
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].question.where,
            "((department = \"North\") and (channel = \"web\" or channel = \"app\")) and (agent = \"x\")");
  EXPECT_EQ(asked[0].question.from, "2026-03-02");
  EXPECT_EQ(asked[0].question.zone, "Europe/Amsterdam");
  EXPECT_EQ(asked[0].question.over, Period::kWeek);
  EXPECT_EQ(asked[0].compared->from, "2025-03-02");
  EXPECT_EQ(asked[0].compared->to, "2025-04-01");
  EXPECT_EQ(asked[1].question.from, "2026-01-01");
  EXPECT_EQ(asked[1].question.zone, "Europe/Berlin");
  EXPECT_FALSE(asked[1].question.over);
  EXPECT_EQ(board_questions(board, {"1d", "", "", ""}, newest, nullptr).error().where(), "period");
  EXPECT_EQ(board_questions(board, {"", "", "", "Mars"}, newest, nullptr).error().where(), "zone");
  EXPECT_EQ(board_questions(board, {"", "channl = 1", "", ""}, newest, nullptr).error().where(), "where: column 1");
}

// A filter that closes a bracket of ours would show what is not to be seen.
TEST(BoardQuestions, NoFilterGetsOutOfItsBrackets) {
  Board board = parse_board_json(kBoard).value();
  for (const char* where : {"amount > 1) or (amount < 1", "amount > 1) or true or (true", "\"", "segment(\"x\")"}) {
    EXPECT_FALSE(board_questions(board, {"", where, "agent = \"x\"", ""}, 0, nullptr)) << where;
    Board other = board;
    other.tiles[0].question.where = where;
    const auto asked = board_questions(other, {"", "", "agent = \"x\"", ""}, 0, nullptr).value();
    EXPECT_FALSE(asked[0].fault.ok()) << where;
    EXPECT_TRUE(asked[1].fault.ok());
  }
}

TEST(Boards, AreKeptWithTheirVersions) {
  TemporaryFolder folder;
  Board board = parse_board_json(kBoard).value();
  {
    const auto store = open_store(folder.path());
    const auto book = BoardBook::open(*store).value();
    EXPECT_EQ(book->list().size(), 5u);
    EXPECT_EQ(book->home("service").value()->name, "service");
    EXPECT_EQ(book->put(board, {true, std::nullopt}, "anna").value()->version, 1);
    EXPECT_EQ(book->put(board, {true, std::nullopt}, "anna").error().where(), "If-None-Match");
    EXPECT_EQ(book->home("service").value()->name, "care");
    board.title = "Better";
    EXPECT_EQ(book->put(board, {false, 1}, "bert").value()->version, 2);
    const Status late = book->put(board, {false, 1}, "bert").error();
    EXPECT_EQ(late.code(), StatusCode::kConflict);
    EXPECT_THAT(late.message(), HasSubstr("it has version 2, and the change was made to version 1"));
    EXPECT_THAT(late.message(), HasSubstr("meanwhile by bert, at 2"));
    Board other = board;
    other.name = "other";
    EXPECT_EQ(book->put(other, {}, "").error().where(), "home");
    other.name = "executive";
    EXPECT_EQ(book->put(other, {}, "").error().where(), "name");
    EXPECT_EQ(book->remove("executive", {}).code(), StatusCode::kConflict);
    EXPECT_EQ(book->remove("care", {false, 1}).code(), StatusCode::kConflict);
    EXPECT_THAT(book->find("cares").error().message(), HasSubstr("Did you mean care?"));
  }
  const auto store = open_store(folder.path());
  const auto book = BoardBook::open(*store).value();
  const auto kept = book->find("care").value();
  EXPECT_EQ(kept->title, "Better");
  EXPECT_EQ(kept->owner, "anna");
  EXPECT_EQ(kept->version, 2);
  EXPECT_GT(kept->changed_at, 0);
  EXPECT_EQ(kept->changed_by, "bert");
  EXPECT_TRUE(book->remove("care", {false, 2}).ok());
  EXPECT_FALSE(book->find("care"));
  EXPECT_EQ(book->home("service").value()->name, "service");
}

}  // namespace
}  // namespace sojourn
