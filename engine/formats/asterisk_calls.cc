#include "formats/asterisk_calls.h"

#include <algorithm>
#include <limits>

#include "base/decimal.h"
#include "base/text.h"
#include "formats/contact.h"

namespace sojourn::asterisk {
namespace {

constexpr size_t kFieldsMin = 5;
// Of so many calls, those of which nothing is told for so long are over. Fewer are held to the end of the log, where no
// line of a wrong clock can end them.
constexpr size_t kHeldMax = 10'000;
constexpr Micros kSilence = kDay;

std::string_view known(std::string_view text) {
  text = trim(text);
  return text == "NONE" ? std::string_view() : text;
}

void add(std::optional<Micros>& sum, std::optional<Micros> more) {
  if (more) sum = sum.value_or(0) + *more;
}

// The call left a queue without having met an agent there.
void leave(QueueCall& call, std::string_view outcome, std::optional<Micros> waited) {
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

void meet_agent(QueueCall& call, const QueueLine& line, std::optional<Micros> waited) {
  call.connected = true;
  call.outcome = "served";
  if (waited) call.wait = waited;
  if (call.agent.empty()) call.agent = line.agent();
}

void transfer(QueueCall& call, const QueueLine& line, size_t wait_place, std::string_view to) {
  call.wait = call.wait ? call.wait : line.seconds(wait_place);
  add(call.talk, line.seconds(wait_place + 1));
  call.connected = true;
  call.outcome = "served";
  call.over = true;
  if (call.agent.empty()) call.agent = line.agent();
  ++call.transfers;
  if (!to.empty()) call.transferred_to = to;
}

void enter(QueueCall& call, const QueueLine& line) {
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

void complete(QueueCall& call, const QueueLine& line) {
  if (!call.connected) meet_agent(call, line, line.seconds(1));
  if (!call.wait) call.wait = line.seconds(1);
  add(call.talk, line.seconds(2));
  call.outcome = "served";
  call.over = true;
}

// Data from its end: what stands before wait|talk|position differs with how the transfer was made.
void attended_transfer(QueueCall& call, const QueueLine& line) {
  const size_t count = line.data_count();
  if (count >= 3) transfer(call, line, count - 2, count > 3 ? line.data(2) : std::string_view());
}

void apply(QueueCall& call, const QueueLine& line) {
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

Status write_call(EventWriter& writer, const std::string& id, const QueueCall& call) {
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

}  // namespace

std::string_view QueueLine::call() const { return known(fields[1]); }
std::string_view QueueLine::queue() const { return known(fields[2]); }
std::string_view QueueLine::agent() const { return known(fields[3]); }

std::string_view QueueLine::data(size_t place) const {
  return kFieldsMin - 1 + place < fields.size() ? trim(fields[kFieldsMin - 1 + place]) : std::string_view();
}

size_t QueueLine::data_count() const {
  size_t count = fields.size() - kFieldsMin;
  while (count > 0 && data(count).empty()) --count;
  return count;
}

std::optional<Micros> QueueLine::seconds(size_t place) const {
  const Result<int64_t> number = parse_integer(data(place));
  constexpr int64_t kMost = 100'000'000;
  if (!number || *number < 0 || *number > kMost) return std::nullopt;
  return *number * kSecond;
}

void split_at_bars(std::string_view text, std::vector<std::string_view>& fields) {
  for (size_t at = 0; at <= text.size();) {
    const size_t bar = std::min(text.find('|', at), text.size());
    fields.push_back(text.substr(at, bar - at));
    at = bar + 1;
  }
}

Result<QueueLine> line_of(std::vector<std::string_view> fields, const Zone& zone) {
  QueueLine line;
  line.fields = std::move(fields);
  if (line.fields.size() < kFieldsMin) return Status::invalid("a line of queue_log has at least 5 fields between bars");
  const Result<ParsedTime> time = parse_time(trim(line.fields[0]), zone);
  if (!time) return Status::invalid(time.error().message(), "time");
  line.time = *time;
  line.time.offset_minutes = zone.offset_minutes(time->utc);
  return line;
}

// Lines about agents and the server, not about a call; and those that only count.
bool is_about_call(const QueueLine& line) {
  constexpr std::string_view kOthers[] = {"PAUSE",      "UNPAUSE",      "PAUSEALL",           "UNPAUSEALL",
                                          "ADDMEMBER",  "REMOVEMEMBER", "QUEUESTART",         "CONFIGRELOAD",
                                          "AGENTLOGIN", "AGENTLOGOFF",  "AGENTCALLBACKLOGIN", "AGENTCALLBACKLOGOFF",
                                          "PENALTY",    "PAUSEREASON",  "RINGINUSE",          "MEMBERPENALTY"};
  for (const std::string_view other : kOthers) {
    if (line.event() == other) return false;
  }
  return !line.call().empty() && line.call() != "REALTIME" && line.call() != "MANAGER";
}

Status QueueLog::take(const QueueLine& line, uint64_t number, std::string_view raw) {
  if (!is_about_call(line)) return {};
  if (calls_.size() >= kHeldMax) SOJOURN_CHECK(write_until(line.time.utc - kSilence));
  const auto [place, fresh] = calls_.try_emplace(std::string(line.call()));
  QueueCall& call = place->second;
  if (fresh) {
    call.line = number;
    call.raw = raw;
    call.began = line.time;
    call.last = line.time.utc;
    order_.push_back(place);
  }
  call.last = std::max(call.last, line.time.utc);
  apply(call, line);
  return {};
}

Status QueueLog::write_all() { return write_until(std::numeric_limits<Micros>::max()); }

// Those of which nothing was told since.
Status QueueLog::write_until(Micros time) {
  while (!order_.empty() && order_.front()->second.last < time) {
    SOJOURN_CHECK(write_call(writer_, order_.front()->first, order_.front()->second));
    calls_.erase(order_.front());
    order_.pop_front();
  }
  return {};
}

}  // namespace sojourn::asterisk
