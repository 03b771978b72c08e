// The fields of a Twilio record, whichever way it came: callbacks, the API and the console write their names differently.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "collect/event_writer.h"

namespace sojourn {

class TwilioFields {
 public:
  // Blank values are absent.
  void add(std::string_view name, std::string_view value);
  // The first that is there, by names in small letters without blanks and underscores.
  std::string text(std::initializer_list<std::string_view> names) const;
  // All that no event is made of, under the names that Twilio gave them.
  void keep_others(EventWriter& writer) const;

 private:
  struct Value {
    std::string name;
    std::string text;
  };
  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace sojourn
