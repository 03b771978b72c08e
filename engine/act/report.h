// A report by mail: a board as a letter, to whom, how often, at what time of which zone.
//
// Format    docs/formats/report.md, JSON. Every fault names its place.
// Kept      as documents of the record, kind "report", with whoever made it and what they might see then.
// Slots     the moments at which it is due: the time of day on the wall clock of its zone. One that a jump forward leaves
//           out is the jump itself; one that happens twice is the first. A month without its day has its last day.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "boards/json_fields.h"

namespace sojourn {

inline constexpr size_t kReportsMax = 500;
inline constexpr size_t kReportBytesMax = 64 * 1024;
inline constexpr size_t kReportAddressesMax = 50;

enum class ReportEvery : unsigned char { kEachDay, kEachWeek, kEachMonth };

struct Report {
  std::string name;
  std::string title;  // "" : that of the board.
  bool enabled = true;
  std::string board;
  std::vector<std::string> to;
  ReportEvery every = ReportEvery::kEachWeek;
  int at = 7 * 60;  // Minutes since midnight.
  std::string zone = "UTC";
  int weekday = 1;                    // 1 = Monday .. 7 = Sunday; of each week.
  int day = 1;                        // 1 .. 31, of each month.
  std::vector<std::string> format{};  // Attachments: xlsx, csv, both, none.
  std::string language{};             // "" : the maker's.
  // What the server says of it.
  std::string owner{};
  std::string scope{};      // What the maker might see when it was saved.
  Micros scheduled_at = 0;  // When it was last said when it is due: no earlier slot is sent.
};

// Errors: kInvalidArgument, kLimit; `where` is the place. What the server says of a report is not looked at.
Result<Report> parse_report(std::string_view json, std::string_view otherwise);
boards::Json report_json(const Report& report);
bool same_schedule(const Report& a, const Report& b);

// The newest slot at or before `now`, and the first one after it. REQUIRES: a report that was parsed.
Micros newest_slot(const Report& report, Micros now);
Micros next_slot(const Report& report, Micros now);

struct ReportKind {
  using Value = Report;
  static constexpr const char* kDocument = "report";
  static constexpr const char* kNoun = "report";
  static constexpr size_t kMost = kReportsMax;
  static Result<Report> parse(std::string_view text, std::string_view name);
  static std::string text(const Report& report);
};

}  // namespace sojourn
