#include "act/report.h"

#include <algorithm>
#include <array>

#include "act/delivery.h"
#include "act/quiet_hours.h"
#include "base/assert.h"
#include "base/time_fields.h"

namespace sojourn {
namespace {

using boards::Json;
using boards::JsonFields;

constexpr std::array<std::string_view, 3> kEvery{"day", "week", "month"};
constexpr std::array<std::string_view, 7> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 2> kFormats{"xlsx", "csv"};
constexpr std::array<std::string_view, 6> kLanguages{"", "en", "nl", "de", "ru", "zh"};
constexpr size_t kNameMax = 200;
constexpr int kDaysLooked = 63;  // A month without its day has its last day: two months are enough.

size_t index_of(std::span<const std::string_view> all, std::string_view name) {
  return static_cast<size_t>(std::ranges::find(all, name) - all.begin());
}

Status read_schedule(const JsonFields& fields, Report& report) {
  std::string every(kEvery[1]);
  SOJOURN_CHECK(fields.choice("every", kEvery, every));
  report.every = static_cast<ReportEvery>(index_of(kEvery, every));
  std::string at;
  SOJOURN_CHECK(fields.text("at", kNameMax, at));
  if (!at.empty()) {
    const Result<int> minutes = parse_clock(at);
    if (!minutes) return Status::invalid(minutes.error().message(), "at");
    report.at = *minutes;
  }
  SOJOURN_CHECK(fields.text("zone", kNameMax, report.zone));
  if (const Result<Zone> zone = Zone::find(report.zone); !zone) return Status(zone.error()).within("zone");
  std::string weekday(kWeekdays[0]);
  SOJOURN_CHECK(fields.choice("weekday", kWeekdays, weekday));
  report.weekday = static_cast<int>(index_of(kWeekdays, weekday)) + 1;
  return fields.integer("day", 1, 31, report.day);
}

Result<Report> read_report(const JsonFields& fields, std::string_view otherwise) {
  SOJOURN_CHECK(
      fields.only({"name", "title", "enabled", "board", "to", "every", "at", "zone", "weekday", "day", "format",
                   "language", "owner", "scope", "scheduled_at", "state", "reason", "next", "last"}));
  Report report;
  report.name = otherwise;
  SOJOURN_CHECK(fields.text("name", kNameMax, report.name));
  SOJOURN_CHECK(boards::check_board_name(report.name, "name"));
  SOJOURN_CHECK(fields.text("title", kNameMax, report.title));
  if (fields.has("enabled")) {
    if (!fields["enabled"].is_boolean()) return Status::invalid("true or false was expected", "enabled");
    report.enabled = fields["enabled"].get<bool>();
  }
  SOJOURN_CHECK(fields.text("board", kNameMax, report.board));
  if (report.board.empty()) return Status::invalid("is needed: the name of the board that is sent", "board");
  SOJOURN_TRY(report.to, read_addresses(fields, "to", kReportAddressesMax));
  if (report.to.empty()) return Status::invalid("is needed: at least one address", "to");
  SOJOURN_CHECK(read_schedule(fields, report));
  SOJOURN_CHECK(fields.choices("format", kFormats, report.format));
  SOJOURN_CHECK(fields.choice("language", kLanguages, report.language));
  return report;
}

bool is_slot_day(const Report& report, int64_t day) {
  constexpr int64_t kThursday = 3;  // 1970-01-01 was one; Monday is 0.
  if (report.every == ReportEvery::kEachDay) return true;
  if (report.every == ReportEvery::kEachWeek) return ((day + kThursday) % 7 + 7) % 7 == report.weekday - 1;
  const CivilTime civil = micros_to_civil(day * kDay);
  return civil.day == std::min(report.day, days_in_month(civil.year, civil.month));
}

Zone zone_of(const Report& report) {
  Result<Zone> zone = Zone::find(report.zone);
  SOJOURN_ASSERT(zone.has_value(), "a report's zone was found before");
  return *std::move(zone);
}

int64_t wall_day(const Zone& zone, Micros now) {
  const CivilTime civil = micros_to_civil(zone.to_wall(now));
  return days_from_civil(civil.year, civil.month, civil.day);
}

Micros slot_at(const Report& report, const Zone& zone, int64_t day) {
  return zone.first_at(day * kDay + report.at * kMinute);
}

}  // namespace

Result<Report> parse_report(std::string_view text, std::string_view otherwise) {
  SOJOURN_TRY(const Json json, boards::parse_bounded_json(text, "a report", kReportBytesMax));
  return read_report(JsonFields(json, ""), otherwise);
}

Json report_json(const Report& report) {
  Json json{{"name", report.name}, {"title", report.title}, {"board", report.board}, {"to", report.to}};
  json["every"] = kEvery[static_cast<size_t>(report.every)];
  json["at"] = format_clock(report.at);
  json["zone"] = report.zone;
  json["weekday"] = kWeekdays[static_cast<size_t>(report.weekday - 1)];
  json["day"] = report.day;
  json["format"] = report.format;
  json["language"] = report.language;
  json["enabled"] = report.enabled;
  json["owner"] = report.owner;
  return json;
}

bool same_schedule(const Report& a, const Report& b) {
  return a.every == b.every && a.at == b.at && a.zone == b.zone && a.weekday == b.weekday && a.day == b.day &&
         a.enabled == b.enabled && a.board == b.board;
}

Micros newest_slot(const Report& report, Micros now) {
  const Zone zone = zone_of(report);
  const int64_t today = wall_day(zone, now);
  for (int64_t day = today + 1; day > today - kDaysLooked; --day) {
    if (!is_slot_day(report, day)) continue;
    if (const Micros slot = slot_at(report, zone, day); slot <= now) return slot;
  }
  SOJOURN_ASSERT(false, "every two months have a slot");
  return 0;
}

Micros next_slot(const Report& report, Micros now) {
  const Zone zone = zone_of(report);
  const int64_t today = wall_day(zone, now);
  for (int64_t day = today - 1; day < today + kDaysLooked; ++day) {
    if (!is_slot_day(report, day)) continue;
    if (const Micros slot = slot_at(report, zone, day); slot > now) return slot;
  }
  SOJOURN_ASSERT(false, "every two months have a slot");
  return 0;
}

Result<Report> ReportKind::parse(std::string_view text, std::string_view name) {
  SOJOURN_TRY(const Json json, boards::parse_bounded_json(text, "a report", 2 * kReportBytesMax));
  const JsonFields fields(json, "");
  SOJOURN_TRY(Report report, read_report(fields, name));
  SOJOURN_CHECK(fields.text("owner", kNameMax, report.owner));
  SOJOURN_CHECK(fields.text("scope", kReportBytesMax, report.scope));
  if (json.contains("scheduled_at") && json["scheduled_at"].is_number_integer()) {
    report.scheduled_at = json["scheduled_at"].get<Micros>();
  }
  return report;
}

std::string ReportKind::text(const Report& report) {
  Json json = report_json(report);
  json["scope"] = report.scope;
  json["scheduled_at"] = report.scheduled_at;
  return boards::text_of(json);
}

}  // namespace sojourn
