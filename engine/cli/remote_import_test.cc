// Method: as record_desk_test: the folder is held, and what the commands ask of the server is compared with what they
// should ask. That a real server answers so, api_test shows; that both ways report alike, tests/end_to_end/terminal.test.mjs.
#include "cli/remote_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "base/disk.h"
#include "cli/commands.h"
#include "cli/held_folder_fixture.h"
#include "intake/import_job.h"

namespace sojourn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class HeldImport : public HeldFolder {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder.path() + "/" + name, std::ios::binary) << text;
    return folder.path() + "/" + name;
  }
  static std::string job(ImportState state, const Status& error = {}) {
    ImportJob job;
    job.id = 7;
    job.name = "a.csv";
    job.state = state;
    job.error = error;
    SourceReport& source = job.report.sources.emplace_back();
    source.source = "visits";
    source.counts.rows = 3;
    source.counts.events = 2;
    source.counts.rejected = 1;
    source.rejects.push_back({"a.csv", 4, "time", "is needed", ""});
    return import_job_text(job, false);
  }
  ImportWords words(std::vector<std::string> files) const {
    ImportWords words;
    words.files = std::move(files);
    return words;
  }
  const std::string rows = "time,customer\n2026-01-05,1\n";
};

TEST_F(HeldImport, OneFileIsSentAndItsReportIsTheUsual) {
  PreparedServer server(
      {{"POST /v1/imports?name=a%2Ecsv&format=rows&source=web%20shop&zone=Europe%2FBerlin&strict=true",
        job(ImportState::kQueued)},
       {"GET /v1/imports/7", job(ImportState::kDone)},
       {"GET /v1/sources/web%20shop", R"({"source":"web shop","format":"tracking","zone":"UTC"})"}});
  hold(server);
  ImportWords wish = words({write("a.csv", rows)});
  wish.source = "web shop";
  wish.zone = "Europe/Berlin";
  wish.strict = true;
  const std::string out = said([&] { return run_import(data, wish); });
  EXPECT_THAT(out, HasSubstr("visits: 3 rows, 2 new events, 1 refused\n  a.csv:4 time: is needed\n"));
  EXPECT_THAT(out, HasSubstr("sojourn rejects"));
  EXPECT_EQ(server.stop().size(), 3u);
  EXPECT_EQ(server.body(1), rows);
}

TEST_F(HeldImport, FilesOfOneMapGoTogether) {
  PreparedServer server({{"POST /v1/imports?name=a%2Ecsv&more=true", job(ImportState::kOpen)},
                         {"POST /v1/imports/7/files?name=b%2Ecsv&as=file", job(ImportState::kOpen)},
                         {"POST /v1/imports/7/files?name=shop%2Etoml&as=map", job(ImportState::kOpen)},
                         {"POST /v1/imports/7/start", job(ImportState::kQueued)},
                         {"GET /v1/imports/7", job(ImportState::kDone)}});
  hold(server);
  ImportWords wish = words({write("a.csv", rows), write("b.csv", rows)});
  wish.map = write("shop.toml", "source = \"shop\"\n[[file]]\nname = \"*\"\n[[file.event]]\ntime = \"time\"\n");
  said([&] { return run_import(data, wish); });
  EXPECT_THAT(server.stop(), ElementsAre(HasSubstr("more=true"), HasSubstr("b%2Ecsv"), HasSubstr("shop%2Etoml"),
                                         HasSubstr("start"), HasSubstr("GET")));
}

TEST_F(HeldImport, ASavedMapIsNamed) {
  PreparedServer server(
      {{"GET /v1/maps/till", "source = \"till\"\n[[file]]\nname = \"*\"\n[[file.event]]\ntime = \"time\"\n"},
       {"POST /v1/imports?name=a%2Ecsv&map=till", job(ImportState::kQueued)},
       {"GET /v1/imports/7", job(ImportState::kDone)}});
  hold(server);
  ImportWords wish = words({write("a.csv", rows)});
  wish.map = "till";
  said([&] { return run_import(data, wish); });
  EXPECT_EQ(server.stop().size(), 3u);
}

