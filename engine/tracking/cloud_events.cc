// CloudEvents 1.0 over HTTP: binary (ce-* headers beside the data), structured (one JSON object) and batched (a list of
// them), told apart by what came. Contract: docs/sources/cloudevents.md.
#include <optional>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/text.h"
#include "tracking/dialects.h"
#include "tracking/request_text.h"
#include "tracking/tracked_call.h"

namespace sojourn {
namespace {

// A header's value as CloudEvents writes it: quotes off, then percent signs. Errors: what is then no UTF-8.
Result<std::string> header_text(std::string_view value) {
  std::string unquoted;
  value = trim(value);
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
    for (size_t at = 0; at < value.size(); ++at) {
      if (value[at] == '\\' && at + 1 < value.size()) ++at;
      unquoted += value[at];
    }
    value = unquoted;
  }
  std::string text = unescaped(value, false);
  if (!is_utf8(text)) return Status::invalid("the header is not UTF-8");
  return text;
}

class CloudEventsReader {
 public:
  CloudEventsReader(const TrackingRequest& request, EventWriter& writer) : request_(request), calls_(writer) {}

  Status read() {
    if (!header_value(request_, "ce-specversion").empty() || !header_value(request_, "ce-type").empty()) {
      return read_binary();
    }
    SOJOURN_CHECK(room_.open(request_.body));
    json::json_type type{};
    if (const auto error = room_.document().type().get(type)) return not_json(error);
    if (type == json::json_type::array) {
      json::array array;
      if (const auto error = room_.document().get_array().get(array)) return not_json(error);
      SOJOURN_CHECK(each_element(array, [&](json::value element) { return read_element(element); }));
    } else {
      json::object object;
      if (const auto error = room_.document().get_object().get(object)) return not_json(error);
      SOJOURN_CHECK(read_structured(object));
      call_.raw = room_.body();
      SOJOURN_CHECK(write());
    }
    if (room_.document().current_location().error() == simdjson::SUCCESS) {
      return Status::invalid("not JSON: more text follows", "body");
    }
    return {};
  }

 private:
  struct Said {
    std::string_view id;
    std::string_view source;
    std::string_view subject;
    std::string_view time;
    std::string_view version;
  };

  void clear() {
    call_.clear();
    said_ = {};
    data_.clear();
    room_.fault = {};
  }

  Status read_element(json::value element) {
    SOJOURN_TRY(const json::json_type type, type_of(element));
    const std::string_view token = element.raw_json_token();
    if (type != json::json_type::object) {
      Cell unused;
      SOJOURN_CHECK(room_.cell(element, unused));  // Is it JSON?
      calls_.writer().row();
      return calls_.writer().reject(++number_, token, "body", "an event is a JSON object {...}");
    }
    SOJOURN_TRY(const json::object object, object_of(element));
    SOJOURN_CHECK(read_structured(object));
    const char* end = nullptr;
    if (const auto error = room_.document().current_location().get(end)) return not_json(error);
    call_.raw = trim_end(std::string_view(token.data(), static_cast<size_t>(end - token.data())));
    return write();
  }

  Status read_structured(json::object object) {
    clear();
    return each_field(object, [&](std::string_view key, json::value value) -> Status {
      if (key == "data") return read_data(value);
      if (key == "data_base64") return read_coded(value);
      std::string_view text;
      Cell cell;
      SOJOURN_TRY(const json::json_type type, type_of(value));
      if (type == json::json_type::object) return room_.read(value, key, call_.facts);
      SOJOURN_CHECK(room_.cell(value, cell));
      text = cell.text;
      take_attribute(key, cell);
      return {};
    });
  }

  void take_attribute(std::string_view name, const Cell& cell) {
    if (cell.null) return;
    if (name == "id") {
      said_.id = cell.text;
    } else if (name == "source") {
      said_.source = cell.text;
    } else if (name == "type") {
      call_.event = cell.text;
    } else if (name == "subject") {
      said_.subject = cell.text;
    } else if (name == "time") {
      said_.time = cell.text;
    } else if (name == "specversion") {
      said_.version = cell.text;
    } else if (name != "datacontenttype" && name != "dataschema") {
      call_.facts.push_back({name, cell});
    }
  }

