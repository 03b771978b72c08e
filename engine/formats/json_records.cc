#include "formats/json_records.h"

#include <algorithm>

#include "base/text.h"

namespace sojourn {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";  // Byte-order mark of UTF-8.

std::string_view without_mark(std::string_view bytes) {
  return bytes.starts_with(kMark) ? bytes.substr(kMark.size()) : bytes;
}

}  // namespace

JsonRecords::JsonRecords(std::string_view bytes, std::vector<std::string> wrappers)
    : bytes_(without_mark(bytes)), wrappers_(std::move(wrappers)) {
  find_layout();
}

size_t JsonRecords::skip_blanks(size_t from, size_t limit) const {
  while (from < limit && is_blank(bytes_[from])) ++from;
  return from;
}

// Behind the value that begins at `from`, or npos when it does not end before `limit`.
size_t JsonRecords::end_of_value(size_t from, size_t limit) const {
  size_t depth = 0;
  bool quoted = false;
  for (size_t at = from; at < limit; ++at) {
    const char c = bytes_[at];
    if (quoted) {
      if (c == '\\') ++at;
      if (c != '"') continue;
      quoted = false;
      if (depth == 0) return at + 1;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return at;  // Of what the value stands in.
      if (--depth == 0) return at + 1;
    } else if (depth == 0 && (c == ',' || is_blank(c))) {
      return at;
    }
  }
  return depth == 0 && !quoted ? limit : std::string_view::npos;
}

// One document a line: the first line is a document, or the second one begins like one though the first is not closed.
void JsonRecords::find_layout() {
  const size_t start = skip_blanks(0, bytes_.size());
  if (start == bytes_.size() || bytes_[start] != '{') return;
  const size_t line_end = std::min(bytes_.find('\n', start), bytes_.size());
  if (line_end == bytes_.size()) return;
  const size_t end = end_of_value(start, line_end);
  const bool closed = end != std::string_view::npos && skip_blanks(end, line_end) == line_end;
  const size_t second = skip_blanks(line_end, bytes_.size());
  by_line_ = second < bytes_.size() && bytes_[second] == '{' && bytes_[second - 1] == '\n' &&
             (closed || end_of_value(start, bytes_.size()) == std::string_view::npos);
}

