// Files through the API, by plain values: every word and fault, exports, bodies read again. By sockets: import_sockets_test.
#include "api/import_fixture.h"
#include "api/sent_file.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(Imports, AFileIsTakenAndRead) {
  const HttpReply reply = post("/v1/imports?name=visits.csv", kGood);
  EXPECT_EQ(reply.status, 202) << reply.body;
  const Json taken = Json::parse(reply.body);
  EXPECT_TRUE(taken["id"].is_string());
  EXPECT_EQ(taken["state"], "queued");
  const Json job = ended(taken);
  EXPECT_EQ(job["state"], "done");
  EXPECT_EQ(job["name"], "visits.csv");
  EXPECT_EQ(job["rows"], 2);
  EXPECT_EQ(job["events"], 2);
  EXPECT_EQ(job["bytes_read"], kGood.size());
  EXPECT_TRUE(job["error"].is_null());
  EXPECT_EQ(server_.json("GET", "/v1/imports")["imports"][0]["id"], job["id"]);
  EXPECT_EQ(read("/v1/imports?name=visits.csv", kGood)["repeats"], 2);
  const char* const stored = R"({"sql":"select count(*) from events where source = 'visits'"})";
  EXPECT_EQ(server_.json("POST", "/v1/sql", stored)["rows"], Json::parse(R"([["2"]])"));
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(Imports, RowsAtFaultAreTold) {
  const Json job = read("/v1/imports?name=visits.csv", kGood + "yesterday,c-3,visit\n");
  EXPECT_EQ(job["state"], "done");
  EXPECT_EQ(job["rejected"], 1);
  EXPECT_EQ(job["rejects"][0]["file"], "visits.csv");
  EXPECT_EQ(job["rejects"][0]["line"], 4);
  EXPECT_EQ(job["rejects"][0]["field"], "time");
  const Json strict = read("/v1/imports?name=visits.csv&strict=true", kGood + "yesterday,c-3,visit\n");
  EXPECT_EQ(strict["state"], "failed");
  EXPECT_THAT(strict["error"].get<std::string>(), testing::StartsWith("visits.csv:4: time"));
  EXPECT_EQ(strict["error_code"], "invalid_argument");
  const Json dry = read("/v1/imports?name=other.csv&dry_run=true", kGood);
  EXPECT_EQ(dry["events"], 2);
  EXPECT_EQ(dry["samples"].size(), 2u);
  EXPECT_THAT(server_.ask("GET", "/v1/sources").body, Not(HasSubstr("\"other\"")));
}

TEST_F(Imports, EveryWordAtFaultIsNamed) {
  refused("/v1/imports", kGood, 400, "name", "what the file is called");
  refused("/v1/imports?name=..", kGood, 400, "name");
  refused("/v1/imports?name=a.csv", "", 400, "body", "empty");
  refused("/v1/imports?name=a.csv&map=nobody", kGood, 404, "map", "nobody");
  refused("/v1/imports?name=a.csv&format=qualtrix", kGood, 400, "format", "qualtrics");
  refused("/v1/imports?name=a.csv&format=rows&map=x", kGood, 400, "format", "not by both");
  refused("/v1/imports?name=a.csv&zone=Mars", kGood, 400, "zone", "Mars");
  refused("/v1/imports?name=a.csv&strict=yes", kGood, 400, "strict");
  refused("/v1/imports?name=a.csv&dry_run=1", kGood, 400, "dry_run");
  refused("/v1/imports?name=a.csv&settings=[]", kGood, 400, "settings");
  refused("/v1/imports?name=a.csv&settings=%7B%22a%22:1%7D", kGood, 400, "settings.a");
  refused("/v1/imports?name=a.csv&nmae=b", kGood, 400, "nmae");
  refused("/v1/imports?name=a.csv&country=Holland", kGood, 400, "country");
  refused("/v1/imports?name=a.csv", "when,card\n2026-01-05,17\n", 400, "map", "its columns are: when, card");
  refused("/v1/imports/7/files?name=b.csv", kGood, 404, "id");
  refused("/v1/imports/x/start", "", 404, "id");
  EXPECT_EQ(server_.ask("GET", "/v1/imports/99").status, 404);
  EXPECT_EQ(server_.ask("DELETE", "/v1/imports/99").status, 404);
  EXPECT_THAT(left(), IsEmpty());
  EXPECT_THAT(server_.json("GET", "/v1/imports")["imports"], IsEmpty());
}

TEST_F(Imports, AFormatIsKnownByItsContentOrNamed) {
  const std::string xes =
      R"(<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="7"/>)"
      R"(<event><string key="concept:name" value="visit"/><date key="time:timestamp" value="2026-01-05T10:00:00Z"/></event></trace></log>)";
  const Json job = read("/v1/imports?name=log.xes", xes);
  EXPECT_EQ(job["format"], "xes");
  EXPECT_EQ(job["events"], 1) << job;
  const Json wrong = read("/v1/imports?name=a.csv&format=xes", kGood);
  EXPECT_EQ(wrong["state"], "failed");
  EXPECT_THAT(wrong["error"].get<std::string>(), Not(HasSubstr(server_.company().imports().folder())));
}

