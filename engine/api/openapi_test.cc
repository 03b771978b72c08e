// The OpenAPI document against the table of routes, and its examples against its schemas. Real replies are held against
// it in openapi_contract_test.cc.
#include "api/openapi.h"

#include <set>

#include "api/company_fixture.h"
#include "api/openapi_examples.h"
#include "api/schema_check.h"

namespace sojourn {
namespace {

void collect_references(const Json& json, std::set<std::string>& found) {
  if (json.is_object() && json.contains("$ref")) found.insert(json["$ref"].get<std::string>());
  if (!json.is_structured()) return;
  for (const Json& each : json) collect_references(each, found);
}

std::string lower_verb(const Route& route) {
  std::string verb;
  for (const char c : route.verb) verb += static_cast<char>(c - 'A' + 'a');
  return verb;
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
    const std::string verb = lower_verb(route);
    ASSERT_TRUE(document["paths"][route.pattern].contains(verb)) << route.verb << " " << route.pattern;
    const Json& operation = document["paths"][route.pattern][verb];
    EXPECT_TRUE(ids.insert(operation["operationId"].get<std::string>()).second) << operation["operationId"];
    EXPECT_TRUE(operation["responses"].contains(std::to_string(route.success)));
    EXPECT_EQ(operation.contains("requestBody"), !route.request_schema.empty());
    EXPECT_EQ(operation.contains("security"), route.door != Door::kOwner) << route.pattern;
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
  EXPECT_GT(examples, 130u);
}

TEST(OpenApi, EveryRequestAndReplyHasAnExample) {
  TestApplication server;
  const Json document = server.json("GET", "/openapi.json");
  const auto has_example = [](const Json& content) {
    for (const auto& [type, entry] : content.items()) {
      if (entry.contains("example")) return true;
    }
    return false;
  };
  for (const Route& route : server.application().router().routes()) {
    const std::string name = route.verb + " " + route.pattern;
    const Json& operation = document["paths"][route.pattern][lower_verb(route)];
    if (operation.contains("requestBody")) {
      EXPECT_TRUE(has_example(operation["requestBody"]["content"])) << name;
    }
    const Json& reply = operation["responses"][std::to_string(route.success)];
    if (reply.contains("content")) {
      EXPECT_TRUE(has_example(reply["content"])) << name;
    }
    if (!operation.contains("parameters")) continue;
    for (const Json& parameter : operation["parameters"]) {
      // The examples of one request go together.
      const bool excluded = parameter.value("description", "").find("Not with a map") != std::string::npos;
      EXPECT_NE(parameter.contains("example"), excluded) << name << " " << parameter["name"];
    }
  }
}

// An example of a route that is gone would be read by nobody.
TEST(OpenApi, EveryExampleIsOfARoute) {
  TestApplication server;
  std::set<std::string> names;
  for (const Route& route : server.application().router().routes()) names.insert(route.verb + " " + route.pattern);
  for (const RouteExample& each : all_examples()) EXPECT_TRUE(names.contains(std::string(each.route))) << each.route;
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

}  // namespace
}  // namespace sojourn
