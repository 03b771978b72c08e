// An alert: a measure that is watched, and who is told when it passes a threshold or proves to have changed.
//
// Format    docs/formats/alert.md, JSON. Every fault names its place: "question.where: column 4".
// Kept      as documents of the record, kind "alert", with whoever made it and what they might see then.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boards/json_fields.h"
#include "measure/question.h"
#include "timelines/filter_segments.h"

namespace sojourn {

inline constexpr size_t kAlertsMax = 500;
inline constexpr size_t kAlertBytesMax = 64 * 1024;
inline constexpr size_t kAlertAddressesMax = 20;
inline constexpr int64_t kAlertDaysMax = 400;
inline constexpr int64_t kAlertLeastN = 30;

enum class AlertWhen : unsigned char { kBelow, kAbove, kFalls, kRises };
std::string_view alert_when_name(AlertWhen when);

struct Alert {
  std::string name;
  std::string title;  // "" : its name.
  bool enabled = true;
  Question question;  // The measure, its parameters, filter and zone.
  int64_t days = 30;  // The last so many, up to the newest event's day.
  AlertWhen when = AlertWhen::kBelow;
  std::optional<double> value;      // The threshold, of below and above.
  double by = 0;                    // The least change, of falls and rises.
  int64_t least_n = kAlertLeastN;   // Below it nothing is judged; full counts (volume, revenue) are always.
  std::vector<std::string> mail{};  // Who is told.
  bool webhook = false;
  // What the server says of it.
  std::string owner{};  // "" : the owner without a name.
  std::string scope{};  // What the maker might see when it was saved.

  bool compares() const { return when == AlertWhen::kFalls || when == AlertWhen::kRises; }
};

// Errors: kInvalidArgument, kNotFound, kLimit; `where` is the place. What the server says of an alert is not looked at.
Result<Alert> parse_alert(std::string_view json, std::string_view otherwise, const FindSegment& find);
// As its definition has it, and the owner.
boards::Json alert_json(const Alert& alert);
// What is judged: all but whom it tells, and how it is called.
std::string alert_judged(const Alert& alert);

struct AlertKind {
  using Value = Alert;
  static constexpr const char* kDocument = "alert";
  static constexpr const char* kNoun = "alert";
  static constexpr size_t kMost = kAlertsMax;
  static Result<Alert> parse(std::string_view text, std::string_view name);
  static std::string text(const Alert& alert);
};

}  // namespace sojourn
