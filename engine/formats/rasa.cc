// Rasa: trackers (one object a conversation, with its events) and event lines as its event broker writes them.
//
// Contact   a session: what lies between two session_started of one sender. Its id is the sender and the instant of its
//           first event, its version that of the last one.
// Handoff   an action that passes the customer on to a person (setting handoff_action); a session without one is
//           contained: the bot alone dealt with it. That it was resolved, nobody knows.
// Source    Rasa documentation, "Events"; rasa/shared/core/events.py as to the names of fields.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_set>

#include "base/hash.h"
#include "base/text.h"
#include "formats/contact.h"
#include "formats/json_records.h"
#include "formats/turns.h"

namespace sojourn {
namespace {

struct Session {
  std::string sender;
  std::string channel;
  Micros began = 0;
  Micros last = 0;
  std::vector<Turn> turns;
  std::vector<std::string> intents;
  std::string handoff;
  bool customer_spoke = false;
  uint64_t line = 0;
};

std::optional<Micros> time_of(const Json& event) {
  const auto seconds = number_at(event, "timestamp");
  constexpr double kSecondsMax = 2.5e11;
  if (!seconds || !(*seconds > 0) || *seconds > kSecondsMax) return std::nullopt;
  return std::llround(*seconds * 1e6);
}

class Sessions {
 public:
  Sessions(const FormatSettings& settings, EventWriter& writer) : settings_(settings), writer_(writer) {
    const std::string told = setting(settings, "handoff_action");
    handoffs_ = {"action_human_handoff", "action_handoff", "action_handoff_to_human", "action_human_handover",
                 "action_transfer_to_agent"};
    if (!told.empty()) handoffs_ = {told};
  }

  // One event of a sender. Events of one sender come in the order of their times.
  Status take(const std::string& sender, const Json& event, uint64_t line) {
    const auto time = time_of(event);
    if (!time) return {};
    const std::string type = text_at(event, "event");
    auto& session = open_[sender];
    // A broker may deliver again what it has delivered.
    const std::string said =
        sender + '\n' + std::to_string(*time) + '\n' + type + '\n' + text_at(event, {"text", "name"});
    if (!seen_.insert(hash64(said)).second) return {};
    if ((type == "session_started" || type == "restart") && session.customer_spoke) SOJOURN_CHECK(close(session));
    if (type == "session_started" || session.sender.empty()) {
      session = Session{};
      session.sender = sender;
      session.began = *time;
      session.line = line;
    }
    session.last = std::max(session.last, *time);
    read_event(session, event, type, *time);
    return {};
  }

  Status close_all() {
    for (auto& [sender, session] : open_) SOJOURN_CHECK(close(session));
    return {};
  }

 private:
  void read_event(Session& session, const Json& event, const std::string& type, Micros time) const {
    const std::string text = text_at(event, "text");
    Turn turn;
    turn.from_ms = std::max<Micros>(time - session.began, 0) / 1000;
    turn.text = text;
    if (type == "user") {
      // "/greet{...}": an intent sent by a button or a program, not words.
      const std::string intent = text_at(event, {"parse_data.intent.name", "intent.name"});
      if (!intent.empty()) session.intents.push_back(intent);
      const std::string channel = text_at(event, "input_channel");
      if (!channel.empty()) session.channel = channel;
      session.customer_spoke = true;
      turn.role = "customer";
      if (!text.starts_with('/')) session.turns.push_back(std::move(turn));
    } else if (type == "bot") {
      turn.role = "bot";
      session.turns.push_back(std::move(turn));
    } else if (type == "agent") {
      turn.role = "agent";
      session.turns.push_back(std::move(turn));
    } else if (type == "action" && handoffs_.contains(text_at(event, "name"))) {
      session.handoff = text_at(event, "name");
    }
  }

  Status close(Session& session) {
    if (!session.customer_spoke) return {};  // The bot waited, and nobody came.
    EventWriter& writer = writer_;
    writer.begin(session.line, "");
    writer.id(session.sender + ":" + std::to_string(milliseconds(session.began))).version(milliseconds(session.last));
    writer.time(session.began).set("channel", "bot").set("touchpoint", "chat").set("direction", "in");
    const bool customer = setting(settings_, "sender") == "customer";
    writer.who(customer ? IdentifierKind::kId : IdentifierKind::kAnonymous, session.sender);
    writer.set("episode", session.sender + ":" + std::to_string(milliseconds(session.began)));
    const bool passed_on = !session.handoff.empty();
    writer.set("transfers", int64_t{passed_on ? 1 : 0}).set("contained", !passed_on);
    writer.set("outcome", passed_on ? "transferred" : "").set("handoff", session.handoff);
    writer.set("input_channel", session.channel);
    if (!session.intents.empty()) {
      writer.set("first_intent", session.intents.front());
      writer.json("intents", Json(session.intents).dump());
    }
    write_turns(writer, std::move(session.turns));
    session = Session{};
    return ended(writer);
  }

  const FormatSettings& settings_;
  EventWriter& writer_;
  std::set<std::string> handoffs_;
  std::map<std::string, Session> open_;
  std::unordered_set<uint64_t> seen_;  // Events, by what they say.
};

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  Sessions sessions(settings, writer);
  const Status read =
      read_json_records(input.bytes, {}, writer, [&](const Json& json, const JsonRecord& raw) -> Status {
        const std::string sender = text_at(json, "sender_id");
        if (sender.empty()) return writer.reject(raw.line, raw.text, "sender_id", "the record names no sender");
        if (!json.contains("events")) return sessions.take(sender, json, raw.line);
        for (const Json& event : items_at(json, "events")) SOJOURN_CHECK(sessions.take(sender, event, raw.line));
        return {};
      });
  if (!read.ok()) return read;
  return sessions.close_all();
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"sender_id", "events", "slots"}) ||
         is_json_with(head, {"sender_id", "event", "timestamp"});
}

}  // namespace

Format rasa_format() {
  Format format;
  format.id = "rasa";
  format.title = "Rasa conversations";
  format.family = "contact centre";
  format.channel = "bot";
  format.about =
      "Trackers of a Rasa assistant (GET /conversations/ID/tracker, or the tracker store) and events as its event "
      "broker "
      "writes them, one a line.";
  format.settings = {{"handoff_action", "The action that passes the customer on to a person"},
                     {"sender", "customer: sender ids are customer numbers; else they are cookies of visitors"}};
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
