// Reads queue_log.
//
// Wait      what the log calls hold time is the wait in the queue; time on hold is nowhere told, so it stays unknown.
// NONE      stands for "nobody" and "nothing".
// Times     epoch seconds, or wall-clock time in the zone of the source (tables of a database).
// Tables    of a database, as CSV with a header (time, callid, queuename, agent, event, data1 ...; older ones have all of
//           it in `data`): its rows may stand in any order, and are read in that of their times.
#include <algorithm>
#include <deque>
#include <map>
#include <vector>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/text.h"
#include "formats/asterisk.h"
#include "formats/contact.h"
#include "formats/table.h"

namespace sojourn {
namespace {

constexpr size_t kFieldsMin = 5;

struct Call {
  uint64_t line = 0;
  std::string_view raw;  // Its first line.
  ParsedTime began;
  Micros last = 0;
  std::string caller;
  std::string queue;
  std::string agent;
  std::string outcome;
  std::string dialled;
  std::vector<std::string> agents;
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

std::string_view known(std::string_view text) {
  text = trim(text);
  return text == "NONE" ? std::string_view() : text;
}

struct Line {
  std::vector<std::string_view> fields;
  ParsedTime time;

  std::string_view call() const { return known(fields[1]); }
  std::string_view queue() const { return known(fields[2]); }
  std::string_view agent() const { return known(fields[3]); }
  std::string_view event() const { return fields[4]; }
  // Data fields count from 1, as the documentation counts them.
  std::string_view data(size_t place) const {
    return kFieldsMin - 1 + place < fields.size() ? trim(fields[kFieldsMin - 1 + place]) : std::string_view();
  }
  size_t data_count() const {
    size_t count = fields.size() - kFieldsMin;
    while (count > 0 && data(count).empty()) --count;
    return count;
  }
  std::optional<Micros> seconds(size_t place) const {
    const Result<int64_t> number = parse_integer(data(place));
    constexpr int64_t kMost = 100'000'000;
    if (!number || *number < 0 || *number > kMost) return std::nullopt;
    return *number * kSecond;
  }
};

void split(std::string_view text, std::vector<std::string_view>& fields) {
  for (size_t at = 0; at <= text.size();) {
    const size_t bar = std::min(text.find('|', at), text.size());
    fields.push_back(text.substr(at, bar - at));
    at = bar + 1;
  }
}

Result<Line> line_of(std::vector<std::string_view> fields, const Zone& zone) {
  Line line;
  line.fields = std::move(fields);
  if (line.fields.size() < kFieldsMin) return Status::invalid("a line of queue_log has at least 5 fields between bars");
  const Result<ParsedTime> time = parse_time(trim(line.fields[0]), zone);
  if (!time) return Status::invalid(time.error().message(), "time");
  line.time = *time;
  line.time.offset_minutes = zone.offset_minutes(time->utc);
  return line;
}

void add(std::optional<Micros>& sum, std::optional<Micros> more) {
  if (more) sum = sum.value_or(0) + *more;
}

// The call left a queue without having met an agent there.
void leave(Call& call, std::string_view outcome, std::optional<Micros> waited) {
  // Put back into a queue by the agent who served it.
  if (call.connected) {
    call.left_later = outcome;
    call.outcome = "served";
    return;
  }
  call.outcome = outcome;
  call.wait = waited;
  call.over = true;
}

void meet_agent(Call& call, const Line& line, std::optional<Micros> waited) {
  call.connected = true;
  call.outcome = "served";
  if (waited) call.wait = waited;
  if (line.agent().empty()) return;
  if (call.agent.empty()) call.agent = line.agent();
  call.agents.emplace_back(line.agent());
}

void transfer(Call& call, const Line& line, size_t wait_place, std::string_view to) {
  call.wait = call.wait ? call.wait : line.seconds(wait_place);
  add(call.talk, line.seconds(wait_place + 1));
  call.connected = true;
  call.outcome = "served";
  call.over = true;
  if (call.agent.empty()) call.agent = line.agent();
  ++call.transfers;
  if (!to.empty()) call.transferred_to = to;
}

void enter(Call& call, const Line& line) {
  // A second queue: what was waited in the first one counts on.
  if (call.queues > 0 && !call.connected) add(call.passed, call.wait);
  if (!call.connected) call.wait.reset();
  ++call.queues;
  if (call.caller.empty()) call.caller = known(line.data(2));
  if (!call.connected) call.queue = line.queue();
  if (call.connected) return;
  call.outcome.clear();
  call.over = false;
}

void complete(Call& call, const Line& line) {
  if (!call.connected) meet_agent(call, line, line.seconds(1));
  if (!call.wait) call.wait = line.seconds(1);
  add(call.talk, line.seconds(2));
  call.outcome = "served";
  call.over = true;
}

// Data from its end: what stands before wait|talk|position differs with how the transfer was made.
void attended_transfer(Call& call, const Line& line) {
  const size_t count = line.data_count();
  if (count >= 3) transfer(call, line, count - 2, count > 3 ? line.data(2) : std::string_view());
}

void apply(Call& call, const Line& line) {
  const std::string_view event = line.event();
  if (event == "ENTERQUEUE") enter(call, line);
  if (event == "CONNECT") meet_agent(call, line, line.seconds(1));
  if (event == "COMPLETEAGENT" || event == "COMPLETECALLER") complete(call, line);
  if (event == "ABANDON") leave(call, "abandoned", line.seconds(3));
  if (event == "EXITWITHTIMEOUT") leave(call, "timed out", line.seconds(3));
  if (event == "EXITEMPTY") leave(call, "no agents", line.seconds(3));
  if (event == "EXITWITHKEY") leave(call, "left by key", line.seconds(4));
  if (event == "WITHDRAW") leave(call, "withdrawn", line.seconds(3));
  if (event == "RINGNOANSWER") ++call.unanswered_rings;
  if (event == "BLINDTRANSFER" || event == "TRANSFER") transfer(call, line, 3, line.data(1));
  if (event == "ATTENDEDTRANSFER") attended_transfer(call, line);
  if (event == "DID") call.dialled = line.data(1);
  if (call.queue.empty()) call.queue = line.queue();
}

// Lines about agents and the server, not about a call; and those that only count.
bool is_about_call(const Line& line) {
  constexpr std::string_view kOthers[] = {"PAUSE",      "UNPAUSE",      "PAUSEALL",           "UNPAUSEALL",
                                          "ADDMEMBER",  "REMOVEMEMBER", "QUEUESTART",         "CONFIGRELOAD",
                                          "AGENTLOGIN", "AGENTLOGOFF",  "AGENTCALLBACKLOGIN", "AGENTCALLBACKLOGOFF",
                                          "PENALTY",    "PAUSEREASON",  "RINGINUSE",          "MEMBERPENALTY"};
  for (const std::string_view other : kOthers) {
    if (line.event() == other) return false;
  }
  return !line.call().empty() && line.call() != "REALTIME" && line.call() != "MANAGER";
}

// All calls of a log, as its lines tell of them.
class QueueLog {
 public:
  // `raw` outlives the log.
  void take(const Line& line, uint64_t number, std::string_view raw) {
    if (!is_about_call(line)) return;
    const auto [place, fresh] = calls_.try_emplace(std::string(line.call()));
    Call& call = place->second;
    if (fresh) {
      call.line = number;
      call.raw = raw;
      call.began = line.time;
      order_.push_back(place);
    }
    call.last = std::max(call.last, line.time.utc);
    apply(call, line);
  }
  Status write(EventWriter& writer) const;

