// Snowplow: POST /com.snowplowanalytics.snowplow/tp2 (a list of payloads) and GET /i (one payload as the query).
// Contract: docs/sources/snowplow.md.
#include <optional>

#include "base/text.h"
#include "tracking/dialects.h"
#include "tracking/request_text.h"
#include "tracking/snowplow_words.h"
#include "tracking/tracked_call.h"

namespace sojourn {
namespace {

using snowplow::cookie_name;
using snowplow::milliseconds;
using snowplow::Payload;
using snowplow::schema_name;
using snowplow::value_of;
using Type = TrackedCall::Type;

class SnowplowReader {
 public:
  SnowplowReader(const TrackingRequest& request, EventWriter& writer) : request_(request), calls_(writer) {}

  Status read() {
    if (trim(request_.body).empty()) return read_query();
    SOJOURN_CHECK(room_.open(request_.body));
    json::object object;
    if (const auto error = room_.document().get_object().get(object)) return not_json(error);
    bool has_data = false;
    SOJOURN_CHECK(each_field(object, [&](std::string_view key, json::value value) -> Status {
      if (key != "data") return {};
      has_data = true;
      SOJOURN_TRY(const json::json_type type, type_of(value));
      if (type != json::json_type::array) return Status::invalid("data is no list of payloads", "data");
      SOJOURN_TRY(const json::array list, array_of(value));
      return each_element(list, [&](json::value element) { return read_element(element); });
    }));
    if (!has_data) return Status::invalid("there is no list of payloads", "data");
    if (room_.document().current_location().error() == simdjson::SUCCESS) {
      return Status::invalid("not JSON: more text follows", "body");
    }
    return {};
  }

 private:
  Status read_query() {
    Payload payload;
    std::string raw;
    for (const auto& [name, value] : request_.query) {
      payload.emplace_back(name, value);
      raw.append(raw.empty() ? "" : "&").append(name).append("=").append(value);
    }
    if (payload.empty()) return Status::invalid("there is no payload", "body");
    call_.clear();
    call_.raw = raw;
    return read_payload(payload);
  }

  Status read_element(json::value element) {
    SOJOURN_TRY(const json::json_type type, type_of(element));
    const std::string_view token = element.raw_json_token();
    if (type != json::json_type::object) {
      Cell unused;
      SOJOURN_CHECK(room_.cell(element, unused));  // Is it JSON?
      calls_.writer().row();
      return calls_.writer().reject(++number_, token, "data", "a payload is a JSON object {...}");
    }
    call_.clear();
    room_.fault = {};
    values_.clear();
    SOJOURN_TRY(const json::object object, object_of(element));
    SOJOURN_CHECK(room_.flatten(object, {}, values_));
    const char* end = nullptr;
    if (const auto error = room_.document().current_location().get(end)) return not_json(error);
    call_.raw = trim_end(std::string_view(token.data(), static_cast<size_t>(end - token.data())));
    if (!room_.fault.ok()) call_.fault = std::move(room_.fault);
    Payload payload;
    for (const NamedValue& value : values_) payload.emplace_back(value.name, value.cell.text);
    return read_payload(payload);
  }

  Status read_payload(const Payload& payload) {
    call_.number = ++number_;
    settle_who(payload);
    settle_times(payload);
    settle_facts(payload);
    settle_event(payload);
    read_contexts(payload);
    if (call_.type != Type::kTrack) call_.event = {};
    return calls_.write(call_);
  }

  void add(IdentifierKind kind, std::string_view value) {
    if (!value.empty()) call_.who.emplace_back(kind, value);
  }

  void settle_who(const Payload& payload) {
    call_.id = value_of(payload, "eid");
    add(IdentifierKind::kId, value_of(payload, "uid"));
    add(IdentifierKind::kAnonymous, value_of(payload, "duid"));
    const std::string_view network = value_of(payload, "tnuid");
    add(IdentifierKind::kAnonymous, network.empty() ? cookie_name(header_value(request_, "cookie")) : network);
  }

  std::optional<Micros> said_time(const Payload& payload, std::string_view name) {
    const std::string_view text = trim(value_of(payload, name));
    const std::optional<Micros> time = milliseconds(text);
    if (!time && !text.empty() && call_.fault.ok()) {
      call_.fault = Status::invalid("'" + std::string(text.substr(0, 40)) + "' is no time in milliseconds since 1970",
                                    std::string(name));
    }
    return time;
  }

  void settle_times(const Payload& payload) {
    const std::string_view platform = value_of(payload, "p");
    call_.times.received = request_.received;
    call_.times.sent = milliseconds(value_of(payload, "stm"));
    call_.times.said = said_time(payload, "dtm");
    call_.times.doubtful = platform == "web" || platform == "mob" || platform == "pc" || platform == "tv" ||
                           platform == "cnsl" || platform == "iot";
    if (const auto exact = said_time(payload, "ttm")) {
      call_.times.said = exact;  // Set by hand.
      call_.times.doubtful = false;
    }
    call_.channel = platform == "mob" || platform == "app" ? "app" : "web";
  }

  void fact(std::string_view name, std::string_view text) {
    if (!text.empty()) call_.facts.push_back({name, Cell{text, false, CellType::kString}});
  }

