// Method: whole command lines are run as a user types them, against a folder of their own; what is printed is compared.
#include "cli/cli.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "answers/question_text.h"
#include "base/source_folder_fixture.h"
#include "cli/command_fixture.h"
#include "cli/map_wizard.h"
#include "cli/terminal.h"
#include "collect/open_rows.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class CliTest : public CommandTest {
 protected:
  // Three customers, two of whom answered, one row at fault, one repeat, one row without a customer.
  std::string survey() {
    return write("survey.csv",
                 "time,customer,email,channel,touchpoint,kind,answer\n"
                 "2026-01-05T10:00:00Z,c-1,anna@example.com,email,survey,nps,10\n"
                 "2026-01-06T10:00:00Z,c-2,,email,survey,nps,3\n"
                 "2026-01-06T11:00:00Z,c-2,,web,survey,nps,11\n"
                 "2026-01-05T10:00:00Z,c-1,anna@example.com,email,survey,nps,10\n"
                 "2026-02-01T10:00:00Z,c-3,,web,purchase,,\n"
                 "2026-02-02T10:00:00Z,,,web,visit,,\n");
  }
};

TEST_F(CliTest, ImportsAndSaysWhatItDid) {
  const Printed first = run({"import", survey()});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("survey: 6 rows, 4 new events, 1 known already, 1 without a customer, 1 refused"));
  EXPECT_THAT(first.out, HasSubstr("survey.csv:4 answer"));
  const Printed again = run({"import", survey()});
  EXPECT_THAT(again.out, HasSubstr("0 new events"));
  EXPECT_THAT(run({"ask", "volume", "--format", "csv"}).out, HasSubstr("\n4,4,3"));
}

