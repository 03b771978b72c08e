// What is learned and corrected: GET, PUT, DELETE /v1/voice/corrections, POST its /preview; GET, POST /v1/voice/topics, PUT one,
// POST /v1/voice/topics/refit, /v1/voice/train, /v1/voice/rescore. Whatever takes long goes on in the background (202), one
// piece at a time (409): GET /v1/voice tells how far it is, GET /v1/live when it has ended.
#include <algorithm>
#include <array>

#include "api/record_json.h"
#include "api/voice_handlers.h"
#include "base/decimal.h"
#include "base/suggest.h"

namespace sojourn {
namespace {

constexpr int kAccepted = 202;
constexpr int64_t kTopicsAskedMax = 100;
const std::array<std::string, 3> kCorrectionKeys{"phrase", "language", "sentiment"};
const std::array<std::string, 2> kPhraseKeys{"phrase", "language"};
const std::array<std::string, 1> kRefitKeys{"topics"};
const std::array<std::string, 3> kTopicKeys{"name", "pinned", "join"};
const std::array<std::string, 2> kPinKeys{"name", "words"};
const std::vector<std::string> kSentiments{"positive", "neutral", "negative"};

Result<Sentiment> sentiment_at(const Json& json) {
  SOJOURN_TRY(const std::string name, text_at(json, "sentiment"));
  for (const Sentiment each : {Sentiment::kPositive, Sentiment::kNeutral, Sentiment::kNegative}) {
    if (sentiment_name(each) == name) return each;
  }
  return Status::invalid("positive, neutral or negative was expected." + did_you_mean(name, kSentiments), "sentiment");
}

Result<Correction> read_correction(const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kCorrectionKeys));
  Correction correction;
  SOJOURN_TRY(correction.phrase, text_at(json, "phrase"));
  SOJOURN_TRY(correction.language, text_or_empty(json, "language"));
  SOJOURN_CHECK(check_voice_language(correction.language));
  SOJOURN_TRY(correction.sentiment, sentiment_at(json));
  return correction;
}

// Its errors name the field, wherever they come from.
Status of_phrase(Status status) {
  if (status.code() != StatusCode::kInvalidArgument || !status.where().empty()) return status;
  return std::move(status).within("phrase");
}

HttpReply corrections_reply(const Engine& engine) {
  Json json;
  Json& list = json["corrections"] = Json::array();
  for (const CorrectionRow& each : engine.voice->corrections()) list.push_back(voice_correction_json(each));
  return json_reply(json);
}

Result<HttpReply> preview(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Correction correction, read_correction(call));
  const Result<CorrectionPreview> preview = engine.voice->preview(correction, call.cancelled);
  if (!preview) return of_phrase(preview.error());
  return json_reply(masked(call.caller, voice_preview_json(correction, *preview)));
}

Result<HttpReply> put_correction(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Correction correction, read_correction(call));
  SOJOURN_CHECK(of_phrase(engine.voice->save_correction(correction, call.caller.account)));
  return corrections_reply(engine);
}

Result<HttpReply> remove_correction(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kPhraseKeys));
  SOJOURN_TRY(const std::string phrase, text_at(json, "phrase"));
  SOJOURN_TRY(const std::string language, text_or_empty(json, "language"));
  SOJOURN_CHECK(of_phrase(engine.voice->remove_correction(phrase, language)));
  return corrections_reply(engine);
}

Result<HttpReply> begun(const Engine& engine, const Call& call, const Status& status) {
  SOJOURN_CHECK(status);
  return json_reply(voice_status_for(engine, call), kAccepted);
}

Result<HttpReply> refit(const Engine& engine, const Call& call) {
  int64_t topics = 0;
  if (!call.request.body.empty()) {
    SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kRefitKeys));
    SOJOURN_TRY(topics, integer_at(json, "topics", 0, 0, kTopicsAskedMax));
  }
  return begun(engine, call, engine.voice->begin_refit(static_cast<size_t>(topics)));
}

Result<HttpReply> topics_reply(const Engine& engine, const Call& call, int status = 200) {
  Json json;
  Json& list = json["topics"] = Json::array();
  // Words of comments that somebody may not see stay with those who may.
  const bool words = call.caller.scope.empty();
  for (const VoiceTopicRow& each : engine.voice->topics()) list.push_back(voice_topic_json(each, words));
  return json_reply(json, status);
}

Result<VoiceTopicRow> find_topic(const Engine& engine, const std::string& text) {
  const Result<int64_t> id = parse_integer(text);
  if (!id) return Status::invalid("a topic is named by its number", "id");
  const std::vector<VoiceTopicRow> topics = engine.voice->topics();
  const auto found = std::ranges::find_if(topics, [&id](const VoiceTopicRow& each) { return each.id == *id; });
  if (found != topics.end()) return *found;
  return Status::not_found("there is no topic " + text + "; GET /v1/voice/topics lists them", "id");
}

