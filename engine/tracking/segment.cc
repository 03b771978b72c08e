// Segment and RudderStack: POST /v1/{identify,track,page,screen,group,alias,merge,batch,import}, the one-letter paths of
// the browser SDK, and GET /pixel/v1/{track,page}. Contract: docs/sources/segment.md.
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "tracking/dialects.h"
#include "tracking/request_text.h"
#include "tracking/segment_call.h"
#include "tracking/segment_words.h"
#include "tracking/tracked_call.h"

namespace sojourn {
namespace {

using segment::field_role;
using segment::FieldRole;
using segment::json_of_query;
using segment::Kind;
using segment::kind_of;
using segment::merged_kind;

constexpr size_t kEventBytesMax = 32 * 1024;  // What both vendors take.

class SegmentReader {
 public:
  SegmentReader(const TrackingRequest& request, EventWriter& writer) : request_(request), calls_(writer) {}

  Status read() {
    if (request_.body.empty() && !request_.query.empty()) {
      SOJOURN_CHECK(room_.open(json_of_query(request_.query)));
    } else {
      SOJOURN_CHECK(room_.open(request_.body));
    }
    json::json_type type{};
    if (const auto error = room_.document().type().get(type)) return not_json(error);
    if (type != json::json_type::object) return Status::invalid("a call is a JSON object {...}", "body");
    SOJOURN_CHECK(read_top());
    if (!has_batch_) {
      if (path_kind() == Kind::kBatch) return Status::invalid("there is no list of calls", "batch");
      room_.rewind();
      json::object object;
      if (const auto error = room_.document().get_object().get(object)) return not_json(error);
      call_.raw = room_.body();
      SOJOURN_CHECK(read_call(object));
      return finish_body();
    }
    return read_batch();
  }

 private:
  Kind path_kind() const { return kind_of(last_word(request_.path)); }

  // What stands beside the list of calls; the list itself comes in a second pass.
  Status read_top() {
    json::object object;
    if (const auto error = room_.document().get_object().get(object)) return not_json(error);
    return each_field(object, [&](std::string_view key, json::value value) -> Status {
      if (key == "batch") {
        SOJOURN_TRY(const json::json_type type, type_of(value));
        if (type != json::json_type::array) return Status::invalid("the batch is no list", "batch");
        has_batch_ = true;
      } else if (key == "sentAt") {
        std::string_view text;
        SOJOURN_CHECK(room_.text(value, text));
        batch_sent_.assign(text);
      } else if (key == "writeKey") {
        has_key_ = true;
      } else if (key == "context") {
        SOJOURN_TRY(const json::json_type type, type_of(value));
        if (type != json::json_type::object) return {};
        SOJOURN_TRY(json::object context, object_of(value));
        std::string_view raw;
        if (const auto error = context.raw_json().get(raw)) return not_json(error);
        batch_context_ = raw;
      }
      return {};
    });
  }

  Status read_batch() {
    JsonRoom context;  // Its texts are lent to all calls.
    if (!batch_context_.empty()) {
      SOJOURN_CHECK(context.open(batch_context_));
      json::object object;
      if (const auto error = context.document().get_object().get(object)) return not_json(error);
      SOJOURN_CHECK(context.flatten(object, {}, shared_context_));
    }
    room_.rewind();
    make_room();
    json::object object;
    if (const auto error = room_.document().get_object().get(object)) return not_json(error);
    SOJOURN_CHECK(each_field(object, [&](std::string_view key, json::value value) -> Status {
      if (key != "batch") return {};
      SOJOURN_TRY(const json::array calls, array_of(value));
      return each_element(calls, [&](json::value element) { return read_element(element); });
    }));
    // Segment takes any list; to RudderStack an empty one is a mistake. Only Segment writes keys into bodies.
    const bool segment = has_key_ || last_word(request_.path) == "b";
    if (number_ == 0 && !segment) return Status::invalid("the list of calls is empty", "batch");
    return finish_body();
  }

  // For as many events as small calls would be, so that those read are not moved again and again.
  void make_room() {
    constexpr size_t kCallBytes = 320;
    constexpr size_t kCallsMost = 2500;
    std::vector<Event>& events = calls_.writer().batch().events;
    const size_t most = events.size() + std::min(room_.body().size() / kCallBytes + 1, kCallsMost);
    if (events.capacity() < most) events.reserve(most);
  }

  Status finish_body() {
    if (room_.document().current_location().error() == simdjson::SUCCESS) {
      return Status::invalid("not JSON: more text follows", "body");
    }
    return {};
  }

  Status read_element(json::value element) {
    SOJOURN_TRY(const json::json_type type, type_of(element));
    const std::string_view token = element.raw_json_token();
    if (type != json::json_type::object) {
      Cell unused;
      SOJOURN_CHECK(room_.cell(element, unused));  // Is it JSON?
      calls_.writer().row();
      return calls_.writer().reject(++number_, token, "batch", "a call is a JSON object {...}");
    }
    begin_ = token.data();
    SOJOURN_TRY(const json::object object, object_of(element));
    return read_call(object);
  }

  Status read_call(json::object object) {
    call_.clear();
    said_ = {};
    context_.assign(shared_context_.begin(), shared_context_.end());
    left_out_ = {};
    room_.fault = {};
    fields_.restart();
    SOJOURN_CHECK(each_field(object, [&](std::string_view key, json::value value) { return read_field(key, value); }));
    call_.number = ++number_;
    call_.raw = room_.body();
    if (begin_ != nullptr) {
      const char* end = nullptr;
      if (const auto error = room_.document().current_location().get(end)) return not_json(error);
      call_.raw = trim_end(std::string_view(begin_, static_cast<size_t>(end - begin_)));
    }
    return write_call();
  }