TEST_F(HeldImport, WhatFailsOrIsStoppedSaysWhy) {
  PreparedServer server({{"POST /v1/imports?name=a%2Ecsv&format=rows", job(ImportState::kQueued)},
                         {"GET /v1/imports/7", job(ImportState::kFailed, Status::unavailable("the disk is full"))}});
  hold(server);
  const Status failed = run_import(data, words({write("a.csv", rows)}));
  EXPECT_EQ(failed.code(), StatusCode::kUnavailable);
  EXPECT_THAT(failed.message(), HasSubstr("the disk is full"));
  PreparedServer stopping({{"POST /v1/imports?name=a%2Ecsv&format=rows", job(ImportState::kQueued)},
                           {"GET /v1/imports/7", job(ImportState::kStopped)}});
  hold(stopping);
  EXPECT_THAT(run_import(data, words({folder.path() + "/a.csv"})).message(), HasSubstr("was stopped"));
  PreparedServer leaving({{"POST /v1/imports?name=a%2Ecsv&format=rows", job(ImportState::kQueued)},
                          {"GET /v1/imports/7", job(ImportState::kStopped, Status::conflict("no other files came"))}});
  hold(leaving);
  EXPECT_THAT(run_import(data, words({folder.path() + "/a.csv"})).message(), HasSubstr("(no other files came)"));
  PreparedServer refusing({});
  hold(refusing);
  EXPECT_EQ(run_import(data, words({folder.path() + "/a.csv"})).code(), StatusCode::kNotFound);
}

