#include "api/voice_json.h"

#include <cmath>

#include "api/record_json.h"

namespace sojourn {
namespace {

constexpr int64_t kPercent = 100;

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }
Json word_or_unknown(std::string_view word) { return word.empty() ? "unknown" : word; }
Json number_or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }
Json score_or_null(double score) { return std::isnan(score) ? Json(nullptr) : Json(score); }

// Where ranges of a text are in what is shown of it, in the reader's unit.
class Places {
 public:
  Places(const std::string& text, TextUnit unit, const MaskedText* shown)
      : shown_(shown), units_(shown == nullptr ? text : shown->text(), unit) {}
  ByteRange of(const ByteRange& range) const {
    const bool nowhere = range.end <= range.begin;
    const ByteRange at = nowhere ? ByteRange() : shown_ == nullptr ? range : shown_->shown(range);
    return {units_.at(at.begin), units_.at(at.end)};
  }

 private:
  const MaskedText* const shown_;
  const TextUnits units_;
};

Json range_json(const ByteRange& range, const Places& places) {
  const ByteRange at = places.of(range);
  return {{"begin", at.begin}, {"end", at.end}};
}

Json reason_json(const Reason& reason, const Places& places) {
  Json json{{"kind", reason.kind}};
  json.update(range_json(reason.range, places));
  json["weight"] = reason.weight;
  const ByteRange scope = places.of(reason.scope);
  json["scope_begin"] = scope.begin;
  json["scope_end"] = scope.end;
  return json;
}

Json sentence_json(const SentenceVerdict& sentence, const Places& places) {
  Json json = range_json(sentence.range, places);
  json["language"] = word_or_unknown(sentence.language);
  json["sentiment"] = word_or_unknown(sentence.label);
  json["score"] = score_or_null(sentence.score);
  return json;
}

Json aspect_json(const AspectVerdict& aspect, const Places& places) {
  Json json = range_json(aspect.range, places);
  json["words"] = aspect.words;
  json["sentiment"] = word_or_unknown(aspect.label);
  json["score"] = score_or_null(aspect.score);
  return json;
}

Json finding_json(const VoiceFinding& finding, const Places& places) {
  Json json{{"name", finding.name}, {"confidence", finding.confidence}};
  json.update(range_json(finding.evidence, places));
  return json;
}

Json topic_of_text_json(const VoiceExplanation& explanation, const Places& places) {
  if (explanation.words.topic.empty()) return nullptr;
  Json json{{"id", explanation.topic_id == 0 ? Json(nullptr) : Json(explanation.topic_id)},
            {"name", explanation.words.topic},
            {"weight", explanation.topic_weight},
            {"evidence", Json::array()}};
  for (const ByteRange& each : explanation.topic_evidence) json["evidence"].push_back(range_json(each, places));
  return json;
}

Json named_range_json(const char* key, const std::string& name, const ByteRange& range, const Places& places) {
  if (name.empty()) return nullptr;
  Json json{{key, name}};
  json.update(range_json(range, places));
  return json;
}

Json model_json(const VoiceModelRow& model, bool counts) {
  Json json{{"language", model.language},
            {"origin", model.built_in ? "built_in" : "learned"},
            {"version", model.version},
            {"learned_from", counts ? Json(model.learned_from) : Json(nullptr)},
            {"quality", nullptr}};
  if (model.macro_f1 > 0) {
    json["quality"] = {{"macro_f1", model.macro_f1}, {"accuracy", model.accuracy}, {"ece", model.calibration_error}};
  }
  return json;
}

Json work_json(const std::optional<VoiceWork::Running>& running, bool counts) {
  if (!running) return nullptr;
  const int64_t total = std::max<int64_t>(running->total, 0);
  const int64_t done = std::min(running->done, total);
  return {{"kind", running->kind},
          {"step", counts ? running->step : std::string()},
          {"done", counts || total == 0 ? done : done * kPercent / total},
          {"total", counts || total == 0 ? total : kPercent},
          {"started", format_time(running->started)}};
}

Json learned_json(const LearnedModel& model) {
  return {{"language", model.language},
          {"texts", model.texts},
          {"learned", number_or_null(model.learned)},
          {"built_in", number_or_null(model.built_in)},
          {"before", number_or_null(model.before)},
          {"ece", model.learned ? Json(model.calibration_error) : Json(nullptr)},
          {"in_force", model.kept},
          {"why", model.why}};
}

Json last_json(const std::optional<VoiceWork::Ended>& last, bool counts) {
  if (!last) return nullptr;
  const bool ok = last->status.ok();
  return {{"kind", last->kind},
          {"ended", format_time(last->ended)},
          {"ok", ok},
          {"detail", !counts ? std::string()
                     : ok    ? last->report
                             : last->status.to_string()}};
}

}  // namespace

Json voice_words_json(const VoiceWords& words) {
  if (words.language.empty()) return nullptr;
  return {{"language", words.language},
          {"sentiment", word_or_unknown(words.sentiment)},
          {"score", number_or_null(words.score)},
          {"emotion", word_or_unknown(words.emotion)},
          {"motive", word_or_unknown(words.motive)},
          {"intent", word_or_unknown(words.intent)},
          {"topic", text_or_null(words.topic)},
          {"wish", text_or_null(words.wish)},
          {"obstacle", text_or_null(words.obstacle)},
          {"rival", text_or_null(words.rival)}};
}

