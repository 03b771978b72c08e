#include "api/openapi.h"

#include "base/decimal.h"

namespace sojourn {
namespace {

Json reference(const std::string& schema) { return {{"$ref", "#/components/schemas/" + schema}}; }

// One value of a parameter. Everything may also be given as text, as on the command line.
Json value_schema(const ParameterInfo& parameter) {
  Json schema;
  switch (parameter.type) {
    case ParameterType::kNumber: schema["type"] = {"number", "string"}; break;
    case ParameterType::kInteger: schema["type"] = {"integer", "string"}; break;
    case ParameterType::kBool: schema["type"] = {"boolean", "string"}; break;
    case ParameterType::kDuration:
      schema["type"] = "string";
      schema["examples"] = {"30d", "90m"};
      break;
    case ParameterType::kFilter:
      schema["type"] = "string";
      schema["examples"] = {"touchpoint = \"purchase\""};
      break;
    case ParameterType::kField:
      schema["type"] = "string";
      schema["examples"] = {"channel", "properties.plan"};
      break;
    case ParameterType::kChoice:
    case ParameterType::kText: schema["type"] = "string"; break;
  }
  if (!parameter.choices.empty()) schema["enum"] = parameter.choices;
  if (parameter.min) schema["minimum"] = *parameter.min;
  if (parameter.max) schema["maximum"] = *parameter.max;
  return schema;
}

Json parameter_schema(const ParameterInfo& parameter) {
  Json schema = value_schema(parameter);
  if (parameter.repeated) {
    const Json one = schema;
    schema = {{"anyOf", Json::array({one, {{"type", "array"}, {"items", one}}})}};
  }
  schema["description"] = parameter.about;
  if (!parameter.default_value.empty()) schema["default"] = parameter.default_value;
  return schema;
}

// What every question may carry beside its measure.
Json common_properties() {
  return {{"where", {{"type", "string"}, {"description", "A filter; see docs/formats/filter.md."}}},
          {"by",
           {{"type", {"array", "string"}},
            {"items", {{"type", "string"}}},
            {"description", "Fields, properties.x or customer.x to split by."}}},
          {"over", {{"enum", {"hour", "day", "week", "month", "quarter", "year"}}}},
          {"from", {{"type", "string"}, {"description", "First moment of the range, in the zone; in."}}},
          {"to", {{"type", "string"}, {"description", "Last moment of the range; out."}}},
          {"zone", {{"type", "string"}, {"default", "UTC"}, {"description", "Time zone, such as Europe/Amsterdam."}}}};
}

Json content(const std::vector<std::string>& media, const std::string& schema) {
  Json content = Json::object();
  for (const std::string& type : media) {
    content[type]["schema"] = type == "application/json" ? reference(schema) : Json{{"type", "string"}};
  }
  return content;
}

// "{id}" of a pattern as parameters; each is a text.
Json path_parameters(const std::string& pattern) {
  Json parameters = Json::array();
  for (size_t at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
    const std::string name = pattern.substr(at + 1, pattern.find('}', at) - at - 1);
    parameters.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  return parameters;
}

// "POST /v1/ask" -> "post_v1_ask".
std::string operation_id(const Route& route) {
  std::string id;
  for (const char c : route.verb + route.pattern) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (c >= 'A' && c <= 'Z') {
      id += static_cast<char>(c - 'A' + 'a');
    } else if (letter) {
      id += c;
    } else if (c != '}' && !id.ends_with('_')) {
      id += '_';
    }
  }
  return id;
}

Json operation(const Route& route) {
  Json json;
  json["operationId"] = operation_id(route);
  json["summary"] = route.summary;
  Json parameters = path_parameters(route.pattern);
  for (const QueryParameter& each : route.query) {
    parameters.push_back(
        {{"name", each.name}, {"in", "query"}, {"description", each.about}, {"schema", {{"type", each.type}}}});
  }
  if (!parameters.empty()) json["parameters"] = std::move(parameters);
  if (!route.request_schema.empty()) {
    json["requestBody"] = {{"required", true}, {"content", content({"application/json"}, route.request_schema)}};
  }
  Json& good = json["responses"][std::to_string(route.success)];
  good["description"] = "Done.";
  good["content"] = content(route.media, route.reply_schema);
  json["responses"]["default"] = {{"$ref", "#/components/responses/Problem"}};
  return json;
}

std::string schema_name(const MeasureDefinition& measure) { return "Question_" + measure.id; }

Json lower_case(const std::string& verb) {
  std::string word;
  for (const char c : verb) word += static_cast<char>(c - 'A' + 'a');
  return word;
}

}  // namespace

Json question_schema(const MeasureDefinition& measure) {
  Json parameters = Json::object();
  Json required = Json::array();
  for (const ParameterInfo& each : measure.parameters) {
    parameters[each.name] = parameter_schema(each);
    if (each.required) required.push_back(each.name);
  }
  Json object{{"type", "object"}, {"properties", std::move(parameters)}, {"additionalProperties", false}};
  Json needed = Json::array({"measure"});
  if (!required.empty()) {
    object["required"] = std::move(required);
    needed.push_back("parameters");
  }
  Json properties{{"measure", {{"const", measure.id}}}, {"parameters", std::move(object)}};
  properties.update(common_properties());
  Json schema;
  schema["title"] = measure.title;
  schema["description"] = measure.question + " " + measure.definition;
  schema["type"] = "object";
  schema["properties"] = std::move(properties);
  schema["required"] = std::move(needed);
  schema["additionalProperties"] = false;
  return schema;
}

Json openapi_document(const std::vector<Route>& routes, std::span<const MeasureDefinition> measures) {
  Json document;
  document["openapi"] = "3.1.0";
  document["info"] = {{"title", "Sojourn"},
                      {"version", SOJOURN_VERSION},
                      {"summary", "Questions about customers' journeys, and their answers."},
                      {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}};
  document["servers"] = Json::array({{{"url", "/"}}});
  // Either without a key (when none is set), or with it.
  document["security"] = Json::array({Json::object(), {{"bearer", Json::array()}}, {{"basic", Json::array()}}});
  Json& paths = document["paths"] = Json::object();
  for (const Route& route : routes) paths[route.pattern][lower_case(route.verb).get<std::string>()] = operation(route);
  Json& components = document["components"];
  components["securitySchemes"] = {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}},
                                   {"basic", {{"type", "http"}, {"scheme", "basic"}}}};
  components["responses"]["Problem"] = {
      {"description", "What went wrong, after RFC 9457."},
      {"content", {{"application/problem+json", {{"schema", reference("Problem")}}}}}};
  Json& schemas = components["schemas"] = reply_schemas();
  Json choices = Json::array();
  for (const MeasureDefinition& each : measures) {
    schemas[schema_name(each)] = question_schema(each);
    choices.push_back(reference(schema_name(each)));
  }
  schemas["Question"] = {{"oneOf", std::move(choices)}};
  return document;
}

}  // namespace sojourn
