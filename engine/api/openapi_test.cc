// The OpenAPI document against the table of routes, and real replies against the schemas it promises.
#include "api/openapi.h"

#include <set>

#include "api/company_fixture.h"
#include "api/schema_check.h"

namespace sojourn {
namespace {

void collect_references(const Json& json, std::set<std::string>& found) {
  if (json.is_object() && json.contains("$ref")) found.insert(json["$ref"].get<std::string>());
  if (!json.is_structured()) return;
  for (const Json& each : json) collect_references(each, found);
}

TEST(OpenApi, EveryReferenceLeadsSomewhere) {
  TestApplication server;
  const Json document = server.json("GET", "/openapi.json");
  EXPECT_EQ(document["openapi"], "3.1.0");
  std::set<std::string> references;
  collect_references(document, references);
  EXPECT_GT(references.size(), 20u);
  for (const std::string& reference : references) {
    EXPECT_TRUE(document.contains(Json::json_pointer(reference.substr(1)))) << reference;
  }
}

TEST(OpenApi, TellsOfEveryRoute) {
  TestApplication server;
  const Json document = server.json("GET", "/openapi.json");
  std::set<std::string> ids;
  for (const Route& route : server.application().router().routes()) {
    std::string verb;
    for (const char c : route.verb) verb += static_cast<char>(c - 'A' + 'a');
    ASSERT_TRUE(document["paths"][route.pattern].contains(verb)) << route.verb << " " << route.pattern;
    const Json& operation = document["paths"][route.pattern][verb];
    EXPECT_TRUE(ids.insert(operation["operationId"].get<std::string>()).second) << operation["operationId"];
    EXPECT_TRUE(operation["responses"].contains(std::to_string(route.success)));
    EXPECT_EQ(operation.contains("requestBody"), !route.request_schema.empty());
  }
}

TEST(OpenApi, DescribesTheQuestionOfEachMeasure) {
  TestApplication server;
  const Json document = server.json("GET", "/openapi.json");
  const Json& schemas = document["components"]["schemas"];
  EXPECT_EQ(schemas["Question"]["oneOf"].size(), catalogue().size());
  const Json& funnel = schemas["Question_funnel"];
  EXPECT_EQ(funnel["properties"]["measure"]["const"], "funnel");
  EXPECT_TRUE(funnel["properties"]["parameters"]["properties"].contains("step"));
  EXPECT_EQ(schemas["Question_nps"]["properties"]["parameters"]["properties"]["count"]["enum"],
            Json::array({"last", "first", "all"}));
  const SchemaCheck check(schemas);
  const Json good =
      Json::parse(R"json({"measure":"funnel","parameters":{"step":["touchpoint = \"a\"","exists(answer)"]}})json");
  EXPECT_EQ(check.fault(good, schemas["Question"]), "");
  EXPECT_NE(check.fault(Json::parse(R"({"measure":"funnel","steps":[]})"), schemas["Question"]), "");
}

TEST(OpenApi, RepliesAreAsPromised) {
  TestApplication server;
  const Json document = server.json("GET", "/openapi.json");
  const SchemaCheck check(document["components"]["schemas"]);
  const std::vector<std::array<std::string, 4>> requests{
      {"POST", "/v1/ask", R"({"measure":"nps","by":["channel"],"over":"month"})", "Answers"},
      {"POST", "/v1/ask", R"([{"measure":"revenue"},{"measure":"npz"},{"measure":"quality"}])", "Answers"},
      {"POST", "/v1/ask", R"({"measure":"process_map"})", "Answers"},
      {"POST", "/v1/ask", R"({"measure":"stages"})", "Answers"},
      {"POST", "/v1/who", R"({"question":{"measure":"nps"}})", "People"},
      {"GET", "/v1/measures", "", "Measures"},
      {"GET", "/v1/measures/funnel", "", "Measure"},
      {"GET", "/v1/fields", "", "Fields"},
      {"GET", "/v1/customers?find=a", "", "Customers"},
      {"GET", "/v1/customers/anna", "", "Customer"},
      {"GET", "/v1/customers/anna/timeline", "", "Timeline"},
      {"GET", "/v1/links", "", "Links"},
      {"POST", "/v1/links", R"({"a":"anna","b":"carl"})", "Link"},
      {"GET", "/v1/sources", "", "Sources"},
      {"GET", "/v1/rejects", "", "Rejects"},
      {"PUT", "/v1/stages", R"({"rules":[{"touchpoint":"purchase","stage":"buy"}]})", "Stages"},
      {"GET", "/v1/stages", "", "Stages"},
      {"POST", "/v1/sql", R"({"sql":"select * from events"})", "SqlTable"},
      {"GET", "/v1/status", "", "ServerStatus"},
      {"GET", "/v1/customers/erika", "", "Problem"},
      {"GET", "/openapi.json", "", "OpenApi"},
  };
  for (const auto& [verb, target, body, schema] : requests) {
    const Json reply = server.json(verb, target, body);
    EXPECT_EQ(check.fault(reply, document["components"]["schemas"][schema]), "") << verb << " " << target;
  }
}

}  // namespace
}  // namespace sojourn
