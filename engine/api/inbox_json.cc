#include "api/inbox_json.h"

#include <algorithm>

#include "api/record_json.h"
#include "api/voice_json.h"

namespace sojourn {
namespace {

Json scale_json(const std::optional<Scale>& scale) {
  return scale ? Json{{"min", scale->min}, {"max", scale->max}} : Json(nullptr);
}

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

Json voice_json_of(const FeedbackAnswer* answer, const Voice* voice) {
  if (voice == nullptr || answer == nullptr || answer->text.empty()) return nullptr;
  return voice_words_json(voice->words_of(answer->text, answer->language));
}

// What an item feels is told by the longest of its texts.
const FeedbackAnswer* longest(const std::vector<FeedbackAnswer>& answers) {
  const auto size = [](const FeedbackAnswer& answer) { return answer.text.size(); };
  const auto found = std::ranges::max_element(answers, {}, size);
  return found == answers.end() ? nullptr : &*found;
}

Json answer_json_of(const FeedbackAnswer& answer, const Voice* voice) {
  return {{"question", answer.question},
          {"kind", text_or_null(answer.kind)},
          {"answer", answer.answer ? Json(*answer.answer) : Json(nullptr)},
          {"scale", scale_json(answer.scale)},
          {"choice", text_or_null(answer.choice)},
          {"text", answer.text},
          {"voice", voice_json_of(&answer, voice)}};
}

Json score_json(const std::optional<FeedbackScore>& score) {
  if (!score) return nullptr;
  return {{"kind", text_or_null(score->kind)},
          {"value", score->value},
          {"min", score->scale ? Json(score->scale->min) : Json(nullptr)},
          {"max", score->scale ? Json(score->scale->max) : Json(nullptr)},
          {"group", text_or_null(score->group)}};
}

Json case_json(const std::optional<FeedbackCase>& open) {
  if (!open) return nullptr;
  return {{"opened", format_time(open->opened)},
          {"due", format_time(open->due)},
          {"overdue", open->overdue},
          {"escalated", open->escalated ? Json(format_time(*open->escalated)) : Json(nullptr)}};
}

}  // namespace

Json feedback_json(const FeedbackItem& item, const Voice* voice) {
  const Json person = person_json(item.customer.number, item.customer.identifiers);
  Json json;
  json["id"] = item.id;
  json["time"] = format_time(item.time);
  json["customer"] = text_or_null(person["customer"].get<std::string>());
  json["customer_number"] = item.customer.number;
  json["identifiers"] = person["identifiers"];
  json["source"] = item.first(&FeedbackAnswer::source);
  json["channel"] = item.first(&FeedbackAnswer::channel);
  json["touchpoint"] = item.first(&FeedbackAnswer::touchpoint);
  json["survey"] = item.first(&FeedbackAnswer::survey);
  json["score"] = score_json(item.score());
  Json& answers = json["answers"] = Json::array();
  for (const FeedbackAnswer& each : item.answers) answers.push_back(answer_json_of(each, voice));
  json["text"] = item.text();
  json["language"] = item.first(&FeedbackAnswer::language);
  json["voice"] = voice_json_of(longest(item.answers), voice);
  json["agent"] = item.first(&FeedbackAnswer::agent);
  json["state"] = handling_name(item.state.handling);
  json["tags"] = item.state.tags;
  json["assignee"] = item.assignee;
  Json& notes = json["notes"] = Json::array();
  for (const Note& each : item.state.notes) notes.push_back(note_json(each));
  json["case"] = case_json(item.open_case);
  return json;
}

Json feedback_counts_json(const FeedbackCounts& counts) {
  return {{"open", counts.open},       {"doing", counts.doing},         {"done", counts.done}, {"cases", counts.cases},
          {"overdue", counts.overdue}, {"escalated", counts.escalated}, {"mine", counts.mine}};
}

Json customer_note_json(const CustomerNotes::Kept& kept) {
  Json json = note_json(kept.note);
  json["identifier"] = format_identifier(kept.at);
  return json;
}

}  // namespace sojourn
