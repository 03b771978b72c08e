// Reads call detail records: Master.csv and tables of FreePBX.
//
// Times     wall-clock time in the zone of the source, unless the exchange writes UTC (usegmtime): then its zone is UTC.
// Talk      billsec of a call that was put through by Dial. After Queue or an announcement the exchange itself has
//           answered, and billsec says nothing of talking.
// Rows      of one uniqueid are one call: attempts to reach somebody; the one that was answered longest speaks for it.
// Legs      a row whose linkedid is another call's is a part of that one, without a touchpoint of its own, unless the
//           setting `legs` says calls.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/text.h"
#include "formats/asterisk.h"
#include "formats/asterisk_rows.h"
#include "formats/contact.h"

namespace sojourn {
namespace {

constexpr std::array<std::string_view, 21> kColumns{
    "accountcode", "src",      "dst",      "dcontext",  "clid",        "channel",  "dstchannel",
    "lastapp",     "lastdata", "start",    "answer",    "end",         "duration", "billsec",
    "disposition", "amaflags", "uniqueid", "userfield", "peeraccount", "linkedid", "sequence"};

struct Row {
  uint64_t line = 0;
  std::string_view raw;
  std::map<std::string, std::string, std::less<>> cells;

  const std::string& at(std::string_view name) const {
    static const std::string kNothing;
    const auto found = cells.find(name);
    return found == cells.end() ? kNothing : found->second;
  }
  std::optional<int64_t> seconds(std::string_view name) const {
    const Result<int64_t> number = parse_integer(at(name));
    constexpr int64_t kMost = 100'000'000;
    return number && *number >= 0 && *number <= kMost ? std::optional<int64_t>(*number) : std::nullopt;
  }
  std::string disposition() const { return lower_ascii(at("disposition")); }
  bool answered() const { return disposition() == "answered"; }
};

// Names of the columns: of a header line if there is one, else Master.csv's.
class Columns {
 public:
  // True: the row was the header.
  bool take_header(const std::vector<Cell>& row) {
    std::vector<std::string> names;
    for (const Cell& cell : row) names.push_back(lower_ascii(trim(cell.text)));
    const auto has = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    if (!has("disposition") || !(has("src") || has("calldate") || has("start"))) return false;
    std::replace(names.begin(), names.end(), std::string("calldate"), std::string("start"));
    names_ = std::move(names);
    return true;
  }
  Row row(const std::vector<Cell>& cells) const {
    Row made;
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string_view text = trim(cells[i].text);
      const std::string name = i < names_.size() ? names_[i] : "column_" + std::to_string(i + 1);
      // What databases write for nothing.
      const bool nothing = text.empty() || text == "NULL" || text == "\\N" || text.starts_with("0000-00-00");
      if (!nothing && !name.empty()) made.cells.emplace(name, std::string(text));
    }
    return made;
  }

 private:
  std::vector<std::string> names_{kColumns.begin(), kColumns.end()};
};

// "Anna" <+31201234567> -> +31201234567
std::string number_of(const std::string& caller) {
  const size_t open = caller.rfind('<');
  const size_t close = caller.find('>', open == std::string::npos ? 0 : open);
  return open != std::string::npos && close != std::string::npos ? caller.substr(open + 1, close - open - 1) : "";
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("+0123456789") == std::string_view::npos;
}

// Which way a call went, by the numbers: an extension is a short one.
class Ways {
 public:
  explicit Ways(const FormatSettings& settings) {
    const Result<int64_t> digits = parse_integer(setting(settings, "extension_digits"));
    if (digits && *digits >= 0) digits_ = static_cast<size_t>(*digits);
  }
  // "in", "out", or "" for calls inside the house.
  std::string of(const Row& row) const {
    const bool from_inside = inside(row.at("src"));
    const std::string& context = row.at("dcontext");
    if (from_inside && is_number(row.at("dst")) && !inside(row.at("dst"))) return "out";
    if (!from_inside) return "in";
    return context.starts_with("from-trunk") || context.starts_with("from-pstn") || context.starts_with("from-did")
               ? "in"
               : "";
  }

