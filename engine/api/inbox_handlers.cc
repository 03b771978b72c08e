// GET /v1/feedback, /v1/feedback/{id}, /v1/feedback/tags; PUT /v1/feedback/{id}; POST /v1/feedback/change.
#include "api/inbox_handlers.h"

#include <algorithm>
#include <array>

#include "api/masking.h"
#include "api/record_json.h"
#include "base/decimal.h"
#include "base/suggest.h"
#include "base/text.h"

namespace sojourn {
namespace {

constexpr int64_t kIdsMax = 500;
constexpr size_t kTextCharactersMax = 500;
constexpr std::string_view kMe = "me";
constexpr std::string_view kNobody = "none";
const std::array<std::string, 3> kChangeKeys{"state", "tags", "assignee"};
const std::array<std::string, 5> kManyKeys{"ids", "state", "add_tags", "remove_tags", "assignee"};

Result<CaseFilter> case_filter(const std::string& word) {
  if (word.empty()) return CaseFilter::kAny;
  if (word == "open") return CaseFilter::kOpen;
  if (word == "overdue") return CaseFilter::kOverdue;
  if (word == "escalated") return CaseFilter::kEscalated;
  return Status::invalid("open, overdue or escalated was expected." +
                             did_you_mean(word, std::vector<std::string>{"open", "overdue", "escalated"}),
                         "case");
}

Status read_filters(const Engine& engine, const Call& call, FeedbackQuery& query) {
  query.where = call.query("where");
  query.scope = call.caller.scope;
  query.text = trim(call.query("q"));
  if (query.text.size() > kTextCharactersMax) return Status::limit("is longer than 500 bytes", "q");
  query.tag = trim(call.query("tag"));
  query.me = call.caller.account;
  if (const std::string state = call.query("state"); !state.empty() && state != "all") {
    SOJOURN_TRY(query.handling, find_handling(state));
  }
  if (const std::string assignee = call.query("assignee"); !assignee.empty()) {
    if (assignee == kMe && call.caller.account.empty()) {
      return Status::invalid(
          "\"me\" is nobody here: there is no account behind this request. Name one, or ask for none", "assignee");
    }
    query.assignee = assignee == kMe ? call.caller.account : assignee == kNobody ? "" : assignee;
  }
  SOJOURN_TRY(query.cases, case_filter(call.query("case")));
  const std::string customer = call.query("customer");
  if (customer.empty()) return {};
  Result<Store::Customer> found = named_customer(engine.store, customer);
  if (!found) return std::move(found).error().within("customer");
  SOJOURN_TRY(const bool shown, engine.scoped->has(engine.timelines, call.caller.scope, found->number));
  if (!shown) return Status::not_found("nobody is known as " + customer, "customer");
  query.customer = found->number;
  return {};
}

Result<HttpReply> list_feedback(const Engine& engine, const Call& call) {
  FeedbackQuery query;
  SOJOURN_CHECK(read_filters(engine, call, query));
  query.before = call.query("before");
  SOJOURN_TRY(const int64_t limit, call.query_integer("limit", 50, 1, kFeedbackPageMax));
  query.limit = static_cast<size_t>(limit);
  query.cancelled = call.cancelled;
  SOJOURN_TRY(const FeedbackPage page, engine.inbox->list(query));
  Json json;
  Json& items = json["items"] = Json::array();
  for (const FeedbackItem& each : page.items) items.push_back(feedback_json(each, engine.voice));
  json["next"] = page.next.empty() ? Json(nullptr) : Json(page.next);
  json["counts"] = feedback_counts_json(page.counts);
  return json_reply(masked(call.caller, std::move(json)));
}

Result<HttpReply> item_reply(const Engine& engine, const Call& call, int64_t id) {
  SOJOURN_TRY(const FeedbackItem item, engine.inbox->find(id, call.caller.scope));
  return json_reply(masked(call.caller, feedback_json(item, engine.voice)));
}

Result<HttpReply> get_feedback(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t id, feedback_id(call.path[0]));
  SOJOURN_TRY(FeedbackItem item, engine.inbox->find(id, call.caller.scope));
  SOJOURN_CHECK(engine.inbox->add_event_ids(item));
  Json json = feedback_json(item, engine.voice);
  json["event_id"] = item.first(&FeedbackAnswer::event_id);
  return json_reply(masked(call.caller, std::move(json)));
}

// Null: it is not given.
Result<std::optional<std::vector<std::string>>> tags_at(const Json& json, const std::string& key) {
  if (!json.contains(key) || json[key].is_null()) return std::optional<std::vector<std::string>>();
  if (!json[key].is_array()) return Status::invalid("a list of tags was expected", key);
  if (json[key].size() > kTagsMax) {
    return Status::limit("has more than " + std::to_string(kTagsMax) + " tags", key);
  }
  std::vector<std::string> tags;
  for (const Json& each : json[key]) {
    const std::string place = key + "[" + std::to_string(tags.size()) + "]";
    if (!each.is_string()) return Status::invalid("a text was expected", place);
    Result<std::string> tag = check_tag(each.get<std::string>());
    if (!tag) return std::move(tag).error().within(place);
    tags.push_back(*std::move(tag));
  }
  return std::optional(std::move(tags));
}

Result<FeedbackChange> read_change(const Engine& engine, const Json& json) {
  FeedbackChange change;
  if (json.contains("state") && !json["state"].is_null()) {
    SOJOURN_TRY(const std::string state, text_at(json, "state"));
    SOJOURN_TRY(change.handling, find_handling(state));
  }
  if (json.contains("assignee")) {
    SOJOURN_TRY(change.assignee, text_or_empty(json, "assignee"));  // null: nobody.
    SOJOURN_CHECK(check_assignee(engine, *change.assignee));
  }
  return change;
}

Result<HttpReply> put_feedback(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t id, feedback_id(call.path[0]));
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kChangeKeys));
  SOJOURN_TRY(FeedbackChange change, read_change(engine, json));
  SOJOURN_TRY(change.tags, tags_at(json, "tags"));
  SOJOURN_CHECK(engine.inbox->change({&id, 1}, call.caller.scope, change));
  engine.intake.touch();  // So that other pages show it.
  return item_reply(engine, call, id);
}

