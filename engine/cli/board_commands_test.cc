// Boards and segments from the terminal: in a data folder, and put to the server that holds one; answers into files.
#include <gmock/gmock.h>

#include <fstream>
#include <functional>

#include "base/disk.h"
#include "boards/homes.h"
#include "cli/commands.h"
#include "cli/held_folder_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string said(const std::function<Status()>& command) {
  testing::internal::CaptureStdout();
  const Status status = command();
  EXPECT_TRUE(status.ok()) << status.to_string();
  return testing::internal::GetCapturedStdout();
}

class BoardCommands : public testing::Test {
 protected:
  BoardCommands() {
    const std::unique_ptr<Store> store = open_store(data);
    BatchMaker maker;
    maker.add("1", now() - kHour, {{IdentifierKind::kId, "anna"}}, "purchase");
    maker.add("2", now() - kHour, {{IdentifierKind::kId, "bert"}}, "visit");
    append(*store, maker);
  }
  std::string path(const std::string& name) const { return folder.path() + "/" + name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }

  TemporaryFolder folder;
  const std::string data = folder.path() + "/data";
};

constexpr const char* kTile = "[[tiles]]\nx = 0\ny = 0\nw = 4\nh = 3\n[tiles.question]\nmeasure = \"volume\"\n";

TEST_F(BoardCommands, BoardsGoInAndOut) {
  write("Care.toml", std::string("title = \"Care\"\n") + kTile);
  EXPECT_EQ(said([&] { return run_board_import(data, {path("Care.toml")}); }),
            "board \"care\" is there: 1 tile, version 1\n");
  EXPECT_THAT(said([&] { return run_board_list(data, Output::kTable); }), HasSubstr("built in"));
  EXPECT_THAT(said([&] { return run_board_show(data, "care", Output::kTable); }), HasSubstr("sojourn ask volume"));
  EXPECT_THAT(said([&] { return run_board_show(data, "care", Output::kJson); }), HasSubstr("\"version\": 1"));
  said([&] { return run_board_export(data, "care", path("out.json")); });
  EXPECT_EQ(run_board_export(data, "care", path("out.json")).code(), StatusCode::kConflict);
  EXPECT_EQ(said([&] { return run_board_import(data, {path("out.json")}); }),
            "board \"care\" is set anew: 1 tile, version 2\n");
  EXPECT_THAT(said([&] { return run_board_export(data, "service", ""); }), HasSubstr("home = \"service\""));
  EXPECT_THAT(said([&] { return run_board_homes(Output::kCsv); }), HasSubstr("executive,"));
  said([&] { return run_board_remove(data, "care"); });
  EXPECT_EQ(run_board_remove(data, "care").code(), StatusCode::kNotFound);
}

TEST_F(BoardCommands, AFaultNamesFileAndLineAndNothingIsKept) {
  write("good.toml", kTile);
  write("bad.toml", std::string("period = \"30d\"\n") + kTile + "form = 1\n");
  const Status fault = run_board_import(data, {path("good.toml"), path("bad.toml")});
  EXPECT_EQ(fault.where(), path("bad.toml") + ":9: tiles[0].question.form");
  EXPECT_THAT(said([&] { return run_board_list(data, Output::kTable); }), Not(HasSubstr("good")));
  write("home.toml", std::string("name = \"service\"\n") + kTile);
  EXPECT_EQ(run_board_import(data, {path("home.toml")}).code(), StatusCode::kConflict);
}

TEST_F(BoardCommands, SegmentsStandInQuestions) {
  EXPECT_THAT(said([&] {
                return run_segment_set(data, {"buyers", "did(\"purchase\")", "Buyers", ""});
              }),
              HasSubstr("segment(\"buyers\") stands for"));
  EXPECT_THAT(said([&] { return run_segment_list(data, Output::kTable); }), HasSubstr("Buyers"));
  EXPECT_EQ(run_segment_set(data, {"wrong", "channl = 1", "", ""}).where(), "where: column 1");
  AskWords ask;
  ask.question.measure = "volume";
  ask.question.where = "segment(\"buyers\")";
  ask.format = Output::kCsv;
  EXPECT_EQ(said([&] { return run_ask(data, ask); }), "value,n,customers\r\n1,1,1\r\n");
  write("care.toml", "where = 'segment(\"buyers\")'\n");
  said([&] { return run_board_import(data, {path("care.toml")}); });
  EXPECT_THAT(run_segment_remove(data, "buyers").message(), HasSubstr("board \"care\""));
  said([&] { return run_board_remove(data, "care"); });
  said([&] { return run_segment_remove(data, "buyers"); });
}

TEST_F(BoardCommands, AnAnswerGoesIntoAFile) {
  AskWords ask;
  ask.question.measure = "volume";
  ask.format = Output::kXlsx;
  EXPECT_EQ(run_ask(data, ask).where(), "--output");
  ask.output = path("volume.xlsx");
  said([&] { return run_ask(data, ask); });
  EXPECT_EQ(read_file(ask.output).value().substr(0, 2), "PK");
  EXPECT_EQ(run_ask(data, ask).code(), StatusCode::kConflict);
}

TEST_F(HeldFolder, BoardsAskTheServer) {
  const std::string board = R"({"name":"care","title":"Care","tiles":[],"version":3})";
  PreparedServer server({{"GET /v1/boards", R"({"boards":[{"name":"care","title":"Care","tiles":7,"version":3}]})"},
                         {"GET /v1/boards/care", board},
                         {"PUT /v1/boards/care", board},
                         {"DELETE /v1/boards/care", board},
                         {"GET /v1/segments", R"({"segments":[{"name":"a","where":"true","used_by":["board b"]}]})"},
                         {"PUT /v1/segments/a", R"({"name":"a"})"},
                         {"DELETE /v1/segments/a", R"({"removed":"a"})"}});
  hold(server);
  EXPECT_THAT(said([&] { return run_board_list(data, Output::kCsv); }), HasSubstr("care,Care,,90d,7,,"));
  said([&] { return run_board_export(data, "care", folder.path() + "/care.toml"); });
  EXPECT_EQ(said([&] { return run_board_import(data, {folder.path() + "/care.toml"}); }),
            "board \"care\" is set anew: 0 tiles, version 3\n");
  said([&] { return run_board_remove(data, "care"); });
  EXPECT_THAT(said([&] { return run_segment_list(data, Output::kCsv); }), HasSubstr("a,,true,board b"));
  said([&] { return run_segment_set(data, {"a", "true", "", ""}); });
  said([&] { return run_segment_remove(data, "a"); });
  server.stop();
  EXPECT_THAT(server.body(2), HasSubstr("\"title\":\"Care\""));
}

}  // namespace
}  // namespace sojourn
