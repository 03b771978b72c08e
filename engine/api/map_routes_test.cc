// Maps through the API: saved, proposed, corrected, tried.
#include "api/import_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class MapRoutes : public Imports {};

TEST_F(MapRoutes, MapsAreSavedShownAndUsed) {
  EXPECT_THAT(server_.json("GET", "/v1/maps")["maps"], IsEmpty());
  const HttpReply saved = server_.ask("PUT", "/v1/maps/till%20two", kMap);
  EXPECT_EQ(saved.status, 201) << saved.body;
  EXPECT_EQ(server_.ask("PUT", "/v1/maps/till%20two", kMap).status, 200) << "it is not new any more";
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

TEST_F(MapRoutes, AMapThatIsWrongIsNotSavedAndTheLineIsNamed) {
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

TEST_F(MapRoutes, AProposalIsCorrectedUntilItIsAMap) {
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
  EXPECT_EQ(server_.ask("PUT", "/v1/maps/till", good["map"].get<std::string>()).status, 201);
  EXPECT_EQ(read("/v1/imports?name=till_2026.csv&map=till", kTill)["events"], 2);
  EXPECT_THAT(left(), IsEmpty());
}

TEST_F(MapRoutes, ARevisionTellsRowsAtFault) {
  const Json first = server_.json("POST", "/v1/maps/propose?name=till.csv", kTill);
  Json body{{"sample", kTill + "soon,19,1,web\n"}, {"proposal", first["proposal"]}};
  const Json tried = server_.json("POST", "/v1/maps/revise", body.dump());
  ASSERT_EQ(tried["rejects"].size(), 1u) << tried;
  EXPECT_EQ(tried["rejects"][0]["line"], 4);
  EXPECT_EQ(tried["rejects"][0]["field"], "time");
  EXPECT_EQ(tried["counts"]["rejected"], 1);
}

TEST_F(MapRoutes, FaultsOfAProposalAreNamed) {
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

TEST_F(MapRoutes, WhatIsCutOffPackedOrReadyIsSeen) {
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

}  // namespace
}  // namespace sojourn
