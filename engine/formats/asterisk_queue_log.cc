// Reads queue_log, the file and the table; what its lines say, asterisk_calls.h tells.
//
// Times     epoch seconds, or wall-clock time in the zone of the source (tables of a database).
// Tables    of a database, as CSV with a header (time, callid, queuename, agent, event, data1 ...; older ones have all of
//           it in `data`): its rows may stand in any order, and are read in that of their times.
// Memory    that of asterisk_calls.h; of a table, 24 bytes a row besides, for where it stands.
#include <algorithm>
#include <map>
#include <vector>

#include "base/encoding.h"
#include "base/text.h"
#include "formats/asterisk.h"
#include "formats/asterisk_calls.h"
#include "formats/asterisk_rows.h"
#include "formats/table.h"

namespace sojourn {
namespace {

using asterisk::QueueLine;
using asterisk::QueueLog;

// The rows of a table: where its columns are, and lines made of its cells.
class QueueTable {
 public:
  // Columns of other names than these say nothing of calls.
  explicit QueueTable(const std::vector<Cell>& header) : width_(header.size()) {
    while (width_ > 0 && trim(header[width_ - 1].text).empty()) --width_;
    for (size_t i = 0; i < width_; ++i) places_.emplace(lower_ascii(trim(header[i].text)), i);
    if (!places_.contains("queuename") && places_.contains("queue")) places_["queuename"] = places_["queue"];
  }

  // Cells are lent to the line.
  Result<QueueLine> line(const std::vector<Cell>& cells, const Zone& zone) const {
    SOJOURN_CHECK(check_width(cells));
    std::vector<std::string_view> fields;
    for (const char* name : {"time", "callid", "queuename", "agent", "event"}) fields.push_back(at(cells, name));
    const std::string_view all = at(cells, "data");
    if (!all.empty() && at(cells, "data1").empty()) {
      asterisk::split_at_bars(all, fields);
    } else {
      for (const char* name : {"data1", "data2", "data3", "data4", "data5"}) {
        const std::string_view text = at(cells, name);
        fields.push_back(text == "NULL" || text == "\\N" ? std::string_view() : text);
      }
    }
    return asterisk::line_of(std::move(fields), zone);
  }

 private:
  std::string_view at(const std::vector<Cell>& cells, std::string_view name) const {
    const auto found = places_.find(name);
    return found != places_.end() && found->second < cells.size() ? trim(cells[found->second].text)
                                                                  : std::string_view();
  }

  Status check_width(const std::vector<Cell>& cells) const {
    size_t count = cells.size();
    while (count > width_ && trim(cells[count - 1].text).empty()) --count;
    if (count == width_) return {};
    return Status::invalid("the row has " + std::to_string(count) + " cells, the header has " + std::to_string(width_));
  }

  size_t width_;
  std::map<std::string, size_t, std::less<>> places_;
};

// Where a row stands.
struct RowPlace {
  Micros time = 0;
  size_t offset = 0;
  uint64_t line = 0;
};

// Places of the rows about calls, in the order of their times. Bad rows become rejects.
Result<std::vector<RowPlace>> places_of_rows(std::string_view text, asterisk::RowWalk& walk, const QueueTable& table,
                                             EventWriter& writer) {
  std::vector<RowPlace> places;
  std::vector<Cell> cells;
  while (walk.next(cells)) {
    writer.row();
    const Result<QueueLine> line = walk.broken()
                                       ? Result<QueueLine>(Status::invalid("the row is not closed or not UTF-8"))
                                       : table.line(cells, writer.options().zone);
    if (!line) {
      SOJOURN_CHECK(writer.reject(walk.line(), walk.raw(), line.error().where(), line.error().message()));
    } else if (asterisk::is_about_call(*line)) {
      places.push_back({line->time.utc, static_cast<size_t>(walk.raw().data() - text.data()), walk.line()});
    }
  }
  // Of the same second, rows that stand newest first are the other way round.
  if (places.size() > 1 && places.back().time < places.front().time) std::reverse(places.begin(), places.end());
  std::stable_sort(places.begin(), places.end(), [](const RowPlace& a, const RowPlace& b) { return a.time < b.time; });
  return places;
}

}  // namespace

Status read_queue_table(const FormatInput& input, EventWriter& writer) {
  std::string_view text = asterisk::without_mark(input.bytes);
  const Result<std::string> western =
      is_utf8(text) ? Result<std::string>(std::string()) : to_utf8(text, Encoding::kWindows1252);
  if (western && !western->empty()) text = *western;
  const char delimiter = asterisk::delimiter_of(text);
  asterisk::RowWalk walk(text, delimiter);
  std::vector<Cell> cells;
  if (!walk.next(cells)) return {};
  const QueueTable table(cells);
  SOJOURN_TRY(const std::vector<RowPlace> places, places_of_rows(text, walk, table, writer));
  QueueLog log(writer);
  for (const RowPlace& place : places) {
    asterisk::RowWalk again(text.substr(place.offset), delimiter);
    if (!again.next(cells)) continue;
    SOJOURN_TRY(const QueueLine line, table.line(cells, writer.options().zone));
    SOJOURN_CHECK(log.take(line, place.line, again.raw()));
  }
  return log.write_all();
}

bool is_queue_table(std::string_view head) {
  const std::string line = lower_ascii(plain_head(head.substr(0, head.find('\n'))));
  return has_columns(line, {"callid", "event", "agent"}) && line.find('|') == std::string::npos;
}

Status read_queue_log(const FormatInput& input, EventWriter& writer) {
  QueueLog log(writer);
  uint64_t number = 0;
  for (std::string_view rest = asterisk::without_mark(input.bytes); !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (text.empty()) continue;
    writer.row();
    std::vector<std::string_view> fields;
    asterisk::split_at_bars(text, fields);
    const Result<QueueLine> line = is_utf8(text) ? asterisk::line_of(std::move(fields), writer.options().zone)
                                                 : Result<QueueLine>(Status::invalid("the line is not UTF-8"));
    if (!line) {
      SOJOURN_CHECK(writer.reject(number, text, line.error().where(), line.error().message()));
      continue;
    }
    SOJOURN_CHECK(log.take(*line, number, text));
  }
  return log.write_all();
}

bool is_queue_log(std::string_view head) {
  head = asterisk::without_mark(head);
  const std::string_view line = head.substr(0, head.find('\n'));
  const size_t bar = line.find('|');
  if (bar == std::string_view::npos || bar < 9) return false;
  int bars = 0;
  for (const char c : line) bars += c == '|' ? 1 : 0;
  return bars >= 4 && parse_time(trim(line.substr(0, bar)), Zone()).has_value() &&
         line.find('"') == std::string_view::npos;
}

}  // namespace sojourn
