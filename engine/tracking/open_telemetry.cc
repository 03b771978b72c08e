// OpenTelemetry logs as JSON (OTLP/HTTP POST /v1/logs): every log record with a name is an event.
// Contract: docs/sources/opentelemetry.md.
#include <optional>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/text.h"
#include "tracking/dialects.h"
#include "tracking/telemetry_value.h"
#include "tracking/tracked_call.h"

namespace sojourn {
namespace {

using telemetry::spoil;

std::optional<Micros> nanoseconds(std::string_view text) {
  const Result<int64_t> number = parse_integer(text);
  if (!number || *number <= 0) return std::nullopt;
  return *number / 1000;
}

class TelemetryReader {
 public:
  TelemetryReader(const TrackingRequest& request, EventWriter& writer) : request_(request), calls_(writer) {}

  Status read() {
    SOJOURN_CHECK(room_.open(request_.body));
    json::object object;
    if (const auto error = room_.document().get_object().get(object)) return not_json(error);
    bool has_logs = false;
    SOJOURN_CHECK(each_field(object, [&](std::string_view key, json::value value) -> Status {
      if (key != "resourceLogs") return {};
      has_logs = true;
      SOJOURN_TRY(const json::json_type type, type_of(value));
      if (type != json::json_type::array) return Status::invalid("it is no list", "resourceLogs");
      return each_object(key, value, [&](json::object resource) { return read_resource(resource); });
    }));
    if (!has_logs) return Status::invalid("there are no resourceLogs", "resourceLogs");
    if (room_.document().current_location().error() == simdjson::SUCCESS) {
      return Status::invalid("not JSON: more text follows", "body");
    }
    return {};
  }

 private:
  // What is no record has no number of its own, but that of the next one.
  Status refuse(std::string_view name, json::value value, std::string reason) {
    const std::string_view token = trim_end(value.raw_json_token());
    Cell unused;
    SOJOURN_CHECK(room_.cell(value, unused));  // Is it JSON?
    calls_.writer().row();
    return calls_.writer().reject(number_ + 1, token, std::string(name), std::move(reason));
  }

  // The objects of a list; what is none is refused.
  template <class Each>
  Status each_object(std::string_view name, json::value value, Each&& each) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type == json::json_type::null) return {};
    if (type != json::json_type::array) return refuse(name, value, "it is no list [...]");
    SOJOURN_TRY(const json::array list, array_of(value));
    return each_element(list, [&](json::value element) -> Status {
      SOJOURN_TRY(const json::json_type kind, type_of(element));
      if (kind != json::json_type::object) {
        SOJOURN_CHECK(refuse(name, element, "it is no JSON object {...}"));
        if (name == "logRecords") ++number_;
        return {};
      }
      begin_ = element.raw_json_token().data();
      SOJOURN_TRY(const json::object object, object_of(element));
      return each(object);
    });
  }

  // Attributes may come after the records: the first pass is for them.
  Status read_resource(json::object resource) {
    resource_.clear();
    SOJOURN_CHECK(each_written_field(resource, [&](const auto& is, json::value value) -> Status {
      return is("resource") ? read_resource_attributes(value) : Status();
    }));
    bool members = false;
    if (const auto error = resource.reset().get(members)) return not_json(error);
    return each_written_field(resource, [&](const auto& is, json::value value) -> Status {
      if (!is("scopeLogs") && !is("instrumentationLibraryLogs")) return {};
      return each_object("scopeLogs", value, [&](json::object scope) { return read_scope(scope); });
    });
  }