  Status read_field(std::string_view key, json::value value) {
    switch (fields_.find(key, field_role)) {
      case FieldRole::kOther: return room_.read(value, key, call_.facts);
      case FieldRole::kDropped: return {};
      case FieldRole::kType: return room_.text(value, said_.type);
      case FieldRole::kId: return room_.text(value, call_.id);
      case FieldRole::kEvent: return room_.text(value, call_.event);
      case FieldRole::kName: return room_.text(value, said_.name);
      case FieldRole::kCategory: return room_.text(value, said_.category);
      case FieldRole::kUser: return room_.text(value, said_.user);
      case FieldRole::kAnonymous: return room_.text(value, said_.anonymous);
      case FieldRole::kPrevious: return room_.text(value, said_.previous);
      case FieldRole::kGroup: return room_.text(value, said_.group);
      case FieldRole::kChannel: return room_.text(value, said_.channel);
      case FieldRole::kTimestamp: return room_.text(value, said_.timestamp);
      case FieldRole::kOriginal: return room_.text(value, said_.original);
      case FieldRole::kSent: return room_.text(value, said_.sent);
      case FieldRole::kReceived: said_.forwarded = true; return {};
      case FieldRole::kProperties: return read_object(key, value, call_.properties);
      case FieldRole::kTraits: return read_object(key, value, call_.traits);
      case FieldRole::kContext: return read_object(key, value, context_);
      case FieldRole::kMerge: return read_merge(value);
    }
    return {};
  }

  Status read_object(std::string_view key, json::value value, NamedValues& out) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type != json::json_type::object) {
      Cell other;
      SOJOURN_CHECK(room_.cell(value, other));
      if (!other.null) left_out_ = key;  // Of PHP an empty one is [], which is null here.
      return {};
    }
    SOJOURN_TRY(const json::object object, object_of(value));
    return room_.flatten(object, {}, out);
  }

  // [{"type": "email", "value": "..."}, ...]
  Status read_merge(json::value value) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type != json::json_type::array) return {};
    SOJOURN_TRY(const json::array list, array_of(value));
    return each_element(list, [&](json::value element) -> Status {
      SOJOURN_TRY(const json::json_type kind, type_of(element));
      if (kind != json::json_type::object) return {};
      SOJOURN_TRY(const json::object one, object_of(element));
      std::string_view name;
      std::string_view id;
      SOJOURN_CHECK(each_field(one, [&](std::string_view key, json::value inner) -> Status {
        return key == "type" ? room_.text(inner, name) : key == "value" ? room_.text(inner, id) : Status();
      }));
      if (!id.empty()) call_.who.emplace_back(merged_kind(name), id);
      return {};
    });
  }

  Status write_call() {
    if (!room_.fault.ok()) call_.fault = std::move(room_.fault).within("properties");
    if (call_.raw.size() > kEventBytesMax) {
      call_.fault = Status::limit("the event has " + std::to_string(call_.raw.size()) + " bytes, the limit is " +
                                  std::to_string(kEventBytesMax));
    }
    Kind kind = has_batch_ ? Kind::kUnknown : path_kind();
    if (kind == Kind::kUnknown || kind == Kind::kBatch) kind = kind_of(said_.type);
    if (call_.fault.ok() && (kind == Kind::kUnknown || kind == Kind::kBatch)) {
      call_.fault =
          Status::invalid(said_.type.empty() ? "the call has no type"
                                             : "'" + std::string(said_.type.substr(0, 40)) + "' is no type of call",
                          "type");
    }
    if (said_.sent.empty()) said_.sent = batch_sent_;
    if (!settler_.settle(kind, said_, context_, request_.received, call_)) {
      calls_.writer().row();
      return {};
    }
    const size_t refused = calls_.writer().batch().rejects.size();
    SOJOURN_CHECK(calls_.write(call_));
    if (left_out_.empty() || calls_.writer().batch().rejects.size() > refused) return {};
    return calls_.leave_out(call_.number, call_.raw, left_out_,
                            "it is no JSON object {...}; the event was kept without it");
  }

  const TrackingRequest& request_;
  CallWriter calls_;
  JsonRoom room_;
  TrackedCall call_;
  segment::SaidCall said_;
  segment::CallSettler settler_{room_};
  bool has_batch_ = false;
  bool has_key_ = false;  // writeKey stands in the body, where RudderStack has none.
  std::string batch_sent_;
  std::string_view batch_context_;
  NamedValues shared_context_;
  NamedValues context_;
  std::string_view left_out_;  // The member of the call that is no object.
  const char* begin_ = nullptr;
  uint64_t number_ = 0;
  NameMemo<FieldRole> fields_;
};

}  // namespace

Status read_segment(const TrackingRequest& request, EventWriter& writer) {
  return SegmentReader(request, writer).read();
}

Result<std::string> segment_key(const TrackingRequest& request) {
  const std::string_view asked = query_value(request, "writeKey");
  if (!asked.empty() || request.body.empty()) return std::string(asked);
  JsonRoom room;
  SOJOURN_CHECK(room.open(request.body));
  json::object object;
  if (const auto error = room.document().get_object().get(object)) return not_json(error);
  std::string key;
  SOJOURN_CHECK(each_field(object, [&](std::string_view name, json::value value) -> Status {
    std::string_view text;
    if (name != "writeKey" && name != "write_key") return {};
    Status status = room.text(value, text);
    key.assign(text);
    return status;
  }));
  return key;
}

}  // namespace sojourn