 private:
  bool inside(std::string_view number) const {
    return is_number(number) && number.size() <= digits_ && number[0] != '+';
  }
  size_t digits_ = 6;
};

std::string outcome_of(const Row& row) {
  const std::string disposition = row.disposition();
  if (disposition == "answered") {
    if (lower_ascii(row.at("lastapp")).starts_with("voicemail")) return "voicemail";
    if (!row.at("dstchannel").empty()) return "served";
    // The queue has answered; whether an agent did stands in queue_log.
    return lower_ascii(row.at("lastapp")) == "queue" ? "" : "ivr";
  }
  if (disposition == "cancel") return "cancelled";
  if (disposition == "congestion" || disposition == "failed") return "failed";
  return disposition;  // "no answer", "busy"
}

// Rows are read again when their call is written: a large file has many calls.
struct Call {
  std::string_view raw;  // Of the row that speaks for it.
  uint64_t line = 0;
  bool answered = false;
  int64_t billed = 0;
  std::string start;  // The earliest.
  std::string end;    // The latest.
  int64_t rows = 0;
};

void join(Call& call, const Row& row) {
  const std::string& start = row.at("start");
  const std::string& end = row.at("end");
  if (!start.empty() && (call.start.empty() || start < call.start)) call.start = start;
  call.end = std::max(call.end, end);
  const bool answered = row.answered();
  const int64_t billed = row.seconds("billsec").value_or(0);
  const bool better = answered != call.answered ? answered : billed > call.billed;
  if (call.rows++ > 0 && !better) return;
  call.raw = row.raw;
  call.line = row.line;
  call.answered = answered;
  call.billed = billed;
}

void write_lengths(EventWriter& writer, const Row& row) {
  const auto whole = row.seconds("duration");
  const auto answered = row.seconds("billsec");
  const bool dialled = lower_ascii(row.at("lastapp")) == "dial";
  if (dialled && row.answered() && whole && answered && *whole >= *answered) {
    writer.duration(Field::kTalk, *answered * kSecond).duration(Field::kWait, (*whole - *answered) * kSecond);
  }
  if (dialled && !row.answered() && whole) writer.duration(Field::kWait, *whole * kSecond);
  writer.set("duration_seconds", whole);
  if (row.answered()) writer.set("billed_seconds", answered);
}

void write_parties(EventWriter& writer, const Row& row, const std::string& way) {
  const std::string from = number_of(row.at("clid"));
  if (way == "in") write_address(writer, is_number(row.at("src")) || from.empty() ? row.at("src") : from);
  if (way == "out") write_address(writer, row.at("dst"));
  const std::string agent = agent_of_channel(row.at(way == "out" ? "channel" : "dstchannel"));
  if (outcome_of(row) == "served") writer.set("agent", agent);
  writer.set(way == "out" ? "called_from" : "dialled", way == "out" ? row.at("src") : row.at("dst"));
  if (lower_ascii(row.at("lastapp")) == "queue") {
    writer.set("queue", row.at("lastdata").substr(0, row.at("lastdata").find_first_of(",|")));
  }
}

void write_rest(EventWriter& writer, const Row& row) {
  constexpr std::string_view kWritten[] = {"src",         "dst",     "clid",    "uniqueid",  "linkedid",
                                           "duration",    "billsec", "start",   "end",       "sequence",
                                           "disposition", "answer",  "channel", "dstchannel"};
  Json rest = Json::object();
  for (const auto& [name, text] : row.cells) {
    if (std::find(std::begin(kWritten), std::end(kWritten), name) == std::end(kWritten)) rest[name] = text;
  }
  writer.set("answered_at", row.at("answer"));
  writer.set("from_channel", row.at("channel")).set("to_channel", row.at("dstchannel"));
  keep_others(writer, rest, {});
}

// For comparing tellings: a call of which more rows are known ends later.
int64_t version_of(const Call& call, const Row& row, const Zone& zone) {
  const Result<ParsedTime> end = parse_time(call.end, zone);
  if (end) return std::max<int64_t>(milliseconds(end->utc), 0);
  const Result<ParsedTime> start = parse_time(call.start, zone);
  const Micros length = row.seconds("duration").value_or(0) * kSecond;
  return start ? std::max<int64_t>(milliseconds(start->utc + length), 0) : 0;
}

Status write_call(EventWriter& writer, const std::string& id, const Call& call, const Row& row,
                  const FormatSettings& settings) {
  const std::string way = Ways(settings).of(row);
  const std::string& chain = row.at("linkedid");
  const bool leg = !chain.empty() && chain != id;
  writer.begin(row.line, row.raw);
  if (!id.empty()) writer.id(id).version(version_of(call, row, writer.options().zone));
  writer.time(std::string_view(call.start)).set("channel", "call");
  // Colleagues who call one another, and parts of calls, are no touchpoints of a customer.
  if (!way.empty() && (!leg || setting(settings, "legs") == "calls")) writer.set("touchpoint", "call");
  writer.set("direction", way).set("episode", chain.empty() ? id : chain).set("outcome", outcome_of(row));
  write_parties(writer, row, way);
  write_lengths(writer, row);
  if (call.rows > 1) writer.set("attempts", call.rows);
  write_rest(writer, row);
  return ended(writer);
}

// Adds the row to its call. A fault says what is missing.
Status take_row(const Row& row, std::map<std::string, Call, std::less<>>& calls, std::vector<std::string>& order) {
  if (row.at("disposition").empty() || row.at("start").empty()) {
    return Status::invalid("the row has no start or no disposition: it is no call detail record", "start");
  }
  std::string id = row.at("uniqueid");
  // Without ids every row is a call of its own.
  if (id.empty()) id = "\n" + std::to_string(order.size());
  const auto [place, fresh] = calls.try_emplace(std::move(id));
  if (fresh) order.push_back(place->first);
  join(place->second, row);
  return {};
}

}  // namespace

