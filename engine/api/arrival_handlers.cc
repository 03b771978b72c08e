// What arrived, and what was refused: the newest events of a source as they were stored, refused rows and what is wrong with them.
#include <array>

#include "api/handlers.h"
#include "api/json_body.h"
#include "api/record_json.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

constexpr int64_t kRejectsMax = 1000;
constexpr int64_t kArrivalsMax = 100;
constexpr size_t kGroupsMax = 500;

// Reasons that differ only in what the row says are of one kind: quoted texts and numbers stand aside. Long ones were cut somewhere, so
// that only their beginning counts.
constexpr std::string_view kKinds =
    "WITH r AS (SELECT *, left(regexp_replace(regexp_replace(reason, '\"[^\"]*(\"|$)', '\"…\"', 'g'), '[0-9]+', '0', "
    "'g'), 80) AS kind FROM rejects) ";

std::string sql_text(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

using Cells = std::vector<std::optional<std::string>>;

Result<Json> number_of(const Cells& row, size_t cell) {
  SOJOURN_TRY(const int64_t number, parse_integer(row[cell].value_or("0")));
  return Json(number);
}

// Of microseconds, as they are told by epoch_us().
Result<Json> moment_of(const Cells& row, size_t cell) {
  if (!row[cell]) return Json(nullptr);
  SOJOURN_TRY(const int64_t micros, parse_integer(*row[cell]));
  return Json(format_time(micros));
}

Json text_of(const Cells& row, size_t cell) { return row[cell] ? Json(*row[cell]) : Json(nullptr); }

// --- refused rows

struct RejectWish {
  std::string source, field, kind;
  bool by_group = false;  // Is a field or a kind asked for?
  int64_t limit = 0, offset = 0;

  std::string where() const {
    std::string sql = " WHERE true";
    if (!source.empty()) sql += " AND source = " + sql_text(source);
    if (by_group) sql += " AND coalesce(field, '') = " + sql_text(field) + " AND kind = " + sql_text(kind);
    return sql;
  }
};

Result<RejectWish> reject_wish(const Call& call) {
  RejectWish wish{call.query("source"), call.query("field"), call.query("kind"), false, 0, 0};
  wish.by_group = !wish.kind.empty();
  if (!wish.by_group && !wish.field.empty()) {
    return Status::invalid("goes with the kind of a group (/v1/rejects/groups)", "field");
  }
  SOJOURN_TRY(wish.limit, call.query_integer("limit", 100, 1, kRejectsMax));
  SOJOURN_TRY(wish.offset, call.query_integer("offset", 0, 0, INT32_MAX));
  return wish;
}

Json reject_json(const RejectRow& each) {
  return {{"source", each.source},      {"file", each.reject.file},     {"line", each.reject.line},
          {"field", each.reject.field}, {"reason", each.reject.reason}, {"raw", each.reject.raw},
          {"at", time_or_null(each.at)}};
}

Result<HttpReply> rejects(const Engine& engine, const RejectWish& wish) {
  RejectFilter filter;
  filter.source = wish.source;
  filter.limit = static_cast<size_t>(wish.limit);
  filter.offset = static_cast<size_t>(wish.offset);
  SOJOURN_TRY(const int64_t total, engine.store.reject_count(filter.source));
  SOJOURN_TRY(const std::vector<RejectRow> rows, engine.store.rejects(filter));
  Json json;
  json["total"] = total;
  Json& list = json["rejects"] = Json::array();
  for (const RejectRow& each : rows) list.push_back(reject_json(each));
  return json_reply(json);
}

Result<HttpReply> rejects_of_group(const Engine& engine, const RejectWish& wish) {
  const std::string from = std::string(kKinds);
  SOJOURN_TRY(const SqlTable count, engine.store.sql(from + "SELECT count(*) FROM r" + wish.where(), 1));
  SOJOURN_TRY(const SqlTable table,
              engine.store.sql(from + "SELECT source, file, line, field, reason, raw, epoch_us(rejected_at) FROM r" +
                                   wish.where() + " ORDER BY rejected_at DESC, file, line DESC LIMIT " +
                                   std::to_string(wish.limit) + " OFFSET " + std::to_string(wish.offset),
                               static_cast<size_t>(wish.limit)));
  Json json;
  SOJOURN_TRY(json["total"], number_of(count.rows.front(), 0));
  Json& list = json["rejects"] = Json::array();
  for (const Cells& row : table.rows) {
    SOJOURN_TRY(const int64_t line, parse_integer(row[2].value_or("0")));
    SOJOURN_TRY(const int64_t at, parse_integer(row[6].value_or("0")));
    list.push_back(reject_json({row[0].value_or(""),
                                {row[1].value_or(""), static_cast<uint64_t>(line), row[3].value_or(""),
                                 row[4].value_or(""), row[5].value_or("")},
                                at}));
  }
  return json_reply(json);
}

Result<HttpReply> reject_groups(const Engine& engine, const Call& call) {
  RejectWish wish;
  wish.source = call.query("source");
  SOJOURN_TRY(const SqlTable table,
              engine.store.sql(std::string(kKinds) +
                                   "SELECT source, coalesce(field, ''), kind, count(*) AS n, arg_max(reason, "
                                   "rejected_at), epoch_us(min(rejected_at)), epoch_us(max(rejected_at)) FROM r" +
                                   wish.where() + " GROUP BY 1, 2, 3 ORDER BY n DESC, 1, 2, 3",
                               kGroupsMax));
  SOJOURN_TRY(const int64_t total, engine.store.reject_count(wish.source));
  Json json;
  json["total"] = total;
  Json& list = json["groups"] = Json::array();
  for (const Cells& row : table.rows) {
    Json one{{"source", text_of(row, 0)}, {"field", text_of(row, 1)}, {"kind", text_of(row, 2)}};
    SOJOURN_TRY(one["rows"], number_of(row, 3));
    one["example"] = text_of(row, 4);
    SOJOURN_TRY(one["first"], moment_of(row, 5));
    SOJOURN_TRY(one["last"], moment_of(row, 6));
    list.push_back(std::move(one));
  }
  json["cut"] = table.cut;
  return json_reply(json);
}

// --- the newest events of a source

Result<HttpReply> arrivals(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t limit, call.query_integer("limit", 10, 1, kArrivalsMax));
  SOJOURN_TRY(
      const SqlTable table,
      engine.store.sql("SELECT sequence, epoch_us(time), epoch_us(received), channel, touchpoint, customer FROM "
                       "events WHERE source = " +
                           sql_text(call.path[0]) + " ORDER BY sequence DESC LIMIT " + std::to_string(limit),
                       static_cast<size_t>(limit)));
  // Who may only set things up need not know the customers.
  const bool may_see_people = call.caller.may(Permission::kPeople | Permission::kRecord);
  Json json;
  Json& list = json["events"] = Json::array();
  for (const Cells& row : table.rows) {
    Json one;
    SOJOURN_TRY(one["sequence"], number_of(row, 0));
    SOJOURN_TRY(one["time"], moment_of(row, 1));
    SOJOURN_TRY(one["received"], moment_of(row, 2));
    one["channel"] = text_of(row, 3);
    one["touchpoint"] = text_of(row, 4);
    one["customer"] = may_see_people ? text_of(row, 5) : Json(nullptr);
    list.push_back(std::move(one));
  }
  return json_reply(json);
}

