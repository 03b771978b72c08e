// Genesys Cloud conversation details: one event a conversation, its surveys beside it.
//
// Units     milliseconds.
// Handled   by an agent only who answered or talked: one who let it ring (tNotResponding) also has tAcw and tHandle.
// Wait      tAcd of the queues up to the first agent who answered.
// Talk ...  sums over the agents who handled it; the ...Complete metric of a session where it has one.
// Version   the latest instant that the record tells of: it grows as the conversation goes on and surveys come in.
// Source    Genesys Cloud Developer Center: AnalyticsConversation and the transcript of speech and text analytics.
#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/genesys_handling.h"
#include "formats/genesys_transcript.h"
#include "formats/json_records.h"

namespace sojourn {
namespace {

using Said = std::map<std::string, GenesysTranscript, std::less<>>;

struct SideKnowledge {
  NameBook names;
  Said said;
};
std::optional<Micros> micros(std::optional<int64_t> ms) {
  return ms ? std::optional<Micros>(*ms * 1000) : std::nullopt;
}

std::string direction_of(const Json& json) {
  std::string told = text_at(json, "originatingDirection");
  for (const Json& participant : items_at(json, "participants")) {
    const std::string purpose = text_at(participant, "purpose");
    if (told.empty() && (purpose == "customer" || purpose == "external")) {
      told = text_at(participant, "sessions.0.direction");
    }
  }
  return told == "inbound" ? "in" : told == "outbound" ? "out" : "";
}

std::string outcome_of(const GenesysHandling& all, const std::string& direction, bool ended) {
  if (!all.agents.empty()) return "served";
  if (!ended) return "";
  if (direction == "out") return all.has_agent_party ? "not answered" : "";
  if (all.abandoned || all.queued) return "abandoned";
  return all.ivr ? "ivr" : "";
}

bool is_customer(const Json& participant) {
  const std::string purpose = text_at(participant, "purpose");
  const std::string other = text_at(participant, "participantPurpose");
  return purpose == "customer" || purpose == "external" || other == "external" || other == "customer";
}

// Addresses of the customer: who called, or who was called.
void write_addresses(EventWriter& writer, const Json& session, const std::string& direction) {
  const bool out = direction == "out";
  write_address(writer, text_at(session, out ? "dnis" : "ani"));
  write_address(writer, text_at(session, out ? "addressTo" : "addressFrom"));
  write_address(writer, text_at(session, "callbackNumbers.0"));
}

// The customer's party; the other end of a consultation or of a transfer to the outside only where there is no such.
bool has_customer(const Json& json) {
  for (const Json& participant : items_at(json, "participants")) {
    if (text_at(participant, "purpose") == "customer") return true;
  }
  return false;
}

void write_who(EventWriter& writer, const Json& json, const FormatSettings& settings, const std::string& direction) {
  const std::string attribute = setting(settings, "customer_attribute");
  const bool customers_only = has_customer(json);
  std::set<std::string> externals;
  for (const Json& participant : items_at(json, "participants")) {
    const Json& attributes = object_at(participant, "attributes");
    const auto number = attribute.empty() ? attributes.end() : attributes.find(attribute);
    if (number != attributes.end()) writer.who(IdentifierKind::kId, text_of(*number));
    if (!is_customer(participant) || (customers_only && text_at(participant, "purpose") == "external")) continue;
    const std::string external = text_at(participant, "externalContactId");
    // A conference may have several; one stands for the customer.
    if (externals.empty() && !external.empty()) writer.who(IdentifierKind::kId, external);
    if (!external.empty()) externals.insert(external);
    const Json& sessions = items_at(participant, "sessions");
    if (!sessions.empty()) write_addresses(writer, sessions.front(), direction);
    if (sessions.empty()) write_addresses(writer, participant, direction);
    if (!externals.empty() || !sessions.empty()) return;
  }
}

std::string channel_of(const Json& json, const std::vector<GenesysLeg>& legs) {
  for (const GenesysLeg& leg : legs) {
    const std::string media = text_at(*leg.session, "mediaType");
    const std::string type = lower_ascii(text_at(*leg.session, "messageType"));
    if (media == "message" && type == "sms") return "sms";
    const std::string channel = genesys_channel(media);
    if (!channel.empty()) return channel;
  }
  return genesys_channel(text_at(json, "mediaType"));
}

int64_t version_of(const Json& json, const std::vector<GenesysLeg>& legs) {
  Micros last =
      std::max(instant_at(json, "conversationStart").value_or(0), instant_at(json, "conversationEnd").value_or(0));
  const auto see = [&](const Json& item, std::string_view name) {
    last = std::max(last, instant_at(item, name).value_or(0));
  };
  for (const GenesysLeg& leg : legs) {
    for (const Json& segment : items_at(*leg.session, "segments")) see(segment, "segmentEnd");
    for (const Json& one : items_at(*leg.session, "metrics")) see(one, "emitDate");
  }
  for (const Json& survey : items_at(json, "surveys")) see(survey, "surveyCompletedDate"), see(survey, "eventTime");
  for (const Json& resolution : items_at(json, "resolutions")) see(resolution, "eventTime");
  for (const Json& evaluation : items_at(json, "evaluations")) see(evaluation, "eventTime");
  return milliseconds(last);
}

// By the wrap-up code as the settings read it, else by whether the customer came back.
std::optional<bool> resolved_of(const Json& json, const GenesysHandling& all, const SideKnowledge& side,
                                const FormatSettings& settings) {
  if (!all.wrap_up.empty()) {
    for (const std::string& name : {side.names.name_of(all.wrap_up), all.wrap_up}) {
      const auto told = says_yes(setting(settings, "resolved." + name));
      if (told) return told;
    }
  }
  std::optional<bool> resolved;
  for (const Json& resolution : items_at(json, "resolutions")) {
    const auto avoided = integer_at(resolution, "nNextContactAvoided");
    if (avoided) resolved = *avoided > 0;
  }
  return resolved;
}

void write_list(EventWriter& writer, std::string_view name, const std::vector<std::string>& ids,
                const NameBook& names) {
  if (ids.size() < 2) return;
  Json list = Json::array();
  for (const std::string& id : ids) list.push_back(names.name_of(id));
  writer.json(name, list.dump());
}

double seconds(int64_t ms) { return static_cast<double>(ms) / 1000; }

void write_handling(EventWriter& writer, const GenesysHandling& all, const SideKnowledge& side) {
  if (!all.queue_id.empty()) writer.set("queue", side.names.name_of(all.queue_id));
  if (!all.agents.empty()) writer.set("agent", side.names.name_of(all.agents.front()));
  write_list(writer, "agents", all.agents, side.names);
  writer.duration(Field::kWait, micros(all.wait)).duration(Field::kTalk, micros(all.talk));
  writer.duration(Field::kHold, micros(all.hold)).duration(Field::kWrap, micros(all.wrap));
  if (all.handle) writer.set("handle_seconds", seconds(*all.handle));
  if (all.ivr) writer.set("ivr_seconds", seconds(*all.ivr));
  // What is handled is talk, hold and wrap; where the source's own sum differs, one should know.
  const int64_t sum = all.talk.value_or(0) + all.hold.value_or(0) + all.wrap.value_or(0);
  if (all.handle && *all.handle != sum) writer.set("handle_unexplained_seconds", seconds(*all.handle - sum));
  if (!all.wrap_up.empty()) writer.set("wrap_up", side.names.name_of(all.wrap_up));
  writer.set("wrap_up_note", fitting(all.wrap_up_note));
}

void write_rest(EventWriter& writer, const Json& json) {
  writer.set("ended", text_at(json, "conversationEnd"));
  keep_others(writer, json,
              {"conversationId", "conversationStart", "conversationEnd", "originatingDirection", "participants",
               "surveys", "resolutions", "transcripts", "evaluations"});
  for (const Json& participant : items_at(json, "participants")) {
    if (is_customer(participant)) keep_others(writer, object_at(participant, "attributes"), {}, "attributes.");
  }
}

Status write_surveys(EventWriter& writer, const Json& json, const GenesysHandling& all, const SideKnowledge& side,
                     const FormatSettings& settings, const JsonRecord& raw, const ParsedTime& began_at) {
  const std::string conversation = text_at(json, "conversationId");
  const Json& surveys = items_at(json, "surveys");
  for (const Json& survey : surveys) {
    const std::string status = lower_ascii(text_at(survey, "surveyStatus"));
    if (!status.empty() && status != "finished" && status != "completed") continue;
    auto time = time_at(survey, "surveyCompletedDate");
    if (!time) time = time_at(survey, "eventTime");
    if (!time) time = time_at(json, "conversationEnd");
    ContactScore score;
    score.contact = conversation;
    score.time = time.value_or(began_at);
    score.version = milliseconds(score.time.utc);
    score.question = text_at(survey, {"surveyFormName", "surveyFormContextId"});
    const std::string id = surveys.size() > 1 ? text_at(survey, "surveyId") : "";
    const auto write = [&](const char* kind, const char* path, std::optional<Scale> scale) -> Status {
      const auto answer = number_at(survey, path);
      if (!answer) return {};
      score.kind = kind;
      score.name = id.empty() ? score.kind : id + ":" + score.kind;
      score.answer = *answer;
      score.scale = scale;
      return write_score(writer, score, raw.line, raw.text, [&] {
        write_who(writer, json, settings, direction_of(json));
        const std::string agent = text_at(survey, "userId");
        const std::string queue = text_at(survey, "queueId");
        writer.set("agent", agent.empty() && !all.agents.empty() ? side.names.name_of(all.agents.front())
                                                                 : side.names.name_of(agent));
        writer.set("queue", side.names.name_of(queue.empty() ? all.queue_id : queue));
        writer.set("survey", text_at(survey, "surveyFormName")).set("episode", conversation);
      });
    };
    SOJOURN_CHECK(write("nps", "surveyPromoterScore", std::nullopt));
    SOJOURN_CHECK(write("score", "oSurveyTotalScore", Scale{0, 100}));
  }
  return {};
}

void write_conversation(EventWriter& writer, const Json& json, const GenesysHandling& all,
                        const std::vector<GenesysLeg>& legs, const SideKnowledge& side,
                        const FormatSettings& settings) {
  const std::string id = text_at(json, "conversationId");
  const auto said = side.said.find(id);
  const bool has_words = said != side.said.end();
  const bool ended_already = !text_at(json, "conversationEnd").empty();
  // Of two tellings as old as one another, the one that says more.
  writer.id(id).version(version_of(json, legs) + (ended_already ? 2 : 0) + (has_words ? 1 : 0));
  const std::string channel = channel_of(json, legs);
  const std::string direction = direction_of(json);
  writer.set("channel", channel).set("touchpoint", channel == "email" ? "e-mail" : channel);
  writer.set("direction", direction).set("episode", id);
  write_who(writer, json, settings, direction);
  write_handling(writer, all, side);
  // Of a conversation that is over and measured, transfers were counted: none told are none.
  const bool counted = ended_already && all.has_metrics && !all.agents.empty();
  if (all.transfers || counted) writer.set("transfers", all.transfers.value_or(0));
  writer.set("outcome", outcome_of(all, direction, ended_already));
  writer.set("resolved", resolved_of(json, all, side, settings));
  write_rest(writer, json);
  if (!has_words) return;
  writer.set("language", said->second.language);
  write_turns(writer, said->second.turns);
}

Status read_conversation(EventWriter& writer, const Json& json, const SideKnowledge& side,
                         const FormatSettings& settings, const JsonRecord& raw) {
  const auto began_at = time_at(json, "conversationStart");
  if (!began_at) {
    return writer.reject(raw.line, raw.text, "conversationStart", "the conversation does not tell when it began");
  }
  const std::vector<GenesysLeg> legs = genesys_legs(json);
  const GenesysHandling all = genesys_handling(legs);
  writer.begin(raw.line, raw.text);
  writer.time(began_at->utc, began_at->offset_minutes);
  write_conversation(writer, json, all, legs, side, settings);
  SOJOURN_CHECK(ended(writer));
  return write_surveys(writer, json, all, side, settings, raw, *began_at);
}

// A transcript whose conversation is not here: its words, beside the conversation and never in its place.
Status read_lone_transcript(EventWriter& writer, const Json& json, std::string_view name,
                            const FormatSettings& settings, const JsonRecord& raw) {
  GenesysTranscript said = read_genesys_transcript(json, name, settings);
  if (said.conversation.empty() || !said.time) {
    return writer.reject(raw.line, raw.text, "conversationId", "the transcript names no conversation or no time");
  }
  std::string direction;
  for (const Json& participant : said.participants) {
    const std::string told = text_at(participant, {"initialDirection", "direction"});
    if (is_customer(participant)) direction = told == "outbound" ? "out" : "in";
  }
  writer.begin(raw.line, raw.text);
  writer.id(said.conversation + ":transcript").time(said.time->utc, said.time->offset_minutes);
  writer.set("channel", said.channel).set("about", said.conversation).set("episode", said.conversation);
  write_who(writer, json, settings, direction);
  writer.set("language", said.language);
  write_turns(writer, std::move(said.turns));
  return ended(writer);
}

void look_at(std::string_view bytes, std::string_view name, const FormatSettings& settings, SideKnowledge& side) {
  look_through_json(bytes, {"conversations"}, [&](const Json& wrapped, const JsonRecord&) {
    const Json& json = genesys_body(wrapped);
    if (!is_genesys_transcript(json)) return;
    GenesysTranscript said = read_genesys_transcript(json, name, settings);
    Said::mapped_type& place = side.said[said.conversation];
    if (place.turns.empty()) {
      place = std::move(said);
    } else {
      // One conversation may be recorded in parts.
      place.turns.insert(place.turns.end(), said.turns.begin(), said.turns.end());
    }
  });
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  SideKnowledge side;
  for (const auto& [name, bytes] : input.side_files) {
    side.names.read(bytes);
    look_at(bytes, name, settings, side);
  }
  look_at(input.bytes, input.name, settings, side);
  std::set<std::string> told;
  if (!side.said.empty()) {
    look_through_json(input.bytes, {"conversations"}, [&](const Json& wrapped, const JsonRecord&) {
      const Json& json = genesys_body(wrapped);
      if (!is_genesys_transcript(json)) told.insert(text_at(json, "conversationId"));
    });
  }
  return read_json_records(
      input.bytes, {"conversations"}, writer, [&](const Json& wrapped, const JsonRecord& raw) -> Status {
        const Json& json = genesys_body(wrapped);
        if (&json != &wrapped && !json.contains("participants")) {
          return writer.reject(raw.line, raw.text, "eventBody",
                               "the event tells one step of a conversation; send the conversation's details when it is "
                               "over");
        }
        if (!is_genesys_transcript(json)) {
          if (!text_at(json, "conversationId").empty()) return read_conversation(writer, json, side, settings, raw);
          return writer.reject(raw.line, raw.text, "conversationId", "the record has no conversation id");
        }
        const std::string conversation = read_genesys_transcript(json, input.name, settings).conversation;
        return told.contains(conversation) ? Status() : read_lone_transcript(writer, json, input.name, settings, raw);
      });
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"conversationId", "conversationStart", "participants"}) ||
         is_json_with(head, {"conversationId", "transcripts", "phrases"});
}

}  // namespace

Format genesys_format() {
  Format format;
  format.id = "genesys";
  format.title = "Genesys Cloud conversations and transcripts";
  format.family = "contact centre";
  format.channel = "call";
  format.about =
      "Conversation details of the analytics API (one, an array, or {\"conversations\":[...]}), with their surveys, "
      "and "
      "transcripts of speech and text analytics. Lists of users, queues and wrap-up codes given beside them name the "
      "ids.";
  format.settings = {
      {"customer_attribute", "Participant attribute that holds the customer number"},
      {"resolved.*", "Does a wrap-up code (its name or id) mean that the matter was settled: resolved.Solved = yes"},
      {"role.*", "Role (customer, agent, bot, system) of a participant in transcripts, by purpose"},
  };
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
