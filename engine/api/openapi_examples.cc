#include "api/openapi_examples.h"

#include <array>
#include <map>

namespace sojourn {
namespace {

const RouteExample* find_example(const Route& route) {
  static const std::map<std::string, RouteExample, std::less<>> kExamples = [] {
    std::map<std::string, RouteExample, std::less<>> all;
    for (const RouteExample& each : all_examples()) all.emplace(each.route, each);
    return all;
  }();
  const auto found = kExamples.find(route.verb + " " + route.pattern);
  return found == kExamples.end() ? nullptr : &found->second;
}

struct ParameterExample {
  std::string_view pattern;  // Begins the path of its routes; the first that fits counts.
  std::string_view name;
  std::string_view value;
};

constexpr std::array kParameters{
    ParameterExample{"/v1/measures", "id", "funnel"},
    ParameterExample{"/v1/sources", "id", "0ff41929"},
    ParameterExample{"/v1/boards", "id", "9f86d081884c7d65"},
    ParameterExample{"/v1/boards", "name", "care"},
    ParameterExample{"/v1/boards", "as", "toml"},
    ParameterExample{"/v1/shared", "token", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"},
    ParameterExample{"/v1/segments", "name", "loyal"},
    ParameterExample{"/v1/goals", "name", "nps"},
    ParameterExample{"/v1/alerts", "name", "web-nps"},
    ParameterExample{"/v1/reports", "name", "weekly"},
    ParameterExample{"/v1/goals", "state", "true"},
    ParameterExample{"/v1/feedback", "id", "5"},
    ParameterExample{"/v1/feedback", "state", "open"},
    ParameterExample{"/v1/feedback", "tag", "delivery"},
    ParameterExample{"/v1/feedback", "q", "parcel"},
    ParameterExample{"/v1/feedback", "assignee", "me"},
    ParameterExample{"/v1/feedback", "case", "open"},
    ParameterExample{"/v1/feedback", "customer", "c-17"},
    ParameterExample{"/v1/feedback", "before", "1795512600000000.17"},
    ParameterExample{"", "n", "1"},
    ParameterExample{"/v1/voice", "id", "4"},
    ParameterExample{"/v1/voice", "unit", "utf16"},
    ParameterExample{"/v1/voice", "evidence", "1"},
    ParameterExample{"/v1/voice", "event", "5"},
    ParameterExample{"/v1/voice", "customer", "c-17"},
    ParameterExample{"/v1/voice", "before", "1795512600000000.12.0"},
    ParameterExample{"/v1/voice", "where", "voice.sentiment = \"negative\""},
    ParameterExample{"/v1/voice", "against", "voice.sentiment = \"positive\""},
    ParameterExample{"/v1/benchmarks", "name", "trade"},
    ParameterExample{"/v1/decisions", "name", "evenings"},
    ParameterExample{"", "period", "90d"},
    ParameterExample{"/v1/rejects", "source", "shop"},
    ParameterExample{"/v1/rejects", "field", "time"},
    ParameterExample{"/v1/rejects", "kind", "\"…\" is not a time: it has another form"},
    ParameterExample{"", "where", "channel = \"web\""},
    ParameterExample{"", "measure", "nps"},
    ParameterExample{"", "title", "Trade"},
    ParameterExample{"", "date", "2026-06-30"},
    ParameterExample{"/v1/survey-drafts", "id", "1"},
    ParameterExample{"/v1/me/sessions", "id", "9f86d081884c7d65"},
    ParameterExample{"/v1/tokens", "id", "60303ae22b998861"},
    ParameterExample{"/v1/imports", "id", "1"},
    ParameterExample{"/v1/imports", "name", "till.csv"},
    ParameterExample{"/v1/imports", "format", ""},  // The map reads it.
    ParameterExample{"/v1/imports", "settings", ""},
    ParameterExample{"/v1/maps/propose", "name", "till.csv"},
    ParameterExample{"/v1/maps", "name", "till"},
    ParameterExample{"/v1/surveys", "name", "nps"},
    ParameterExample{"/v1/rules", "name", "after-purchase"},
    ParameterExample{"/v1/sources", "name", "web"},
    ParameterExample{"/pixel/", "event", "opened"},
    ParameterExample{"", "account", "anna"},
    ParameterExample{"", "action", "sign_in"},
    ParameterExample{"", "before", "120"},
    ParameterExample{"", "writeKey", "sjw_KEY"},
    ParameterExample{"", "key", "sjw_KEY"},
    ParameterExample{"", "aid", "sjw_KEY"},
    ParameterExample{"", "token", "sjh_KEY"},
    ParameterExample{"", "vendor", "com.acme"},
    ParameterExample{"", "version", "v1"},
    ParameterExample{"", "survey", "nps"},
    ParameterExample{"", "link", "eyJzIjoibnBzIn0"},
    ParameterExample{"", "t", "eyJzIjoibnBzIn0"},
    ParameterExample{"", "score", "9"},
    ParameterExample{"", "lang", "nl"},
    ParameterExample{"", "part", "thanks"},
    ParameterExample{"", "identifier", "email:anna@example.com"},
    ParameterExample{"", "who", "email:anna@example.com"},
    ParameterExample{"", "of", "anna"},
    ParameterExample{"", "find", "anna"},
    ParameterExample{"", "number", "1"},
    ParameterExample{"", "source", "web"},
    ParameterExample{"", "state", "sent"},
    ParameterExample{"", "rule", "after-purchase"},
    ParameterExample{"", "from", "2026-01-01"},
    ParameterExample{"", "to", "2026-02-01"},
    ParameterExample{"", "zone", "Europe/Amsterdam"},
    ParameterExample{"", "country", "NL"},
    ParameterExample{"", "currency", "EUR"},
    ParameterExample{"", "format", "zendesk"},
    ParameterExample{"", "map", "till"},
    ParameterExample{"", "as", "file"},
    ParameterExample{"", "cut", "true"},
    ParameterExample{"", "settings", R"({"customer_ids":"plain"})"},
    ParameterExample{"", "dry_run", "true"},
    ParameterExample{"", "redact", "true"},
    ParameterExample{"", "strict", "true"},
    ParameterExample{"", "redact", "true"},
    ParameterExample{"", "more", "true"},
    ParameterExample{"", "limit", "100"},
    ParameterExample{"", "offset", "0"},
    ParameterExample{"", "userId", "anna"},
    ParameterExample{"", "anonymousId", "cookie-7"},
    ParameterExample{"", "name", "Prices"},
    ParameterExample{"", "data",
                     R"({"api_key":"sjw_KEY","event":"$pageview","distinct_id":"anna","uuid":"0190a1b2-1"})"},
    ParameterExample{"", "e", "pv"},
    ParameterExample{"", "p", "web"},
    ParameterExample{"", "eid", "0190a1b2-0000-4000-8000-000000000004"},
    ParameterExample{"", "duid", "cookie-7"},
    ParameterExample{"", "url", "https://shop.example/prices"},
};

}  // namespace

std::vector<RouteExample> all_examples() {
  std::vector<RouteExample> all;
  for (const auto& part : {question_examples(), compare_examples(), record_examples(), source_examples(),
                           survey_examples(), map_examples(), import_examples(), access_examples(), board_examples(),
                           inbox_examples(), voice_examples(), alert_examples()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::string request_example(const Route& route) {
  if (!route.request_example.empty()) return route.request_example;
  const RouteExample* const found = find_example(route);
  return found == nullptr ? std::string() : std::string(found->request);
}

std::string reply_example(const Route& route) {
  if (!route.reply_example.empty()) return route.reply_example;
  const RouteExample* const found = find_example(route);
  return found == nullptr ? std::string() : std::string(found->reply);
}

std::string parameter_example(const Route& route, std::string_view name) {
  for (const ParameterExample& each : kParameters) {
    if (each.name == name && route.pattern.starts_with(each.pattern)) return std::string(each.value);
  }
  return {};
}

}  // namespace sojourn
