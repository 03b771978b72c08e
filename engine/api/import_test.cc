// Files through the API: by plain values for every word and fault, and by sockets for what comes piece by piece.
#include <gmock/gmock.h>

#include <filesystem>
#include <thread>

#include "api/sent_file.h"
#include "api/server_fixture.h"
#include "base/disk.h"
#include "intake/map_book.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kGood =
    "time,customer,touchpoint\n"
    "2026-02-05T10:00:00Z,c-1,purchase\n"
    "2026-02-06T10:00:00Z,c-2,visit\n";
const std::string kMap =
    "source = \"till\"\n\n[[file]]\nname = \"*\"\n\n[[file.event]]\ntime = \"when\"\nwho.id = \"card\"\n";

class Imports : public testing::Test {
 protected:
  HttpReply post(const std::string& target, const std::string& body) { return server_.ask("POST", target, body); }
  Json ended(const Json& job) {
    const std::string id = job["id"].get<std::string>();
    for (int i = 0; i < 2000; ++i) {
      Json now = server_.json("GET", "/v1/imports/" + id);
      if (now["ended_at"].is_string()) return now;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ADD_FAILURE() << "the import does not end";
    return {};
  }
  Json read(const std::string& target, const std::string& body) {
    const HttpReply reply = post(target, body);
    EXPECT_EQ(reply.status, 202) << reply.body;
    return reply.status == 202 ? ended(Json::parse(reply.body)) : Json();
  }
  void refused(const std::string& target, const std::string& body, int status, const std::string& where,
               const std::string& says = "") {
    const HttpReply reply = post(target, body);
    EXPECT_EQ(reply.status, status) << target << " " << reply.body;
    const Json problem = Json::parse(reply.body);
    EXPECT_EQ(problem.value("where", ""), where) << target << " " << reply.body;
    EXPECT_THAT(problem.value("detail", ""), HasSubstr(says)) << target;
  }
  std::vector<std::string> left() {
    const Result<std::vector<std::string>> names = list_folder(server_.company().imports().folder());
    return names ? *names : std::vector<std::string>();
  }
  TestApplication server_;
};

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

// --- maps

TEST_F(Imports, MapsAreSavedShownAndUsed) {
  EXPECT_THAT(server_.json("GET", "/v1/maps")["maps"], IsEmpty());
  const HttpReply saved = server_.ask("PUT", "/v1/maps/till%20two", kMap);
  EXPECT_EQ(saved.status, 200) << saved.body;
  EXPECT_EQ(Json::parse(saved.body)["source"], "till");
  EXPECT_EQ(server_.json("GET", "/v1/maps")["maps"][0]["name"], "till two");
  const HttpReply shown = server_.ask("GET", "/v1/maps/till%20two");
  EXPECT_EQ(shown.body, kMap);
  EXPECT_THAT(shown.type, HasSubstr("application/toml"));
  const Json job = read("/v1/imports?name=till.csv&map=till%20two", "when,card\n2026-01-05,17\n");
  EXPECT_EQ(job["state"], "done") << job;
  EXPECT_EQ(job["map"], "till two");
  EXPECT_EQ(job["sources"][0]["source"], "till");
  EXPECT_EQ(server_.ask("DELETE", "/v1/maps/till%20two").status, 200);
  EXPECT_EQ(server_.ask("GET", "/v1/maps/till%20two").status, 404);
  EXPECT_EQ(server_.ask("DELETE", "/v1/maps/till%20two").status, 404);
}

TEST_F(Imports, AMapThatIsWrongIsNotSavedAndTheLineIsNamed) {
  const HttpReply wrong = server_.ask("PUT", "/v1/maps/till", "source = \"till\"\n\n[[file]]\nnaem = \"*\"\n");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, HasSubstr("till:4"));
  EXPECT_THAT(wrong.body, HasSubstr("name"));
  EXPECT_EQ(server_.ask("PUT", "/v1/maps/a%2Fb", kMap).status, 400);
  EXPECT_EQ(server_.ask("PUT", "/v1/maps/%20a", kMap).status, 400);
  EXPECT_EQ(server_.ask("PUT", "/v1/maps/till", std::string(300 * 1024, '#')).status, 422);
  EXPECT_THAT(server_.json("GET", "/v1/maps")["maps"], IsEmpty());
}

