// GET /v1/voice/comments: what customers wrote, newest first, within the caller's scope, and the words that made it so.
// GET /v1/voice/phrases: what some comments say more often than others.
#include <algorithm>

#include "api/record_json.h"
#include "api/time_query.h"
#include "api/voice_handlers.h"
#include "base/decimal.h"
#include "text/key_phrases.h"
#include "timelines/filter_segments.h"

namespace sojourn {
namespace {

constexpr int64_t kCommentsMax = 200;
constexpr int64_t kPhrasesMax = 200;
constexpr size_t kPhraseTextsMax = 20'000;  // Of each side.
constexpr uint64_t kPhraseTextsLeast = 3;   // That a phrase stands in.

// An error of a filter, in columns of what was asked.
Status filter_error(Status error, const std::string& name, const Caller& caller) {
  if (error.code() != StatusCode::kInvalidArgument) return error;
  return as_asked(std::move(error).within(name), caller);
}

// The filter of a parameter, within the caller's scope and with its segments; `others`: what it leaves out. Errors: in columns
// of what was asked.
Result<Filter> scoped_filter(const Engine& engine, const Call& call, const std::string& name, bool others = false) {
  Result<std::string> where = call.query(name);
  if (others && Filter::parse(*where)) where = "not (" + *where + ")";
  where = where_in_scope(*where, call.caller);
  if (where) where = expand_segments(*where, engine.asker.segments());
  Result<Filter> filter = where ? Filter::parse(*where) : Result<Filter>(where.status());
  if (filter) return filter;
  return filter_error(std::move(filter).error(), name, call.caller);
}

// One whom the caller may not see is not there.
Result<uint32_t> customer_asked(const Engine& engine, const Call& call, const std::string& text) {
  Result<Store::Customer> found = named_customer(engine.store, text);
  if (!found) return std::move(found).error().within("customer");
  SOJOURN_TRY(const bool shown, engine.scoped->has(engine.timelines, call.caller.scope, found->number));
  if (!shown) return Status::not_found("nobody is known as " + text, "customer");
  return found->number;
}

// Whether there is none, or one that the caller may not see.
Status no_comment_of(int64_t event) {
  return Status::not_found("event " + std::to_string(event) + " is no comment", "event");
}

struct Asked {
  CommentQuery query;
  int64_t event = 0;  // 0: all.
};

Result<Asked> read_query(const Engine& engine, const Call& call, const Snapshot& snapshot) {
  Asked asked;
  CommentQuery& query = asked.query;
  SOJOURN_TRY(const AskedTimes times, asked_times(call));
  query.range = times.range;
  query.context = {times.zone, std::min(snapshot.time_span().to, now())};
  SOJOURN_TRY(query.filter, scoped_filter(engine, call, "where"));
  SOJOURN_TRY(query.before, parse_comment_place(call.query("before")));
  SOJOURN_TRY(const int64_t limit, call.query_integer("limit", 50, 1, kCommentsMax));
  query.limit = static_cast<size_t>(limit);
  query.cancelled = call.cancelled;
  if (const std::string customer = call.query("customer"); !customer.empty()) {
    SOJOURN_TRY(query.customer, customer_asked(engine, call, customer));
  }
  SOJOURN_TRY(asked.event, call.query_integer("event", 0, 1, INT64_MAX));
  if (asked.event == 0) return asked;
  const Result<EventPlace> place = find_event(engine.store, asked.event);
  if (!place) return place.error().code() == StatusCode::kNotFound ? no_comment_of(asked.event) : place.error();
  query.customer = place->customer;
  query.range = {place->time, place->time + 1};
  query.limit = kCommentsMax;
  return asked;
}

// Whom the comments are of, in their order; nobody where nobody is known.
Result<std::vector<Store::Customer>> customers_of(const Engine& engine, const std::vector<VoiceComment>& comments) {
  std::vector<IdentifierCode> numbers;
  for (const VoiceComment& each : comments) {
    if (each.identified) numbers.push_back(each.place.customer);
  }
  SOJOURN_TRY(std::vector<Store::Customer> known, engine.store.customers(numbers));
  std::vector<Store::Customer> all;
  auto next = known.begin();
  for (const VoiceComment& each : comments) {
    const bool shown = each.identified && next != known.end();
    all.push_back(shown ? std::move(*next++) : Store::Customer());
  }
  return all;
}

// What was made of the text's words, as far as the text itself is shown.
void hide(const MaskedText& shown, VoiceWords& words) {
  for (std::string* each : {&words.wish, &words.obstacle, &words.rival}) *each = shown.words(*each);
}

Json shown_comment(const Engine& engine, const Caller& caller, VoiceComment comment, const Store::Customer& customer,
                   std::optional<TextUnit> evidence) {
  std::optional<VoiceExplanation> explanation;
  if (evidence) {
    explanation = engine.voice->explain(comment.text, comment.language);
    comment.text = explanation->text;  // What its ranges are of.
  }
  const MaskedText shown(caller, comment.text, comment.voice.language);
  comment.text.clear();
  hide(shown, comment.voice);
  if (explanation) {
    hide(shown, explanation->words);
    for (AspectVerdict& each : explanation->aspects) each.words = shown.words(each.words);
  }
  Json json = masked(caller, voice_comment_json(comment, customer));
  json["text"] = shown.text();
  if (explanation) json["explanation"] = masked(caller, voice_explanation_json(*explanation, *evidence, &shown));
  return json;
}

Result<HttpReply> comments(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t evidence, call.query_integer("evidence", 0, 0, 1));
  SOJOURN_TRY(const TextUnit unit, parse_text_unit(call.query("unit")));
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, engine.timelines.current());
  SOJOURN_TRY(const Asked asked, read_query(engine, call, *snapshot));
  Result<CommentPage> found = read_comments(engine.store, *snapshot, asked.query);
  if (!found) return filter_error(std::move(found).error(), "where", call.caller);
  CommentPage page = *std::move(found);
  if (asked.event != 0) {
    std::erase_if(page.comments, [&asked](const VoiceComment& each) { return each.sequence != asked.event; });
    if (page.comments.empty()) return no_comment_of(asked.event);
    page.total = 1;
    page.more = false;
  }
  SOJOURN_TRY(const std::vector<Store::Customer> customers, customers_of(engine, page.comments));
  Json json;
  json["next"] = page.more ? Json(comment_place_text(page.comments.back().place)) : Json(nullptr);
  json["total"] = page.total;
  Json& list = json["comments"] = Json::array();
  for (size_t i = 0; i < page.comments.size(); ++i) {
    list.push_back(shown_comment(engine, call.caller, std::move(page.comments[i]), customers[i],
                                 evidence == 1 ? std::optional(unit) : std::nullopt));
  }
  return json_reply(json);
}

