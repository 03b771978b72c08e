// Object-centric event logs (OCEL 2.0), whichever way they are written: objects with their histories, and events about
// several objects at once.
//
// Customer  the object of the customer type that the event is about; else the one to which an object of the event is
//           related (an order's customer). Several customers: an event for each, since one event of two people would
//           make them one.
// Objects   orders fill `order`, agents `agent`, contacts `episode`; others become properties by their type.
// Values    of the customer's attributes as they were at the event; those of 1970 were so from the beginning.
// Source    the OCEL 2.0 specification (ocel-standard.org).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "formats/format.h"

namespace sojourn {

struct OcelValue {
  std::string name;
  Micros time = 0;
  std::string value;
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
  std::vector<std::pair<std::string, std::string>> values;
  std::vector<std::string> objects;  // Ids; may repeat.
};

class OcelLog {
 public:
  explicit OcelLog(const FormatSettings& settings);
  void add_object(const std::string& id, OcelObject object);
  // Relations may be told apart from their objects.
  void relate(const std::string& from, const std::string& to);
  // Once all objects are known. Errors: kInvalidArgument when no object is a customer, with the types that there are.
  Status settle();
  Status write(const OcelEvent& event, EventWriter& writer, uint64_t line, std::string_view raw) const;

 private:
  const OcelObject* find(const std::string& id) const;
  std::vector<std::string> customers_of(const OcelEvent& event) const;
  void write_objects(const OcelEvent& event, EventWriter& writer) const;
  void write_values(const OcelObject& customer, Micros time, EventWriter& writer) const;

  FormatSettings settings_;
  std::string customer_type_;  // In lower case and the singular.
  std::map<std::string, OcelObject, std::less<>> objects_;
  std::map<std::string, std::vector<std::string>, std::less<>> customers_;  // Of objects that are related to some.
};

}  // namespace sojourn