const std::string kTill =
    "when,card,paid,channel\n"
    "2026-01-05 10:00,17,\xE2\x82\xAC 12.50,store\n"
    "2026-01-06 11:30,18,\xE2\x82\xAC 3.00,web\n";

TEST_F(Imports, AProposalIsCorrectedUntilItIsAMap) {
  const Json first = server_.json("POST", "/v1/maps/propose?name=till_2026.csv", kTill);
  ASSERT_TRUE(first["proposal"].is_object()) << first;
  EXPECT_TRUE(first["format"].is_null());
  EXPECT_EQ(first["ready"], false);
  EXPECT_EQ(first["sample"], kTill);
  EXPECT_EQ(first["proposal"]["source"], "till");
  EXPECT_EQ(first["proposal"]["columns"].size(), 4u);
  EXPECT_EQ(first["targets"][1]["name"], "time");
  EXPECT_EQ(first["kinds"][0]["name"], "nps");
  Json proposal = first["proposal"];
  proposal["columns"][0]["target"] = "";
  Json body{{"name", "till_2026.csv"}, {"sample", first["sample"]}, {"proposal", proposal}};
  const Json without = server_.json("POST", "/v1/maps/revise", body.dump());
  EXPECT_THAT(without["problem"].get<std::string>(), HasSubstr("time"));
  EXPECT_TRUE(without["map"].is_null());
  EXPECT_THAT(without["events"], IsEmpty());
  body["proposal"]["columns"][0]["target"] = "time";
  body["proposal"]["columns"][1]["target"] = "who.id";
  body["proposal"]["zone"] = "Europe/Amsterdam";
  const Json good = server_.json("POST", "/v1/maps/revise", body.dump());
  EXPECT_TRUE(good["problem"].is_null()) << good;
  ASSERT_EQ(good["events"].size(), 2u) << good;
  EXPECT_EQ(good["events"][0]["time"], "2026-01-05T09:00:00Z");
  EXPECT_EQ(good["events"][0]["who"][0]["value"], "17");
  EXPECT_EQ(good["events"][0]["fields"]["amount"], "12.50");
  EXPECT_EQ(good["events"][0]["fields"]["currency"], "EUR");
  body["proposal"]["constants"]["channel"] = "shop";
  EXPECT_EQ(server_.json("POST", "/v1/maps/revise", body.dump())["events"][1]["fields"]["channel"], "web")
      << "a column goes before what is said of all";
  EXPECT_EQ(good["counts"], Json({{"rows", 2}, {"events", 2}, {"rejected", 0}}));
  EXPECT_EQ(server_.ask("PUT", "/v1/maps/till", good["map"].get<std::string>()).status, 200);
  EXPECT_EQ(read("/v1/imports?name=till_2026.csv&map=till", kTill)["events"], 2);
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(Imports, ARevisionTellsRowsAtFault) {
  const Json first = server_.json("POST", "/v1/maps/propose?name=till.csv", kTill);
  Json body{{"sample", kTill + "soon,19,1,web\n"}, {"proposal", first["proposal"]}};
  const Json tried = server_.json("POST", "/v1/maps/revise", body.dump());
  ASSERT_EQ(tried["rejects"].size(), 1u) << tried;
  EXPECT_EQ(tried["rejects"][0]["line"], 4);
  EXPECT_EQ(tried["rejects"][0]["field"], "time");
  EXPECT_EQ(tried["counts"]["rejected"], 1);
}

TEST_F(Imports, FaultsOfAProposalAreNamed) {
  const auto where = [&](const std::string& proposal) {
    const HttpReply reply = post("/v1/maps/revise", "{\"proposal\":" + proposal + "}");
    EXPECT_EQ(reply.status, 400) << proposal << reply.body;
    return Json::parse(reply.body).value("where", "");
  };
  EXPECT_EQ(where("[]"), "proposal");
  EXPECT_EQ(where("{}"), "proposal: source");
  EXPECT_EQ(where(R"({"source":"a","colums":[]})"), "proposal: colums");
  EXPECT_EQ(where(R"({"source":"a","zone":"Mars","columns":[]})"), "proposal: zone");
  EXPECT_EQ(where(R"({"source":"a"})"), "proposal: columns");
  const auto column = [&](const std::string& rest) {
    return where(R"({"source":"a","columns":[{"column":"x",)" + rest + "}]}");
  };
  EXPECT_EQ(column(R"("target":"tiem")"), "proposal: columns[0].target");
  EXPECT_EQ(column(R"("target":"answer")"), "proposal: columns[0].kind");
  EXPECT_EQ(column(R"("target":"answer","kind":"rating")"), "proposal: columns[0].scale");
  EXPECT_EQ(column(R"("target":"answer","kind":"nps","scale":{"min":5,"max":1})"), "proposal: columns[0].scale");
  EXPECT_EQ(column(R"("target":"time","time_format":"%K")"), "proposal: columns[0].time_format");
  EXPECT_EQ(column(R"("target":"wait","unit":"day")"), "proposal: columns[0].unit");
  EXPECT_EQ(column(R"("target":"wait","values":[])"), "proposal: columns[0].values");
  EXPECT_EQ(column(R"("tagret":"wait")"), "proposal: columns[0].tagret");
  EXPECT_EQ(where(R"({"source":"a","columns":[],"constants":{"nothing":"x"}})"), "proposal: constants.nothing");
  refused("/v1/maps/revise", "{}", 400, "proposal");
  refused("/v1/maps/propose?name=a.csv", "", 400, "body");
  refused("/v1/maps/propose", kTill, 400, "name");
  refused("/v1/maps/propose?name=a.csv&cut=1", kTill, 400, "cut");
}

TEST_F(Imports, WhatIsCutOffPackedOrReadyIsSeen) {
  std::string rows = "when,card\n";
  while (rows.size() < (size_t{1} << 20)) rows += "2026-01-05 10:00,17\n";
  rows.resize(size_t{1} << 20);  // In the midst of a row.
  const Json cut = server_.json("POST", "/v1/maps/propose?name=a.csv", rows);
  EXPECT_EQ(cut["proposal"]["rows"], 1000);
  EXPECT_TRUE(cut["sample"].get<std::string>().ends_with("17\n"));
  const Json packed = server_.json("POST", "/v1/maps/propose?name=till.csv.gz", gzip(kTill));
  EXPECT_EQ(packed["sample"], kTill);
  EXPECT_EQ(packed["proposal"]["source"], "till");
  std::string half = gzip(rows);
  half.resize(half.size() / 2);
  EXPECT_EQ(server_.ask("POST", "/v1/maps/propose?name=a.csv.gz", half).status, 400) << "damage, unless it is said";
  refused("/v1/imports?name=a.csv.gz", half.substr(0, 30), 400, "a.csv.gz");
  EXPECT_TRUE(server_.json("POST", "/v1/maps/propose?name=a.csv.gz&cut=true", half)["proposal"].is_object());
  EXPECT_EQ(server_.json("POST", "/v1/maps/propose?name=a.csv", kGood)["ready"], true);
  const std::string latin = "when,caf\xE9\n2026-01-05 10:00,no\xEBl\n";
  EXPECT_THAT(server_.json("POST", "/v1/maps/propose?name=a.csv", latin)["sample"].get<std::string>(),
              HasSubstr("caf\xC3\xA9"));
  const std::string json = R"([{"when":"2026-01-05","card":1},{"when":"2026-01-06","ca)";
  EXPECT_EQ(server_.json("POST", "/v1/maps/propose?name=a.json&cut=true", json)["proposal"]["columns"].size(), 2u);
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

// --- by sockets

class ImportSockets : public testing::Test {
 protected:
  static std::string head(const std::string& target, const std::string& headers) {
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }
  static std::string length(size_t bytes) { return "Content-Length: " + std::to_string(bytes) + "\r\n"; }
  bool comes_to(const std::string& state, const std::string& id) {
    for (int i = 0; i < 2000; ++i) {
      if (server_.site().json("GET", "/v1/imports/" + id)["state"] == state) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
  std::vector<std::string> left() {
    const Result<std::vector<std::string>> names = list_folder(server_.company().imports().folder());
    return names ? *names : std::vector<std::string>();
  }
  bool nothing_left() {
    for (int i = 0; i < 1000 && !left().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return left().empty();
  }
  Server server_;
};

constexpr const char* kEndlessExport =
    R"({"format":"csv","query":"select sum(a.range * b.range + c.range) as n from range(100000) a, range(100000) b, )"
    R"(range(100000) c"})";

TEST_F(ImportSockets, AnExportTakesNoWorkerAndEndsWhenItsAskerLeaves) {
  TestClient asker(server_.port());
  asker.send(TestClient::post("/v1/export", kEndlessExport));
  for (int i = 0; i < 1000 && left().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  ASSERT_THAT(left(), Not(IsEmpty()));
  for (const char* target : {"/v1/export", "/v1/replay"}) {
    for (int i = 0; i < 4; ++i) {
      TestClient other(server_.port());
      const HttpReply refused =
          other.ask(TestClient::post(target, target == std::string("/v1/export") ? kEndlessExport : "{}"));
      EXPECT_EQ(refused.status, 429) << refused.body;
      EXPECT_EQ(refused.header("Retry-After"), "10");
      EXPECT_THAT(refused.body, HasSubstr("one at a time"));
    }
  }
  const std::string key = server_.company().add_source("web");
  const std::string event = R"({"id":"1","time":"2026-01-05T10:00:00Z","customer":"c-9","touchpoint":"visit"})";
  TestClient sender(server_.port());
  EXPECT_EQ(sender.ask(TestClient::post("/v1/events", event, "Authorization: Bearer " + key + "\r\n")).status, 200);
  asker.close();
  EXPECT_TRUE(nothing_left());
  const HttpReply next = TestClient(server_.port()).ask(TestClient::post("/v1/replay", "{}"));
  EXPECT_EQ(next.status, 200) << next.body;
}

TEST(ExportListener, StoppingTheServerStopsAnExport) {
  ListenerOptions options = quick_options();
  options.drain_time = std::chrono::milliseconds(200);
  Server server(options);
  TestClient asker(server.port());
  asker.send(TestClient::post("/v1/export", kEndlessExport));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  server.begin_stop();
  EXPECT_TRUE(server.stopped_within(std::chrono::seconds(10)));
}

TEST_F(ImportSockets, ALargeFileComesThroughInPiecesAndTheConnectionGoesOn) {
  std::string text = "time,customer,touchpoint\n";
  for (int i = 0; i < 40'000; ++i) text += std::to_string(1'700'000'000 + i) + ",c-1,visit\n";
  TestClient client(server_.port());
  const HttpReply reply = client.ask(head("/v1/imports?name=a.csv", length(text.size())) + text);
  ASSERT_EQ(reply.status, 202) << reply.body;
  const Json job = Json::parse(reply.body);
  EXPECT_EQ(job["bytes_total"], text.size());
  EXPECT_TRUE(comes_to("done", job["id"].get<std::string>()));
  const HttpReply after = client.ask(TestClient::get("/v1/imports/" + job["id"].get<std::string>()));
  EXPECT_EQ(Json::parse(after.body)["events"], 40'000);
}

TEST_F(ImportSockets, ChunkedBodiesAndSlowHandsArriveToo) {
  TestClient client(server_.port());
  client.send(head("/v1/imports?name=a.csv", "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n"));
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("100 Continue"));
  for (size_t at = 0; at < kGood.size(); at += 40) {
    const std::string piece = kGood.substr(at, 40);
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    client.send(size + piece + "\r\n");
  }
  client.send("0\r\n\r\n");
  const HttpReply reply = client.read();
  ASSERT_EQ(reply.status, 202) << reply.body;
  EXPECT_TRUE(comes_to("done", Json::parse(reply.body)["id"].get<std::string>()));
}

TEST_F(ImportSockets, ABodyCutOffHalfWayLeavesNothing) {
  {
    TestClient client(server_.port());
    client.send(head("/v1/imports?name=a.csv", length(1'000'000)) + kGood);
    for (int i = 0; i < 1000 && left().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_FALSE(left().empty());
  }
  EXPECT_TRUE(nothing_left());
  EXPECT_THAT(server_.site().json("GET", "/v1/imports")["imports"], IsEmpty());
}

TEST_F(ImportSockets, WhatIsWrongIsToldBeforeTheFileIsSent) {
  TestClient client(server_.port());
  client.send(head("/v1/imports?name=a.csv&map=nobody", length(5'000'000) + "Expect: 100-continue\r\n"));
  const HttpReply reply = client.read();
  EXPECT_EQ(reply.status, 404) << reply.body;
  EXPECT_EQ(Json::parse(reply.body)["where"], "map");
  EXPECT_TRUE(nothing_left());
}

TEST_F(ImportSockets, TooLargeAndNoRoomAreToldBeforeTheFileIsSent) {
  TestClient client(server_.port());
  EXPECT_EQ(client.ask(head("/v1/imports?name=a.csv", length(kImportBytesMax + 1))).status, 413);
  server_.company().set_free_bytes(kImportBytesMax);
  TestClient other(server_.port());
  const HttpReply reply = other.ask(head("/v1/imports?name=a.csv", length(kImportBytesMax)));
  EXPECT_EQ(reply.status, 507) << reply.body;
  EXPECT_EQ(Json::parse(reply.body)["code"], "unavailable");
  EXPECT_TRUE(nothing_left());
}

TEST_F(ImportSockets, AMapThatIsTooLargeIsToldBeforeItIsSent) {
  TestClient client(server_.port());
  const HttpReply open = client.ask(head("/v1/imports?name=a.csv&more=true", length(kGood.size())) + kGood);
  const std::string path = "/v1/imports/" + Json::parse(open.body)["id"].get<std::string>() + "/files?name=a.toml&as=";
  client.send(head(path + "map", length(kMapBytesMax + 1) + "Expect: 100-continue\r\n"));
  EXPECT_EQ(client.read().status, 422);
  TestClient other(server_.port());
  EXPECT_EQ(other.ask(head(path + "x", length(9))).status, 400);
}

TEST_F(ImportSockets, AFaultOnAWorkerIsAnsweredAndTheServerGoesOn) {
  server_.company().fail_to_tell_room();
  TestClient client(server_.port());
  const HttpReply reply = client.ask(head("/v1/imports?name=a.csv", length(kGood.size())));
  EXPECT_EQ(reply.status, 503) << reply.body;
  EXPECT_EQ(server_.site().ask("GET", "/healthz").status, 200);
  EXPECT_TRUE(nothing_left());
}

TEST_F(ImportSockets, ManyUploadsAtOnceQueue) {
  std::vector<std::thread> senders;
  std::atomic<int> taken{0};
  for (int i = 0; i < 8; ++i) {
    senders.emplace_back([&, i] {
      TestClient client(server_.port());
      const std::string name = "f" + std::to_string(i) + ".csv";
      if (client.ask(head("/v1/imports?name=" + name, length(kGood.size())) + kGood).status == 202) ++taken;
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(taken, 8);
  for (int id = 1; id <= 8; ++id) EXPECT_TRUE(comes_to("done", std::to_string(id))) << id;
}

TEST_F(ImportSockets, FilesAreSentWhole) {
  TestClient client(server_.port());
  const std::string wish = R"json({"format":"csv","query":"select range n from range(200000)"})json";
  const HttpReply reply = client.ask(TestClient::post("/v1/export", wish));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("X-Rows"), "200000");
  EXPECT_TRUE(reply.body.starts_with("n\n0\n1\n"));
  EXPECT_TRUE(reply.body.ends_with("\n199999\n"));
  EXPECT_EQ(client.ask(TestClient::get("/healthz")).body, "ok\n") << "and the connection goes on";
  EXPECT_TRUE(nothing_left());
}

}  // namespace
}  // namespace sojourn
