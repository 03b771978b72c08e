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
    EXPECT_EQ(operation.contains("security"), route.door == Door::kIntake) << route.pattern;
  }
}

TEST(OpenApi, ExamplesFitTheirSchemas) {
  TestApplication server;
  const Json document = server.json("GET", "/openapi.json");
  const SchemaCheck check(document["components"]["schemas"]);
  size_t examples = 0;
  for (const auto& [path, verbs] : document["paths"].items()) {
    for (const auto& [verb, operation] : verbs.items()) {
      std::vector<Json> contents;
      if (operation.contains("requestBody")) contents.push_back(operation["requestBody"]["content"]);
      for (const auto& [status, reply] : operation["responses"].items()) {
        if (reply.contains("content")) contents.push_back(reply["content"]);
      }
      for (const Json& content : contents) {
        if (!content.contains("application/json") || !content["application/json"].contains("example")) continue;
        const Json& shown = content["application/json"];
        EXPECT_EQ(check.fault(shown["example"], shown["schema"]), "") << verb << " " << path;
        ++examples;
      }
    }
  }
  EXPECT_GT(examples, 50u);
}

// Every address of the intake is sent its own example with a key: the reply is the one that is promised.
TEST(OpenApi, TheIntakeAnswersItsExamplesAsPromised) {
  TestApplication server;
  const std::string key = server.company().add_source("web");
  const std::string token = server.company().add_source("contacts", "amazon-connect");
  const Json document = server.json("GET", "/openapi.json");
  const SchemaCheck check(document["components"]["schemas"]);
  size_t tried = 0;
  for (const Route& route : server.application().router().routes()) {
    if (route.door != Door::kIntake ||
        (route.verb == "GET" && route.request_example.empty() && route.reply_schema.empty())) {
      continue;
    }
    std::string target = route.pattern;
    for (const auto& [name, value] : {std::pair("{key}", key), std::pair("{token}", token)}) {
      if (const size_t at = target.find(name); at != std::string::npos)
        target.replace(at, std::string(name).size(), value);
    }
    // Surveys and invitations speak to people and have tests of their own.
    if (target.find('{') != std::string::npos || route.pattern.starts_with("/unsubscribe/")) continue;
    std::string body = route.request_example;
    if (const size_t at = body.find("\"KEY\""); at != std::string::npos) body.replace(at, 5, "\"" + key + "\"");
    if (route.verb == "GET" && route.reply_schema == "PosthogStatus") {
      target += "?data=" + percent_encode(R"({"event":"a","distinct_id":"anna"})");
    }
    const HttpReply reply = server.ask(route.verb, target, body, {{"Authorization", "Bearer " + key}});
    const bool kept = route.pattern.starts_with("/hooks/") && reply.status == 202;
    EXPECT_TRUE(reply.status == route.success || kept) << route.verb << " " << target << " " << reply.body;
    if (!route.reply_schema.empty()) {
      const Json& schema = document["components"]["schemas"][route.reply_schema];
      EXPECT_EQ(check.fault(Json::parse(reply.body), schema), "") << route.verb << " " << target << " " << reply.body;
    }
    if (!route.reply_example.empty() && route.verb == "POST" && !kept && body.find("\"id\"") == std::string::npos) {
      EXPECT_EQ(reply.body, route.reply_example) << target;
    }
    ++tried;
  }
  EXPECT_GT(tried, 35u);
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
      {"PUT", "/v1/sources/web", R"({"country":"NL"})", "Source"},
      {"GET", "/v1/sources/web", "", "Source"},
      {"POST", "/v1/sources/web/keys", R"({"kind":"write"})", "NewSourceKey"},
      {"GET", "/v1/sources/web/keys", "", "SourceKeys"},
      {"DELETE", "/v1/sources/web", "", "Source"},
      {"GET", "/v1/formats", "", "Formats"},
      {"GET", "/v1/intake", "", "IntakeStatus"},
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
