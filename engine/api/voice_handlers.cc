// GET /v1/voice, /v1/voice/live; POST /v1/voice/explain.
#include "api/voice_handlers.h"

#include <algorithm>
#include <array>

#include "api/record_json.h"
#include "enrich/text_judge.h"

namespace sojourn {
namespace {

constexpr size_t kLiveMax = 200;
constexpr size_t kEventsOfMoment = 100;
const std::array<std::string, 2> kExplainKeys{"text", "language"};

Result<HttpReply> explain(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json body, parse_json_object(call.request.body, kExplainKeys));
  SOJOURN_TRY(const std::string text, text_at(body, "text"));
  SOJOURN_TRY(const std::string language, text_or_empty(body, "language"));
  SOJOURN_CHECK(check_voice_language(language));
  SOJOURN_TRY(const TextUnit unit, parse_text_unit(call.query("unit")));
  VoiceExplanation explanation = engine.voice->explain(text, language);
  explanation.words.wish = mask_text(call.caller, explanation.words.wish);  // Others may have given it its name.
  Json json;
  json["text"] = explanation.text;
  json["unit"] = text_unit_name(unit);
  json["edition"] = explanation.edition;
  json.update(voice_explanation_json(explanation, unit));
  return json_reply(json);
}

// Whose conversation it is; nothing: none that the caller may see. Within a scope its newest event must be.
Result<std::optional<Store::Customer>> shown_customer(const Engine& engine, const Call& call, const LiveFlag& flag) {
  const std::string& scope = call.caller.scope;
  const Result<Store::Customer> customer =
      flag.customer.value.empty() ? Result<Store::Customer>(Store::Customer()) : engine.store.customer(flag.customer);
  if (!customer) return std::optional<Store::Customer>();
  if (scope.empty()) return std::optional(*customer);
  if (customer->number == 0) return std::optional<Store::Customer>();
  SOJOURN_TRY(const auto events, timeline_in_scope(engine.store, engine.timelines, scope, customer->number,
                                                   {flag.event, flag.event + 1}, kEventsOfMoment, 0));
  const std::pair<Field, std::string> channel{Field::kChannel, flag.channel};
  const bool shown = std::ranges::any_of(events, [&](const StoredEvent& each) {
    return each.source == flag.source && (flag.channel.empty() || std::ranges::count(each.fields, channel) > 0);
  });
  return shown ? std::optional(*customer) : std::optional<Store::Customer>();
}

// Masked as a whole, then cut: half an address is not known for one.
Json shown_flag(const Caller& caller, LiveFlag flag, const Store::Customer& customer) {
  const MaskedText text(caller, flag.text);
  const size_t end = text.shown({0, cut_at(flag.text, LiveFlag::kShownBytes)}).end;
  flag.text.clear();
  Json json = masked(caller, live_flag_json(flag, customer));
  json["text"] = text.text().substr(0, end);
  return json;
}

Result<HttpReply> live(const Engine& engine, const Call& call) {
  Json json;
  Json& list = json["conversations"] = Json::array();
  if (engine.live_tone == nullptr) return json_reply(json);
  for (const LiveFlag& each : engine.live_tone->list()) {
    if (list.size() == kLiveMax) break;
    SOJOURN_TRY(const std::optional<Store::Customer> customer, shown_customer(engine, call, each));
    if (customer) list.push_back(shown_flag(call.caller, each, *customer));
  }
  return json_reply(json);
}

}  // namespace

Json voice_status_for(const Engine& engine, const Call& call) {
  return voice_status_json(engine.voice->status(), call.caller.scope.empty());
}

Status check_voice_language(const std::string& language) {
  if (language.empty() || !known_language(language).empty()) return {};
  return Status::invalid(
      "a language is named as en or nl; \"" + language.substr(0, 40) + "\" is none that is told apart", "language");
}

void add_voice_reading_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back(
      {"GET", "/v1/voice", "What comments are judged by, how well, and what is learned right now.",
       [engine](const Call& call) -> Result<HttpReply> { return json_reply(voice_status_for(engine, call)); }, "",
       "Voice"});
  routes.back().needs = Permission::kAsk | Permission::kPeople;
  Route one{"POST",
            "/v1/voice/explain",
            "Everything about one text: language, sentiment, and the words that made it so.",
            [engine](const Call& call) { return explain(engine, call); },
            "VoiceText",
            "VoiceExplained",
            {{"unit", "string", "What offsets count: utf16 (unless told), or bytes."}}};
  one.needs = Permission::kAsk | Permission::kPeople;
  routes.push_back(std::move(one));
}

void add_voice_live_route(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/voice/live",
                    "Conversations that go on right now and have turned sour, the newest first.",
                    [engine](const Call& call) { return live(engine, call); }, "", "VoiceLive"});
  routes.back().needs = Permission::kPeople;
}

void add_voice_routes(const Engine& engine, std::vector<Route>& routes) {
  if (engine.voice == nullptr) return;
  add_voice_reading_routes(engine, routes);
  add_voice_live_route(engine, routes);
  add_voice_comment_routes(engine, routes);
  add_voice_phrase_route(engine, routes);
  add_voice_correction_routes(engine, routes);
  add_voice_topic_routes(engine, routes);
}

}  // namespace sojourn
