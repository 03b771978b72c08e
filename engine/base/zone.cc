// Zone of calendar.h: the tables of changes, read once from ICU.
#include <unicode/basictz.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <mutex>

#include "base/calendar.h"
#include "base/suggest.h"

namespace sojourn {

namespace {

constexpr Micros kTableFrom = -2'208'988'800 * kSecond;  // 1900-01-01.
constexpr Micros kTableTo = 4'102'444'800 * kSecond;     // 2100-01-01.
constexpr int kBucketBits = 44;                          // 2^44 us is 203 days: few changes each.
constexpr size_t kBuckets = static_cast<size_t>((kTableTo - kTableFrom) >> kBucketBits) + 1;

// Ascending instants, each the beginning of a stretch of time, found through buckets of equal length.
class Stretches {
 public:
  explicit Stretches(std::vector<Micros> from) : from_(std::move(from)) {
    if (from_.size() == 1) return;
    first_.resize(kBuckets);
    size_t stretch = 0;
    for (size_t bucket = 0; bucket < kBuckets; ++bucket) {
      const Micros begin = kTableFrom + (static_cast<Micros>(bucket) << kBucketBits);
      stretch = advance(stretch, begin);
      first_[bucket] = static_cast<uint16_t>(stretch);
    }
  }

  // The last stretch that begins at or before `time`; the first one when there is none.
  size_t find(Micros time) const {
    if (from_.size() == 1 || time < kTableFrom) return 0;
    if (time >= kTableTo) return from_.size() - 1;
    return advance(first_[static_cast<size_t>((time - kTableFrom) >> kBucketBits)], time);
  }
  // When that stretch ends.
  Micros end(size_t stretch) const {
    return stretch + 1 < from_.size() ? from_[stretch + 1] : std::numeric_limits<Micros>::max();
  }

 private:
  size_t advance(size_t stretch, Micros time) const {
    while (stretch + 1 < from_.size() && from_[stretch + 1] <= time) ++stretch;
    return stretch;
  }

  std::vector<Micros> from_;
  std::vector<uint16_t> first_;  // For each bucket: the stretch at its beginning.
};

struct Change {
  Micros at;
  int offset;  // In minutes, from `at` on.
};

// Stretches of the wall clock. Up to the later of a change's two wall-clock readings the old offset holds: so a reading
// that was left out moves forward by the gap, and one that happens twice is its first.
std::vector<Micros> wall_stretches(const std::vector<Change>& changes) {
  std::vector<Micros> from{changes.front().at};
  for (size_t i = 1; i < changes.size(); ++i) {
    const int later = std::max(changes[i - 1].offset, changes[i].offset);
    from.push_back(std::max(from.back(), changes[i].at + later * kMinute));
  }
  return from;
}

std::vector<Micros> utc_stretches(const std::vector<Change>& changes) {
  std::vector<Micros> from;
  for (const Change& change : changes) from.push_back(change.at);
  return from;
}

std::vector<int> offsets_of(const std::vector<Change>& changes) {
  std::vector<int> offsets;
  for (const Change& change : changes) offsets.push_back(change.offset);
  return offsets;
}

int to_minutes(int32_t milliseconds) {
  const int half = milliseconds < 0 ? -30'000 : 30'000;
  return (milliseconds + half) / 60'000;
}

Result<std::vector<Change>> read_changes(const icu::BasicTimeZone& zone, const std::string& name) {
  // Two days inside the table's bounds, so that wall-clock readings of changes stay inside too.
  const UDate from = static_cast<UDate>((kTableFrom + 2 * kDay) / 1000);
  const UDate to = static_cast<UDate>((kTableTo - 2 * kDay) / 1000);
  UErrorCode code = U_ZERO_ERROR;
  int32_t raw = 0;
  int32_t summer = 0;
  zone.getOffset(from, false, raw, summer, code);
  if (U_FAILURE(code)) {
    return Status::internal("the time zone's table cannot be read: " + std::string(u_errorName(code)), name);
  }
  std::vector<Change> changes{{std::numeric_limits<Micros>::min(), to_minutes(raw + summer)}};
  icu::TimeZoneTransition transition;
  UDate at = from;
  while (zone.getNextTransition(at, false, transition) && transition.getTime() < to) {
    at = transition.getTime();
    const icu::TimeZoneRule& rule = *transition.getTo();
    const int offset = to_minutes(rule.getRawOffset() + rule.getDSTSavings());
    if (offset != changes.back().offset) changes.push_back({static_cast<Micros>(at) * 1000, offset});
  }
  return changes;
}

// Abbreviations that ICU keeps from old Java, though they mean several places each (IST is India, Israel and Ireland).
bool is_ambiguous(std::string_view name) {
  static constexpr std::array<std::string_view, 25> kNames = {
      "ACT", "AET", "AGT", "ART", "AST", "BET", "BST", "CAT", "CNT", "CST", "CTT", "EAT", "ECT",
      "IET", "IST", "JST", "MIT", "NET", "NST", "PLT", "PNT", "PRT", "PST", "SST", "VST"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

// Every zone name there is, sorted.
const std::vector<std::string>& zone_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all{"UTC"};
    UErrorCode code = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> ids(
        icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, nullptr, nullptr, code));
    while (U_SUCCESS(code) && ids != nullptr) {
      int32_t size = 0;
      const char* id = ids->next(&size, code);
      if (id == nullptr || U_FAILURE(code)) break;
      all.emplace_back(id, static_cast<size_t>(size));
    }
    std::erase_if(all, [](const std::string& name) {
      return is_ambiguous(name) || name.starts_with("SystemV/") || name == "Etc/Unknown";
    });
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }();
  return names;
}

// "Amsterdam" of "Europe/Amsterdam": people often know a zone by its city.
Status unknown_zone(std::string_view name) {
  std::string hint = did_you_mean(name, zone_names());
  if (hint.empty()) {
    std::vector<std::string> cities;
    for (const std::string& zone : zone_names()) cities.push_back(zone.substr(zone.rfind('/') + 1));
    const std::vector<std::string> near = near_names(name, cities, 1);
    for (size_t i = 0; i < cities.size() && !near.empty() && hint.empty(); ++i) {
      if (cities[i] == near.front()) hint = " Did you mean " + zone_names()[i] + "?";
    }
  }
  return Status::invalid("there is no time zone \"" + std::string(name.substr(0, 60)) +
                         "\"; write a place such as Europe/Amsterdam, or UTC, or +02:00." + hint);
}

bool two_digits(std::string_view text, size_t at, int& value) {
  if (at + 2 > text.size()) return false;
  const int tens = text[at] - '0';
  const int ones = text[at + 1] - '0';
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return false;
  value = tens * 10 + ones;
  return true;
}

// "+02:00", "+0200" and "+02".
std::optional<int> parse_offset(std::string_view text) {
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  int hours = 0;
  int minutes = 0;
  if (!two_digits(text, 1, hours)) return std::nullopt;
  if (text.size() > 3) {
    const size_t at = text[3] == ':' ? 4 : 3;
    if (!two_digits(text, at, minutes) || text.size() != at + 2) return std::nullopt;
  }
  if (hours > 23 || minutes > 59) return std::nullopt;
  const int offset = hours * 60 + minutes;
  return text[0] == '-' ? -offset : offset;
}

std::string offset_name(int offset) {
  const int size = offset < 0 ? -offset : offset;
  const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return (offset < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60);
}

}  // namespace

