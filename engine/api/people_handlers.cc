// Customers and their lives: /v1/customers, its timeline, and the links that say which identifiers are one person.
#include <algorithm>
#include <array>

#include "answers/customer_stages.h"
#include "api/handlers.h"
#include "api/json_body.h"
#include "api/masking.h"
#include "api/problem.h"
#include "api/record_json.h"
#include "api/time_query.h"
#include "api/voice_json.h"
#include "base/decimal.h"
#include "base/limits.h"
#include "enrich/turns.h"
#include "event/event.h"
#include "timelines/flatten.h"

namespace sojourn {
namespace {

constexpr int64_t kCustomersMax = 100;
constexpr int64_t kEventsMax = 1000;
constexpr int64_t kLinksMax = 1000;
const std::array<std::string, 3> kLinkKeys{"a", "b", "reason"};

Result<Identifier> identifier_of(const std::string& text, std::string_view where) {
  Result<Identifier> identifier = parse_identifier(text);
  if (!identifier.has_value()) return std::move(identifier).error().within(where);
  return identifier;
}

// One who is not in the caller's scope is not there.
Result<Store::Customer> customer_of(const Engine& engine, const Call& call) {
  SOJOURN_TRY(Store::Customer found, named_customer(engine.store, call.path[0]));
  SOJOURN_TRY(const bool shown, engine.scoped->has(engine.timelines, call.caller.scope, found.number));
  if (!shown) return Status::not_found("nobody is known as " + call.path[0]);
  return found;
}

Result<HttpReply> find_customers(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t limit, call.query_integer("limit", 8, 1, kCustomersMax));
  SOJOURN_TRY(const std::vector<Store::Customer> found,
              engine.scoped->find(engine.store, engine.timelines, call.caller.scope, call.query("find"),
                                  static_cast<size_t>(limit)));
  Json json;
  Json& list = json["customers"] = Json::array();
  for (const Store::Customer& each : found) {
    if (may_find(call.caller, each, call.query("find"))) list.push_back(person_json(each.number, each.identifiers));
  }
  return json_reply(masked(call.caller, std::move(json)));
}

Result<HttpReply> customer(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Store::Customer found, customer_of(engine, call));
  SOJOURN_TRY(const std::vector<LinkFact> links, engine.store.links(found.identifiers.front()));
  SOJOURN_TRY(const std::vector<Store::Flag> flags, engine.store.flags());
  Json json = person_json(found.number, found.identifiers);
  Json& link_list = json["links"] = Json::array();
  for (const LinkFact& each : links) link_list.push_back(link_json(each));
  Json& flag_list = json["flags"] = Json::array();
  for (const Store::Flag& each : flags) {
    if (std::ranges::find(found.identifiers, each.identifier) == found.identifiers.end()) continue;
    flag_list.push_back({{"identifier", format_identifier(each.identifier)}, {"reason", each.reason}});
  }
  // Stages are told of whole lives only.
  std::vector<StageStay> stays;
  if (call.caller.scope.empty()) {
    SOJOURN_TRY(stays, stages_of_customer(engine.store, found.number));
  }
  Json& stay_list = json["stages"] = Json::array();
  for (const StageStay& stay : stays) {
    stay_list.push_back({{"stage", stay.stage},
                         {"entered", format_time(stay.entered)},
                         {"left", stay.left ? Json(format_time(*stay.left)) : Json(nullptr)}});
  }
  return json_reply(masked(call.caller, std::move(json)));
}

// What a customer says in the event, by its text or its turns.
Json voice_of(const Engine& engine, const StoredEvent& event) {
  if (engine.voice == nullptr) return nullptr;
  std::string_view text, language;
  bool out = false;
  for (const auto& [field, value] : event.fields) {
    if (field == Field::kDirection) out = value == "out";
    if (field == Field::kText) text = value;
    if (field == Field::kLanguage) language = value;
  }
  Flattener flattener;
  flattener.flatten(event.properties, [](std::string_view, std::string_view) {});
  const CustomerSaid said = customer_said(text, flattener.turns(), out);
  return said.nothing() ? Json() : voice_words_json(engine.voice->words_of_event(said.text, said.turns, language));
}

Result<HttpReply> timeline(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const AskedTimes times, asked_times(call));
  SOJOURN_TRY(const int64_t limit, call.query_integer("limit", 100, 1, kEventsMax));
  SOJOURN_TRY(const int64_t offset, call.query_integer("offset", 0, 0, INT32_MAX));
  SOJOURN_TRY(const Store::Customer found, customer_of(engine, call));
  // One more than asked for tells whether there is a next page.
  SOJOURN_TRY(std::vector<StoredEvent> events,
              timeline_in_scope(engine.store, engine.timelines, call.caller.scope, found.number, times.range,
                                static_cast<size_t>(limit) + 1, static_cast<size_t>(offset)));
  const bool more = events.size() > static_cast<size_t>(limit);
  if (more) events.pop_back();
  Json json;
  Json& list = json["events"] = Json::array();
  for (const StoredEvent& each : events) {
    Json& shown = list.emplace_back(event_json(each));
    shown["voice"] = voice_of(engine, each);
  }
  json["next"] = more ? Json(offset + limit) : Json(nullptr);
  return json_reply(masked(call.caller, std::move(json)));
}