Result<HttpReply> put_topic(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const VoiceTopicRow topic, find_topic(engine, call.path[0]));
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kTopicKeys));
  if (json.contains("pinned") && !json["pinned"].is_boolean()) {
    return Status::invalid("true or false was expected", "pinned");
  }
  if (json.empty()) return Status::invalid("nothing is to be changed: give name, pinned or join");
  if (json.size() > 1) {
    return Status::invalid("one thing at a time, since history is judged anew: name, pinned or join");
  }
  if (json.contains("name")) {
    SOJOURN_TRY(const std::string name, text_at(json, "name"));
    SOJOURN_CHECK(engine.voice->name_topic(topic.id, name));
  } else if (json.contains("join")) {
    SOJOURN_TRY(const int64_t with, integer_at(json, "join", 0, 1, UINT32_MAX));
    SOJOURN_CHECK(engine.voice->join_topics(topic.id, static_cast<uint32_t>(with)));
  } else if (const bool pinned = json["pinned"].get<bool>(); pinned != topic.pinned) {
    SOJOURN_CHECK(pinned ? engine.voice->pin_topic(topic.id) : engine.voice->unpin_topic(topic.id));
  }
  return topics_reply(engine, call, kAccepted);
}

Result<HttpReply> pin_topic(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kPinKeys));
  SOJOURN_TRY(const std::string name, text_at(json, "name"));
  if (!json.contains("words") || !json["words"].is_array() || json["words"].empty()) {
    return Status::invalid("is needed: a list of words or phrases", "words");
  }
  std::vector<std::string> words;
  for (const Json& each : json["words"]) {
    if (!each.is_string()) return Status::invalid("a text was expected", "words[" + std::to_string(words.size()) + "]");
    words.push_back(each.get<std::string>());
  }
  SOJOURN_CHECK(engine.voice->pin_topic(name, words));
  return topics_reply(engine, call, kAccepted);
}

}  // namespace

void add_voice_correction_routes(const Engine& engine, std::vector<Route>& routes) {
  const auto add = [&routes](Route route) {
    route.needs = Permission::kSetup;
    routes.push_back(std::move(route));
  };
  add({"GET", "/v1/voice/corrections", "Phrases whose feeling was said by hand.",
       [engine](const Call&) -> Result<HttpReply> { return corrections_reply(engine); }, "", "VoiceCorrections"});
  add({"POST", "/v1/voice/corrections/preview", "What a correction would change in all that was ever written.",
       [engine](const Call& call) { return preview(engine, call); }, "VoiceCorrection", "VoicePreview"});
  add({"PUT", "/v1/voice/corrections", "Says how a phrase feels; history is judged anew in the background.",
       [engine](const Call& call) { return put_correction(engine, call); }, "VoiceCorrection", "VoiceCorrections"});
  add({"DELETE", "/v1/voice/corrections", "Takes a correction back; history is judged anew in the background.",
       [engine](const Call& call) { return remove_correction(engine, call); }, "VoicePhrase", "VoiceCorrections"});
}

void add_voice_topic_routes(const Engine& engine, std::vector<Route>& routes) {
  const auto add = [&routes](Route route, int success) {
    route.needs = Permission::kSetup;
    route.success = success;
    routes.push_back(std::move(route));
  };
  add({"GET", "/v1/voice/topics", "What comments are about: topics, their words, their pins.",
       [engine](const Call& call) { return topics_reply(engine, call); }, "", "VoiceTopics"},
      200);
  routes.back().needs = Permission::kAsk | Permission::kPeople;
  add({"POST", "/v1/voice/topics", "Keeps a topic of these words; topics are found anew in the background.",
       [engine](const Call& call) { return pin_topic(engine, call); }, "NewVoiceTopic", "VoiceTopics"},
      kAccepted);
  add({"PUT", "/v1/voice/topics/{id}",
       "Names a topic, joins it with another, pins it, or lets it go; history is judged anew in the background.",
       [engine](const Call& call) { return put_topic(engine, call); }, "VoiceTopicChange", "VoiceTopics"},
      kAccepted);
  add({"POST", "/v1/voice/topics/refit", "Finds the topics anew, in the background.",
       [engine](const Call& call) { return refit(engine, call); }, "VoiceRefit", "Voice"},
      kAccepted);
  routes.back().needs_body = false;
  add({"POST", "/v1/voice/train", "Learns sentiment from scored comments, in the background.",
       [engine](const Call& call) { return begun(engine, call, engine.voice->begin_train()); }, "", "Voice"},
      kAccepted);
  add({"POST", "/v1/voice/rescore", "Judges history by what is known now, in the background; goes on where it was.",
       [engine](const Call& call) { return begun(engine, call, engine.voice->begin_rescore()); }, "", "Voice"},
      kAccepted);
}

}  // namespace sojourn
