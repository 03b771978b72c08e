#include "api/openapi.h"

#include <optional>

#include "api/openapi_examples.h"
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

// JSON as it is; other texts as texts; nothing when there is none.
std::optional<Json> example_of(const std::string& text, bool json) {
  if (text.empty()) return std::nullopt;
  if (!json) return Json(text);
  Json parsed = Json::parse(text, nullptr, false);
  return parsed.is_discarded() ? std::optional<Json>() : std::move(parsed);
}

// The fields of a form that is written as a query.
Json form_example(const std::string& text) {
  Json fields = Json::object();
  if (const auto parsed = parse_query(text)) {
    for (const auto& [name, value] : *parsed) fields[name] = value;
  }
  return fields;
}

// The example is of the first form.
Json content(const std::vector<std::string>& media, const std::string& schema, const std::string& example) {
  Json content = Json::object();
  for (const std::string& type : media) {
    const bool json = type == "application/json";
    Json& entry = content[type];
    const bool form = type == "application/x-www-form-urlencoded";
    const bool typed = !schema.empty() && (json || form);
    entry["schema"] = typed ? reference(schema) : json ? Json::object() : Json{{"type", "string"}};
    if (&type != &media.front()) continue;
    if (const std::optional<Json> shown = example_of(example, json)) entry["example"] = *shown;
    if (form && !example.empty()) entry["example"] = form_example(example);
  }
  return content;
}

std::vector<std::string> request_media(const Route& route) {
  std::vector<std::string> media{route.request_media};
  media.insert(media.end(), route.other_media.begin(), route.other_media.end());
  return media;
}

// As its type has it: limits are numbers.
void add_parameter_example(const Route& route, const QueryParameter& parameter, Json& json) {
  const std::string example = parameter_example(route, parameter.name);
  if (example.empty()) return;
  const Result<int64_t> number = parse_integer(example);
  json["example"] = parameter.type == "integer" && number.has_value() ? Json(*number) : Json(example);
}

// A key of a source, in any of its places; it may also stand in the body, which a scheme cannot say.
Json intake_security() {
  Json ways = Json::array({Json::object()});
  for (const char* way : {"writeKey", "writeKeyAsBearer", "writeKeyInAddress"}) ways.push_back({{way, Json::array()}});
  return ways;
}

// What else a sender must be ready for.
void add_intake_replies(const Route& route, Json& responses) {
  const auto refer = [&responses](const char* status, const char* name) {
    responses[status] = {{"$ref", std::string("#/components/responses/") + name}};
  };
  if (!route.request_schema.empty()) {
    refer("400", "Malformed");
    refer("413", "TooLarge");
    refer("429", "Crowded");
    refer("503", "NotCommitted");
  }
  refer("401", "UnknownKey");
  refer("404", "Disabled");
}

Json problem_response(const std::string& about, bool retry = false) {
  Json response{{"description", about},
                {"content", {{"application/problem+json", {{"schema", reference("Problem")}}}}}};
  if (retry) {
    response["headers"]["Retry-After"] = {{"description", "Seconds to wait before the same body is sent again."},
                                          {"schema", {{"type", "integer"}}}};
  }
  return response;
}

Json responses() {
  Json all;
  all["Problem"] = problem_response("What went wrong, after RFC 9457.");
  all["Malformed"] = problem_response("Not what it should be: JSON, UTF-8, gzip. Nothing of it was taken.");
  all["UnknownKey"] = problem_response("No source has this key, or the signature is wrong.");
  all["Disabled"] = problem_response("The source of this key is disabled.");
  all["TooLarge"] = problem_response("More bytes than this address takes, packed or unpacked, or too many events.");
  all["Crowded"] = problem_response("More arrives than can be written. Nothing of it was taken.", true);
  all["NotCommitted"] = problem_response("The record cannot be written. Nothing of it was taken.", true);
  return all;
}

Json security_schemes() {
  const auto http = [](const char* scheme, const char* about) {
    return Json{{"type", "http"}, {"scheme", scheme}, {"description", about}};
  };
  return {{"session",
           {{"type", "apiKey"},
            {"in", "cookie"},
            {"name", kSessionCookie},
            {"description", "What POST /v1/sign-in gives a browser."}}},
          {"bearer", http("bearer", "A token (sjt_...), or the admin key.")},
          {"basic", http("basic", "The admin key as password.")},
          {"writeKey", http("basic", "A source's key as name, with an empty password.")},
          {"writeKeyAsBearer", http("bearer", "A source's key.")},
          {"writeKeyInAddress",
           {{"type", "apiKey"}, {"in", "query"}, {"name", "writeKey"}, {"description", "A source's key."}}}};
}

// "{id}" of a pattern as parameters; each is a text.
Json path_parameters(const Route& route) {
  const std::string& pattern = route.pattern;
  Json parameters = Json::array();
  for (size_t at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
    const std::string name = pattern.substr(at + 1, pattern.find('}', at) - at - 1);
    parameters.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    add_parameter_example(route, {name, "string", ""}, parameters.back());
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
  Json parameters = path_parameters(route);
  for (const QueryParameter& each : route.query) {
    parameters.push_back(
        {{"name", each.name}, {"in", "query"}, {"description", each.about}, {"schema", {{"type", each.type}}}});
    add_parameter_example(route, each, parameters.back());
  }
  if (!parameters.empty()) json["parameters"] = std::move(parameters);
  if (!route.request_schema.empty()) {
    json["requestBody"] = {{"required", route.needs_body},
                           {"content", content(request_media(route), route.request_schema, request_example(route))}};
  }
  Json& good = json["responses"][std::to_string(route.success)];
  good["description"] = "Done.";
  if (!route.media.front().empty()) {
    good["content"] = content(route.media, route.reply_schema, reply_example(route));
  }
  const Json shown = good;
  for (const auto& [status, when] : route.also) {
    Json& other = json["responses"][std::to_string(status)] = shown;
    other["description"] = when;
  }
  if (route.door == Door::kOpen) json["security"] = Json::array({Json::object()});  // Whoever comes.
  if (route.door == Door::kOwner && !route.needs.empty()) json["x-permissions"] = route.needs.names();
  if (route.door == Door::kIntake) {
    json["security"] = intake_security();
    add_intake_replies(route, json["responses"]);
  }
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
  // Without anything (as long as nobody has an account and no key is set), or with one of these.
  document["security"] = Json::array(
      {Json::object(), {{"session", Json::array()}}, {{"bearer", Json::array()}}, {{"basic", Json::array()}}});
  Json& paths = document["paths"] = Json::object();
  for (const Route& route : routes) paths[route.pattern][lower_case(route.verb).get<std::string>()] = operation(route);
  Json& components = document["components"];
  components["securitySchemes"] = security_schemes();
  components["responses"] = responses();
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