const QueryParameter kSource{"source", "string", "Only of this source."};

}  // namespace

void add_arrival_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET",
                    "/v1/rejects",
                    "Rows that were refused, newest first, with line, field and reason.",
                    [engine](const Call& call) -> Result<HttpReply> {
                      SOJOURN_TRY(const RejectWish wish, reject_wish(call));
                      return wish.by_group ? rejects_of_group(engine, wish) : rejects(engine, wish);
                    },
                    "",
                    "Rejects",
                    {kSource,
                     {"field", "string", "Together with `kind`: the field of a group."},
                     {"kind", "string", "Only of this kind, as /v1/rejects/groups names it."},
                     {"limit", "integer", "1 to 1000; 100 unless told."},
                     {"offset", "integer", "How many to pass over."}}});
  routes.back().needs = Permission::kRecord;
  routes.push_back({"GET",
                    "/v1/rejects/groups",
                    "What is wrong with refused rows: those of one source, field and kind of reason are a group.",
                    [engine](const Call& call) { return reject_groups(engine, call); },
                    "",
                    "RejectGroups",
                    {kSource}});
  routes.back().needs = Permission::kRecord;
  routes.push_back({"GET",
                    "/v1/sources/{name}/arrivals",
                    "The newest events of a source, as they were stored: the last one first.",
                    [engine](const Call& call) { return arrivals(engine, call); },
                    "",
                    "Arrivals",
                    {{"limit", "integer", "1 to 100; 10 unless told."}}});
  routes.back().needs = Permission::kRecord | Permission::kSetup;
}

}  // namespace sojourn