Json voice_explanation_json(const VoiceExplanation& explanation, TextUnit unit, const MaskedText* shown) {
  const Places places(explanation.text, unit, shown);
  const VoiceWords& words = explanation.words;
  Json json;
  json["language"] = word_or_unknown(words.language);
  json["sentiment"] = word_or_unknown(words.sentiment);
  json["score"] = number_or_null(words.score);
  json["confidence"] = explanation.confidence;
  json["by"] = explanation.by;
  Json& sentences = json["sentences"] = Json::array();
  for (const SentenceVerdict& each : explanation.sentences) sentences.push_back(sentence_json(each, places));
  Json& reasons = json["reasons"] = Json::array();
  for (const Reason& each : explanation.reasons) reasons.push_back(reason_json(each, places));
  Json& aspects = json["aspects"] = Json::array();
  for (const AspectVerdict& each : explanation.aspects) aspects.push_back(aspect_json(each, places));
  json["emotion"] = finding_json(explanation.emotion, places);
  json["motive"] = finding_json(explanation.motive, places);
  json["intent"] = finding_json(explanation.intent, places);
  json["topic"] = topic_of_text_json(explanation, places);
  json["wish"] = named_range_json("name", words.wish, explanation.wish_range, places);
  json["obstacle"] = named_range_json("words", words.obstacle, explanation.obstacle_range, places);
  json["rival"] = named_range_json("name", words.rival, explanation.rival_range, places);
  Json& personal = json["personal"] = Json::array();
  for (const PersonalSpan& each : explanation.personal) {
    Json span{{"kind", personal_kind_name(each.kind)}};
    span.update(range_json(each.range, places));
    personal.push_back(std::move(span));
  }
  return json;
}

Json live_flag_json(const LiveFlag& flag, const Store::Customer& customer) {
  const Json person = person_json(customer.number, customer.identifiers);
  return {{"source", flag.source},
          {"conversation", flag.conversation},
          {"customer", text_or_null(person["customer"].get<std::string>())},
          {"customer_number", customer.number},
          {"identifiers", person["identifiers"]},
          {"channel", flag.channel},
          {"since", format_time(flag.since)},
          {"last", format_time(flag.last)},
          {"tone", flag.tone},
          {"turns", flag.turns},
          {"text", flag.text}};
}

Json voice_comment_json(const VoiceComment& comment, const Store::Customer& customer) {
  const Json person = person_json(customer.number, customer.identifiers);
  Json json;
  json["event"] = comment.sequence == 0 ? Json(nullptr) : Json(comment.sequence);
  json["event_id"] = comment.event_id;
  json["time"] = format_time(comment.place.time);
  json["customer"] = text_or_null(person["customer"].get<std::string>());
  json["customer_number"] = customer.number;
  json["identifiers"] = person["identifiers"];
  json["source"] = comment.source;
  json["channel"] = comment.channel;
  json["touchpoint"] = comment.touchpoint;
  json["kind"] = text_or_null(comment.kind);
  json["answer"] = number_or_null(comment.answer);
  json["scale_min"] = number_or_null(comment.scale_min);
  json["scale_max"] = number_or_null(comment.scale_max);
  json["text"] = comment.text;
  json.update(voice_words_json(comment.voice));
  return json;
}

Json voice_status_json(const VoiceStatus& status, bool counts) {
  Json json;
  json["edition"] = status.edition;
  json["judged"] = counts ? Json(status.texts_judged) : Json(nullptr);
  json["conversations"] = counts ? Json(status.conversations) : Json(nullptr);
  json["corrections"] = status.corrections;
  json["topics"] = status.topics;
  json["wishes"] = counts ? Json(status.wishes) : Json(nullptr);
  Json& models = json["models"] = Json::array();
  for (const VoiceModelRow& each : status.models) models.push_back(model_json(each, counts));
  json["work"] = work_json(status.running, counts);
  json["last"] = last_json(status.last, counts);
  Json& learned = json["learned"] = Json::array();
  for (const LearnedModel& each : status.learned) {
    if (counts) learned.push_back(learned_json(each));
  }
  return json;
}

Json voice_correction_json(const CorrectionRow& row) {
  return {{"phrase", row.correction.phrase},
          {"language", row.correction.language},
          {"sentiment", sentiment_name(row.correction.sentiment)},
          {"account", row.account},
          {"at", time_or_null(row.at)}};
}

Json voice_preview_json(const Correction& correction, const CorrectionPreview& preview) {
  Json json{{"phrase", correction.phrase},
            {"language", correction.language},
            {"sentiment", sentiment_name(correction.sentiment)},
            {"judged", preview.judged},
            {"affected", preview.affected},
            {"changed", preview.changed},
            {"turned", preview.turned},
            {"changes", Json::array()},
            {"examples", Json::array()}};
  for (const CorrectionPreview::Change& each : preview.changes) {
    json["changes"].push_back({{"from", each.from}, {"to", each.to}, {"comments", each.comments}});
  }
  for (const CorrectionPreview::Example& each : preview.examples) {
    json["examples"].push_back({{"text", each.text},
                                {"language", word_or_unknown(each.language)},
                                {"from", each.before},
                                {"to", each.after},
                                {"score_before", score_or_null(each.score_before)},
                                {"score_after", score_or_null(each.score_after)}});
  }
  return json;
}

Json voice_topic_json(const VoiceTopicRow& topic, bool words) {
  return {{"id", topic.id},
          {"name", topic.name},
          {"language", topic.language},
          {"words", words ? topic.words : std::vector<std::string>()},
          {"pinned", topic.pinned}};
}

}  // namespace sojourn
