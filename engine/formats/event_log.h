// Event logs for tools of process mining: XES (IEEE 1849) and OCEL 2.0 (JSON, XML, SQLite), written as a stream.
//
// In        events that have a touchpoint, those of one customer one after another and in the order of their times.
// XES       one trace a journey: a customer's events, cut where more than `gap` passes without one; "customer" is an
//           attribute of the trace, its name is the customer's ("7", or "7/2" for the second journey). An event of nobody
//           is a trace of its own without a customer. Every event is complete, since ours have happened.
// OCEL      objects are customers, orders, agents and contacts (episodes); events are related to those they are about, and
//           orders to their customers. Values are text, as the standard's schema asks; their types stand with the event's
//           type. An event without an id gets one of its content.
// Back      what is written is read back as it was, types of properties included, but for: ids, which carry their source
//           ("web:7"), since two sources may each have an event 7; identifiers beside the one that names the customer; and
//           control characters, which XML cannot hold.
// Memory    XES: one event; OCEL: the ids of the objects.
// Source    IEEE 1849-2016 with its standard extensions; the OCEL 2.0 specification.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"

namespace sojourn {

struct LogValue {
  enum class Type : unsigned char { kText, kInteger, kNumber, kTruth, kJson };
  std::string name;
  std::string value;
  Type type = Type::kText;
  bool property = false;  // Else a field of the event.
};

struct LogEvent {
  std::string customer;  // "": nobody we can name; such an event is a trace of its own.
  std::string id;
  Micros time = 0;
  int offset_minutes = 0;  // Of the source's clock.
  std::string activity;
  std::string agent;
  std::string queue;
  std::string order;
  std::string contact;  // The episode.
  std::vector<LogValue> values;
};

// The next event; false at the end.
using NextLogEvent = std::function<Result<bool>(LogEvent&)>;
using WriteText = std::function<Status(std::string_view)>;

// How many events were written. Errors: those of `next` and `write`.
Result<int64_t> write_xes(const NextLogEvent& next, const WriteText& write, std::optional<Micros> gap);
Result<int64_t> write_ocel_json(const NextLogEvent& next, const WriteText& write);
// Its events wait in a temporary file, since their types stand before them.
Result<int64_t> write_ocel_xml(const NextLogEvent& next, const WriteText& write);
// Into a file that is there and empty. Errors: also kUnavailable, for what SQLite cannot write.
Result<int64_t> write_ocel_sqlite(const NextLogEvent& next, const std::string& path);
// By the ending of the name: .xml and .xmlocel, .sqlite, .sqlite3 and .db, else JSON.
enum class OcelKind { kJson, kXml, kSqlite };
OcelKind ocel_kind(const std::string& name);
// As `name` says. `write` writes to the file at `path`, which may be called otherwise until it is whole.
Result<int64_t> write_ocel(const NextLogEvent& next, const WriteText& write, const std::string& name,
                           const std::string& path);

// The members of an event's properties as values; arrays as JSON.
void add_log_values(std::string_view properties, std::vector<LogValue>& values);

}  // namespace sojourn
