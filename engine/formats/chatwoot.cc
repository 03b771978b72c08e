// Chatwoot: webhooks, and conversations and messages as its API lists them.
//
// Contact   a conversation is one contact; its newest telling is in force. Messages that arrive one by one are its words:
//           events without a touchpoint, `about` the conversation. A conversation told with its messages has their turns.
// Wait      from the beginning to the first answer of an agent. Chatwoot measures no talk and no hold: they stay unknown.
// Score     the answer to its satisfaction survey (1 to 5), in message_updated.
// Left out  private notes.
// Source    Chatwoot user guide, "Webhooks"; its API reference, "Conversations", "Messages".
#include <cmath>

#include "base/text.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/turns.h"

namespace sojourn {
namespace {

struct Context {
  const FormatInput& input;
  const FormatSettings& settings;
  EventWriter& writer;
  const JsonRecord& raw;
};

// "Channel::WebWidget" ...
std::string channel_of(const Json& conversation) {
  const std::string told = lower_ascii(text_at(conversation, {"meta.channel", "channel", "inbox.channel_type"}));
  const size_t colons = told.rfind(':');
  const std::string name = colons == std::string::npos ? told : told.substr(colons + 1);
  if (name == "email") return "email";
  if (name == "sms" || name == "twiliosms") return "sms";
  if (name == "voice") return "call";
  if (name == "facebookpage" || name == "instagram" || name == "twitterprofile" || name == "tiktok") return "social";
  return "chat";
}

// Words in webhooks, numbers in the API.
std::string message_type(const Json& message) {
  const std::string type = text_at(message, "message_type");
  if (type == "0") return "incoming";
  if (type == "1") return "outgoing";
  if (type == "2") return "activity";
  return type == "3" ? "template" : type;
}

std::string role_of_message(const Json& message) {
  const std::string type = message_type(message);
  const std::string sender = lower_ascii(text_at(message, {"sender.type", "sender_type"}));
  if (type == "incoming") return "customer";
  if (type == "activity") return "system";
  if (type == "template" || sender == "agent_bot" || sender == "agentbot" || sender == "captain::assistant")
    return "bot";
  return "agent";
}

// A note that agents write to one another.
bool is_private(const Json& message) { return truth_at(message, "private").value_or(false); }

void write_person(const Context& at, const Json& person) {
  EventWriter& writer = at.writer;
  const std::string own = text_at(person, "identifier");
  const std::string id = text_at(person, "id");
  if (!own.empty()) {
    writer.who(IdentifierKind::kId, own);
  } else if (!id.empty()) {
    writer.who(IdentifierKind::kId, "chatwoot:" + id);
  }
  writer.who(IdentifierKind::kEmail, text_at(person, "email"));
  write_address(writer, text_at(person, "phone_number"));
}

// The customer of a conversation, wherever this telling of it has them.
const Json& person_of(const Json& conversation) {
  for (const char* path : {"meta.sender", "contact", "contact_inbox.contact"}) {
    const Json& person = object_at(conversation, path);
    if (!person.empty()) return person;
  }
  return object_at(conversation, "");
}

// Seconds, as a number, as text, or ISO.
std::optional<ParsedTime> time_of(const Json& json, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const auto seconds = number_at(json, name);
    if (seconds && *seconds <= 0) continue;  // "Never".
    if (seconds && *seconds < 1e11) {
      return ParsedTime{std::llround(*seconds * 1e6), 0};
    }
    if (const auto time = time_at(json, name)) return time;
  }
  return std::nullopt;
}

std::vector<Turn> turns_of(const Json& messages, const ParsedTime& began) {
  std::vector<Turn> turns;
  for (const Json& message : messages) {
    if (is_private(message)) continue;
    Turn turn;
    turn.role = role_of_message(message);
    if (turn.role == "agent") turn.name = text_at(message, {"sender.available_name", "sender.name"});
    turn.text = text_at(message, "content");
    const auto time = time_of(message, {"created_at"});
    if (time && time->utc >= began.utc) turn.from_ms = (time->utc - began.utc) / 1000;
    turns.push_back(std::move(turn));
  }
  return turns;
}

std::optional<Micros> first_answer(const Json& conversation, const Json& messages) {
  if (const auto told = time_of(conversation, {"first_reply_created_at"})) return told->utc;
  std::optional<Micros> first;
  for (const Json& message : messages) {
    if (is_private(message) || role_of_message(message) != "agent") continue;
    const auto time = time_of(message, {"created_at"});
    if (time && (!first || time->utc < *first)) first = time->utc;
  }
  return first;
}

std::string conversation_id(const Json& conversation) { return text_at(conversation, {"id", "display_id"}); }

void write_handlers(EventWriter& writer, const Json& conversation) {
  writer.set("agent", text_at(conversation, {"meta.assignee.available_name", "meta.assignee.name", "assignee.name"}));
  writer.set("queue", text_at(conversation, {"meta.team.name", "team.name", "inbox.name"}));
}

Status write_conversation(const Context& at, const Json& json) {
  const std::string id = conversation_id(json);
  const Json& messages = items_at(json, "messages");
  // A webhook may carry the newest message only: by itself it is the first answer only where none was before it.
  const bool newest_only = json.contains("event") && messages.size() < 2;
  const bool knows_first = !newest_only || json.contains("first_reply_created_at");
  auto began = time_of(json, {"created_at"});
  if (!began) began = time_of(messages.empty() ? json : messages.front(), {"created_at", "timestamp"});
  if (id.empty() || !began) {
    return at.writer.reject(at.raw.line, at.raw.text, "id", "the conversation has no id or no time");
  }
  EventWriter& writer = at.writer;
  const std::string status = text_at(json, "status");
  const auto updated = time_of(json, {"updated_at", "last_activity_at", "timestamp"});
  const std::string channel = channel_of(json);
  writer.begin(at.raw.line, at.raw.text);
  writer.id(id).version(milliseconds(updated ? updated->utc : began->utc)).time(began->utc, began->offset_minutes);
  writer.set("channel", channel).set("touchpoint", channel == "call" ? "call" : channel == "email" ? "e-mail" : "chat");
  const bool first_is_ours = !messages.empty() && !newest_only && role_of_message(messages.front()) == "agent";
  writer.set("direction", first_is_ours ? "out" : "in").set("episode", id).set("status", status);
  write_person(at, person_of(json));
  write_handlers(writer, json);
  if (const auto answer = first_answer(json, knows_first ? messages : Json::array()); answer && *answer >= began->utc) {
    writer.duration(Field::kWait, *answer - began->utc);
  }
  if (status == "resolved") writer.set("resolved", true).set("outcome", "served");
  write_turns(writer, turns_of(messages, *began));
  if (const Json& labels = items_at(json, "labels"); !labels.empty()) writer.json("labels", labels.dump());
  writer.set("priority", text_at(json, "priority")).set("inbox", text_at(json, {"inbox.name", "inbox_id"}));
  keep_others(writer, object_at(json, "custom_attributes"), {});
  return ended(writer);
}

Status write_csat(const Context& at, const Json& json, const Json& conversation) {
  const Json& answer = object_at(json, "content_attributes.submitted_values.csat_survey_response");
  const auto rating = number_at(answer, "rating");
  if (!rating) return {};
  auto time = time_of(json, {"updated_at"});
  if (!time && at.input.received) time = ParsedTime{*at.input.received, 0};
  if (!time) time = time_of(json, {"created_at"});
  const std::string id = text_at(json, "conversation_id");
  ContactScore score;
  score.contact = id.empty() ? conversation_id(conversation) : id;
  score.question = "satisfaction";
  score.answer = *rating;
  score.scale = Scale{1, 5};
  score.text = text_at(answer, "feedback_message");
  if (!time || score.contact.empty()) {
    return at.writer.reject(at.raw.line, at.raw.text, "conversation", "the answer names no conversation or no time");
  }
  score.time = *time;
  // A comment may follow the rating within the second.
  score.version = milliseconds(time->utc) + (score.text.empty() ? 0 : 1);
  return write_score(at.writer, score, at.raw.line, at.raw.text, [&] {
    const Json& person = person_of(conversation);
    write_person(at, person.empty() ? object_at(json, "contact") : person);
    write_handlers(at.writer, conversation);
    at.writer.set("episode", score.contact);
  });
}

Status write_message(const Context& at, const Json& json) {
  const Json& conversation = object_at(json, "conversation");
  const Json& submitted = object_at(json, "content_attributes.submitted_values");
  if (submitted.contains("csat_survey_response")) return write_csat(at, json, conversation);
  const std::string type = message_type(json);
  const std::string about = conversation.empty() ? text_at(json, "conversation_id") : conversation_id(conversation);
  if (is_private(json) || type == "activity" || text_at(json, "content").empty()) return {};
  const auto time = time_of(json, {"created_at"});
  const std::string id = text_at(json, "id");
  if (id.empty() || about.empty() || !time) {
    return at.writer.reject(at.raw.line, at.raw.text, "conversation",
                            "the message names no conversation, or has no id or time");
  }
  EventWriter& writer = at.writer;
  const std::string role = role_of_message(json);
  const auto updated = time_of(json, {"updated_at"});
  writer.begin(at.raw.line, at.raw.text);
  writer.id(about + ":message:" + id).version(milliseconds(updated ? updated->utc : time->utc));
  writer.time(time->utc, time->offset_minutes).set("channel", channel_of(conversation));
  writer.set("direction", role == "customer" ? "in" : "out").set("about", about).set("episode", about);
  const Json& person = person_of(conversation);
  if (!person.empty()) {
    write_person(at, person);
  } else if (role == "customer") {
    write_person(at, object_at(json, "sender"));
  } else {
    write_person(at, object_at(json, "contact"));
  }
  if (role == "agent") writer.set("agent", text_at(json, {"sender.available_name", "sender.name"}));
  Turn turn;
  turn.role = role;
  turn.text = text_at(json, "content");
  write_turns(writer, {turn});
  return ended(writer);
}

Status write_contact(const Context& at, const Json& json) {
  auto time = time_of(json, {"updated_at", "last_activity_at", "created_at"});
  if (!time && at.input.received) time = ParsedTime{*at.input.received, 0};
  if (!time || text_at(json, "id").empty()) {
    return at.writer.reject(at.raw.line, at.raw.text, "id", "the contact has no id or no time");
  }
  EventWriter& writer = at.writer;
  writer.begin(at.raw.line, at.raw.text);
  writer.id("contact:" + text_at(json, "id")).version(milliseconds(time->utc)).time(time->utc, time->offset_minutes);
  write_person(at, json);
  keep_others(writer, object_at(json, "custom_attributes"), {});
  writer.set("company", text_at(json, "additional_attributes.company_name"));
  writer.set("city", text_at(json, "additional_attributes.city"))
      .set("country", text_at(json, "additional_attributes.country"));
  return ended(writer);
}

Status read_record(const Context& at, const Json& json) {
  const std::string event = text_at(json, "event");
  if (event.starts_with("conversation_") && event != "conversation_typing_on" && event != "conversation_typing_off") {
    return write_conversation(at, json);
  }
  if (event.starts_with("message_")) return write_message(at, json);
  if (event.starts_with("contact_")) return write_contact(at, json);
  if (!event.empty()) return {};  // Typing, widgets opened ...
  if (json.contains("message_type")) return write_message(at, json);
  if (json.contains("messages") || json.contains("inbox_id")) return write_conversation(at, json);
  if (json.contains("identifier") || json.contains("phone_number")) return write_contact(at, json);
  return at.writer.reject(at.raw.line, at.raw.text, "event", "the record is no conversation, message or contact");
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  return read_json_records(input.bytes, {"payload"}, writer, [&](const Json& json, const JsonRecord& raw) -> Status {
    // Its list of conversations wraps them twice.
    const Json& listed = items_at(json, "data.payload");
    for (const Json& one : listed) SOJOURN_CHECK(read_record({input, settings, writer, raw}, one));
    return listed.empty() ? read_record({input, settings, writer, raw}, json) : Status();
  });
}

// One webhook, saved.
bool is_webhook(std::string_view head) {
  for (const std::string_view event :
       {"conversation_created", "conversation_updated", "conversation_status_changed", "conversation_resolved"}) {
    if (is_json_with(head, {"event", event, "inbox_id"})) return true;
  }
  for (const std::string_view event : {"message_created", "message_updated"}) {
    if (is_json_with(head, {"event", event, "message_type", "conversation"})) return true;
  }
  return is_json_with(head, {"event", "contact_created", "account"}) ||
         is_json_with(head, {"event", "contact_updated", "account"});
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"event", "message_type", "inbox"}) ||
         is_json_with(head, {"event", "contact_inbox", "inbox_id"}) ||
         is_json_with(head, {"can_reply", "inbox_id", "messages"}) ||
         is_json_with(head, {"payload", "inbox_id", "messages", "meta"}) || is_webhook(head);
}

}  // namespace

Format chatwoot_format() {
  Format format;
  format.id = "chatwoot";
  format.title = "Chatwoot conversations";
  format.family = "contact centre";
  format.channel = "chat";
  format.about =
      "Webhooks of Chatwoot (conversations, messages, contacts, satisfaction answers), and conversations as its API "
      "lists "
      "them.";
  format.signing = SigningScheme::kChatwoot;
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
