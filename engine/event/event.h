// One thing that happened to one customer: what every source becomes.
//
// An Event borrows its text from the batch that holds it. Fields that are absent are absent, never 0 or "".
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "event/fields.h"
#include "event/identifier.h"

namespace sojourn {

// The property that holds the turns of a conversation, an array of {role, name?, from_ms, to_ms, text, sentiment?}: kept
// in the record, but no column of the timelines.
inline constexpr std::string_view kTurnsProperty = "turns";

struct IdentifierView {
  IdentifierKind kind = IdentifierKind::kId;
  std::string_view value;  // Normalised.
};

struct Event {
  std::string_view id;  // Given by the source; empty: derived from the content (see event_key).
  Micros time = 0;
  int16_t offset_minutes = 0;  // Of the source's clock.
  uint8_t who_count = 0;
  std::array<IdentifierView, 8> who{};                // Surest first; none: nobody known.
  std::string_view properties;                        // A JSON object with sorted keys and no blanks, or empty.
  uint64_t present = 0;                               // Bit f: field f has a value.
  std::array<std::string_view, kFieldCount> texts{};  // For kTerm, kKey, kText.
  std::array<int64_t, kFieldCount> integers{};        // For kMoney, kDuration, kBool, kTime.
  std::array<double, kFieldCount> numbers{};          // For kNumber.
  uint64_t line = 0;                                  // Of the input, for errors.
  // Of records that their source tells again as they grow (a call, a ticket, a survey answer): of one id the newest
  // version is in force, and the first of equal ones. 0: the event is told once, and its first telling stays.
  int64_t version = 0;

  bool has(Field field) const { return (present >> static_cast<unsigned>(field)) & 1; }
  std::string_view text(Field field) const { return texts[static_cast<size_t>(field)]; }
  int64_t integer(Field field) const { return integers[static_cast<size_t>(field)]; }
  double number(Field field) const { return numbers[static_cast<size_t>(field)]; }

  void set_text(Field field, std::string_view value) {
    texts[static_cast<size_t>(field)] = value;
    mark(field);
  }
  void set_integer(Field field, int64_t value) {
    integers[static_cast<size_t>(field)] = value;
    mark(field);
  }
  void set_number(Field field, double value) {
    numbers[static_cast<size_t>(field)] = value;
    mark(field);
  }
  void mark(Field field) { present |= uint64_t{1} << static_cast<unsigned>(field); }
};

// Text that lives as long as the arena: events of a batch point into it.
class TextArena {
 public:
  std::string_view keep(std::string_view text);
  void clear();
  // Memory held, in whole blocks: a bound for those who fill batches.
  size_t bytes() const { return blocks_.size() * kBlockBytes; }

 private:
  static constexpr size_t kBlockBytes = 256 * 1024;
  std::deque<std::unique_ptr<char[]>> blocks_;
  size_t used_ = kBlockBytes;
};

// A row that was refused, with all that is needed to mend it.
struct Reject {
  std::string file;
  uint64_t line = 0;
  std::string field;  // "" when the row as a whole is at fault.
  std::string reason;
  std::string raw;  // The row as read, cut at 4 KiB.
};

// What one input brought, counted row by row. `without_id` rows are kept; `without_time` ones are among the rejected.
struct IntakeCounts {
  int64_t rows = 0;
  int64_t events = 0;   // Stored, new.
  int64_t repeats = 0;  // Known already; those that were told anew, too.
  int64_t without_id = 0;
  int64_t without_time = 0;
  int64_t rejected = 0;

  IntakeCounts& operator+=(const IntakeCounts& more);
};

// What goes into the record in one transaction: all of it or nothing.
struct EventBatch {
  std::string source;  // Name of the source.
  std::string input;   // File or endpoint it came from.
  // Batches of one reading of one input share a number (say, the time it began), so that reading a file again is not
  // counted as new rows (store/source_ledger.h); 0: a stream without an end, such as HTTP.
  int64_t import_run = 0;
  // Read again by a mended reader: an event that the record has already is replaced by this telling of it, unless a
  // newer version is in force.
  bool replaces = false;
  std::vector<Event> events;
  std::vector<Reject> rejects;
  IntakeCounts counts;  // rows, without_id, without_time, rejected; the store fills events and repeats.
  TextArena arena;
};

// Checks what every event must satisfy, whichever way it came: a time between year 1 and 9999, known stage and
// direction, an answer on its scale (declared, or the kind's own; nps, csat and ces take whole numbers; nps may also
// be declared 1..10), a scale that runs upwards, durations and counts not negative, texts within limits.
// Fills scale_min and scale_max from the kind's default where an answer has none.
// Errors: kInvalidArgument or kLimit, `where` names the field.
Status validate_event(Event& event);

// The 128-bit name of an event within its source: of its id when it has one, else of everything it says.
// Two rows of one source that say exactly the same are one event.
struct EventKey {
  uint64_t low = 0;
  uint64_t high = 0;
  auto operator<=>(const EventKey&) const = default;
};
EventKey event_key(std::string_view source, const Event& event);

}  // namespace sojourn
