// Events of ours as OCEL 2.0 has them: attributes with their types, objects with their relations. What is written of them,
// and how (JSON, SQLite), is the writers' affair.
//
// Objects   one space of ids: customers carry the record's own ("7"), all others their type before theirs ("order:O-1").
// Types     an attribute of a type of events has one type: whole numbers and others are numbers; a value of yet another
//           type is told as JSON ("json.NAME").
// Ids       an event without one gets one of what it says, so that the same event has the same id in each log.
// Memory    the ids of objects, and a number for each event without an id.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "formats/event_log.h"

namespace sojourn {

struct ShapedValue {
  std::string name;
  std::string type;  // "string", "integer", "float", "boolean", "time"
  std::string text;
};

struct ShapedEvent {
  std::string id;
  std::string type;
  std::string time;
  std::vector<ShapedValue> values;
  std::vector<std::pair<std::string, std::string>> objects;  // Id, and what it is to the event.
};

class OcelShape {
 public:
  // `numbers_apart`: for SQLite, whose columns hold numbers of one kind: 5.0 among whole numbers would come back as 5, and
  // a whole number beyond 64 bits as a rounded one. Such values are told as JSON.
  explicit OcelShape(bool numbers_apart = false) : numbers_apart_(numbers_apart) {}
  ShapedEvent shape(const LogEvent& event);
  // Of the events so far, by their type: names of attributes and their types.
  const std::map<std::string, std::map<std::string, std::string>>& event_types() const { return types_; }
  // By type and id, with the customers they belong to.
  const std::map<std::pair<std::string, std::string>, std::set<std::string>>& objects() const { return objects_; }

 private:
  void add_value(const LogValue& value, std::map<std::string, std::string>& types, ShapedEvent& shaped) const;
  void add_objects(const LogEvent& event, ShapedEvent& shaped);
  std::string derived_id(const ShapedEvent& shaped);

  bool numbers_apart_;
  std::map<std::string, std::map<std::string, std::string>> types_;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> objects_;
  std::unordered_map<uint64_t, uint32_t> derived_;
};

// Was the id derived? Such an event has none.
bool is_derived_id(std::string_view id);

}  // namespace sojourn