uint64_t JsonRecords::line_at(size_t place) {
  if (place > line_place_) {
    line_ += static_cast<uint64_t>(std::count(bytes_.begin() + static_cast<std::ptrdiff_t>(line_place_),
                                              bytes_.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
    line_place_ = place;
  }
  return line_;
}

bool JsonRecords::next(JsonRecord& record) {
  while (true) {
    if (next_item(record)) return true;
    if (!next_document(record)) return false;
    if (!wrappers_.empty() && record.text.front() == '{' && unwrap(record.text)) continue;
    if (record.text.front() != '[') return true;
    // An array that is cut off still has its first items.
    const auto start = static_cast<size_t>(record.text.data() - bytes_.data());
    const size_t closing = record.text.size() > 1 && record.text.back() == ']' ? 1 : 0;
    open_.push_back({start + 1, start + record.text.size() - closing, ""});
  }
}

bool JsonRecords::next_document(JsonRecord& record) {
  at_ = skip_blanks(at_, bytes_.size());
  if (at_ == bytes_.size()) return false;
  const size_t limit = by_line_ ? std::min(bytes_.find('\n', at_), bytes_.size()) : bytes_.size();
  size_t end = by_line_ ? limit : end_of_value(at_, limit);
  if (end == std::string_view::npos) end = limit;
  end = std::max(end, at_ + 1);
  record.text = trim_end(bytes_.substr(at_, end - at_));
  record.member.clear();
  record.line = line_at(at_);
  at_ = end;
  return true;
}

bool JsonRecords::next_item(JsonRecord& record) {
  while (!open_.empty()) {
    Items& items = open_.back();
    while (items.at < items.end && (is_blank(bytes_[items.at]) || bytes_[items.at] == ',')) ++items.at;
    if (items.at >= items.end) {
      open_.pop_back();
      continue;
    }
    size_t end = end_of_value(items.at, items.end);
    if (end == std::string_view::npos) end = items.end;
    end = std::max(end, items.at + 1);
    record.text = trim_end(bytes_.substr(items.at, end - items.at));
    record.member = items.member;
    record.line = line_at(items.at);
    items.at = end;
    return true;
  }
  return false;
}

// Opens the members that hold records. False: the object has none, and is a record.
bool JsonRecords::unwrap(std::string_view document) {
  const auto start = static_cast<size_t>(document.data() - bytes_.data());
  const size_t limit = start + document.size();
  std::vector<Items> found;
  for (size_t at = start + 1; at < limit;) {
    while (at < limit && (is_blank(bytes_[at]) || bytes_[at] == ',')) ++at;
    if (at >= limit || bytes_[at] != '"') break;
    const size_t key_end = end_of_value(at, limit);
    if (key_end == std::string_view::npos) break;
    const std::string_view key = bytes_.substr(at + 1, key_end - at - 2);
    if (key == "id") return false;
    at = skip_blanks(key_end, limit);
    if (at >= limit || bytes_[at] != ':') break;
    at = skip_blanks(at + 1, limit);
    const size_t end = std::min(end_of_value(at, limit), limit);
    const bool holds = at < end && (bytes_[at] == '[' || bytes_[at] == '{');
    if (holds && std::find(wrappers_.begin(), wrappers_.end(), key) != wrappers_.end()) {
      const bool array = bytes_[at] == '[';
      const size_t inside = end - (array && bytes_[end - 1] == ']' ? 1 : 0);
      found.push_back({at + (array ? 1 : 0), inside, std::string(key)});
    }
    at = std::max(end, at + 1);
  }
  if (found.empty()) return false;
  open_.assign(std::make_move_iterator(found.rbegin()), std::make_move_iterator(found.rend()));
  return true;
}

Status read_json_records(std::string_view bytes, std::vector<std::string> wrappers, EventWriter& writer,
                         const ReadRecord& read) {
  JsonRecords records(bytes, std::move(wrappers));
  JsonRecord record;
  Status first_fault;
  bool any = false;
  int64_t bad = 0;
  while (records.next(record)) {
    const Result<Json> json = parse_json(record.text);
    if (json && json->is_object()) {
      writer.row();
      any = true;
      SOJOURN_CHECK(read(*json, record));
      continue;
    }
    const Status fault = json ? Status::invalid("a record is a JSON object {...}") : json.error();
    if (first_fault.ok()) first_fault = Status(fault).within("line " + std::to_string(record.line));
    // Until one record was good, this may not be JSON at all: a bad line is told, a hundred thousand are not.
    constexpr int64_t kBadMax = 1000;
    if (!any && ++bad > kBadMax) return first_fault;
    writer.row();
    SOJOURN_CHECK(writer.reject(record.line, record.text, "", fault.to_string()));
  }
  if (any || first_fault.ok()) return {};
  return first_fault;
}

void look_through_json(std::string_view bytes, std::vector<std::string> wrappers,
                       const std::function<void(const Json&, const JsonRecord&)>& see) {
  JsonRecords records(bytes, std::move(wrappers));
  JsonRecord record;
  while (records.next(record)) {
    const Result<Json> json = parse_json(record.text);
    if (json) see(*json, record);
  }
}

bool is_json_with(std::string_view head, std::initializer_list<std::string_view> names) {
  head = without_mark(head);
  while (!head.empty() && is_blank(head.front())) head.remove_prefix(1);
  if (head.empty() || (head.front() != '{' && head.front() != '[')) return false;
  return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
    return head.find("\"" + std::string(name) + "\"") != std::string_view::npos;
  });
}

}  // namespace sojourn