TEST_F(CliTest, ADryRunStoresNothing) {
  const Printed dry = run({"import", survey(), "--dry-run"});
  EXPECT_EQ(dry.code, 0) << dry.err;
  EXPECT_THAT(dry.out, HasSubstr("Nothing was stored"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/data"));
}

TEST_F(CliTest, StrictStopsAtTheFirstBadRowAndNamesIt) {
  const Printed strict = run({"import", survey(), "--strict"});
  EXPECT_NE(strict.code, 0);
  EXPECT_THAT(strict.err, HasSubstr("survey.csv:4"));
}

TEST_F(CliTest, AsksInThreeFormats) {
  run({"import", survey()});
  const Printed table = run({"ask", "nps", "--by", "channel"});
  EXPECT_THAT(table.out, HasSubstr("email"));
  const nlohmann::json json = nlohmann::json::parse(run({"ask", "nps", "--format", "json"}).out);
  EXPECT_EQ(json["measure"], "nps");
  EXPECT_EQ(json["rows"][0]["value"], 0.0);
  EXPECT_EQ(json["rows"][0]["n"], 2);
  EXPECT_EQ(json["rows"][0]["promoters"], 1);
  EXPECT_THAT(run({"ask", "funnel", "--step", "touchpoint = \"survey\"", "--step", "touchpoint = \"purchase\"",
                   "within=60d", "--format", "csv"})
                  .out,
              HasSubstr("step"));
}

TEST_F(CliTest, ListsThePeopleBehindACell) {
  run({"import", survey()});
  const nlohmann::json who =
      nlohmann::json::parse(run({"who", "nps", "--cell", "column=promoters", "--format", "json"}).out);
  EXPECT_EQ(who["total"], 1);
  EXPECT_EQ(who["people"][0]["customer"], "c-1");
}

TEST_F(CliTest, LinksAreMadeAndUndone) {
  run({"import", survey()});
  EXPECT_EQ(run({"link", "c-1", "c-3", "--reason", "same person"}).code, 0);
  EXPECT_THAT(run({"ask", "customers", "--format", "csv"}).out, HasSubstr("\n2,2"));
  EXPECT_THAT(run({"timeline", "c-3"}).out, HasSubstr("survey"));
  EXPECT_THAT(run({"links", "c-1"}).out, HasSubstr("same person"));
  EXPECT_EQ(run({"unlink", "c-1", "c-3"}).code, 0);
  EXPECT_THAT(run({"ask", "customers", "--format", "csv"}).out, HasSubstr("\n3,3"));
  EXPECT_THAT(run({"timeline", "c-3"}).out, Not(HasSubstr("survey  ")));
}

TEST_F(CliTest, ErrorsHelp) {
  run({"import", survey()});
  EXPECT_THAT(run({"ask", "npz"}).err, HasSubstr("nps"));
  const Printed filter = run({"ask", "nps", "--where", "chanel = \"web\""});
  EXPECT_EQ(filter.code, 2);
  EXPECT_THAT(filter.err, HasSubstr("channel"));
  EXPECT_THAT(run({"ask", "nps", "counted=all"}).err, HasSubstr("count"));
  EXPECT_THAT(run({"import", folder_ + "/nothing.csv"}).err, HasSubstr("nothing.csv"));
  EXPECT_THAT(run({"timeline", "c-99"}).err, HasSubstr("c-99"));
  EXPECT_EQ(run({"nonsense"}).code, 2);
}

TEST_F(CliTest, AskingAFolderThatIsNotThereMakesNone) {
  const Printed asked = run({"ask", "nps"});
  EXPECT_EQ(asked.code, 1);
  EXPECT_THAT(asked.err, HasSubstr("import"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/data"));
}

TEST_F(CliTest, SqlReadsAndExportWrites) {
  run({"import", survey()});
  EXPECT_THAT(run({"sql", "select count(*) as events from events"}).out, HasSubstr("4"));
  EXPECT_NE(run({"sql", "drop table event"}).code, 0);
  const std::string parquet = folder_ + "/events.parquet";
  EXPECT_THAT(run({"export", parquet}).out, HasSubstr("4 rows"));
  EXPECT_TRUE(std::filesystem::exists(parquet));
}

TEST_F(CliTest, StagesFollowRules) {
  run({"import", survey()});
  EXPECT_EQ(run({"stages", "--set", "purchase=buy"}).code, 0);
  EXPECT_THAT(run({"ask", "stages", "--format", "csv"}).out, HasSubstr("buy,1"));
  EXPECT_THAT(run({"stages", "--set", "purchase=by"}).err, HasSubstr("buy"));
}

// --- sources, formats, maps

TEST_F(CliTest, SourcesAreMadeChangedAndSwitchedOff) {
  const Printed made = run({"source", "add", "web shop", "--zone", "Europe/Amsterdam", "--currency", "EUR"});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.err, HasSubstr("sojourn key create \"web shop\""));
  EXPECT_THAT(run({"source", "add", "web shop"}).err, HasSubstr("sojourn source set"));
  EXPECT_EQ(run({"source", "set", "web shop", "--country", "NL"}).code, 0);
  const Printed shown = run({"source", "show", "web shop", "--format", "json"});
  const nlohmann::json source = nlohmann::json::parse(shown.out);
  EXPECT_EQ(source["format"], "tracking");
  EXPECT_EQ(source["zone"], "Europe/Amsterdam");
  EXPECT_EQ(source["country"], "NL");
  EXPECT_EQ(source["enabled"], true);
  EXPECT_THAT(run({"source", "disable", "web shop"}).out, HasSubstr("disabled"));
  EXPECT_THAT(run({"source", "list", "--format", "csv"}).out, HasSubstr("web shop,tracking,no"));
  EXPECT_EQ(run({"source", "enable", "web shop"}).code, 0);
  EXPECT_THAT(run({"source", "show", "web shp"}).err, HasSubstr("web shop"));
  EXPECT_THAT(run({"source", "add", "x", "--format", "zendsk"}).err, HasSubstr("zendesk"));
  EXPECT_EQ(run({"source", "set", "x"}).code, 1);
}

TEST_F(CliTest, KeysAreShownOnceAndRevoked) {
  run({"source", "add", "web"});
  const Printed made = run({"key", "create", "web"});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_TRUE(made.out.starts_with("sjw_")) << made.out;
  const nlohmann::json keys = nlohmann::json::parse(run({"key", "list", "web", "--format", "json"}).out);
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_EQ(keys[0]["kind"], "write");
  EXPECT_EQ(keys[0]["revoked"], nullptr);
  EXPECT_THAT(keys.dump(), Not(HasSubstr(made.out.substr(4, 20))));
  EXPECT_EQ(run({"key", "revoke", "web", keys[0]["key"].get<std::string>()}).code, 0);
  EXPECT_THAT(run({"key", "list", "web", "--format", "json"}).out, HasSubstr("revoked\": \"2"));
  EXPECT_EQ(run({"key", "revoke", "web", "nothing"}).code, 1);
  EXPECT_EQ(run({"key", "create", "web", "--hook"}).code, 2);
  run({"source", "add", "desk", "--format", "amazon-connect"});
  EXPECT_TRUE(run({"key", "create", "desk"}).out.starts_with("/hooks/sjh_"));
}

constexpr const char* kContacts =
    R"({"ContactId":"k1","Channel":"VOICE","InitiationMethod":"INBOUND","AWSContactTraceRecordFormatVersion":"2017-03-10",)"
    R"("InitiationTimestamp":"2026-03-01T10:00:00Z","DisconnectTimestamp":"2026-03-01T10:05:00Z",)"
    R"("LastUpdateTimestamp":"2026-03-01T10:06:00Z","CustomerEndpoint":{"Type":"TELEPHONE_NUMBER","Address":"+31201234567"},)"
    R"("Agent":{"Username":"dora","AgentInteractionDuration":120}})";

TEST_F(CliTest, FilesOfKnownToolsAreImported) {
  EXPECT_THAT(run({"formats"}).out, HasSubstr("amazon-connect"));
  EXPECT_THAT(run({"formats", "amazon-connect"}).out, HasSubstr("Amazon Connect"));
  EXPECT_THAT(run({"formats", "amazon-conect"}).err, HasSubstr("amazon-connect"));
  const std::string file = write("contacts.json", kContacts);
  const Printed dry = run({"import", file, "--format", "amazon-connect", "--dry-run"});
  EXPECT_THAT(dry.out, HasSubstr("Nothing was stored"));
  const Printed seen = run({"import", file});
  EXPECT_EQ(seen.code, 0) << seen.err;
  EXPECT_THAT(seen.err, HasSubstr("read as amazon-connect"));
  EXPECT_THAT(seen.out, HasSubstr("amazon-connect: 1 rows, 1 new events"));
  EXPECT_THAT(run({"import", file, "--format", "amazon-connect"}).out, HasSubstr("0 new events, 1 known already"));
  run({"source", "add", "desk", "--format", "amazon-connect", "--zone", "Europe/Amsterdam"});
  const Printed named = run({"import", file, "--source", "desk"});
  EXPECT_THAT(named.out, HasSubstr("desk: 1 rows, 1 new events")) << named.err;
  EXPECT_EQ(run({"import", file, "--format", "amazon-conect"}).code, 1);
  EXPECT_EQ(run({"import", file, "--format", "amazon-connect", "--set", "nothing=1"}).code, 2);
  EXPECT_EQ(run({"import", file, "--format", "amazon-connect", "--country", "Holland"}).code, 2);
  EXPECT_THAT(run({"import", survey(), "--set", "a=b"}).err, HasSubstr("--format"));
  EXPECT_THAT(run({"replay"}).out, HasSubstr("0 bodies"));
  EXPECT_EQ(run({"replay", "--source", "nobody"}).code, 1);
}

TEST_F(CliTest, PlainFilesAreReadAsTheirSourceIsSetUp) {
  const std::string file = write("one.jsonl", R"({"id":"f1","time":"2026-07-01 12:00","customer":"z1",)"
                                              R"("phone":"0151 99988877","amount":5})");
  EXPECT_THAT(run({"import", file, "--source", "crm", "--dry-run"}).out, HasSubstr("T12:00:00Z"));
  run({"source", "add", "crm", "--zone", "Europe/Berlin", "--country", "DE", "--currency", "EUR"});
  const std::string seen = "2026-07-01T12:00:00+02:00 id=f1 customer=z1 phone=+4915199988877 amount=5.00 currency=EUR";
  EXPECT_THAT(run({"import", file, "--source", "crm", "--dry-run"}).out, HasSubstr(seen));
  const std::string named = write("crm.jsonl", R"({"time":"2026-07-01 12:00","amount":5})");
  EXPECT_THAT(run({"import", named, "--dry-run"}).out, HasSubstr("12:00:00+02:00 amount=5.00 currency=EUR"));
  // The command line goes before the map, the map before the source.
  const std::string map = write("crm.toml",
                                "source = \"crm\"\nzone = \"Asia/Tokyo\"\ncountry = \"NL\"\n[[file]]\n"
                                "[[file.event]]\ntime = \"time\"\nwho.phone = \"phone\"\namount = \"amount\"\n");
  const Printed mapped = run({"import", file, "--map", map, "--currency", "JPY", "--zone", "UTC", "--dry-run"});
  EXPECT_THAT(mapped.out, HasSubstr("2026-07-01T12:00:00Z phone=+3115199988877 amount=5 currency=JPY")) << mapped.err;
  const Printed plain = run({"import", file, "--map", map, "--country", "DE", "--dry-run"});
  EXPECT_THAT(plain.out, HasSubstr("12:00:00+09:00 phone=+4915199988877 amount=5.00 currency=EUR")) << plain.err;
  EXPECT_THAT(run({"import", file, "--source", "crm"}).out, HasSubstr("1 new events"));
  EXPECT_THAT(run({"timeline", "phone:+4915199988877"}).out, HasSubstr("2026-07-01T10:00:00"));
  EXPECT_EQ(run({"import", file, "--country", "Holland"}).code, 2);
  EXPECT_EQ(run({"import", file, "--currency", "euro"}).code, 2);
}

TEST_F(CliTest, ACorrectedMapWithAVersionReplacesWhatStoodThere) {
  const std::string file = write("till.csv", "nr,when,total,state\n1,2026-03-01 10:00,17,paid\n2,2026-03-01,,open\n");
  const std::string before =
      "source = \"till\"\n[[file]]\n[[file.event]]\nwhen = \"total\"\nid = \"nr\"\ntime = \"when\"\n";
  const auto import = [&](const std::string& more) {
    return run({"import", file, "--map", write("till.toml", before + more)}).out;
  };
  EXPECT_THAT(import(""),
              HasSubstr("till: 2 rows, 1 new events, 1 without a customer, 1 that no event of the map is for"));
  EXPECT_THAT(import("touchpoint = \"state\"\n"), HasSubstr("0 new events, 1 known already"));
  EXPECT_THAT(run({"sql", "select touchpoint from events", "--format", "csv"}).out, Not(HasSubstr("paid")));
  EXPECT_THAT(import("touchpoint = \"state\"\nversion = 2\n"), HasSubstr("1 told anew"));
  EXPECT_THAT(run({"sql", "select touchpoint from events", "--format", "csv"}).out, HasSubstr("paid"));
}

TEST_F(CliTest, AMapIsProposedAndUsed) {
  const std::string file = write("answers.csv",
                                 "Response,Filled in on,Mail,How likely are you to recommend us?,Why?\n"
                                 "r1,2026-03-01 10:00,anna@example.com,9,it went quickly and kindly\n"
                                 "r2,2026-03-02 11:00,bert@example.com,2,it took far too long for me\n");
  const std::string map = folder_ + "/answers.toml";
  const Printed made = run({"map", file, "--out", map, "--yes", "--zone", "Europe/Amsterdam"});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("answer (nps)"));
  EXPECT_THAT(run({"map", file, "--out", map, "--yes"}).err, HasSubstr("exists already"));
  EXPECT_THAT(run({"map", file, "--out", "-"}).out, HasSubstr("[[file.event]]"));
  const Printed done = run({"import", file, "--map", map});
  EXPECT_THAT(done.out, HasSubstr("answers: 2 rows, 2 new events")) << done.err;
  EXPECT_THAT(run({"ask", "nps", "--format", "csv"}).out, HasSubstr("\n0,"));
  EXPECT_THAT(run({"timeline", "email:anna@example.com"}).out, HasSubstr("2026-03-01T09:00:00"));
  EXPECT_EQ(run({"map", write("x.csv", "a,b\n1,2\n"), "--out", "-"}).code, 2);
  EXPECT_THAT(run({"map"}).err, HasSubstr("name a file"));
}

TEST_F(CliTest, MapsAreSavedAndFoundByTheirName) {
  const std::string file = write("till.csv", "when,card\n2026-03-01 10:00,17\n");
  EXPECT_THAT(run({"import", file, "--map", "till"}).err, HasSubstr("neither a file nor a saved map"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/data")) << "a slip of the pen makes no folder";
  const std::string map =
      write("till.toml", "source = \"till\"\n[[file]]\nname = \"*\"\n[[file.event]]\ntime = \"when\"\n");
  EXPECT_THAT(run({"map", "save", map}).out, HasSubstr("map till saved"));
  EXPECT_THAT(run({"map", "save", map, "--name", "other"}).out, HasSubstr("map other saved"));
  EXPECT_THAT(run({"map", "save", write("bad.toml", "sorce = 1\n")}).err, HasSubstr("bad.toml:1"));
  EXPECT_THAT(run({"map", "list", "--format", "csv"}).out, HasSubstr("\ntill,till,"));
  EXPECT_THAT(run({"map", "show", "till"}).out, HasSubstr("[[file.event]]"));
  EXPECT_THAT(run({"import", file, "--map", "till"}).out, HasSubstr("till: 1 rows, 1 new events"));
  EXPECT_THAT(run({"import", file, "--map", "till", "--dry-run"}).out, HasSubstr("till: 1 rows, 1 events"));
  EXPECT_THAT(run({"import", file, "--map", "tll"}).err, HasSubstr("Did you mean till"));
  EXPECT_EQ(run({"map", "rm", "till"}).code, 0);
  EXPECT_EQ(run({"map", "rm", "till"}).code, 1);
}

TEST(MapWizard, AsksColumnByColumn) {
  Result<OpenedRows> opened = open_rows_over(
      "Nr,Filled in on,Mark,Note\n1,2026-03-01 10:00,9,good\n2,2026-03-02 11:00,2,bad\n", "marks.csv", TextFormat{});
  ASSERT_TRUE(opened);
  Result<MapProposal> proposal = propose_map(*opened->rows, "marks.csv");
  ASSERT_TRUE(proposal) << proposal.status().to_string();
  std::istringstream in("customer\n\n?\n1-10\nwhatever\n-\nEurope/Amsterdm\nEurope/Amsterdam\n");
  std::ostringstream out;
  ask_columns(*proposal, true, in, out);
  EXPECT_EQ(proposal->columns[0].target, "who.id");
  EXPECT_EQ(proposal->columns[1].target, "time");
  EXPECT_EQ(target_text(proposal->columns[2]), "answer (rating, 1 to 10)");
  EXPECT_EQ(target_text(proposal->columns[3]), "left out");
  EXPECT_EQ(proposal->zone, "Europe/Amsterdam");
  EXPECT_THAT(out.str(), HasSubstr("whatever"));
  EXPECT_THAT(out.str(), HasSubstr("touchpoint"));
  // Whoever leaves has accepted the rest.
  std::istringstream nothing("");
  ask_columns(*proposal, true, nothing, out);
  EXPECT_EQ(proposal->columns[0].target, "who.id");
}

TEST(MapWizard, AConflictIsToldAtOnceAndLosesNothing) {
  Result<OpenedRows> opened =
      open_rows_over("When,Phone,Spare\n2026-03-01,+31201234567,0201234567\n", "x.csv", TextFormat{});
  ASSERT_TRUE(opened);
  Result<MapProposal> proposal = propose_map(*opened->rows, "x.csv");
  ASSERT_TRUE(proposal) << proposal.status().to_string();
  std::istringstream in("-\n\nphone\nx\n1\n");
  std::ostringstream out;
  ask_columns(*proposal, false, in, out);
  EXPECT_THAT(out.str(),
              HasSubstr("-> who.phone; only one column can fill it, so [2] Phone is kept as properties.Phone"));
  EXPECT_THAT(out.str(), HasSubstr("no column tells when it happened"));
  EXPECT_EQ(proposal->columns[0].target, "time");
  EXPECT_TRUE(check_proposal(*proposal).ok());
}

TEST(ShellWord, QuotesWhatTheShellWouldTakeApart) {
  EXPECT_EQ(shell_word("answers.csv"), "answers.csv");
  EXPECT_EQ(shell_word("Umfrage Q3 (final).csv"), "'Umfrage Q3 (final).csv'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST_F(CliTest, SurveysAreAddedListedLinkedAndRemoved) {
  EXPECT_THAT(run({"survey", "add", "--template", "nps", "--name", "loyalty"}).out,
              HasSubstr("survey \"loyalty\" is there: 3 questions in en, nl, de, ru, zh"));
  const std::string file =
      write("visit.toml", "title = \"Visit\"\n[[questions]]\nid = \"a\"\nkind = \"csat\"\ntext = \"OK?\"\n");
  EXPECT_THAT(run({"survey", "add", file, "--open"}).out, HasSubstr("survey \"visit\" is there: 1 question in en"));
  EXPECT_THAT(run({"survey", "add", file}).out, HasSubstr("defined anew"));
  EXPECT_THAT(run({"survey", "list", "--format", "csv"}).out, HasSubstr("visit,Visit,1,en,,no"));
  EXPECT_THAT(run({"survey", "show", "visit"}).out, HasSubstr("\"kind\": \"csat\""));
  const Printed link = run({"survey", "link", "visit", "--who", "c-1", "--about", "order:o-1", "--base",
                            "https://a.example/", "--format", "csv"});
  EXPECT_THAT(link.out, HasSubstr("page,https://a.example/s/visit?t=ey"));
  EXPECT_THAT(link.out, HasSubstr("&score=5"));
  EXPECT_THAT(link.out, Not(HasSubstr("&score=6")));
  // Whole, one a line, and under the address that the mail settings tell.
  const std::string plain = run({"survey", "link", "visit", "--who", "c-1"}).out;
  EXPECT_THAT(plain, HasSubstr("page\thttp://127.0.0.1:8080/s/visit?t=ey"));
  EXPECT_THAT(plain, HasSubstr("&score=5\n"));
  EXPECT_THAT(plain, Not(HasSubstr("…")));
  EXPECT_EQ(run({"mail", "set", "base_url=https://ask.example.com"}).code, 0);
  EXPECT_THAT(run({"survey", "link", "visit", "--who", "c-1"}).out,
              HasSubstr("page\thttps://ask.example.com/s/visit?t=ey"));
  EXPECT_THAT(run({"survey", "link", "visit", "--who", "null"}).err, HasSubstr("names nobody"));
  EXPECT_THAT(run({"survey", "add"}).err, HasSubstr("--template"));
  const std::string bad = write("bad.json", R"({"title":"a","questions":[{"id":"a","kind":"nps","text":7}]})");
  EXPECT_THAT(run({"survey", "add", bad}).err, HasSubstr("bad.json: questions[0].text"));
  EXPECT_EQ(run({"survey", "remove", "visit"}).code, 0);
  EXPECT_NE(run({"survey", "show", "visit"}).code, 0);
}

TEST_F(CliTest, ServingBeyondThisMachineNeedsAKey) {
  const Printed serve = run({"serve", "--bind", "0.0.0.0"});
  EXPECT_EQ(serve.code, 2);
  EXPECT_THAT(serve.err, HasSubstr("SOJOURN_ADMIN_KEY"));
}

// The pages of docs/measures are what the catalogue says today: sojourn measures --markdown docs/measures
TEST(MeasurePages, AreUpToDate) {
  for (const MeasureDefinition& definition : catalogue()) {
    std::ifstream page(source_folder() + "/docs/measures/" + definition.id + ".md");
    const std::string text((std::istreambuf_iterator<char>(page)), std::istreambuf_iterator<char>());
    EXPECT_EQ(text, definition_markdown(definition)) << definition.id;
  }
}

}  // namespace
}  // namespace sojourn
