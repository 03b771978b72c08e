// Cuts JSON as tools export it into records, without parsing it: an object, an array, one object a line, one after
// another, or an object that holds the records in a member ({"tickets":[...],"next_page":...}).
//
// Wrappers  names of such members. An object that has one of them (an array, or an object) is no record itself; the
//           items of these members are. Members under other names are passed over. An object with a member "id" is
//           always a record: a ticket holds its own "comments".
// Faults    what is not closed is given out as a record that does not parse; where documents stand one a line, reading
//           goes on with the next line.
// Owner     views borrow from the bytes.
// Cost      linear: two passes over the bytes at most.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "formats/format.h"
#include "formats/json_fields.h"

namespace sojourn {

struct JsonRecord {
  std::string_view text;
  uint64_t line = 1;   // On which it begins.
  std::string member;  // The wrapper it came from; "" for a record that stood alone.
};

class JsonRecords {
 public:
  explicit JsonRecords(std::string_view bytes, std::vector<std::string> wrappers = {});
  // False at the end.
  bool next(JsonRecord& record);

 private:
  struct Items {
    size_t at = 0;
    size_t end = 0;  // Of the array's inside.
    std::string member;
  };
  bool next_document(JsonRecord& record);
  bool next_item(JsonRecord& record);
  bool unwrap(std::string_view document);
  size_t end_of_value(size_t from, size_t limit) const;
  size_t skip_blanks(size_t from, size_t limit) const;
  uint64_t line_at(size_t place);
  void find_layout();

  std::string_view bytes_;
  std::vector<std::string> wrappers_;
  std::vector<Items> open_;  // Arrays being read, the next one last.
  size_t at_ = 0;
  bool by_line_ = false;
  uint64_t line_ = 1;  // Of line_place_, which only moves forward.
  size_t line_place_ = 0;
};

// Reads every record of the input. What is no JSON becomes a reject. `read` starts and ends the record's events; rows
// are counted here. Errors: kInvalidArgument when the bytes hold no JSON record at all; those of `read`.
using ReadRecord = std::function<Status(const Json& json, const JsonRecord& record)>;
Status read_json_records(std::string_view bytes, std::vector<std::string> wrappers, EventWriter& writer,
                         const ReadRecord& read);
// The same for what a reader looks up (users beside tickets): nothing is counted, what is no JSON is passed over.
void look_through_json(std::string_view bytes, std::vector<std::string> wrappers,
                       const std::function<void(const Json& json, const JsonRecord& record)>& see);

// Does the beginning look like JSON that holds all these words in quotes? For `recognises`.
bool is_json_with(std::string_view head, std::initializer_list<std::string_view> names);

}  // namespace sojourn
