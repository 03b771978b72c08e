// Writes events of known formats field by field, for programs that read what is no table: webhooks, SDKs, call records.
//
//   EventWriter writer(batch, {zone, "NL", "EUR"});
//   writer.begin(line, raw);
//   writer.id(contact).version(updated).time(started).set("channel", "call").set("queue", queue).who(kPhone, caller);
//   writer.end();
//
// Names     those of import files (collect/target.h): canonical ones fill fields, all others are properties.
// Absent    blank text and empty optionals leave a field absent: what a source does not know is unknown, never 0.
// Faults    the first fault of an event makes it a Reject with its field and `raw`; the batch goes on.
// Phones    become E.164 by the country of the options; what cannot be read is kept as it is written.
// Memory    texts are copied; what is lent need live for the call alone, but for property(), where it is until end().
// Cost      names are looked up once, and found by their place where events are alike.
// Threads   one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/calendar.h"
#include "collect/event_builder.h"
#include "collect/name_memo.h"
#include "event/event.h"

namespace sojourn {

struct WriterOptions {
  Zone zone;             // Of times without an offset.
  std::string country;   // Of phone numbers without one: "NL" (ISO 3166-1); "" : unknown.
  std::string currency;  // Of amounts that name none; "" : none.
};

class EventWriter {
 public:
  // `batch` is borrowed. `hand_over`: takes a batch that is full; afterwards events go on into the emptied one. Without
  // it the batch grows.
  EventWriter(EventBatch& batch, WriterOptions options, std::function<Status(EventBatch&)> hand_over = nullptr);

  // Counts one row of the input. Formats that make several events of one row call this once and begin() for each.
  void row() { ++batch_.counts.rows; }
  // Starts an event. `line` and `raw` (lent until end()) stand in its reject.
  void begin(uint64_t line, std::string_view raw);

  EventWriter& id(std::string_view text);
  EventWriter& version(int64_t number);
  EventWriter& time(Micros utc, int offset_minutes = 0);
  // As text: ISO 8601, epoch seconds or milliseconds ..., in the zone of the options where it has no offset.
  EventWriter& time(std::string_view text);
  EventWriter& who(IdentifierKind kind, std::string_view value);
  // A field or property as text.
  EventWriter& set(std::string_view name, std::string_view text);
  EventWriter& set(std::string_view name, const char* text) { return set(name, std::string_view(text)); }
  EventWriter& set(std::string_view name, double number);
  EventWriter& set(std::string_view name, int64_t number);
  EventWriter& set(std::string_view name, bool truth);
  template <class T>
  EventWriter& set(std::string_view name, const std::optional<T>& value) {
    if (value) set(name, *value);
    return *this;
  }
  // A duration field, from the unit that the source uses.
  EventWriter& duration(Field field, std::optional<Micros> length);
  // An instant field (promise).
  EventWriter& instant(Field field, std::optional<Micros> utc);
  // The same as a reader of rows has it.
  EventWriter& set(std::string_view name, const Cell& cell);
  // A property, also where its name is a canonical one. `cell` is lent until end(): it is not copied.
  EventWriter& property(std::string_view name, const Cell& cell);
  // A field by its number: a device that is only a kind of device, and names nobody, say.
  EventWriter& field(Field field, std::string_view text);
  // Money as programs count it, in floating point: rounded to what its currency has.
  EventWriter& amount(std::string_view number);
  // A property that is JSON already (a number, boolean, array or string); an object becomes one property a member.
  EventWriter& json(std::string_view name, std::string_view value);
  // The event cannot be made; the first reason is kept.
  void refuse(std::string field, std::string reason);

  // Ends the event. False: it became a reject. Errors: those of `hand_over`.
  Result<bool> end();
  // A record that cannot even be begun.
  Status reject(uint64_t line, std::string_view raw, std::string field, std::string reason);

  EventBatch& batch() { return batch_; }
  const WriterOptions& options() const { return options_; }

 private:
  struct Place {
    Target target;
    size_t slot = 0;
  };
  const Place& place_of(std::string_view name);
  size_t slot_of(std::string_view property);
  void put(const Place& place, std::string_view text, CellType type);
  void note(const Status& status);
  Status hand_over_if_full();

  EventBatch& batch_;
  WriterOptions options_;
  std::function<Status(EventBatch&)> hand_over_;
  EventBuilder builder_;
  NameMemo<Place> places_;
  NameMemo<size_t> slots_;  // Of property().
  TextArena texts_;         // Of properties, until end().
  std::string_view raw_;
  Status fault_;
  bool has_time_ = false;
};

}  // namespace sojourn