  void settle_facts(const Payload& payload) {
    call_.language = language_of(value_of(payload, "lang"));
    const std::string_view app = value_of(payload, "aid");
    if (!app.starts_with("sjw_")) fact("app", app);  // A write key is no name, and is not kept.
    fact("url", value_of(payload, "url"));
    fact("referrer", value_of(payload, "refr"));
    fact("title", value_of(payload, "page"));
    fact("timezone", value_of(payload, "tz"));
    fact("session", value_of(payload, "sid"));
  }

  void settle_event(const Payload& payload) {
    const std::string_view kind = value_of(payload, "e");
    if (kind == "pv") {
      call_.type = Type::kPage;
    } else if (kind == "pp") {
      call_.event = "page ping";
      call_.silent = true;
    } else if (kind == "se") {
      snowplow::take_structured(payload, call_);
    } else if (kind == "ue") {
      settle_unstructured(payload);
    } else if (kind == "tr") {
      snowplow::take_transaction(payload, call_);
    } else if (kind == "ti") {
      snowplow::take_item(payload, call_);
    } else if (call_.fault.ok()) {
      call_.fault = Status::invalid("'" + std::string(kind.substr(0, 40)) + "' is no kind of event", "e");
    }
  }

  // The JSON of a parameter, plain or in base64 under another name.
  bool open_json(JsonRoom& room, std::string& held, const Payload& payload, std::string_view plain,
                 std::string_view coded, json::object& object) {
    held.assign(value_of(payload, plain));
    if (held.empty()) {
      std::optional<std::string> decoded = base64_decoded(value_of(payload, coded));
      if (!decoded) return false;
      held = *std::move(decoded);
    }
    room.fault = {};
    return !held.empty() && room.open(held).ok() && room.document().get_object().get(object) == simdjson::SUCCESS;
  }

  // {schema, data: {schema, data: {...}}}
  void settle_unstructured(const Payload& payload) {
    json::object envelope;
    bool good = open_json(event_room_, event_json_, payload, "ue_pr", "ue_px", envelope);
    std::string_view schema;
    NamedValues members;
    const Status read = !good ? Status() : each_field(envelope, [&](std::string_view key, json::value value) -> Status {
      if (key != "data") return {};
      return read_self_describing(event_room_, value, schema, members);
    });
    good = good && read.ok() && event_room_.fault.ok();
    if (!good && call_.fault.ok()) call_.fault = Status::invalid("it is no self-describing JSON", "ue_pr");
    call_.event = schema_name(schema);
    if (call_.event == "link_click") call_.touchpoint = "link click";
    if (call_.event == "screen_view") {
      call_.type = Type::kScreen;
      call_.channel = "app";
    }
    fact("schema", schema);
    call_.properties.insert(call_.properties.end(), members.begin(), members.end());
  }

  static Status read_self_describing(JsonRoom& room, json::value value, std::string_view& schema,
                                     NamedValues& members) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type != json::json_type::object) return Status::invalid("it is no object", "data");
    SOJOURN_TRY(const json::object object, object_of(value));
    return each_field(object, [&](std::string_view key, json::value inner) -> Status {
      if (key == "schema") return room.text(inner, schema);
      if (key != "data") return {};
      SOJOURN_TRY(const json::json_type inner_type, type_of(inner));
      if (inner_type != json::json_type::object) return room.read(inner, "data", members);
      SOJOURN_TRY(const json::object data, object_of(inner));
      return room.flatten(data, {}, members);
    });
  }

  // {schema, data: [{schema, data}, ...]}: what stood around the event. One that cannot be read is left out.
  void read_contexts(const Payload& payload) {
    json::object envelope;
    if (!open_json(context_room_, context_json_, payload, "co", "cx", envelope)) return;
    NamedValues kept;
    const Status read = each_field(envelope, [&](std::string_view key, json::value value) -> Status {
      if (key != "data") return {};
      SOJOURN_TRY(const json::json_type type, type_of(value));
      if (type != json::json_type::array) return {};
      SOJOURN_TRY(const json::array list, array_of(value));
      return each_element(list, [&](json::value element) -> Status {
        std::string_view schema;
        NamedValues members;
        SOJOURN_CHECK(read_self_describing(context_room_, element, schema, members));
        take_context(schema_name(schema), members, kept);
        return {};
      });
    });
    if (read.ok()) call_.facts.insert(call_.facts.end(), kept.begin(), kept.end());
  }

  void take_context(std::string_view name, const NamedValues& members, NamedValues& kept) {
    for (const NamedValue& member : members) {
      const std::string_view text = member.cell.text;
      if (name == "web_page" || name == "ua_parser_context" || name == "http_header") return;
      if (name == "client_session" && member.name == "userId") {
        add(IdentifierKind::kAnonymous, text);
      } else if (name == "client_session" && member.name == "sessionId") {
        kept.push_back({"session", member.cell});
      } else if (name == "mobile_context" && member.name == "deviceModel") {
        call_.device = text;
      } else if (name != "client_session" && name != "mobile_context") {
        kept.push_back({context_room_.join(name, member.name), member.cell});
      }
    }
  }

  const TrackingRequest& request_;
  CallWriter calls_;
  JsonRoom room_;
  JsonRoom event_room_;
  JsonRoom context_room_;
  std::string event_json_;
  std::string context_json_;
  TrackedCall call_;
  NamedValues values_;
  uint64_t number_ = 0;
};

}  // namespace

Status read_snowplow(const TrackingRequest& request, EventWriter& writer) {
  return SnowplowReader(request, writer).read();
}

}  // namespace sojourn