TEST_F(Imports, SeveralFilesAreOneImport) {
  const Json job = Json::parse(post("/v1/imports?name=a.csv&format=rows&more=true", kGood).body);
  EXPECT_EQ(job["state"], "open");
  const std::string path = "/v1/imports/" + job["id"].get<std::string>();
  EXPECT_EQ(post(path + "/files?name=b.csv", kGood).status, 200);
  refused(path + "/files?name=b.csv", kGood, 409, "name");
  refused(path + "/files?name=c.csv&as=x", kGood, 400, "as");
  EXPECT_EQ(post(path + "/start", "").status, 202);
  const Json done = ended(job);
  EXPECT_EQ(done["events"], 4);
  EXPECT_EQ(done["sources"].size(), 2u);
  refused(path + "/files?name=d.csv", kGood, 409, "id");
  refused(path + "/start", "", 409, "id");
}

TEST_F(Imports, OneThatWaitsIsStopped) {
  server_.company().gate().close();
  const Json first = Json::parse(post("/v1/imports?name=a.csv", kGood).body);
  const Json second = Json::parse(post("/v1/imports?name=b.csv", kGood).body);
  const Json stopped = server_.json("DELETE", "/v1/imports/" + second["id"].get<std::string>());
  EXPECT_EQ(stopped["state"], "stopped");
  server_.company().gate().open();
  EXPECT_EQ(ended(first)["state"], "done");
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(Imports, AnImportWaitsForADiskThatIsFullAndSaysSo) {
  server_.company().gate().fail();
  const Json job = Json::parse(post("/v1/imports?name=a.csv", kGood).body);
  Json waits = job;
  for (int i = 0; i < 2000 && waits["error"].is_null(); ++i) {
    waits = server_.json("GET", "/v1/imports/" + job["id"].get<std::string>());
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(waits["state"], "queued");
  EXPECT_THAT(waits["error"].dump(), HasSubstr("full"));
  EXPECT_EQ(waits["error_code"], "unavailable");
  server_.company().gate().open();
  EXPECT_EQ(ended(job)["state"], "done");
}

// --- files of the record, and bodies read again

TEST_F(Imports, TheRecordIsExportedAsAFile) {
  const auto text_of = [&](const std::string& wish) {
    const HttpReply reply = post("/v1/export", wish);
    EXPECT_EQ(reply.status, 200) << reply.body;
    if (reply.file == nullptr) return std::string();
    std::string text(reply.file->bytes(), '\0');
    EXPECT_EQ(reply.file->read(0, text.data(), text.size()), text.size());
    EXPECT_THAT(std::string(reply.header("X-Rows")), Not(IsEmpty()));
    return text;
  };
  EXPECT_THAT(text_of(R"({"format":"csv"})"), HasSubstr("anna"));
  EXPECT_EQ(text_of(R"({"format":"csv","query":"select count(*) n from events"})"), "n\n7\n");
  EXPECT_EQ(text_of(R"({"format":"parquet"})").substr(0, 4), "PAR1");
  EXPECT_THAT(text_of(R"({"format":"xes","gap":"none"})"), HasSubstr("<trace>"));
  EXPECT_THAT(text_of(R"({"format":"ocel"})"), HasSubstr("\"objects\""));
  EXPECT_THAT(text_of(R"({"format":"ocel.xml"})"), HasSubstr("<objects>"));
  EXPECT_THAT(text_of(R"({"format":"ocel.sqlite"})"), testing::StartsWith("SQLite format 3"));
  refused("/v1/export", R"({"format":"doc"})", 400, "format");
  refused("/v1/export", R"({"format":"xes","query":"select 1"})", 400, "query");
  refused("/v1/export", R"({"format":"csv","gap":"1d"})", 400, "gap");
  EXPECT_EQ(post("/v1/export", R"({"format":"csv","query":"drop table event"})").status, 400);
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(Imports, BodiesAreReadAgain) {
  const std::string token = server_.company().add_source("contacts", "amazon-connect");
  EXPECT_EQ(post("/hooks/" + token, "[1]").status, 202);
  const Json report = server_.json("POST", "/v1/replay", R"({"source":"contacts","failed_only":true})");
  EXPECT_EQ(report["bodies"], 1) << report;
  EXPECT_EQ(report["failed"], 1);
  EXPECT_EQ(report["faults"][0]["source"], "contacts");
  EXPECT_EQ(server_.json("POST", "/v1/replay")["bodies"], 1);
  refused("/v1/replay", R"({"source":"nobody"})", 404, "", "nobody");
  refused("/v1/replay", R"({"failed_only":1})", 400, "failed_only");
}

}  // namespace
}  // namespace sojourn