Result<HttpReply> links(const Engine& engine, const Call& call) {
  std::optional<Identifier> of;
  if (const std::string text = call.query("of"); !text.empty()) {
    SOJOURN_TRY(of, identifier_of(text, "of"));
  }
  SOJOURN_TRY(const int64_t limit, call.query_integer("limit", 100, 1, kLinksMax));
  SOJOURN_TRY(const int64_t offset, call.query_integer("offset", 0, 0, INT32_MAX));
  SOJOURN_TRY(const std::vector<LinkFact> found, engine.store.links(of));
  const size_t begin = std::min(static_cast<size_t>(offset), found.size());
  const size_t end = std::min(begin + static_cast<size_t>(limit), found.size());
  Json json;
  json["total"] = found.size();
  Json& list = json["links"] = Json::array();
  for (size_t i = begin; i < end; ++i) list.push_back(link_json(found[i]));
  return json_reply(json);
}

Result<HttpReply> make_link(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kLinkKeys));
  SOJOURN_TRY(const std::string a, text_at(json, "a"));
  SOJOURN_TRY(const std::string b, text_at(json, "b"));
  SOJOURN_TRY(const std::string reason, text_or_empty(json, "reason"));
  SOJOURN_TRY(const Identifier first, identifier_of(a, "a"));
  SOJOURN_TRY(const Identifier second, identifier_of(b, "b"));
  if (first == second) return Status::invalid("a link joins two different identifiers", "b");
  if (reason.size() > limits::kTextBytesMax) return Status::invalid("is longer than a text may be", "reason");
  SOJOURN_TRY(const LinkFact link, engine.store.link(first, second, reason));
  engine.intake.touch();
  return json_reply(link_json(link), 201);
}

Result<HttpReply> undo_link(const Engine& engine, const Call& call) {
  const Result<int64_t> number = parse_integer(call.path[0]);
  if (!number.has_value()) return Status::invalid("a link is named by its number", "number");
  SOJOURN_TRY(const LinkFact link, engine.store.unlink(*number));
  engine.intake.touch();
  return json_reply(link_json(link));
}

void add_link_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET",
                    "/v1/links",
                    "Which identifiers were joined, when and why; undone links too.",
                    [engine](const Call& call) { return links(engine, call); },
                    "",
                    "Links",
                    {{"of", "string", "Only links of the customer with this identifier."},
                     {"limit", "integer", "1 to 1000; 100 unless told."},
                     {"offset", "integer", "How many to pass over."}}});
  routes.back().needs = Permission::kSetup;
  Route make{"POST",
             "/v1/links",
             "Joins two identifiers into one customer.",
             [engine](const Call& call) { return make_link(engine, call); },
             "NewLink",
             "Link"};
  make.success = 201;
  make.needs = Permission::kSetup;
  routes.push_back(std::move(make));
  routes.push_back({"DELETE", "/v1/links/{number}", "Undoes a link; the customers stand as they were before it.",
                    [engine](const Call& call) { return undo_link(engine, call); }, "", "Link"});
  routes.back().needs = Permission::kSetup;
}

}  // namespace

void add_people_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET",
                    "/v1/customers",
                    "Finds customers whose identifiers contain a text.",
                    [engine](const Call& call) { return find_customers(engine, call); },
                    "",
                    "Customers",
                    {{"find", "string", "The text."}, {"limit", "integer", "1 to 100; 8 unless told."}}});
  routes.back().needs = Permission::kPeople;
  routes.push_back(
      {"GET", "/v1/customers/{identifier}",
       "One customer by any identifier: \"c-1\" or \"email:a@example.com\"; or by its number: \"number:12\".",
       [engine](const Call& call) { return customer(engine, call); }, "", "Customer"});
  routes.back().needs = Permission::kPeople;
  routes.push_back({"GET", "/v1/customers/{identifier}/timeline", "The customer's events in order.",
                    [engine](const Call& call) { return timeline(engine, call); }, "", "Timeline", time_parameters()});
  routes.back().query.push_back({"limit", "integer", "1 to 1000; 100 unless told."});
  routes.back().query.push_back({"offset", "integer", "How many to pass over: `next` of the page before."});
  routes.back().needs = Permission::kPeople;
  add_link_routes(engine, routes);
}

}  // namespace sojourn
