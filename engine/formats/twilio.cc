// Twilio: calls and messages, from status callbacks and from lists of the console or the API.
//
// Told      again at each step: the step and Twilio's own sequence number are the version; a list tells more than a
//           callback, and a later list more than an earlier one.
// Talk      CallDuration, the whole call from answer to end: Twilio knows no other.
// Legs      a call made by another (ParentCallSid) is part of it: without a touchpoint of its own, unless the setting
//           `legs` says calls.
// Completed means that somebody or something answered: it may have been a voicemail.
// Source    Twilio's Voice and Messaging webhooks, Call and Message resources.
#include <algorithm>

#include "base/decimal.h"
#include "base/text.h"
#include "collect/csv_reader.h"
#include "formats/contact.h"
#include "formats/form.h"
#include "formats/json_records.h"
#include "formats/table.h"
#include "formats/twilio_fields.h"

namespace sojourn {
namespace {

struct Record {
  TwilioFields fields;
  bool callback = false;  // Told by a webhook, not read from a list.
  uint64_t line = 1;
  std::string_view raw;
};

// "Fri, 06 Mar 2026 10:00:00 +0000" of callbacks and the API, ISO 8601 of the console.
std::optional<ParsedTime> read_time(const std::string& text, const Zone& zone) {
  if (text.empty()) return std::nullopt;
  static const TimePattern kMail = TimePattern::compile("%a, %d %b %Y %T %z").value();
  Result<ParsedTime> parsed = kMail.parse(text, zone);
  if (!parsed) parsed = parse_time(text, zone);
  return parsed ? std::optional<ParsedTime>(*parsed) : std::nullopt;
}

std::optional<int64_t> whole(const std::string& text) {
  const Result<int64_t> number = parse_integer(text);
  return number && *number >= 0 ? std::optional<int64_t>(*number) : std::nullopt;
}

// How far it has come; the last steps are final.
int64_t step_of(const std::string& status) {
  constexpr int64_t kFinal = 9;
  constexpr std::pair<std::string_view, int64_t> kSteps[] = {
      {"accepted", 1}, {"scheduled", 1}, {"queued", 2},      {"initiated", 3}, {"sending", 3},   {"ringing", 4},
      {"sent", 4},     {"receiving", 4}, {"in-progress", 5}, {"answered", 5},  {"delivered", 8},
  };
  for (const auto& [name, step] : kSteps) {
    if (name == status) return step;
  }
  return status.empty() ? 1 : kFinal;
}

int64_t version_of(const Record& record, const std::string& status, const Zone& zone) {
  constexpr int64_t kPerStep = 10'000;
  const auto updated = read_time(record.fields.text({"dateupdated", "endtime", "datesent", "sentdate"}), zone);
  if (!record.callback && updated) return milliseconds(updated->utc);
  const int64_t sequence = whole(record.fields.text({"sequencenumber"})).value_or(0);
  return step_of(status) * kPerStep + std::min(sequence, kPerStep - 1);
}

// The console writes "No Answer" and "Outgoing Dial" where others have "no-answer" and "outbound-dial".
std::string plain_word(const std::string& text) {
  std::string word = lower_ascii(text);
  std::replace(word.begin(), word.end(), ' ', '-');
  if (word.starts_with("outgoing")) word.replace(0, 8, "outbound");
  return word.starts_with("incoming") ? "inbound" : word;
}

std::string call_outcome(const std::string& status, const std::string& answered_by) {
  if (status == "completed") return answered_by.starts_with("machine") ? "voicemail" : "completed";
  if (status == "no-answer") return "no answer";
  if (status == "canceled") return "cancelled";
  return status == "busy" || status == "failed" ? status : "";
}

std::string scheme_of(const std::string& address) {
  const size_t colon = address.find(':');
  return colon == std::string::npos ? std::string() : lower_ascii(std::string_view(address).substr(0, colon));
}

// Of a leg, the customer is whom an agent's device calls, else whoever called.
const std::string& customer_of(const std::string& from, const std::string& to, bool out, bool leg) {
  if (leg) {
    const std::string scheme = scheme_of(from);
    return scheme == "client" || scheme == "sip" ? to : from;
  }
  return out ? to : from;
}

// When it began: what the list says, else the callback's own time, less the length of a call that is over.
std::optional<ParsedTime> began(const Record& record, std::optional<int64_t> length, const FormatInput& input,
                                const Zone& zone) {
  auto time = read_time(record.fields.text({"starttime", "datecreated", "datesent", "sentdate", "date"}), zone);
  if (time) return time;
  time = read_time(record.fields.text({"timestamp"}), zone);
  if (!time && input.received) time = ParsedTime{*input.received, 0};
  if (time && length) time->utc -= *length * kSecond;
  return time;
}

struct Reading {
  const FormatInput& input;
  const FormatSettings& settings;
  EventWriter& writer;
};

Status no_time(const Reading& at, const Record& record) {
  return at.writer.reject(record.line, record.raw, "time", "the record does not tell when it was");
}

Status write_call(const Reading& at, const Record& record, const std::string& sid) {
  const TwilioFields& fields = record.fields;
  const Zone& zone = at.writer.options().zone;
  const std::string status = plain_word(fields.text({"callstatus", "status"}));
  const bool answered = status == "completed";
  auto length = whole(fields.text({"callduration"}));
  // Callbacks tell the minutes that are billed as Duration; lists tell the seconds.
  if (!length && !record.callback) length = whole(fields.text({"duration"}));
  const auto time = began(record, answered ? length : std::nullopt, at.input, zone);
  if (!time) return no_time(at, record);
  const std::string parent = fields.text({"parentcallsid"});
  const bool leg = !parent.empty();
  const std::string way = plain_word(fields.text({"direction"}));
  const bool out = way.starts_with("outbound");
  EventWriter& writer = at.writer;
  writer.begin(record.line, record.raw);
  writer.id(sid).version(version_of(record, status, zone)).time(time->utc, time->offset_minutes);
  writer.set("channel", "call").set("episode", leg ? parent : sid);
  if (!leg || setting(at.settings, "legs") == "calls") writer.set("touchpoint", "call");
  if (!leg && !way.empty()) writer.set("direction", out ? "out" : "in");
  const std::string from = fields.text({"from", "caller"});
  const std::string to = fields.text({"to", "called"});
  write_address(writer, customer_of(from, to, out, leg));
  if (answered && length) writer.duration(Field::kTalk, *length * kSecond);
  writer.set("outcome", call_outcome(status, lower_ascii(fields.text({"answeredby"})))).set("status", status);
  writer.set("answered_by", fields.text({"answeredby"})).set(out ? "called_from" : "dialled", out ? from : to);
  fields.keep_others(writer);
  return ended(writer);
}

// What <Enqueue> tells when a caller leaves the queue.
Status write_queue_wait(const Reading& at, const Record& record, const std::string& sid) {
  const TwilioFields& fields = record.fields;
  const auto waited = whole(fields.text({"queuetime"}));
  const auto time = began(record, waited, at.input, at.writer.options().zone);
  if (!time) return no_time(at, record);
  const std::string result = lower_ascii(fields.text({"queueresult"}));
  EventWriter& writer = at.writer;
  writer.begin(record.line, record.raw);
  writer.id(sid + ":queue").version(1).time(time->utc, time->offset_minutes);
  writer.set("channel", "call").set("about", sid).set("episode", sid).set("queue", fields.text({"currentqueue"}));
  write_address(writer, fields.text({"from", "caller"}));
  if (waited) writer.duration(Field::kWait, *waited * kSecond);
  writer.set("outcome", result == "hangup" ? "abandoned" : result == "bridged" ? "served" : result);
  fields.keep_others(writer);
  return ended(writer);
}

Status write_message(const Reading& at, const Record& record, const std::string& sid) {
  const TwilioFields& fields = record.fields;
  const Zone& zone = at.writer.options().zone;
  const auto time = began(record, std::nullopt, at.input, zone);
  if (!time) return no_time(at, record);
  const std::string status = plain_word(fields.text({"messagestatus", "smsstatus", "status"}));
  const std::string way = plain_word(fields.text({"direction"}));
  const bool in = way == "inbound" || (way.empty() && (status == "received" || status == "receiving"));
  const std::string from = fields.text({"from"});
  const std::string to = fields.text({"to"});
  const std::string scheme = scheme_of(in ? from : to);
  const bool chat = scheme == "whatsapp" || scheme == "messenger";
  EventWriter& writer = at.writer;
  writer.begin(record.line, record.raw);
  writer.id(sid).version(version_of(record, status, zone)).time(time->utc, time->offset_minutes);
  writer.set("channel", chat ? "chat" : "sms").set("touchpoint", chat ? "chat" : "sms");
  writer.set("direction", in ? "in" : "out").set("episode", sid);
  write_address(writer, in ? from : to);
  const std::string body = fields.text({"body"});
  writer.set(in ? "text" : "message", fitting(body)).set("status", status);
  if (status == "failed" || status == "undelivered") writer.set("perceived", false).set("outcome", status);
  if (status == "read") writer.set("perceived", true);
  if (status == "read" || status == "delivered") writer.set("outcome", status);
  writer.set(in ? "dialled" : "called_from", in ? to : from);
  fields.keep_others(writer);
  return ended(writer);
}

Status write_record(const Reading& at, const Record& record) {
  const std::string message = record.fields.text({"messagesid", "smssid", "smsmessagesid"});
  const std::string call = record.fields.text({"callsid"});
  const std::string sid = record.fields.text({"sid"});
  if (!record.fields.text({"queueresult"}).empty() && !call.empty()) return write_queue_wait(at, record, call);
  if (!message.empty()) return write_message(at, record, message);
  if (!call.empty()) return write_call(at, record, call);
  if (sid.starts_with("SM") || sid.starts_with("MM")) return write_message(at, record, sid);
  if (sid.starts_with("CA")) return write_call(at, record, sid);
  return at.writer.reject(record.line, record.raw, "sid", "the record names no call and no message");
}

// "com.twilio.messaging.message.delivered", and when it happened.
void add_stream_fields(const Json& json, TwilioFields& fields) {
  const std::string type = text_at(json, "type");
  const size_t dot = type.rfind('.');
  fields.add("timestamp", text_at(json, "time"));
  if (type.starts_with("com.twilio.messaging.") && dot != std::string::npos) {
    const std::string step = type.substr(dot + 1);
    fields.add("message_status", step);
    if (type.find("inbound-message") != std::string::npos) fields.add("direction", "inbound");
  }
}

Status read_json(const Reading& at) {
  const bool callback = !at.input.headers.empty();
  return read_json_records(at.input.bytes, {"calls", "messages"}, at.writer,
                           [&](const Json& json, const JsonRecord& raw) {
                             Record record;
                             // Event Streams wrap what happened as CloudEvents.
                             const bool wrapped = json.contains("specversion") && !object_at(json, "data").empty();
                             const Json& inside = wrapped ? object_at(json, "data") : json;
                             record.callback = callback || wrapped;
                             record.line = raw.line;
                             record.raw = raw.text;
                             if (wrapped) add_stream_fields(json, record.fields);
                             for (const auto& [name, value] : inside.items()) record.fields.add(name, text_of(value));
                             return write_record(at, record);
                           });
}

Status read_form(const Reading& at) {
  Record record;
  record.callback = true;
  record.raw = at.input.bytes;
  for (const auto& [name, value] : parse_form(at.input.bytes)) record.fields.add(name, value);
  at.writer.row();
  return write_record(at, record);
}

Status read_csv(const Reading& at) {
  SOJOURN_TRY(auto bytes, ByteStream::over(std::string(at.input.bytes), at.input.name));
  SOJOURN_TRY(const auto reader, CsvReader::open(TextStream(std::move(bytes), {}), {}));
  std::vector<Cell> row;
  while (true) {
    const Result<bool> more = reader->next(row);
    if (more && !*more) return {};
    if (!more && more.error().code() != StatusCode::kInvalidArgument) return more.error();
    at.writer.row();
    const std::string raw = reader->raw();
    if (!more) {
      SOJOURN_CHECK(at.writer.reject(reader->line(), raw, more.error().where(), more.error().message()));
      continue;
    }
    Record record;
    record.line = reader->line();
    record.raw = raw;
    for (size_t i = 0; i < row.size(); ++i) record.fields.add(reader->columns()[i], row[i].text);
    SOJOURN_CHECK(write_record(at, record));
  }
}

// One line of name=value pairs, as a callback's body is.
bool is_form(std::string_view bytes) {
  bytes = trim_end(bytes);
  const size_t equals = bytes.find('=');
  return equals != std::string_view::npos && equals > 0 && bytes.find_first_of(",\n") > equals &&
         bytes.find('\n') == std::string_view::npos;
}

Status read(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  const Reading at{input, settings, writer};
  if (trim(input.bytes).empty()) return {};
  if (is_json_with(input.bytes, {})) return read_json(at);
  return is_form(input.bytes) ? read_form(at) : read_csv(at);
}

bool recognises(std::string_view head, std::string_view) {
  if (is_json_with(head, {"parent_call_sid", "from"}) || is_json_with(head, {"num_segments", "date_sent"})) return true;
  if (has_columns(head, {"From", "To", "NumSegments", "Sid"})) return true;
  if (is_json_with(head, {"specversion"}) && head.find("\"com.twilio.") != std::string_view::npos) return true;
  return is_form(head) && head.find("AccountSid=AC") != std::string_view::npos;
}

}  // namespace

Format twilio_format() {
  Format format;
  format.id = "twilio";
  format.title = "Twilio calls and messages";
  format.family = "contact centre";
  format.channel = "call";
  format.about =
      "Status callbacks of calls and messages, messages that come in, what <Enqueue> tells of waiting, and lists of "
      "calls "
      "and messages from the API (JSON) or the console (CSV).";
  format.settings = {{"legs", "calls: a call made by another call counts as one of its own"}};
  format.signing = SigningScheme::kTwilio;
  format.webhooks = true;
  format.recognises = recognises;
  format.read = read;
  return format;
}

}  // namespace sojourn
