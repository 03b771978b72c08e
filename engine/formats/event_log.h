// Event logs for tools of process mining: XES (IEEE 1849) and OCEL 2.0 (JSON), written as a stream.
//
// In        events that have a touchpoint, those of one customer one after another and in the order of their times.
// XES       one trace a journey: a customer's events, cut where more than `gap` passes without one; "customer" is an
//           attribute of the trace, its name is the customer's ("7", or "7/2" for the second journey). Every event is
//           complete, since ours have happened.
// OCEL      objects are customers, orders, agents and contacts (episodes); events are related to those they are about, and
//           orders to their customers.
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
  enum class Type : unsigned char { kText, kInteger, kNumber, kTruth };
  std::string name;
  std::string value;
  Type type = Type::kText;
};

struct LogEvent {
  std::string customer;  // "": nobody we can name; such an event is a trace of its own.
  std::string id;
  Micros time = 0;
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

// The members of an event's properties as values: scalars alone.
void add_log_values(std::string_view properties, std::vector<LogValue>& values);

}  // namespace sojourn
