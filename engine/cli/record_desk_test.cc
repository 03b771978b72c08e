// Method: a folder is held by a store that says a server's address, as sojourn serve does; behind the address a socket
// gives prepared replies and keeps what it was asked.
#include "cli/record_desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/commands.h"
#include "cli/held_folder_fixture.h"

namespace sojourn {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

TEST_F(HeldFolder, RejectsSqlAndStatusAskTheServer) {
  PreparedServer server({
      {"GET /v1/rejects?limit=2&offset=0&source=a%20b",
       R"({"total":7,"rejects":[{"source":"a b","file":"f.csv","line":3,"field":"answer","reason":"too high","raw":"r",)"
       R"("at":"2026-02-01T10:00:00Z"}]})"},
      {"POST /v1/sql", R"({"columns":[{"name":"n","type":"BIGINT"},{"name":"m","type":"BIGINT"}],)"
                       R"("rows":[["1767607200000000","1769940000000000"]],"cut":false})"},
      {"GET /v1/status", R"({"events":4,"customers":3,"data_until":"2026-02-01T10:00:00Z",)"
                         R"("timelines":{"parts":1,"bytes":9}})"},
  });
  hold(server);
  const std::string rejects = said([&] { return run_rejects(data, "a b", 2, Output::kTable); });
  EXPECT_THAT(rejects, HasSubstr("too high"));
  EXPECT_THAT(rejects, HasSubstr("2026-02-01T10:00:00"));
  EXPECT_THAT(rejects, HasSubstr("7 rows were refused"));
  EXPECT_THAT(said([&] { return run_sql(data, "select 1 n", 0, Output::kCsv); }),
              HasSubstr("1767607200000000,1769940000000000"));
  EXPECT_THAT(said([&] { return run_status(data, Output::kCsv); }),
              HasSubstr("\n4,3,2026-01-05T10:00:00Z,2026-02-01T10:00:00Z,1,9"));
}

TEST_F(HeldFolder, APartOfTheRowsIsNotTakenForAll) {
  const std::map<std::string, std::string> replies{
      {"POST /v1/sql", R"({"columns":[{"name":"n","type":"BIGINT"}],"rows":[["1"]],"cut":true})"}};
  PreparedServer server(replies);
  hold(server);
  EXPECT_EQ(run_sql(data, "select 1 n", 0, Output::kCsv).code(), StatusCode::kLimit);
  EXPECT_THAT(said([&] { return run_sql(data, "select 1 n", 1, Output::kCsv); }), HasSubstr("\n1"));
}

TEST_F(HeldFolder, TimelinesAndLinksAskTheServer) {
  const std::string link = R"({"number":5,"a":"c-1","b":"email:a@example.com","since":null,"by_hand":true,)"
                           R"("reason":"","made_at":null,"undone_at":)";
  PreparedServer server({
      {"GET /v1/customers/c-1", R"({"customer":"c-1","identifiers":[{"kind":"id","value":"c-1"}],"flags":[],)"
                                R"("stages":[{"stage":"buy","entered":"2026-01-05T10:00:00Z","left":null}]})"},
      {"GET /v1/customers/c-1/timeline?limit=5&offset=0",
       R"({"events":[{"sequence":1,"id":"x","source":"web","time":"2026-01-05T10:00:00Z","offset_minutes":0,)"
       R"("received":"2026-01-05T10:00:00Z","who":[{"kind":"id","value":"c-1"}],)"
       R"("fields":{"channel":"web","touchpoint":"visit"},"properties":{"a":1}}],"next":null})"},
      {"GET /v1/links?limit=1000&offset=0&of=c-1", R"({"total":1,"links":[)" + link + "null}]}"},
      {"DELETE /v1/links/5", link + R"("2026-01-06T10:00:00Z"})"},
  });
  hold(server);
  TimelineWords words;
  words.customer = "c-1";
  words.limit = 5;
  const std::string life = said([&] { return run_timeline(data, words); });
  EXPECT_THAT(life, HasSubstr("c-1: 1 events\nstages: buy since 2026-01-05\n"));
  EXPECT_THAT(life, HasSubstr("visit"));
  EXPECT_THAT(life, HasSubstr(R"({"a":1})"));
  EXPECT_THAT(said([&] { return run_links(data, "c-1", Output::kCsv); }), HasSubstr("5,c-1,email:a@example.com"));
  EXPECT_THAT(said([&] { return run_unlink(data, "c-1", "email:A@example.com"); }),
              HasSubstr("undone: link 5 between c-1 and email:a@example.com"));
  EXPECT_EQ(run_unlink(data, "c-1", "c-9").code(), StatusCode::kNotFound);
  EXPECT_THAT(server.stop(), Contains("DELETE /v1/links/5"));
}

}  // namespace
}  // namespace sojourn
