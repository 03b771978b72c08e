#include "cli/record_desk.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/decimal.h"
#include "cli/remote.h"
#include "cli/workplace.h"
#include "intake/json_members.h"

namespace sojourn {
namespace {

using members::integer_of;
using members::list_of;
using members::text_of;
using members::time_of;
using members::truth_of;

using Json = nlohmann::ordered_json;

class LocalRecord final : public RecordDesk {
 public:
  explicit LocalRecord(Workplace place) : place_(std::move(place)) {}

  Result<Rejects> rejects(const std::string& source, size_t limit) override {
    Rejects rejects;
    SOJOURN_TRY(rejects.rows, place_.store->rejects({source, limit, 0}));
    SOJOURN_TRY(rejects.total, place_.store->reject_count(source));
    return rejects;
  }
  size_t sql_rows_max() const override { return 10'000'000; }
  Result<SqlTable> sql(const std::string& text, size_t limit) override { return place_.store->sql(text, limit); }
  Result<Size> size() override {
    using SnapshotPtr = std::shared_ptr<const Snapshot>;
    SOJOURN_TRY(const SnapshotPtr snapshot, place_.timelines->current());
    const TimelineStats stats = place_.timelines->stats();
    Size size;
    size.events = snapshot->event_count();
    size.parts = static_cast<int64_t>(stats.parts);
    size.bytes = static_cast<int64_t>(stats.bytes);
    if (size.events == 0) return size;
    Question question;
    question.measure = "customers";  // The same number as everywhere else.
    SOJOURN_TRY(const Answer answer, place_.asker->ask(question));
    size.customers = std::get<int64_t>(answer.rows.front().front());
    size.span = snapshot->time_span();
    return size;
  }
  Result<Life> life(const Identifier& who, TimeRange range, size_t limit, size_t offset) override {
    SOJOURN_TRY(Store::Customer customer, place_.store->customer(who));
    Life life;
    SOJOURN_TRY(life.events, place_.store->timeline(customer.number, range, limit, offset));
    SOJOURN_TRY(life.stays, stages_of_customer(*place_.store, customer.number));
    life.identifiers = std::move(customer.identifiers);
    return life;
  }
  Result<bool> knows(const Identifier& who) override { return place_.store->customer(who).has_value(); }
  Result<LinkFact> link(const Identifier& a, const Identifier& b, const std::string& reason) override {
    return place_.store->link(a, b, reason);
  }
  Result<LinkFact> unlink(int64_t number) override { return place_.store->unlink(number); }
  Result<std::vector<LinkFact>> unlink(const Identifier& a, const Identifier& b) override {
    return place_.store->unlink(a, b);
  }
  Result<std::vector<LinkFact>> links(const std::optional<Identifier>& of) override { return place_.store->links(of); }
  Result<std::vector<Store::Flag>> flags(const std::optional<Identifier>& /*of*/) override {
    return place_.store->flags();
  }

 private:
  Workplace place_;
};

std::vector<Identifier> read_identifiers(const Json& list) {
  std::vector<Identifier> identifiers;
  for (const Json& each : list) {
    const std::optional<IdentifierKind> kind = find_identifier_kind(text_of(each, "kind"));
    if (kind) identifiers.push_back({*kind, text_of(each, "value")});
  }
  return identifiers;
}

Result<LinkFact> read_link(const Json& json) {
  LinkFact link;
  link.number = integer_of(json, "number");
  SOJOURN_TRY(link.a, parse_identifier(text_of(json, "a")));
  SOJOURN_TRY(link.b, parse_identifier(text_of(json, "b")));
  link.since = time_of(json, "since").value_or(0);
  link.by_hand = truth_of(json, "by_hand");
  link.reason = text_of(json, "reason");
  link.made_at = time_of(json, "made_at").value_or(0);
  link.undone_at = time_of(json, "undone_at");
  return link;
}

StoredEvent read_event(const Json& json) {
  StoredEvent event;
  event.sequence = integer_of(json, "sequence");
  event.id = text_of(json, "id");
  event.source = text_of(json, "source");
  event.time = time_of(json, "time").value_or(0);
  event.offset_minutes = static_cast<int>(integer_of(json, "offset_minutes"));
  event.received = time_of(json, "received").value_or(0);
  event.who = read_identifiers(list_of(json, "who"));
  const Json fields = json.value("fields", Json::object());
  for (const auto& [name, value] : fields.items()) {
    const std::optional<Field> field = find_field(name);
    if (field && value.is_string()) event.fields.emplace_back(*field, value.get<std::string>());
  }
  const Json properties = json.value("properties", Json::object());
  if (!properties.empty()) event.properties = properties.dump(-1, ' ', false, Json::error_handler_t::replace);
  return event;
}

class RemoteRecord final : public RecordDesk {
 public:
  explicit RemoteRecord(std::string address) : address_(std::move(address)) {}