Result<std::vector<int64_t>> read_ids(const Json& json) {
  if (!json.contains("ids") || !json["ids"].is_array() || json["ids"].empty()) {
    return Status::invalid("is needed: a list of the numbers of items", "ids");
  }
  if (json["ids"].size() > kIdsMax) return Status::limit("has more than 500 items: change them in parts", "ids");
  std::vector<int64_t> ids;
  for (const Json& each : json["ids"]) {
    if (!each.is_number_integer()) {
      return Status::invalid("a number was expected", "ids[" + std::to_string(ids.size()) + "]");
    }
    ids.push_back(each.get<int64_t>());
  }
  return ids;
}

Result<HttpReply> change_feedback(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kManyKeys));
  SOJOURN_TRY(const std::vector<int64_t> ids, read_ids(json));
  SOJOURN_TRY(FeedbackChange change, read_change(engine, json));
  SOJOURN_TRY(const auto add, tags_at(json, "add_tags"));
  SOJOURN_TRY(const auto remove, tags_at(json, "remove_tags"));
  change.add_tags = add.value_or(std::vector<std::string>());
  change.remove_tags = remove.value_or(std::vector<std::string>());
  if (!change.handling && !change.assignee && !add && !remove) {
    return Status::invalid("nothing is to be changed: give state, add_tags, remove_tags or assignee");
  }
  SOJOURN_CHECK(engine.inbox->change(ids, call.caller.scope, change));
  engine.intake.touch();
  SOJOURN_TRY(const std::vector<FeedbackItem> items, engine.inbox->find_all(ids, call.caller.scope));
  Json reply;
  reply["changed"] = items.size();
  Json& list = reply["items"] = Json::array();
  for (const FeedbackItem& each : items) list.push_back(feedback_json(each, engine.voice));
  return json_reply(masked(call.caller, std::move(reply)));
}