  Status read_data(json::value value) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type != json::json_type::object) return room_.read(value, "data", data_);
    SOJOURN_TRY(const json::object object, object_of(value));
    return room_.flatten(object, {}, data_);
  }

  // Bytes: kept where they are JSON.
  Status read_coded(json::value value) {
    std::string_view text;
    SOJOURN_CHECK(room_.text(value, text));
    const std::optional<std::string> bytes = base64_decoded(text);
    if (bytes) read_bytes(*bytes);
    return {};
  }

  void read_bytes(std::string_view bytes) {
    json::object object;
    if (data_room_.open(bytes).ok() && data_room_.document().get_object().get(object) == simdjson::SUCCESS) {
      if (data_room_.flatten(object, {}, data_).ok()) return;
    }
    data_.clear();
  }

  Status read_binary() {
    clear();
    NamedValues attributes;
    for (const auto& [name, value] : request_.headers) {
      if (!name.starts_with("ce-")) continue;
      Result<std::string> text = header_text(value);
      if (!text) return std::move(text).error().within(name);
      attributes.push_back(
          {std::string_view(name).substr(3), Cell{data_room_.keep(*text), text->empty(), CellType::kString}});
    }
    for (const NamedValue& attribute : attributes) take_attribute(attribute.name, attribute.cell);
    SOJOURN_CHECK(read_body(trim(request_.body)));
    call_.raw = request_.body;
    return write();
  }

  // Beside headers the data may be anything: what is no JSON is kept as the text it is, if it is one.
  Status read_body(std::string_view body) {
    if (!body.starts_with('{') && !body.starts_with('[')) {
      if (!body.empty() && body.size() <= limits::kTextBytesMax && is_utf8(body)) {
        data_.push_back({"data", Cell{body, false, CellType::kString}});
      }
      return {};
    }
    SOJOURN_CHECK(room_.open(body));
    if (body.starts_with('{')) {
      json::object object;
      if (const auto error = room_.document().get_object().get(object)) return not_json(error);
      SOJOURN_CHECK(room_.flatten(object, {}, data_));
    } else {
      json::value list;
      if (const auto error = room_.document().get_value().get(list)) return not_json(error);
      SOJOURN_CHECK(room_.read(list, "data", data_));
    }
    if (room_.document().current_location().error() != simdjson::SUCCESS) return {};
    return Status::invalid("not JSON: more text follows", "body");
  }

  Status write() {
    call_.number = ++number_;
    if (!room_.fault.ok()) call_.fault = std::move(room_.fault).within("data");
    check();
    call_.id = room_.keep(std::string(said_.source) + " " + std::string(said_.id));
    call_.channel = "web";
    call_.times.received = request_.received;
    if (const auto at = read_said_time(said_.time)) {
      call_.times.said = at->utc;
      call_.offset_minutes = at->offset_minutes;
    } else if (!said_.time.empty() && call_.fault.ok()) {
      call_.fault = Status::invalid("'" + std::string(said_.time.substr(0, 40)) + "' is not a time", "time");
    }
    call_.facts.push_back({"origin", Cell{said_.source, said_.source.empty(), CellType::kString}});
    settle_who();
    return calls_.write(call_);
  }

  void check() {
    if (!call_.fault.ok()) return;
    if (said_.id.empty()) call_.fault = Status::invalid("the event has no id", "id");
    if (said_.source.empty()) call_.fault = Status::invalid("the event has no source", "source");
    if (call_.event.empty()) call_.fault = Status::invalid("the event has no type", "type");
    if (!said_.version.starts_with("1.") && said_.version != "0.3") {
      call_.fault = Status::invalid(
          "'" + std::string(said_.version.substr(0, 40)) + "' is no version that is read: 1.0", "specversion");
    }
  }

  // The subject is whom it is about, unless the data say that themselves.
  void settle_who() {
    bool named = false;
    for (const NamedValue& value : data_) {
      const auto kind = person_kind(value.name);
      if (kind && !value.cell.null) {
        if (value.cell.text.starts_with('[') && call_.fault.ok()) {
          call_.fault = Status::invalid("a list is no identifier; write one as text", std::string(value.name));
        }
        call_.who.emplace_back(*kind, value.cell.text);
        if (*kind == IdentifierKind::kAccount && !normalise_identifier(*kind, value.cell.text).empty()) {
          call_.facts.push_back({"account", Cell{value.cell.text, false, CellType::kString}});
        }
        named = named || *kind != IdentifierKind::kAccount;
      } else {
        call_.properties.push_back(value);
      }
    }
    if (said_.subject.empty()) return;
    if (named) {
      call_.facts.push_back({"subject", Cell{said_.subject, false, CellType::kString}});
    } else {
      call_.who.emplace_back(IdentifierKind::kId, said_.subject);
    }
  }

  static std::optional<IdentifierKind> person_kind(std::string_view name) {
    for (const std::string_view id : {"customer", "customer_id", "customerId", "user_id", "userId"}) {
      if (name == id) return IdentifierKind::kId;
    }
    if (name == "email") return IdentifierKind::kEmail;
    if (name == "phone") return IdentifierKind::kPhone;
    if (name == "anonymousId" || name == "anonymous_id") return IdentifierKind::kAnonymous;
    if (name == "account" || name == "account_id") return IdentifierKind::kAccount;
    return std::nullopt;
  }

  const TrackingRequest& request_;
  CallWriter calls_;
  JsonRoom room_;
  JsonRoom data_room_;
  TrackedCall call_;
  Said said_;
  NamedValues data_;
  uint64_t number_ = 0;
};

}  // namespace

Status read_cloud_events(const TrackingRequest& request, EventWriter& writer) {
  return CloudEventsReader(request, writer).read();
}

}  // namespace sojourn