  Result<Rejects> rejects(const std::string& source, size_t limit) override {
    Rejects rejects;
    do {
      // Of no rows at all the count is wanted still.
      const size_t page = std::clamp<size_t>(limit - rejects.rows.size(), 1, kPage);
      std::string path = "/v1/rejects?" + page_words(page, rejects.rows.size());
      if (!source.empty()) path += "&source=" + path_segment(source);
      SOJOURN_TRY(const Json json, read(path));
      rejects.total = integer_of(json, "total");
      const Json list = list_of(json, "rejects");
      for (const Json& each : list) {
        if (rejects.rows.size() == limit) break;
        RejectRow row;
        row.source = text_of(each, "source");
        row.reject.file = text_of(each, "file");
        row.reject.line = static_cast<decltype(row.reject.line)>(integer_of(each, "line"));
        row.reject.field = text_of(each, "field");
        row.reject.reason = text_of(each, "reason");
        row.reject.raw = text_of(each, "raw");
        row.at = time_of(each, "at").value_or(0);
        rejects.rows.push_back(std::move(row));
      }
      if (list.size() < page) break;
    } while (rejects.rows.size() < limit);
    return rejects;
  }

  size_t sql_rows_max() const override { return 10'000; }
  Result<SqlTable> sql(const std::string& text, size_t limit) override {
    SOJOURN_TRY(const Json json, read("/v1/sql", {{"sql", text}, {"limit", limit}}));
    SqlTable table;
    for (const Json& each : list_of(json, "columns")) {
      table.columns.push_back({text_of(each, "name"), text_of(each, "type")});
    }
    for (const Json& each : list_of(json, "rows")) {
      std::vector<std::optional<std::string>> row;
      for (const Json& cell : each) {
        row.push_back(cell.is_string() ? std::optional(cell.get<std::string>()) : std::nullopt);
      }
      if (row.size() != table.columns.size()) return Status::unavailable("the server's rows have gaps", address_);
      table.rows.push_back(std::move(row));
    }
    table.cut = truth_of(json, "cut");
    return table;
  }

  Result<Size> size() override {
    SOJOURN_TRY(const Json json, read("/v1/status"));
    const Json timelines = json.value("timelines", Json::object());
    Size size;
    size.events = integer_of(json, "events");
    size.customers = integer_of(json, "customers");
    size.parts = integer_of(timelines, "parts");
    size.bytes = integer_of(timelines, "bytes");
    if (size.events == 0) return size;
    // `data_until` is never later than now; the last event may be.
    SOJOURN_TRY(const SqlTable span, sql("SELECT epoch_us(min(time)), epoch_us(max(time)) FROM events", 1));
    if (span.rows.empty() || span.columns.size() != 2 || !span.rows[0][0] || !span.rows[0][1]) return size;
    TimeRange times;
    SOJOURN_TRY(times.from, parse_integer(*span.rows[0][0]));
    SOJOURN_TRY(times.to, parse_integer(*span.rows[0][1]));
    size.span = times;
    return size;
  }

  Result<Life> life(const Identifier& who, TimeRange range, size_t limit, size_t offset) override {
    SOJOURN_TRY(const Json customer, read(customer_path(who)));
    Life life;
    life.identifiers = read_identifiers(list_of(customer, "identifiers"));
    if (life.identifiers.empty()) return Status::unavailable("the server's reply names nobody", address_);
    for (const Json& each : list_of(customer, "stages")) {
      life.stays.push_back({text_of(each, "stage"), time_of(each, "entered").value_or(0), time_of(each, "left")});
    }
    std::string between;
    const TimeRange all;
    if (range.from != all.from) between += "&from=" + path_segment(format_time(range.from));
    if (range.to != all.to) between += "&to=" + path_segment(format_time(range.to));
    while (life.events.size() < limit) {
      const size_t page = std::min(limit - life.events.size(), kPage);
      SOJOURN_TRY(const Json json,
                  read(customer_path(who) + "/timeline?" + page_words(page, offset + life.events.size()) + between));
      for (const Json& each : list_of(json, "events")) life.events.push_back(read_event(each));
      if (!json.contains("next") || !json["next"].is_number()) break;
    }
    return life;
  }

  Result<bool> knows(const Identifier& who) override {
    const Result<Json> customer = read(customer_path(who));
    if (!customer && customer.error().code() != StatusCode::kNotFound) return customer.error();
    return customer.has_value();
  }
  Result<LinkFact> link(const Identifier& a, const Identifier& b, const std::string& reason) override {
    SOJOURN_TRY(const Json json,
                read("/v1/links", {{"a", format_identifier(a)}, {"b", format_identifier(b)}, {"reason", reason}}));
    return read_link(json);
  }
  Result<LinkFact> unlink(int64_t number) override {
    SOJOURN_TRY(const Json json, read("/v1/links/" + std::to_string(number), {}, "DELETE"));
    return read_link(json);
  }
  Result<std::vector<LinkFact>> unlink(const Identifier& a, const Identifier& b) override {
    const Identifier one{a.kind, normalise_identifier(a.kind, a.value)};
    const Identifier other{b.kind, normalise_identifier(b.kind, b.value)};
    const Result<std::vector<LinkFact>> known = links(one);
    if (!known && known.error().code() != StatusCode::kNotFound) return known.error();
    std::vector<LinkFact> undone;
    for (const LinkFact& each : known ? *known : std::vector<LinkFact>()) {
      if (each.undone_at) continue;
      if (!(each.a == one && each.b == other) && !(each.a == other && each.b == one)) continue;
      SOJOURN_TRY(LinkFact fact, unlink(each.number));
      undone.push_back(std::move(fact));
    }
    if (!undone.empty()) return undone;
    return Status::not_found("no link holds between " + format_identifier(one) + " and " + format_identifier(other));
  }
  Result<std::vector<LinkFact>> links(const std::optional<Identifier>& of) override {
    std::vector<LinkFact> all;
    for (;;) {
      std::string path = "/v1/links?" + page_words(kPage, all.size());
      if (of) path += "&of=" + path_segment(format_identifier(*of));
      SOJOURN_TRY(const Json json, read(path));
      const Json list = list_of(json, "links");
      for (const Json& each : list) {
        SOJOURN_TRY(LinkFact link, read_link(each));
        all.push_back(std::move(link));
      }
      if (list.size() < kPage) return all;
    }
  }
  Result<std::vector<Store::Flag>> flags(const std::optional<Identifier>& of) override {
    std::vector<Store::Flag> flags;
    if (!of) return flags;
    SOJOURN_TRY(const Json customer, read(customer_path(*of)));
    for (const Json& each : list_of(customer, "flags")) {
      SOJOURN_TRY(Identifier identifier, parse_identifier(text_of(each, "identifier")));
      flags.push_back({std::move(identifier), text_of(each, "reason")});
    }
    return flags;
  }

 private:
  static constexpr size_t kPage = 1000;

  static std::string page_words(size_t limit, size_t offset) {
    return "limit=" + std::to_string(limit) + "&offset=" + std::to_string(offset);
  }
  static std::string customer_path(const Identifier& who) {
    return "/v1/customers/" + path_segment(format_identifier(who));
  }
  Result<Json> read(const std::string& path, const Json& body = {}, const std::string& verb = "") const {
    const std::string text = body.is_null() ? "" : body.dump(-1, ' ', false, Json::error_handler_t::replace);
    SOJOURN_TRY(const std::string reply, ask_server(address_, path, text, "application/json", verb));
    Json json = Json::parse(reply, nullptr, false);
    if (!json.is_object()) return Status::unavailable("the server's reply is not JSON", address_);
    return json;
  }

  std::string address_;
};

}  // namespace

Result<std::unique_ptr<RecordDesk>> open_record_desk(const std::string& folder, const std::string& owner, bool create) {
  Result<Workplace> place = open_workplace(folder, owner, create);
  if (!place) {
    const std::optional<std::string> server = server_of(place.error());
    if (!server) return std::move(place).error();
    return std::unique_ptr<RecordDesk>(std::make_unique<RemoteRecord>(*server));
  }
  return std::unique_ptr<RecordDesk>(std::make_unique<LocalRecord>(std::move(place).value()));
}

}  // namespace sojourn
