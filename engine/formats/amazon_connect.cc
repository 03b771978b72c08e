// Amazon Connect contact records (contact trace records): one event a contact, legs of a chain share its episode.
//
// Talk      AgentInteractionDuration leaves hold out, as ours does; it is not the time from connecting to hanging up,
//           which goes on after a transfer to the outside.
// Told      at least once, and again as a record grows: LastUpdateTimestamp is its version.
// Given up  a contact that entered a queue, met no agent and went nowhere else.
// Events    of contacts, which EventBridge tells while they go on, are read as the record they will become, as far as they
//           tell it; the record itself is always newer.
// Source    Amazon Connect Administrator Guide, "Contact records data model", "Contact events".
#include <map>
#include <memory>

#include "base/decimal.h"
#include "base/text.h"
#include "formats/amazon_contact_event.h"
#include "formats/aws_envelope.h"
#include "formats/contact.h"
#include "formats/contact_lens.h"
#include "formats/json_records.h"

namespace sojourn {
namespace {

// What other records of the same files say: how each contact began, and what was said in it.
struct Neighbours {
  std::map<std::string, std::string, std::less<>> initiation;
  struct Said {
    ContactAnalysis analysis;
    Json json;
  };
  std::map<std::string, Said, std::less<>> said;

  std::string began(const std::string& contact) const {
    const auto found = initiation.find(contact);
    return found == initiation.end() ? std::string() : found->second;
  }
};

void look_at(std::string_view bytes, std::string_view name, const FormatSettings& settings, Neighbours& all) {
  const ReadRecord see = [&](const Json& json, const JsonRecord&) -> Status {
    if (is_analysis(json)) {
      Neighbours::Said said{read_analysis(json, name, settings), json};
      const std::string contact = said.analysis.contact;
      const auto known = all.said.find(contact);
      if (known == all.said.end()) {
        all.said.emplace(contact, std::move(said));
      } else if (analysis_rank(said.analysis) > analysis_rank(known->second.analysis)) {
        known->second = std::move(said);
      }
      return {};
    }
    const std::string contact = text_at(json, "ContactId");
    if (!contact.empty()) all.initiation[contact] = text_at(json, "InitiationMethod");
    return {};
  };
  look_through_json(bytes, {},
                    [&](const Json& json, const JsonRecord& raw) { (void)open_aws_envelope(json, raw, see); });
}

std::string channel_of(const Json& json) {
  const std::string channel = text_at(json, "Channel");
  const std::string subtype =
      text_at(json, {"SegmentAttributes.connect:Subtype.ValueString", "SegmentAttributes.connect:Subtype.valueString"});
  if (subtype == "connect:SMS") return "sms";
  if (channel == "VOICE") return "call";
  if (channel == "CHAT") return "chat";
  if (channel == "EMAIL") return "email";
  return lower_ascii(channel);
}

// "in", "out", or "" where nobody knows who went to whom.
std::string direction_of(const std::string& initiation, const std::string& channel) {
  if (initiation == "INBOUND" || initiation == "WEBRTC_API" || initiation == "CHAT") return "in";
  if (initiation == "OUTBOUND" || initiation == "EXTERNAL_OUTBOUND" || initiation == "CALLBACK" ||
      initiation == "AGENT_REPLY" || initiation == "CAMPAIGN_PREVIEW") {
    return "out";
  }
  // A program began it: a customer's page opens chats, a dialler makes calls.
  if (initiation == "API") return channel == "chat" || channel == "sms" ? "in" : channel == "call" ? "out" : "";
  return "";
}

bool is_transfer(const std::string& initiation) { return initiation == "TRANSFER" || initiation == "QUEUE_TRANSFER"; }

bool is_null(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_null();
}

class Record {
 public:
  Record(const Json& json, const Neighbours& all) : json_(json), all_(all) {
    contact_ = text_at(json, "ContactId");
    initiation_ = text_at(json, "InitiationMethod");
    next_began_ = all.began(text_at(json, "NextContactId"));
    channel_ = channel_of(json);
    has_agent_ = !object_at(json, "Agent").empty();
    queued_ = !object_at(json, "Queue").empty();
    ended_ = time_at(json, "DisconnectTimestamp");
  }

  const std::string& contact() const { return contact_; }
  const std::string& channel() const { return channel_; }
  const std::optional<ParsedTime>& ended() const { return ended_; }

  std::string direction() const {
    const std::string own = direction_of(initiation_, channel_);
    if (!own.empty() || initiation_ == "MONITOR" || initiation_ == "API") return own;
    // A later leg: as the chain began. Chains whose beginning is not at hand mostly began with a customer.
    const std::string first = direction_of(all_.began(text_at(json_, "InitialContactId")), channel_);
    return first.empty() ? "in" : first;
  }

  std::optional<int64_t> transfers() const {
    int64_t count =
        text_at(json_, "TransferCompletedTimestamp").empty() && object_at(json_, "TransferredToEndpoint").empty() ? 0
                                                                                                                  : 1;
    if (is_transfer(next_began_)) ++count;
    if (count > 0) return count;
    // The record says in so many words that it went nowhere.
    const bool nowhere = is_null(json_, "TransferredToEndpoint") && is_null(json_, "NextContactId");
    return nowhere && ended_ ? std::optional<int64_t>(0) : std::nullopt;
  }

