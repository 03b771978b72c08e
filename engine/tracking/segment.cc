// Segment and RudderStack: POST /v1/{identify,track,page,screen,group,alias,merge,batch,import}, the one-letter paths of
// the browser SDK, and GET /pixel/v1/{track,page}. Contract: docs/sources/segment.md.
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "tracking/dialects.h"
#include "tracking/request_text.h"
#include "tracking/segment_words.h"
#include "tracking/tracked_call.h"

namespace sojourn {
namespace {

using segment::channel_runs;
using segment::context_place;
using segment::ContextPlace;
using segment::ContextRole;
using segment::field_role;
using segment::FieldRole;
using segment::json_of_query;
using segment::Kind;
using segment::kind_of;
using segment::library_runs;
using segment::merged_kind;
using segment::Runs;
using segment::type_of_kind;
using Type = TrackedCall::Type;

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
  struct Said {
    std::string_view type;
    std::string_view user;
    std::string_view anonymous;
    std::string_view previous;
    std::string_view group;
    std::string_view channel;
    std::string_view name;
    std::string_view category;
    std::string_view timestamp;
    std::string_view original;
    std::string_view sent;
    bool forwarded = false;  // Somebody received and corrected it before.
    std::string_view library;
    bool browser_agent = false;
    std::string_view context_channel;
    std::string_view context_group;
  };

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
      case FieldRole::kProperties: return read_object(value, call_.properties);
      case FieldRole::kTraits: return read_object(value, call_.traits);
      case FieldRole::kContext: return read_object(value, context_);
      case FieldRole::kMerge: return read_merge(value);
    }
    return {};
  }

  Status read_object(json::value value, NamedValues& out) {
    SOJOURN_TRY(const json::json_type type, type_of(value));
    if (type != json::json_type::object) return {};
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
    call_.type = type_of_kind(kind);
    read_context();
    settle_who(kind);
    if (kind == Kind::kAlias && joins_itself()) {
      calls_.writer().row();
      return {};  // Says nothing: what an SDK sends that was told the same name twice.
    }
    settle_names();
    settle_times();
    return calls_.write(call_);
  }

  bool joins_itself() const { return !said_.previous.empty() && said_.previous == said_.user; }

  void settle_who(Kind kind) {
    call_.must_name = true;
    const auto add = [&](IdentifierKind id, std::string_view value) {
      if (!value.empty()) call_.who.emplace_back(id, value);
    };
    add(IdentifierKind::kId, said_.user);
    add(IdentifierKind::kAnonymous, said_.anonymous);
    if (kind == Kind::kAlias || kind == Kind::kMerge) {
      // It may have been a user's name or a cookie: both join.
      add(IdentifierKind::kId, said_.previous);
      add(IdentifierKind::kAnonymous, said_.previous);
    }
  }

  void settle_names() {
    const bool page = call_.type == Type::kPage || call_.type == Type::kScreen;
    if (page) {
      call_.event = said_.name.empty() ? call_.event : said_.name;
      if (!said_.category.empty()) fact("category", said_.category);
    }
    if (call_.type == Type::kGroup) {
      for (const NamedValue& trait : call_.traits)
        call_.account.push_back({room_.join("account", trait.name), trait.cell});
      call_.traits.clear();
    } else if (call_.type != Type::kIdentify) {
      call_.traits.clear();  // Those of the context were told by identify before.
    }
    const std::string_view account = said_.group.empty() ? said_.context_group : said_.group;
    if (call_.type == Type::kGroup && account.empty() && call_.fault.ok()) {
      call_.fault = Status::invalid("the call names no group", "groupId");
    }
    if (account.empty()) return;
    call_.who.emplace_back(IdentifierKind::kAccount, account);
    if (!normalise_identifier(IdentifierKind::kAccount, account).empty()) fact("account", account);
  }

  void fact(std::string_view name, std::string_view text) {
    call_.facts.push_back({name, Cell{text, false, CellType::kString}});
  }

  void read_context() {
    places_.restart();
    context_traits_.clear();
    for (const NamedValue& value : context_) {
      const ContextPlace& place = places_.find(value.name, context_place);
      switch (place.role) {
        case ContextRole::kDropped: break;
        case ContextRole::kOther:
        case ContextRole::kRenamed: call_.facts.push_back({place.name, value.cell}); break;
        case ContextRole::kCampaign: call_.campaign = value.cell.text; break;
        case ContextRole::kLocale: call_.language = language_of(value.cell.text); break;
        case ContextRole::kDeviceId: device_id(value.cell.text); break;
        case ContextRole::kDeviceKind: call_.device = value.cell.text; break;
        case ContextRole::kMobileBrowser: call_.device = value.cell.text == "true" ? "mobile" : "desktop"; break;
        case ContextRole::kGroup: said_.context_group = value.cell.text; break;
        case ContextRole::kChannel: said_.context_channel = value.cell.text; break;
        case ContextRole::kLibrary: said_.library = value.cell.text; break;
        case ContextRole::kUserAgent: said_.browser_agent = value.cell.text.starts_with("Mozilla/"); break;
        case ContextRole::kTrait: context_traits_.push_back({place.name, value.cell}); break;
      }
    }
    // RudderStack tells traits in the context alone.
    if (call_.type == Type::kIdentify && call_.traits.empty()) call_.traits.swap(context_traits_);
  }

  void device_id(std::string_view id) { call_.who.emplace_back(IdentifierKind::kDevice, id); }

  Runs runs() const {
    for (const std::string_view channel : {said_.channel, said_.context_channel}) {
      const Runs by_channel = channel_runs(channel);
      if (by_channel != Runs::kUnknown) return by_channel;
    }
    const bool unnamed = said_.library.empty() && said_.channel.empty() && said_.context_channel.empty();
    return unnamed && said_.browser_agent ? Runs::kBrowser : library_runs(said_.library);
  }

  void settle_times() {
    const Runs where = runs();
    call_.channel = where == Runs::kMobile || call_.type == Type::kScreen ? "app" : "web";
    // Beside the clock's own reading, or corrected by somebody before us, the timestamp is what the caller means.
    const bool trusted = !said_.timestamp.empty() && (said_.forwarded || !said_.original.empty());
    const std::string_view text = said_.timestamp.empty() ? said_.original : said_.timestamp;
    if (!text.empty()) {
      const std::optional<ParsedTime> said = read_said_time(text);
      if (said) {
        call_.times.said = said->utc;
        call_.offset_minutes = said->offset_minutes;
      } else if (call_.fault.ok()) {
        call_.fault = Status::invalid("'" + std::string(text.substr(0, 40)) + "' is not a time", "timestamp");
      }
    }
    call_.times.received = request_.received;
    call_.times.doubtful = !trusted && (where == Runs::kBrowser || where == Runs::kMobile);
    if (!call_.times.doubtful) return;
    const std::string_view sent = said_.sent.empty() ? std::string_view(batch_sent_) : said_.sent;
    if (const std::optional<ParsedTime> at = read_said_time(sent)) call_.times.sent = at->utc;
  }

  const TrackingRequest& request_;
  CallWriter calls_;
  JsonRoom room_;
  TrackedCall call_;
  Said said_;
  bool has_batch_ = false;
  std::string batch_sent_;
  std::string_view batch_context_;
  NamedValues shared_context_;
  NamedValues context_;
  NamedValues context_traits_;
  const char* begin_ = nullptr;
  uint64_t number_ = 0;
  NameMemo<FieldRole> fields_;
  NameMemo<ContextPlace> places_;
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