Result<HttpReply> list_tags(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const auto tags, engine.inbox->tags(call.caller.scope));
  Json json;
  Json& list = json["tags"] = Json::array();
  for (const auto& [tag, count] : tags) list.push_back({{"tag", tag}, {"count", count}});
  return json_reply(json);
}

std::vector<QueryParameter> list_parameters() {
  return {{"where", "string", "A filter; one event of the item must pass."},
          {"state", "string", "open, doing or done; all unless told."},
          {"tag", "string", "Only what has this tag."},
          {"q", "string", "Only where this stands in what was written, in capitals or not."},
          {"assignee", "string", "An account; me: the caller; none: nobody."},
          {"case", "string", "open, overdue or escalated: cases that are not done."},
          {"customer", "string", "Any identifier of a customer."},
          {"before", "string", "`next` of the page before."},
          {"limit", "integer", "1 to 500; 50 unless told."}};
}

}  // namespace

Result<int64_t> feedback_id(const std::string& text) {
  const Result<int64_t> id = parse_integer(text);
  if (id) return *id;
  return Status::invalid("an item of feedback is named by its number", "id");
}

std::vector<std::string> assignees(const Engine& engine) {
  std::vector<std::string> names;
  if (engine.access == nullptr) return names;
  for (const Account& each : engine.access->book->list()) {
    if (!each.disabled && permissions_of(each.role).has_any(Permission::kPeople)) names.push_back(each.account);
  }
  return names;
}

Status check_assignee(const Engine& engine, const std::string& account) {
  if (account.empty()) return {};
  if (account.size() > kTextCharactersMax) return Status::limit("is too long for a name", "assignee");
  if (engine.access == nullptr || engine.access->book->empty()) return {};
  const std::vector<std::string> names = assignees(engine);
  if (std::ranges::find(names, account) != names.end()) return {};
  return Status::invalid(
      "no account \"" + account.substr(0, 80) + "\" may see feedback." + did_you_mean(account, names), "assignee");
}

void add_feedback_routes(const Engine& engine, std::vector<Route>& routes) {
  const auto add = [&routes](Route route) -> Route& {
    route.needs = Permission::kPeople;
    routes.push_back(std::move(route));
    return routes.back();
  };
  add({"GET", "/v1/feedback",
       "What customers said, newest first: an item a response, or an event with an answer or text.",
       [engine](const Call& call) { return list_feedback(engine, call); }, "", "FeedbackPage"})
      .query = list_parameters();
  add({"GET", "/v1/feedback/tags", "The tags that are in use, the commonest first.",
       [engine](const Call& call) { return list_tags(engine, call); }, "", "FeedbackTags"});
  add({"POST", "/v1/feedback/change", "Changes up to 500 items, all or none.",
       [engine](const Call& call) { return change_feedback(engine, call); }, "FeedbackChanges", "FeedbackChanged"})
      .request_example = R"({"ids":[3,5],"state":"doing","add_tags":["delivery"],"assignee":"anna"})";
  Route& get = add({"GET", "/v1/feedback/{id}", "One item, by its number or that of any of its events.",
                    [engine](const Call& call) { return get_feedback(engine, call); }, "", "Feedback"});
  get.fits = [](const std::vector<std::string>& path) { return parse_integer(path[0]).has_value(); };
  Route& put = add({"PUT", "/v1/feedback/{id}", "Sets state, tags and who sees to it; what is left out stays.",
                    [engine](const Call& call) { return put_feedback(engine, call); }, "FeedbackChange", "Feedback"});
  put.request_example = R"({"state":"doing","tags":["delivery"],"assignee":"anna"})";
  put.fits = get.fits;
}

void add_inbox_routes(const Engine& engine, std::vector<Route>& routes) {
  if (engine.inbox == nullptr) return;
  add_feedback_routes(engine, routes);
  add_inbox_note_routes(engine, routes);
  add_inbox_settings_routes(engine, routes);
}

}  // namespace sojourn