struct Zone::Table {
  Table(std::string zone_name, const std::vector<Change>& changes)
      : name(std::move(zone_name)),
        utc(utc_stretches(changes)),
        wall(wall_stretches(changes)),
        offsets(offsets_of(changes)) {}
  Table(std::string zone_name, int offset)
      : Table(std::move(zone_name), std::vector<Change>{{std::numeric_limits<Micros>::min(), offset}}) {}

  std::string name;
  Stretches utc;
  Stretches wall;
  std::vector<int> offsets;
};

Zone::Zone() {
  static const std::shared_ptr<const Table> utc = std::make_shared<const Table>("UTC", 0);
  table_ = utc;
}

Result<Zone> Zone::find(std::string_view name) {
  if (name == "UTC" || name == "Z") return Zone();
  Zone zone;
  if (const std::optional<int> offset = parse_offset(name)) {
    zone.table_ = std::make_shared<const Table>(offset_name(*offset), *offset);
    return zone;
  }
  const std::vector<std::string>& names = zone_names();
  if (!std::binary_search(names.begin(), names.end(), name)) return unknown_zone(name);
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Table>, std::less<>> tables;
  const std::lock_guard lock(mutex);
  if (const auto known = tables.find(name); known != tables.end()) {
    zone.table_ = known->second;
    return zone;
  }
  const std::unique_ptr<icu::TimeZone> made(
      icu::TimeZone::createTimeZone(icu::UnicodeString(name.data(), static_cast<int32_t>(name.size()), US_INV)));
  const auto* basic = dynamic_cast<const icu::BasicTimeZone*>(made.get());
  if (basic == nullptr) return unknown_zone(name);
  SOJOURN_TRY(const std::vector<Change> changes, read_changes(*basic, std::string(name)));
  zone.table_ = std::make_shared<const Table>(std::string(name), changes);
  tables.emplace(name, zone.table_);
  return zone;
}

const std::string& Zone::name() const { return table_->name; }

int Zone::offset_minutes(Micros utc) const { return table_->offsets[table_->utc.find(utc)]; }

Micros Zone::to_utc(Micros wall) const { return wall - table_->offsets[table_->wall.find(wall)] * kMinute; }

Micros Zone::first_at(Micros wall) const {
  const size_t stretch = table_->wall.find(wall);
  return std::min(wall - table_->offsets[stretch] * kMinute, table_->utc.end(stretch));
}

}  // namespace sojourn
