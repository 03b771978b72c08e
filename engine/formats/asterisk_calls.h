// Lines of queue_log, from the file or from a table, and the calls that they tell of.
//
// Wait      what the log calls hold time is the wait in the queue; time on hold is nowhere told, so it stays unknown.
// NONE      stands for "nobody" and "nothing".
// Memory    some 10,000 calls, or those of about a day, whatever the length of the log: beyond that, a call of which
//           nothing is told for a day is over.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/format.h"

namespace sojourn::asterisk {

struct QueueLine {
  std::vector<std::string_view> fields;
  ParsedTime time;

  std::string_view call() const;
  std::string_view queue() const;
  std::string_view agent() const;
  std::string_view event() const { return fields[4]; }
  // Data fields count from 1, as the documentation counts them.
  std::string_view data(size_t place) const;
  size_t data_count() const;
  std::optional<Micros> seconds(size_t place) const;
};

void split_at_bars(std::string_view text, std::vector<std::string_view>& fields);
// Times: epoch seconds, or wall-clock time in the zone. Errors: kInvalidArgument, for too few fields or no time.
Result<QueueLine> line_of(std::vector<std::string_view> fields, const Zone& zone);
// Else it is about agents and the server, or only counts.
bool is_about_call(const QueueLine& line);

struct QueueCall {
  uint64_t line = 0;
  std::string_view raw;  // Its first line.
  ParsedTime began;
  Micros last = 0;
  std::string caller;
  std::string queue;
  std::string agent;
  std::string outcome;
  std::string dialled;
  bool connected = false;
  std::optional<Micros> passed;  // Waited in queues that the call left without an agent.
  std::optional<Micros> wait;    // In the last one.
  std::optional<Micros> talk;
  int64_t queues = 0;
  int64_t unanswered_rings = 0;
  int64_t transfers = 0;
  bool over = false;
  std::string transferred_to;
  std::string left_later;  // How it left the queue that it came into after it had been served.
};

// The calls that may still go on, as lines in the order of their times tell of them.
class QueueLog {
 public:
  explicit QueueLog(EventWriter& writer) : writer_(writer) {}
  // Writes the calls that are over, in the order in which they began. `raw` outlives the log.
  Status take(const QueueLine& line, uint64_t number, std::string_view raw);
  Status write_all();

 private:
  Status write_until(Micros time);

  EventWriter& writer_;
  std::map<std::string, QueueCall, std::less<>> calls_;
  std::deque<std::map<std::string, QueueCall, std::less<>>::const_iterator> order_;
};

}  // namespace sojourn::asterisk
