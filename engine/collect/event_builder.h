// Fills one event from the cells of one row, and says what is wrong with it.
//
// Cells     are trimmed; a blank one is absent. Money becomes exact minor units of the event's currency, durations
//           (seconds, or h:mm:ss) whole microseconds, yes/no/true/false/1/0 booleans. Numbers and booleans among the
//           properties are kept as such when they are written the way JSON writes them ("007" stays text).
// Objects   the members of a JSON object among the properties become properties under their dotted names.
// Names     of which one event has at most limits::kColumnsMax; what earlier events named costs later ones nothing.
// Defaults  an event with a kind and no touchpoint has the touchpoint "survey".
// Threads   one.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collect/json_flattener.h"
#include "collect/target.h"
#include "collect/time_reader.h"
#include "event/event.h"
#include "event/row_source.h"

namespace sojourn {

// How a cell is to be taken where its text alone does not tell.
struct CellReading {
  bool round = false;           // Money: round what the currency cannot hold, half to even.
  TimeReader* times = nullptr;  // Its own zone and patterns; else the builder's.
};

class EventBuilder {
 public:
  explicit EventBuilder(TimeReader times) : times_(std::move(times)) {}

  // Gives the property a slot; the same name has the same one until forget_properties().
  size_t add_property(const std::string& name);
  // Between two events: all slots are void, names are learned anew.
  void forget_properties();
  // Whether the event has as many properties as one may.
  bool is_full() const;
  // What is wrong with one that has more.
  static Status too_many_properties();

  // Starts an event whose texts are kept in `arena`. `event` is new.
  void begin(Event& event, TextArena& arena, uint64_t line);
  // `slot` is that of add_property(), for properties. Errors: kInvalidArgument, `where` names the field.
  Status set(const Target& target, size_t slot, Cell cell, const CellReading& reading = {});
  // The members of a JSON object as properties, each under `prefix` and its dotted name.
  Status set_members(const std::string& prefix, std::string_view object);
  // The caller has written the event's time itself.
  void time_is_known() { has_time_ = true; }
  // Of the event's money, where nothing named one so far.
  void default_currency(std::string_view currency);
  // Ends the event and validates it. Errors: also those of validate_event(); without_time() tells of a missing time.
  Status finish();
  bool without_time() const { return !has_time_; }
  // How times are read from now on.
  void read_times_with(TimeReader times) { times_ = std::move(times); }

 private:
  Status set_term(Field field, std::string_view text);
  Status set_field(Field field, Cell cell, const CellReading& reading);
  Status set_who(IdentifierKind kind, std::string_view text);
  Status set_customer(std::string_view text);
  Status set_offset(std::string_view text);
  void set_property(size_t slot, const Cell& cell);
  Status set_properties(const Cell& cell);
  Status set_scale(std::string_view text);
  Status set_money(Field field, std::string_view text, bool round);
  void write_properties();
  void sort_slots();
  size_t add_slot(const std::string& name, bool held);
  void forget_members();

  struct Property {
    const std::string* name = nullptr;  // Null: the slot is free.
    std::string key;                    // The name as JSON, with its colon.
    Cell value;
    bool set = false;
    bool held = false;  // By the caller; else a member's, which may be forgotten.
  };
  struct Money {
    std::string_view text;
    bool round = false;
  };

  TimeReader times_;
  std::map<std::string, size_t> slots_;  // By name: the order in which properties are written.
  std::vector<Property> properties_;
  std::vector<size_t> free_slots_;
  size_t members_ = 0;  // Slots that nobody holds.
  std::vector<size_t> set_slots_;
  std::vector<size_t> last_slots_;  // Of the event before, and the same by name.
  std::vector<size_t> sorted_slots_;
  Event* event_ = nullptr;
  TextArena* arena_ = nullptr;
  bool has_time_ = false;
  std::optional<int16_t> offset_minutes_;  // Told beside the time.
  Money amount_;
  Money cost_;
  std::string scratch_;
  std::vector<size_t> rank_;  // Of each slot, in the order of names; empty when slots were added since.
  size_t unranked_ = 0;       // Events written since.
  JsonFlattener flattener_;
};

}  // namespace sojourn