TEST_F(HeldImport, AServerThatIsBusyIsAskedAgainAndItsFaultsAreItsOwnWords) {
  PreparedServer server({{"POST /v1/imports?name=a%2Ecsv&format=rows", job(ImportState::kQueued)},
                         {"GET /v1/imports/7", job(ImportState::kDone)}});
  server.once("GET /v1/imports/7", "HTTP/1.1 503 busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
  hold(server);
  EXPECT_THAT(said([&] { return run_import(data, words({write("a.csv", rows)})); }), HasSubstr("2 new events"));
  PreparedServer failing({{"POST /v1/imports?name=a%2Ecsv&format=rows", job(ImportState::kQueued)}});
  failing.once("GET /v1/imports/7", "HTTP/1.1 500 x\r\nContent-Length: 24\r\n\r\n{\"detail\":\"report this\"}");
  hold(failing);
  EXPECT_EQ(run_import(data, words({folder.path() + "/a.csv"})).message(), "report this");
  PreparedServer leaving({{"POST /v1/imports?name=a%2Ecsv&format=rows", job(ImportState::kQueued)}});
  leaving.once("GET /v1/imports/7", "nothing of HTTP\r\n\r\n");
  hold(leaving);
  EXPECT_THAT(run_import(data, words({folder.path() + "/a.csv"})).message(), HasSubstr("the server is gone"));
}

TEST_F(HeldImport, CtrlCTellsTheServerThatNoMoreFilesCome) {
  const std::string second = "POST /v1/imports/7/files?name=b%2Ecsv&as=file";
  PreparedServer server({{"POST /v1/imports?name=a%2Ecsv&more=true", job(ImportState::kOpen)},
                         {second, job(ImportState::kOpen)},
                         {"POST /v1/imports/7/files?name=shop%2Etoml&as=map", job(ImportState::kOpen)},
                         {"DELETE /v1/imports/7", job(ImportState::kStopped)}});
  server.once(second, "", [] { ::kill(::getpid(), SIGINT); });
  hold(server);
  ImportWords wish = words({write("a.csv", rows), write("b.csv", rows)});
  wish.map = write("shop.toml", "source = \"shop\"\n[[file]]\nname = \"*\"\n[[file.event]]\ntime = \"time\"\n");
  EXPECT_EQ(run_import(data, wish).code(), StatusCode::kCancelled);
  const std::vector<std::string> asked = server.stop();
  EXPECT_EQ(asked.back(), "DELETE /v1/imports/7");
  EXPECT_THAT(asked, testing::Not(testing::Contains(HasSubstr("start"))));
}

TEST_F(HeldImport, WhatCannotBeSentIsSaidBefore) {
  PreparedServer server({});
  hold(server);
  std::filesystem::create_directories(folder.path() + "/other");
  ImportWords twice = words({write("a.csv", rows), write("other/a.csv", rows)});
  EXPECT_THAT(run_import(data, twice).message(), HasSubstr("two files are called a.csv"));
  EXPECT_EQ(run_import(data, words({folder.path() + "/gone.csv"})).code(), StatusCode::kNotFound);
  ImportWords setting = words({folder.path() + "/a.csv"});
  setting.set = {"nothing"};
  EXPECT_EQ(run_import(data, setting).where(), "set");
  EXPECT_THAT(server.stop(), IsEmpty());
}

TEST_F(HeldImport, ADryRunReadsHere) {
  const std::map<std::string, std::string> replies{
      {"GET /v1/sources/a", R"({"source":"a","format":"tracking","zone":"Europe/Berlin"})"}};
  PreparedServer server(replies);
  hold(server);
  ImportWords dry = words({write("a.csv", "time,customer\n2026-07-01 12:00,c-1\n")});
  dry.dry_run = true;
  const std::string seen = said([&] { return run_import(data, dry); });
  EXPECT_THAT(seen, HasSubstr("Nothing was stored"));
  EXPECT_THAT(seen, HasSubstr("12:00:00+02:00")) << "as the server has the source";
  EXPECT_THAT(server.stop(), ElementsAre("GET /v1/sources/a"));
}

TEST_F(HeldImport, ExportsAndReplaysAreAskedOfTheServer) {
  PreparedServer server({{"POST /v1/export", "n\n1\n2\n3\n"},
                         {"POST /v1/replay", R"({"bodies":4,"mended":1,"failed":1,"stored":2,"repeats":3,"rejected":0,)"
                                             R"("faults":[{"body":9,"source":"desk","reason":"is no JSON"}]})"}});
  hold(server);
  const std::string file = folder.path() + "/out.csv";
  EXPECT_THAT(said([&] { return run_export(data, file, "select 1"); }), HasSubstr("3 rows written"));
  EXPECT_EQ(*read_file(file), "n\n1\n2\n3\n");
  EXPECT_EQ(run_export(data, file, "").code(), StatusCode::kConflict);
  EXPECT_EQ(run_export(data, folder.path() + "/out.doc", "").code(), StatusCode::kInvalidArgument);
  said([&] { return run_log_export(data, folder.path() + "/log.xes", "xes", "7d"); });
  const std::string replayed = said([&] { return run_replay(data, "desk", true); });
  EXPECT_THAT(replayed, HasSubstr("4 bodies read: 2 events new or mended, 3 as they were"));
  EXPECT_THAT(replayed, HasSubstr("body 9 of desk: is no JSON"));
  server.stop();
  EXPECT_EQ(server.body(0), R"({"format":"csv","query":"select 1"})");
  EXPECT_EQ(server.body(1), R"({"format":"xes","gap":"7d"})");
  EXPECT_EQ(server.body(2), R"({"source":"desk","failed_only":true})");
}

TEST_F(HeldImport, AnExportThatIsRefusedLeavesNothing) {
  PreparedServer server({});
  hold(server);
  EXPECT_EQ(run_export(data, folder.path() + "/out.csv", "").code(), StatusCode::kNotFound);
  EXPECT_THAT(*list_folder(folder.path()), ElementsAre("data"));
}

TEST_F(HeldImport, SavedMapsAreAskedOfTheServer) {
  PreparedServer server(
      {{"GET /v1/maps", R"({"maps":[{"name":"till","source":"shop","changed_at":"2026-01-05T10:00:00Z"}]})"},
       {"GET /v1/maps/till", "source = \"shop\"\n"},
       {"PUT /v1/maps/shop", "{}"},
       {"DELETE /v1/maps/till", "{}"}});
  hold(server);
  EXPECT_THAT(said([&] { return run_map_list(data, Output::kCsv); }), HasSubstr("till,shop,2026-01-05T10:00:00"));
  EXPECT_THAT(said([&] { return run_map_show(data, "till"); }), HasSubstr("source = \"shop\""));
  const std::string file =
      write("shop.toml", "source = \"shop\"\n[[file]]\nname = \"*\"\n[[file.event]]\ntime = \"time\"\n");
  EXPECT_THAT(said([&] { return run_map_save(data, file, ""); }), HasSubstr("map shop saved"));
  EXPECT_THAT(said([&] { return run_map_remove(data, "till"); }), HasSubstr("removed"));
  EXPECT_EQ(server.stop().size(), 4u);
}

}  // namespace
}  // namespace sojourn