Status read_call_records(const FormatInput& input, const FormatSettings& settings, EventWriter& writer) {
  Columns columns;
  std::map<std::string, Call, std::less<>> calls;
  std::vector<std::string> order;
  const std::string_view text = asterisk::without_mark(input.bytes);
  const char delimiter = asterisk::delimiter_of(text);
  asterisk::RowWalk walk(text, delimiter);
  std::vector<Cell> cells;
  bool first = true;
  while (walk.next(cells)) {
    if (std::exchange(first, false) && !walk.broken() && columns.take_header(cells)) continue;
    writer.row();
    Row row;
    if (!walk.broken()) row = columns.row(cells);
    row.line = walk.line();
    row.raw = walk.raw();
    const Status fault =
        walk.broken() ? Status::invalid("the row is not closed or not UTF-8") : take_row(row, calls, order);
    if (!fault.ok()) SOJOURN_CHECK(writer.reject(walk.line(), walk.raw(), fault.where(), fault.message()));
  }
  for (const std::string& id : order) {
    const Call& call = calls.find(id)->second;
    asterisk::RowWalk again(call.raw, delimiter);
    if (!again.next(cells)) continue;
    Row row = columns.row(cells);
    row.line = call.line;
    row.raw = call.raw;
    SOJOURN_CHECK(write_call(writer, id.starts_with('\n') ? "" : id, call, row, settings));
  }
  return {};
}

bool is_call_records(std::string_view head) {
  std::vector<Cell> cells;
  head = asterisk::without_mark(head);
  asterisk::RowWalk walk(head, asterisk::delimiter_of(head));
  if (!walk.next(cells) || walk.broken()) return false;
  Columns columns;
  if (columns.take_header(cells)) return head.substr(0, 4096).find("lastapp") != std::string_view::npos;
  const std::string disposition = columns.row(cells).disposition();
  constexpr std::array<std::string_view, 6> kDispositions{"answered", "no answer",  "busy",
                                                          "failed",   "congestion", "cancel"};
  return cells.size() >= 16 &&
         std::find(kDispositions.begin(), kDispositions.end(), disposition) != kDispositions.end();
}

}  // namespace sojourn
