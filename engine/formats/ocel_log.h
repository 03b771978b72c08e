// Object-centric event logs (OCEL 2.0), whichever way they are written: objects with their histories, and events about
// several objects at once.
//
// Customer  the object of the customer type that the event is about; else the one to whom an object of the event belongs
//           (an order's customer, the customer of an item's order), where it belongs to one alone: what several customers
//           share (an employee, a product) says nothing. Several customers of the event itself: an event for each, since
//           one event of two people would make them one.
// Objects   orders fill `order`, agents `agent`, contacts `episode`; others become properties by their type. What an object
//           is to the event (its qualifier) is kept as the property `relations`, where it is told.
// Values    of the customer's attributes as they were at the event; those of 1970 were so from the beginning. Declared
//           types are kept: a string of digits stays a string.
// Ours      events that we wrote (log_names.h) come back as they were: fields as fields, and events of nobody stay so.
// Source    the OCEL 2.0 specification (ocel-standard.org).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "collect/event_writer.h"
#include "formats/format.h"

namespace sojourn {

struct OcelValue {
  std::string name;
  Micros time = 0;
  std::string value;
  CellType type = CellType::kUntyped;
};

// An object, and what it is to the event ("places"); "" : not told.
struct OcelRelation {
  std::string object;
  std::string qualifier;
};

struct OcelObject {
  std::string type;
  std::vector<OcelValue> values;
  std::vector<std::string> related;  // Ids of objects.
  bool customer = false;             // Found out by settle().
};

struct OcelEvent {
  std::string id;
  std::string type;
  std::string time;
  std::vector<OcelValue> values;      // Without times.
  std::vector<OcelRelation> objects;  // May repeat.
};

class OcelLog {
 public:
  explicit OcelLog(const FormatSettings& settings);
  // Types of attributes, as the log declares them; before the values are told. `what`: "event" or "object".
  void declare(const std::string& what, const std::string& type, const std::string& attribute,
               const std::string& value_type);
  // How a value reads; untyped where nothing is declared.
  CellType type_of(const std::string& what, const std::string& type, const std::string& attribute) const;
  void add_object(const std::string& id, OcelObject object);
  // Relations may be told apart from their objects.
  void relate(const std::string& from, const std::string& to);
  // Once all objects are known. Errors: kInvalidArgument when no object is a customer, with the types that there are;
  // not of a log of ours, which may be about nobody.
  Status settle();
  Status write(const OcelEvent& event, EventWriter& writer, uint64_t line, std::string_view raw) const;

 private:
  const OcelObject* find(const std::string& id) const;
  void find_owners();
  std::vector<std::string> customers_of(const OcelEvent& event) const;
  void write_objects(const OcelEvent& event, EventWriter& writer) const;
  void write_relations(const OcelEvent& event, EventWriter& writer) const;
  void write_values(const OcelObject& customer, Micros time, EventWriter& writer) const;
  Status write_own(const OcelEvent& event, const ParsedTime& time, EventWriter& writer, uint64_t line,
                   std::string_view raw) const;

  FormatSettings settings_;
  std::string customer_type_;  // In lower case and the singular.
  bool ours_ = false;
  std::map<std::string, CellType, std::less<>> types_;
  std::map<std::string, OcelObject, std::less<>> objects_;
  std::map<std::string, std::string, std::less<>> owners_;  // Of objects that belong to one customer.
};

}  // namespace sojourn
