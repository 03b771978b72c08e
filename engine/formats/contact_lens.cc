#include "formats/contact_lens.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/json_records.h"

namespace sojourn {
namespace {

constexpr std::string_view kMark = "_analysis_";
constexpr std::string_view kRedacted = "redacted_";

// "<contact>_analysis_redacted_2026-03-01T10:00:00Z.json"; the colons of the time may be underscores. Digits of another
// shape are no time: 2026 alone would read as seconds since 1970.
struct FileName {
  std::string contact;
  bool redacted = false;
  std::optional<ParsedTime> time;
};

FileName read_name(std::string_view name) {
  FileName read;
  const size_t mark = name.find(kMark);
  if (mark == std::string_view::npos) return read;
  read.contact = std::string(name.substr(0, mark));
  std::string_view rest = name.substr(mark + kMark.size());
  read.redacted = rest.starts_with(kRedacted);
  if (read.redacted) rest.remove_prefix(kRedacted.size());
  std::string time(rest.substr(0, rest.find(".json")));
  if (time.size() > 20) time.resize(20);
  for (size_t i = 11; i < time.size(); ++i) {
    if (time[i] == '_' || time[i] == '-') time[i] = ':';
  }
  const bool whole = time.size() >= 19 && time[4] == '-' && time[7] == '-' && time[10] == 'T';
  const Result<ParsedTime> parsed = parse_time(time, Zone());
  if (whole && parsed) read.time = *parsed;
  return read;
}

std::string role_of_participant(const std::string& role, const FormatSettings& settings) {
  const std::string known = role_of(settings, role);
  return known.empty() ? "system" : known;
}

// Who is who: by the list of participants, never by the looks of an id.
std::map<std::string, std::string> roles_by_id(const Json& json, const FormatSettings& settings) {
  std::map<std::string, std::string> roles;
  for (const Json& participant : items_at(json, "Participants")) {
    const std::string role = text_at(participant, "ParticipantRole");
    const std::string id = text_at(participant, {"ParticipantId", "ParticipantRole"});
    if (!id.empty() && !role.empty()) roles[id] = role_of_participant(role, settings);
  }
  return roles;
}

Turn read_turn(const Json& item, const std::map<std::string, std::string>& roles, const FormatSettings& settings) {
  Turn turn;
  const std::string id = text_at(item, "ParticipantId");
  const auto role = roles.find(id);
  const std::string told = text_at(item, "ParticipantRole");
  // A set role names the participant's own id ("role.spk_0") before it names the sort of participant.
  if (settings.contains("role." + id)) {
    turn.role = role_of(settings, id);
  } else if (role != roles.end()) {
    turn.role = role->second;
  } else if (!told.empty()) {
    turn.role = role_of_participant(told, settings);
  }
  turn.name = text_at(item, "DisplayName");
  turn.text = text_at(item, "Content");
  turn.sentiment = lower_ascii(text_at(item, "Sentiment"));
  turn.from_ms = integer_at(item, "BeginOffsetMillis");
  turn.to_ms = integer_at(item, "EndOffsetMillis");
  return turn;
}

// Chats hold events (somebody joined, is typing) and attachments among the messages.
bool is_message(const Json& item) {
  const std::string type = text_at(item, "Type");
  return type.empty() || type == "MESSAGE";
}

void read_transcript(const Json& json, const FormatSettings& settings, ContactAnalysis& analysis) {
  const auto roles = roles_by_id(json, settings);
  std::vector<std::optional<ParsedTime>> times;
  for (const Json& item : items_at(json, "Transcript")) {
    const auto time = time_at(item, "AbsoluteTime");
    if (time && (!analysis.time || time->utc < analysis.time->utc)) analysis.time = time;
    if (!is_message(item)) continue;
    Turn turn = read_turn(item, roles, settings);
    if (analysis.agent.empty() && turn.role == "agent") analysis.agent = turn.name;
    times.push_back(time);
    analysis.turns.push_back(std::move(turn));
  }
  for (size_t i = 0; i < analysis.turns.size(); ++i) {
    if (times[i]) analysis.turns[i].from_ms = milliseconds(times[i]->utc - analysis.time->utc);
  }
}

// The contact's own id, where the job's name or the file's name holds it.
std::string contact_of(const Json& json, const FileName& name, std::string_view file_name) {
  const std::string told = text_at(json, {"CustomerMetadata.ContactId", "ContactId"});
  if (!told.empty()) return told;
  if (!name.contact.empty()) return name.contact;
  const std::string job = text_at(json, "JobName");
  if (!job.empty()) return job;
  return std::string(file_name.substr(0, file_name.find(".json")));
}

void write_list(EventWriter& writer, std::string_view name, const std::vector<std::string>& list) {
  if (!list.empty()) writer.json(name, Json(list).dump());
}

// What the analysis marked in the transcript, as it is quoted there.
std::vector<std::string> marked(const Json& json, std::string_view what) {
  std::vector<std::string> texts;
  constexpr size_t kMost = 20;
  for (const Json& item : items_at(json, "Transcript")) {
    for (const Json& mark : items_at(item, what)) {
      std::string text = text_at(mark, "Text");
      if (text.empty()) text = text_at(item, "Content");
      if (!text.empty() && texts.size() < kMost) texts.emplace_back(fitting(text, 1000));
    }
  }
  return texts;
}

void write_event(EventWriter& writer, const Json& json, const JsonRecord& record, const FormatInput& input,
                 const FormatSettings& settings) {
  ContactAnalysis analysis = read_analysis(json, input.name, settings);
  const bool beside = says_yes(setting(settings, "beside_records")).value_or(false);
  writer.begin(record.line, record.text);
  writer.id(beside ? analysis.contact + ":transcript" : analysis.contact).version(analysis_rank(analysis));
  const std::string set_time = setting(settings, "time");
  if (analysis.time) {
    writer.time(analysis.time->utc, analysis.time->offset_minutes);
  } else if (!set_time.empty()) {
    writer.time(set_time);
  } else {
    writer.refuse(
        "time",
        "neither the file nor its name (<contact>_analysis_2026-03-01T10:00:00Z.json) tells when it was; give it with "
        "the setting 'time' (--set time=2026-03-01T10:00:00Z)");
  }
  writer.set("channel", analysis.channel).set("language", analysis.language);
  const std::string chain = text_at(json, "InitialContactId");
  writer.set("episode", chain.empty() ? analysis.contact : chain);
  if (beside) {
    writer.set("about", analysis.contact);
  } else {
    writer.set("touchpoint", analysis.channel == "email" ? "e-mail" : analysis.channel);
  }
  writer.set("agent", analysis.agent).set("redacted", analysis.redacted);
  write_analysis(writer, json);
  write_turns(writer, std::move(analysis.turns));
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  return read_json_records(input.bytes, {}, writer, [&](const Json& json, const JsonRecord& record) {
    if (!is_analysis(json))
      return writer.reject(record.line, record.text, "Transcript", "the record has no transcript");
    write_event(writer, json, record, input, settings);
    return ended(writer);
  });
}

bool recognises(std::string_view head, std::string_view name) {
  if (name.find(kMark) != std::string_view::npos && is_json_with(head, {})) return true;
  return is_json_with(head, {"Participants", "ParticipantRole"}) || is_json_with(head, {"ConversationCharacteristics"});
}

}  // namespace

bool is_analysis(const Json& json) {
  const Json* transcript = json_at(json, "Transcript");
  return transcript != nullptr && transcript->is_array();
}

ContactAnalysis read_analysis(const Json& json, std::string_view file_name, const FormatSettings& settings) {
  const FileName name = read_name(file_name);
  ContactAnalysis analysis;
  analysis.contact = contact_of(json, name, file_name);
  const std::string channel = text_at(json, "Channel");
  // Transcripts of chats, as Connect itself writes them, name no channel; their messages have a time of day each.
  const bool chat = channel == "CHAT" || (channel.empty() && !text_at(json, "Transcript.0.AbsoluteTime").empty());
  analysis.channel = chat ? "chat" : channel == "EMAIL" ? "email" : "call";
  analysis.language = language_of(text_at(json, "LanguageCode"));
  analysis.redacted = name.redacted || text_at(json, "ContentMetadata.Output") == "Redacted";
  analysis.analysed = name.time;
  read_transcript(json, settings, analysis);
  if (!analysis.time) analysis.time = name.time;
  return analysis;
}

void write_analysis(EventWriter& writer, const Json& json) {
  const Json& numbers = object_at(json, "ConversationCharacteristics");
  const auto roles = roles_by_id(json, {});
  for (const auto& [id, score] : object_at(numbers, "Sentiment.OverallSentiment").items()) {
    const auto role = roles.find(id);
    const std::string known = role == roles.end() ? role_of({}, id) : role->second;
    if (score.is_number() && !known.empty()) writer.set("sentiment_" + known, score.get<double>());
  }
  const auto seconds = [&](std::string_view name, std::string_view path) {
    if (const auto length = duration_at(numbers, path, 1000)) {
      writer.set(name, static_cast<double>(*length) / static_cast<double>(kSecond));
    }
  };
  seconds("conversation_seconds", "TotalConversationDurationMillis");
  seconds("silence_seconds", "NonTalkTime.TotalTimeMillis");
  seconds("speaking_seconds", "TalkTime.TotalTimeMillis");
  writer.set("interruptions", integer_at(numbers, "Interruptions.TotalCount"));
  std::vector<std::string> categories;
  for (const Json& category : items_at(json, "Categories.MatchedCategories")) categories.push_back(text_of(category));
  write_list(writer, "categories", categories);
  write_list(writer, "issues", marked(json, "IssuesDetected"));
  write_list(writer, "outcomes", marked(json, "OutcomesDetected"));
  write_list(writer, "action_items", marked(json, "ActionItemsDetected"));
}

int64_t analysis_rank(const ContactAnalysis& analysis) {
  constexpr int64_t kRedactedFirst = 1'000'000'000'000'000;  // Beyond every date in milliseconds.
  const int64_t when = analysis.analysed ? std::max<int64_t>(milliseconds(analysis.analysed->utc), 1) : 1;
  return analysis.redacted ? when + kRedactedFirst : when;
}

Format contact_lens_format() {
  Format format;
  format.id = "contact-lens";
  format.title = "Amazon Contact Lens and Transcribe Call Analytics";
  format.family = "contact centre";
  format.channel = "call";
  format.about =
      "Analyses of calls and chats: who said what, sentiment, categories. Contact Lens writes them to S3 "
      "(<contact>_analysis_<time>.json), Transcribe Call Analytics as the output of a job.";
  format.settings = {
      {"beside_records", "yes: the contacts themselves come from amazon-connect; analyses only add words to them"},
      {"time", "When the call was, for files that do not tell it"},
      {"role.*", "Role (customer, agent, bot, system) of a participant, by id or role: role.spk_0 = agent"},
  };
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