 private:
  std::map<std::string, Call, std::less<>> calls_;
  std::vector<std::map<std::string, Call, std::less<>>::const_iterator> order_;
};

Status write_call(EventWriter& writer, const std::string& id, const Call& call) {
  writer.begin(call.line, call.raw);
  writer.id(id).version(milliseconds(call.last)).time(call.began.utc, call.began.offset_minutes);
  writer.set("channel", "call").set("touchpoint", "call").set("direction", "in").set("episode", id);
  write_address(writer, call.caller);
  writer.set("queue", call.queue).set("outcome", call.outcome).set("dialled", call.dialled);
  if (call.connected) writer.set("agent", call.agent);
  std::optional<Micros> wait = call.passed;
  add(wait, call.wait);
  writer.duration(Field::kWait, wait).duration(Field::kTalk, call.talk);
  // The log tells every transfer of a call that met an agent, once it is over.
  if (call.transfers > 0 || (call.connected && call.over)) writer.set("transfers", call.transfers);
  writer.set("transferred_to", call.transferred_to).set("left_later", call.left_later);
  if (call.queues > 1) writer.set("queues_passed", call.queues);
  if (call.unanswered_rings > 0) writer.set("unanswered_rings", call.unanswered_rings);
  return ended(writer);
}

Status QueueLog::write(EventWriter& writer) const {
  for (const auto& place : order_) SOJOURN_CHECK(write_call(writer, place->first, place->second));
  return {};
}

// A row of the table, with all that its line borrows from.
struct TableRow {
  std::deque<std::string> texts;
  Line line;
  uint64_t number = 0;
};

Result<Line> read_row(const Table& table, TableRow& row, const Zone& zone) {
  std::vector<std::string_view> fields;
  const auto add = [&](std::string_view text) { fields.push_back(row.texts.emplace_back(text)); };
  for (const char* name : {"time", "callid", "queuename", "agent", "event"}) add(table.at(name));
  if (fields[2].empty()) fields[2] = row.texts.emplace_back(table.at("queue"));
  const std::string_view all = table.at("data");
  if (!all.empty() && table.at("data1").empty()) {
    split(row.texts.emplace_back(all), fields);
  } else {
    for (const char* name : {"data1", "data2", "data3", "data4", "data5"}) {
      const std::string_view text = table.at(name);
      add(text == "NULL" || text == "\\N" ? std::string_view() : text);
    }
  }
  return line_of(std::move(fields), zone);
}

}  // namespace

Status read_queue_table(const FormatInput& input, EventWriter& writer) {
  SOJOURN_TRY(Table table, Table::open(input.bytes, input.name));
  std::deque<TableRow> rows;
  while (true) {
    SOJOURN_TRY(const bool more, table.next(writer));
    if (!more) break;
    TableRow& row = rows.emplace_back();
    row.texts.push_back(table.raw());
    row.number = table.line();
    const Result<Line> line = read_row(table, row, writer.options().zone);
    if (line) {
      row.line = *line;
      continue;
    }
    SOJOURN_CHECK(writer.reject(table.line(), table.raw(), line.error().where(), line.error().message()));
    rows.pop_back();
  }
  // Of the same second, rows that stand newest first are the other way round.
  if (rows.size() > 1 && rows.back().line.time.utc < rows.front().line.time.utc) std::reverse(rows.begin(), rows.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const TableRow& a, const TableRow& b) { return a.line.time.utc < b.line.time.utc; });
  QueueLog log;
  for (const TableRow& row : rows) log.take(row.line, row.number, row.texts.front());
  return log.write(writer);
}

bool is_queue_table(std::string_view head) {
  const std::string line = lower_ascii(plain_head(head.substr(0, head.find('\n'))));
  return has_columns(line, {"callid", "event", "agent"}) && line.find('|') == std::string::npos;
}

Status read_queue_log(const FormatInput& input, EventWriter& writer) {
  QueueLog log;
  uint64_t number = 0;
  for (std::string_view rest = input.bytes; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (text.empty()) continue;
    writer.row();
    std::vector<std::string_view> fields;
    split(text, fields);
    const Result<Line> line = is_utf8(text) ? line_of(std::move(fields), writer.options().zone)
                                            : Result<Line>(Status::invalid("the line is not UTF-8"));
    if (!line) {
      SOJOURN_CHECK(writer.reject(number, text, line.error().where(), line.error().message()));
      continue;
    }
    log.take(*line, number, text);
  }
  return log.write(writer);
}

bool is_queue_log(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\n'));
  const size_t bar = line.find('|');
  if (bar == std::string_view::npos || bar < 9) return false;
  int bars = 0;
  for (const char c : line) bars += c == '|' ? 1 : 0;
  return bars >= 4 && parse_time(trim(line.substr(0, bar)), Zone()).has_value() &&
         line.find('"') == std::string_view::npos;
}

}  // namespace sojourn