  std::string outcome() const {
    if (!ended_) return "";
    if (has_agent_) return "served";
    if (text_at(json_, "DisconnectReason").starts_with("OUTBOUND_")) return "failed";
    const bool moved_on = !text_at(json_, "NextContactId").empty() || transfers().value_or(0) > 0;
    if (queued_ && next_began_ == "CALLBACK") return "callback";
    if (moved_on) return "transferred";
    if (queued_) return "abandoned";
    if (direction() != "in") return "";
    return channel_ == "call" ? "ivr" : channel_ == "chat" ? "bot" : "";
  }

  int64_t version() const {
    if (const auto told = integer_at(json_, kContactEventVersion)) return *told;
    const auto updated = instant_at(json_, "LastUpdateTimestamp");
    return updated ? milliseconds(*updated) : 0;
  }

 private:
  const Json& json_;
  const Neighbours& all_;
  std::string contact_;
  std::string initiation_;
  std::string next_began_;
  std::string channel_;
  bool has_agent_ = false;
  bool queued_ = false;
  std::optional<ParsedTime> ended_;
};

// An attribute that the contact flow sets, by the name that the settings give.
std::string attribute(const Json& json, const FormatSettings& settings, const std::string& name) {
  const std::string key = setting(settings, name);
  const Json& attributes = object_at(json, "Attributes");
  const auto found = key.empty() ? attributes.end() : attributes.find(key);
  return found == attributes.end() ? std::string() : text_of(*found);
}

void write_who(EventWriter& writer, const Json& json, const FormatSettings& settings) {
  writer.who(IdentifierKind::kId, attribute(json, settings, "customer_attribute"));
  writer.who(IdentifierKind::kEmail, attribute(json, settings, "email_attribute"));
  writer.who(IdentifierKind::kId, text_at(json, "CustomerId"));
  write_address(writer, text_at(json, "CustomerEndpoint.Address"));
}

void write_handling(EventWriter& writer, const Json& json) {
  writer.set("queue", text_at(json, {"Queue.Name", "Queue.ARN"}));
  writer.set("agent", text_at(json, {"Agent.Username", "Agent.ARN"}));
  writer.duration(Field::kWait, duration_at(json, "Queue.Duration", kSecond));
  writer.duration(Field::kTalk, duration_at(json, "Agent.AgentInteractionDuration", kSecond));
  writer.duration(Field::kHold, duration_at(json, "Agent.CustomerHoldDuration", kSecond));
  writer.duration(Field::kWrap, duration_at(json, "Agent.AfterContactWorkDuration", kSecond));
  writer.set("holds", integer_at(json, "Agent.NumberOfHolds"));
  writer.set("longest_hold", integer_at(json, "Agent.LongestHoldDuration"));
}

void write_rest(EventWriter& writer, const Json& json) {
  writer.set("ended", text_at(json, "DisconnectTimestamp"));
  writer.set("initiation", lower_ascii(text_at(json, "InitiationMethod")));
  writer.set("disconnect_reason", lower_ascii(text_at(json, "DisconnectReason")));
  writer.set("dialled", text_at(json, "SystemEndpoint.Address"));
  writer.set("transferred_to", text_at(json, "TransferredToEndpoint.Address"));
  writer.set("previous_contact", text_at(json, "PreviousContactId"));
  writer.set("next_contact", text_at(json, "NextContactId"));
  writer.set("related_contact", text_at(json, "RelatedContactId"));
  writer.set("campaign", text_at(json, "Campaign.CampaignId"));
  keep_others(writer, json,
              {"ContactId",
               "InitialContactId",
               "PreviousContactId",
               "NextContactId",
               "RelatedContactId",
               "Channel",
               "CustomerEndpoint",
               "CustomerId",
               "SystemEndpoint",
               "TransferredToEndpoint",
               "InitiationMethod",
               "InitiationTimestamp",
               "DisconnectTimestamp",
               "DisconnectReason",
               "LastUpdateTimestamp",
               "Queue",
               "Agent",
               "Campaign",
               "AWSAccountId",
               "AWSContactTraceRecordFormatVersion",
               kContactEventVersion,
               "LanguageCode"});
  keep_others(writer, object_at(json, "Agent"),
              {"ARN", "Username", "AgentInteractionDuration", "CustomerHoldDuration", "AfterContactWorkDuration",
               "NumberOfHolds", "LongestHoldDuration"},
              "Agent.");
  keep_others(writer, object_at(json, "Queue"), {"ARN", "Name", "Duration"}, "Queue.");
}

void write_contact(EventWriter& writer, const Json& json, const Record& record, const FormatSettings& settings,
                   const Neighbours::Said* said) {
  // With what was said, the same telling of the record says more.
  writer.id(record.contact())
      .version(record.version() > 0 && said != nullptr ? record.version() + 1 : record.version());
  const std::string& channel = record.channel();
  writer.set("channel", channel).set("direction", record.direction());
  // A supervisor who listens in is no contact of the customer.
  if (text_at(json, "InitiationMethod") != "MONITOR") writer.set("touchpoint", channel == "email" ? "e-mail" : channel);
  writer.set("episode", text_at(json, {"InitialContactId", "ContactId"}));
  write_who(writer, json, settings);
  write_handling(writer, json);
  writer.set("transfers", record.transfers()).set("outcome", record.outcome());
  writer.set("language", language_of(text_at(json, "LanguageCode")));
  writer.set("resolved", says_yes(attribute(json, settings, "resolved_attribute")));
  write_rest(writer, json);
  if (said == nullptr) return;
  write_analysis(writer, said->json);
  write_turns(writer, said->analysis.turns);
  writer.set("language", said->analysis.language).set("redacted", said->analysis.redacted);
}

Status write_scores(EventWriter& writer, const Json& json, const Record& record, const FormatSettings& settings,
                    const JsonRecord& raw, const ParsedTime& began) {
  for (const char* kind : {"csat", "nps", "ces"}) {
    const Result<double> answer = parse_number(attribute(json, settings, std::string(kind) + "_attribute"));
    if (!answer) continue;
    ContactScore score;
    score.contact = record.contact();
    score.name = kind;
    score.kind = kind;
    score.answer = *answer;
    score.time = record.ended().value_or(began);
    score.version = record.version();
    SOJOURN_CHECK(write_score(writer, score, raw.line, raw.text, [&] {
      write_who(writer, json, settings);
      writer.set("episode", text_at(json, {"InitialContactId", "ContactId"}));
      writer.set("agent", text_at(json, "Agent.Username")).set("queue", text_at(json, "Queue.Name"));
    }));
  }
  return {};
}

// An analysis among the records adds to its contact; without it, it belongs to the format contact-lens.
Status read_lone_analysis(EventWriter& writer, const Json& json, const JsonRecord& raw, const Neighbours& all) {
  const std::string contact = text_at(json, {"CustomerMetadata.ContactId", "ContactId"});
  if (all.initiation.contains(contact)) return {};
  return writer.reject(
      raw.line, raw.text, "Transcript",
      "this is an analysis of Contact Lens: read it with the format contact-lens, or beside its record");
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  Neighbours all;
  look_at(input.bytes, input.name, settings, all);
  for (const auto& [name, bytes] : input.side_files) look_at(bytes, name, settings, all);
  const ReadRecord read_record = [&](const Json& told, const JsonRecord& raw) -> Status {
    if (is_analysis(told)) return read_lone_analysis(writer, told, raw, all);
    const Json json = is_contact_event(told) ? record_of_event(told) : told;
    const Record record(json, all);
    if (record.contact().empty()) return writer.reject(raw.line, raw.text, "ContactId", "the record has no contact id");
    auto began = time_at(json, "InitiationTimestamp");
    // An event that tells no beginning was told at it, or soon after.
    if (!began && is_contact_event(told)) began = time_at(told, "time");
    if (!began) {
      return writer.reject(raw.line, raw.text, "InitiationTimestamp", "the record does not tell when it began");
    }
    const auto said = all.said.find(record.contact());
    writer.begin(raw.line, raw.text);
    writer.time(began->utc, began->offset_minutes);
    write_contact(writer, json, record, settings, said == all.said.end() ? nullptr : &said->second);
    SOJOURN_CHECK(ended(writer));
    return write_scores(writer, json, record, settings, raw, *began);
  };
  return read_json_records(input.bytes, {}, writer, [&](const Json& json, const JsonRecord& raw) {
    return open_aws_envelope(json, raw, read_record);
  });
}

bool recognises(std::string_view head, std::string_view) {
  return is_json_with(head, {"ContactId", "InitiationMethod"}) ||
         is_json_with(head, {"detail-type", "aws.connect", "contactId"});
}

}  // namespace

Format amazon_connect_format() {
  Format format;
  format.id = "amazon-connect";
  format.title = "Amazon Connect contact records";
  format.family = "contact centre";
  format.channel = "call";
  format.about =
      "Contact records as Amazon Connect streams them through Kinesis or Firehose to S3: one JSON object each, in "
      "lines, arrays or one after another. Contact Lens analyses given beside them add what was said.";
  format.settings = {
      {"customer_attribute", "Contact attribute that holds the customer number"},
      {"email_attribute", "Contact attribute that holds the customer's e-mail address"},
      {"resolved_attribute", "Contact attribute that says whether the matter was settled (yes, no, true, false, 1, 0)"},
      {"csat_attribute", "Contact attribute that holds the answer to a satisfaction question (1 to 5)"},
      {"nps_attribute", "Contact attribute that holds the answer to a recommendation question (0 to 10)"},
      {"ces_attribute", "Contact attribute that holds the answer to an effort question (1 to 7)"},
      {"role.*", "Role (customer, agent, bot, system) of a participant in analyses given beside the records"},
  };
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
