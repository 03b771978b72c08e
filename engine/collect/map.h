// A map: how the files of one source become events. Plain values, as read from a TOML file (docs/formats/map.md).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "collect/csv_reader.h"
#include "collect/target.h"

namespace sojourn {

// Where a value comes from, and what is done to it, in the order of the members after `with`.
struct ValueSpec {
  enum class Kind : unsigned char {
    kColumn,    // text: the column.
    kConstant,  // text: the value.
    kConcat,    // parts, joined by `with`; blank ones are left out; absent when only constants are left.
    kFirst,     // The first of parts that is not blank.
    kMultiply,  // Exact, of decimal numbers; absent when one is blank.
    kAdd,
    kSubtract,
    kLater,           // Is the first of two times later than the second?
    kDaysBetween,     // Calendar days from the first time to the second.
    kSecondsBetween,  // Seconds from the first time to the second.
    kMonthsBefore,    // The first, a time, less the second, a number of months, on the wall clock.
    kRow,             // The number of the row in its file, from 1.
    kNumberWithin,    // 1, 2, 3 ... for the rows of the file with the same value of parts[0].
  };
  Kind kind = Kind::kColumn;
  std::string text;
  std::vector<ValueSpec> parts;
  std::string with;
  std::vector<std::string> blanks;  // Values that mean nothing.
  std::string split;                // Take one piece of several, the take-th from 1 (from the end when negative).
  int take = 1;
  std::string strip_prefix;
  std::string strip_suffix;
  std::vector<std::pair<std::string, std::string>> values;  // A translation; sorted by what is read.
  std::optional<std::string> otherwise;                     // For what the translation does not list.
  bool round = false;                                       // Money: to the currency's digits, half to even.
  bool by_date = false;                                     // kLater: compare calendar dates, not instants.
  bool optional = false;                                    // kColumn: the file may lack it.
  bool as_text = false;                                     // A property: text, even where it looks like a number.
  std::vector<TimePattern> formats;
  std::optional<Zone> zone;
};

struct Condition {
  enum class Test : unsigned char { kFilled, kBlank, kIn, kNotIn, kStarts, kNotStarts, kAbove, kBelow };
  Test test = Test::kFilled;
  std::string column;
  std::vector<std::string> words;
  double bound = 0;
};

struct EventSpec {
  std::vector<Condition> when;  // All must hold; none: every row.
  std::vector<std::pair<Target, ValueSpec>> fields;
  std::vector<std::string> keep;     // Columns kept as properties under their own names.
  bool keep_all = false;             // ... all columns that the event does not use otherwise.
  std::optional<ValueSpec> version;  // Event::version: a whole number above 0, or a time.
};

// Columns of another file, found by a key.
struct JoinSpec {
  enum class Take : unsigned char { kFirst, kLast, kSum, kCount, kConcat };
  struct Column {
    std::string name;  // In the joined row.
    Take take = Take::kFirst;
    std::string source;  // In the other file.
    std::string with;    // kConcat.
  };
  std::string file;   // Pattern.
  std::string left;   // Column of the row so far.
  std::string right;  // Column of the other file.
  std::vector<Column> columns;
  bool optional = false;  // The other file may be absent.
};

// Makes several rows of one: journeys that a file holds as a path with the number of times it was walked.
struct ExplodeSpec {
  std::string path;       // Column with the steps.
  std::string split;      // Between the steps.
  std::string converted;  // Column: how many walked it and converted.
  std::string lost;       // Column: how many walked it and did not; "" : none.
  std::string value;      // Column: what all conversions of the row are worth together; "" : none.
  Micros start = 0;
  Micros gap = kMinute;
};

struct FileSpec {
  std::vector<std::string> patterns;  // Of file names, with * and ?.
  TextFormat format;
  std::optional<Zone> zone;
  std::vector<TimePattern> time_formats;
  std::string country;   // Of phone numbers without one; "" : as the source has it.
  std::string currency;  // Of amounts that name none; "" : as the source has it.
  std::vector<JoinSpec> joins;
  std::optional<ExplodeSpec> explode;
  std::vector<EventSpec> events;
};

struct Map {
  std::string source;
  std::vector<FileSpec> files;
};

// Reads a map. `name` stands in errors.
// Errors: kInvalidArgument; `where` names the map and the line, the message the key, and near names of unknown keys.
Result<Map> parse_map(std::string_view toml, const std::string& name);
Result<Map> read_map(const std::string& path);

}  // namespace sojourn