struct Texts {
  std::vector<PlainComment> inside, outside;
};

// The newest of both sides.
Result<Texts> read_sides(const Engine& engine, const Call& call) {
  if (call.query("where").empty()) return Status::invalid("is needed: which comments to look at", "where");
  const std::string other = call.query("against").empty() ? "where" : "against";
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, engine.timelines.current());
  SOJOURN_TRY(const AskedTimes times, asked_times(call));
  CommentQuery query;
  query.range = times.range;
  query.context = {times.zone, std::min(snapshot->time_span().to, now())};
  query.limit = kPhraseTextsMax;
  query.cancelled = call.cancelled;
  SOJOURN_TRY(query.filter, scoped_filter(engine, call, "where"));
  Result<std::vector<PlainComment>> inside = read_comment_texts(*snapshot, query);
  if (!inside) return filter_error(std::move(inside).error(), "where", call.caller);
  SOJOURN_TRY(query.filter, scoped_filter(engine, call, other, other == "where"));
  Result<std::vector<PlainComment>> outside = read_comment_texts(*snapshot, query);
  if (!outside) return filter_error(std::move(outside).error(), other, call.caller);
  return Texts{*std::move(inside), *std::move(outside)};
}

double percent(uint64_t part, size_t of) {
  return of == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(of);
}

Result<HttpReply> phrases(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t limit, call.query_integer("limit", 50, 1, kPhrasesMax));
  SOJOURN_TRY(Texts sides, read_sides(engine, call));
  std::vector<KeyPhraseText> texts;
  const auto known = [](const PlainComment& each) {
    return each.language == "unknown" ? "" : std::string_view(each.language);
  };
  for (std::vector<PlainComment>* side : {&sides.inside, &sides.outside}) {
    for (PlainComment& each : *side) each.text = without_personal(call.caller, each.text, known(each));
  }
  for (const PlainComment& each : sides.inside) texts.push_back({each.text, known(each), true, 1});
  for (const PlainComment& each : sides.outside) texts.push_back({each.text, known(each), false, 1});
  Json json;
  json["texts"] = sides.inside.size();
  json["against"] = sides.outside.size();
  Json& list = json["phrases"] = Json::array();
  for (const KeyPhrase& each : key_phrases(texts, {kPhraseTextsLeast, static_cast<size_t>(limit), false})) {
    if (mask_text(call.caller, each.text, each.language) != each.text) continue;  // Not for those who may not see it.
    list.push_back({{"phrase", each.text},
                    {"language", each.language},
                    {"in", each.inside},
                    {"in_share", percent(each.inside, sides.inside.size())},
                    {"against", each.outside},
                    {"against_share", percent(each.outside, sides.outside.size())},
                    {"score", each.z}});
  }
  return json_reply(json);
}

}  // namespace

void add_voice_phrase_route(const Engine& engine, std::vector<Route>& routes) {
  Route route{"GET",
              "/v1/voice/phrases",
              "Words and phrases that some comments have more often than others.",
              [engine](const Call& call) { return phrases(engine, call); },
              "",
              "VoicePhrases",
              {{"where", "string", "A filter: those comments."},
               {"against", "string", "A filter: the others; all that `where` leaves out unless told."},
               {"limit", "integer", "1 to 200; 50 unless told."}}};
  for (QueryParameter& each : time_parameters()) route.query.push_back(std::move(each));
  route.needs = Permission::kAsk | Permission::kPeople;
  routes.push_back(std::move(route));
}

void add_voice_comment_routes(const Engine& engine, std::vector<Route>& routes) {
  Route all{"GET",
            "/v1/voice/comments",
            "What customers wrote, newest first, with language, sentiment and topic.",
            [engine](const Call& call) { return comments(engine, call); },
            "",
            "VoiceComments",
            {{"where", "string", "A filter; voice.sentiment, voice.topic and their like too."},
             {"customer", "string", "Any identifier of a customer."},
             {"event", "integer", "The comment of this event alone."},
             {"before", "string", "`next` of the page before."},
             {"limit", "integer", "1 to 200; 50 unless told."},
             {"evidence", "integer", "1: with the explanation of each."},
             {"unit", "string", "What offsets count: utf16 (unless told), or bytes."}}};
  for (QueryParameter& each : time_parameters()) all.query.push_back(std::move(each));
  all.needs = Permission::kPeople;
  routes.push_back(std::move(all));
}

}  // namespace sojourn