  Status read_resource_attributes(json::value value) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type != json::json_type::object) return {};
    SOJOURN_TRY(const json::object object, object_of(value));
    return each_field(object, [&](std::string_view key, json::value inner) -> Status {
      if (key != "attributes") return {};
      NamedValues all;
      room_.fault = {};
      const std::string_view token = trim_end(inner.raw_json_token());
      SOJOURN_CHECK(read_attributes(inner, {}, all, 1));
      if (!room_.fault.ok()) {
        SOJOURN_CHECK(calls_.leave_out(number_ + 1, token, "resource.attributes",
                                       room_.fault.message() + "; its records were kept without it"));
      }
      for (const NamedValue& one : all) {
        if (one.name == "service.name") resource_.push_back({"service", one.cell});
        if (one.name == "deployment.environment" || one.name == "deployment.environment.name") {
          resource_.push_back({"environment", one.cell});
        }
      }
      return {};
    });
  }

  Status read_scope(json::object scope) {
    return each_field(scope, [&](std::string_view key, json::value value) -> Status {
      if (key != "logRecords") return {};
      return each_object(key, value, [&](json::object record) { return read_record(record); });
    });
  }

  // [{"key": "user.id", "value": {"stringValue": "7"}}, ...]
  Status read_attributes(json::value value, std::string_view prefix, NamedValues& out, size_t depth) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type == json::json_type::null) return {};
    if (type != json::json_type::array) return spoilt("it is no list of pairs {\"key\": ..., \"value\": ...}");
    if (depth > limits::kPropertyDepthMax) {
      return spoilt("they are nested deeper than " + std::to_string(limits::kPropertyDepthMax) + " levels");
    }
    SOJOURN_TRY(const json::array list, array_of(value));
    return each_element(list, [&](json::value element) -> Status {
      SOJOURN_TRY(const json::json_type kind, type_of(element));
      if (kind != json::json_type::object) return spoilt("each is a pair {\"key\": ..., \"value\": ...}");
      SOJOURN_TRY(json::object pair, object_of(element));
      std::string_view name;
      SOJOURN_CHECK(each_written_field(pair, [&](const auto& is, json::value inner) -> Status {
        return is("key") ? room_.text(inner, name) : Status();
      }));
      bool members = false;
      if (const auto error = pair.reset().get(members)) return not_json(error);
      name = room_.join(prefix, name);
      return each_written_field(pair, [&](const auto& is, json::value inner) -> Status {
        return is("value") ? read_any(inner, name, out, depth) : Status();
      });
    });
  }

  // {"stringValue": "..."}, {"intValue": "7"}, {"kvlistValue": {"values": [...]}} ...
  Status read_any(json::value value, std::string_view name, NamedValues& out, size_t depth) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type == json::json_type::null) return {};
    if (type != json::json_type::object) return spoilt("a value tells its kind: {\"stringValue\": ...}");
    SOJOURN_TRY(const json::object object, object_of(value));
    return each_field(object, [&](std::string_view key, json::value inner) -> Status {
      if (key == "kvlistValue") return read_members(inner, name, out, depth);
      if (key == "arrayValue") return read_list(inner, name, out);
      Cell cell;
      SOJOURN_CHECK(room_.cell(inner, cell));
      if (cell.null) return {};
      // 64-bit numbers are written as text.
      if (key == "intValue" && cell.type == CellType::kString) cell.type = CellType::kUntyped;
      out.push_back({name, cell});
      return {};
    });
  }

  Status read_members(json::value value, std::string_view name, NamedValues& out, size_t depth) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type != json::json_type::object) return spoilt("it has no values: {\"values\": [...]}");
    SOJOURN_TRY(const json::object object, object_of(value));
    return each_field(object, [&](std::string_view key, json::value inner) -> Status {
      return key == "values" ? read_attributes(inner, name, out, depth + 1) : Status();
    });
  }

  Status read_list(json::value value, std::string_view name, NamedValues& out) {
    list_.clear();
    SOJOURN_CHECK(telemetry::append_list(room_, value, list_));
    if (list_ != "[]") out.push_back({name, Cell{room_.keep(list_), false, CellType::kJson}});
    return {};
  }

  // What is at fault spoils its record alone.
  Status spoilt(std::string reason) {
    spoil(room_, std::move(reason));
    return {};
  }

  // "0" is unknown, by the protocol.
  Status read_time(std::string_view name, json::value value, std::optional<Micros>& time) {
    std::string_view text;
    SOJOURN_TRY(const json::json_type type, type_of(value));
    SOJOURN_CHECK(room_.text(value, text));
    time = nanoseconds(text);
    const bool unknown =
        type == json::json_type::null || text == "0" || (text.empty() && type == json::json_type::string);
    if (!time && !unknown && call_.fault.ok()) {
      call_.fault = Status::invalid("'" + std::string(text.substr(0, 40)) + "' is no time in nanoseconds since 1970",
                                    std::string(name));
    }
    return {};
  }

  Status read_record(json::object record) {
    const char* const begin = begin_;
    call_.clear();
    values_.clear();
    time_ = observed_ = {};
    severity_ = {};
    room_.fault = {};
    SOJOURN_CHECK(each_field(record, [&](std::string_view key, json::value value) -> Status {
      if (key == "eventName") return room_.text(value, call_.event);
      if (key == "timeUnixNano") return read_time(key, value, time_);
      if (key == "observedTimeUnixNano") return read_time(key, value, observed_);
      if (key == "severityText") return room_.text(value, severity_);
      if (key == "attributes") return read_attributes(value, {}, values_, 1);
      return key == "body" ? read_any(value, "body", values_, 1) : Status();
    }));
    const char* end = nullptr;
    if (const auto error = room_.document().current_location().get(end)) return not_json(error);
    call_.raw = trim_end(std::string_view(begin, static_cast<size_t>(end - begin)));
    return write();
  }

  Status write() {
    call_.number = ++number_;
    if (!room_.fault.ok() && call_.fault.ok()) call_.fault = std::move(room_.fault).within("attributes");
    call_.channel = "web";
    call_.times.received = request_.received;
    call_.times.said = time_ ? time_ : observed_;
    call_.facts = resource_;
    if (!severity_.empty()) call_.facts.push_back({"severity", Cell{severity_, false, CellType::kString}});
    for (const NamedValue& value : values_) take(value);
    return calls_.write(call_);
  }

  void take(const NamedValue& value) {
    const std::string_view name = value.name;
    const std::string_view text = value.cell.text;
    if (name == "user.id" || name == "enduser.id") {
      call_.who.emplace_back(IdentifierKind::kId, text);
    } else if (name == "user.email") {
      call_.who.emplace_back(IdentifierKind::kEmail, text);
    } else if (name == "session.id") {
      call_.who.emplace_back(IdentifierKind::kAnonymous, text);
    } else if (name == "device.id" || name == "app.installation.id") {
      call_.who.emplace_back(IdentifierKind::kDevice, text);
    } else if (name == "event.name") {
      if (call_.event.empty()) call_.event = text;
    } else if (name == "log.record.uid" || name == "event.id") {
      call_.id = text;
    } else if (name != "user_agent.original" && name != "client.address") {
      call_.properties.push_back(value);
    }
  }

  const TrackingRequest& request_;
  CallWriter calls_;
  JsonRoom room_;
  TrackedCall call_;
  NamedValues resource_;
  NamedValues values_;
  std::optional<Micros> time_;
  std::optional<Micros> observed_;
  std::string_view severity_;
  std::string list_;
  const char* begin_ = nullptr;
  uint64_t number_ = 0;
};

}  // namespace

Status read_open_telemetry(const TrackingRequest& request, EventWriter& writer) {
  return TelemetryReader(request, writer).read();
}

}  // namespace sojourn
