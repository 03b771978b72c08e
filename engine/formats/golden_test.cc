// Golden files: what each format reads, to exact rows.
//
// tests/golden/formats/<format>/<case>/
//   in/*            read one after another, in the order of their names, as deliveries of one source
//   side/*          given with each as side files
//   settings        lines "name = value": zone, country, currency; header.NAME of a webhook and when it was
//                   received; set.NAME of the format; zeros = fields that may be 0 here, because the source says so or
//                   counts them
//   expected.jsonl  the events in force after all of it (newest version of each id), then the rejects
// SOJOURN_GOLDEN=<format> (or "all") writes what is expected anew; read the difference before you believe it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/source_folder_fixture.h"
#include "base/text.h"
#include "formats/format.h"
#include "formats/json_fields.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;

struct GoldenCase {
  fs::path folder;
  std::string format;
};

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> paths;
  if (!fs::exists(folder)) return paths;
  for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<GoldenCase> golden_cases() {
  std::vector<GoldenCase> cases;
  for (const fs::path& format : sorted_entries(fs::path(source_folder()) / "tests/golden/formats")) {
    for (const fs::path& folder : sorted_entries(format)) {
      if (fs::is_directory(folder)) cases.push_back({folder, format.filename().string()});
    }
  }
  return cases;
}

struct GoldenSettings {
  WriterOptions options;
  FormatSettings format;
  std::map<std::string, std::string> headers;
  std::optional<Micros> received;
  std::set<std::string> zeros;
};

GoldenSettings read_settings(const fs::path& folder) {
  GoldenSettings settings;
  std::istringstream lines(slurp(folder / "settings"));
  for (std::string line; std::getline(lines, line);) {
    const size_t equals = line.find(" = ");
    if (line.empty() || line.front() == '#' || equals == std::string::npos) continue;
    const std::string name = line.substr(0, equals);
    const std::string value = line.substr(equals + 3);
    if (name == "zone") settings.options.zone = Zone::find(value).value();
    if (name == "received") settings.received = parse_time(value, Zone()).value().utc;
    if (name == "country") settings.options.country = value;
    if (name == "currency") settings.options.currency = value;
    if (name.starts_with("header.")) settings.headers[name.substr(7)] = value;
    if (name.starts_with("set.")) settings.format[name.substr(4)] = value;
    if (name != "zeros") continue;
    std::istringstream words(value);
    for (std::string word; words >> word;) settings.zeros.insert(word);
  }
  return settings;
}

nlohmann::ordered_json field_json(const Event& event, const FieldInfo& info) {
  switch (info.type) {
    case FieldType::kTerm:
    case FieldType::kKey:
    case FieldType::kText: return std::string(event.text(info.field));
    case FieldType::kNumber: return event.number(info.field);
    case FieldType::kMoney: return format_minor_units(event.integer(info.field), event.text(Field::kCurrency));
    case FieldType::kDuration: return std::to_string(event.integer(info.field)) + " us";
    case FieldType::kBool: return event.integer(info.field) != 0;
    case FieldType::kTime: return format_time(event.integer(info.field));
  }
  return nullptr;
}

nlohmann::ordered_json event_json(const Event& event) {
  nlohmann::ordered_json json;
  if (!event.id.empty()) json["id"] = event.id;
  if (event.version != 0) json["version"] = event.version;
  json["time"] = event.offset_minutes == 0 ? format_time(event.time) : format_time(event.time, event.offset_minutes);
  for (size_t i = 0; i < event.who_count; ++i) {
    json["who"].push_back(std::string(identifier_kind_name(event.who[i].kind)) + ":" + std::string(event.who[i].value));
  }
  for (const FieldInfo& info : all_fields()) {
    if (event.has(info.field)) json[std::string(info.name)] = field_json(event, info);
  }
  if (!event.properties.empty()) json["properties"] = nlohmann::ordered_json::parse(event.properties);
  return json;
}

// How the bytes of a file lie on disk.
enum class Written { kAsIs, kMarked, kUtf16Little, kUtf16Big };

std::string utf16(std::string_view text, bool little) {
  std::string out;
  const auto put = [&](uint32_t unit) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    out += little ? low : high;
    out += little ? high : low;
  };
  put(0xFEFF);
  for (size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    uint32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; ++i) point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3F);
    at += length;
    if (point < 0x10000) {
      put(point);
    } else {
      put(0xD800 + ((point - 0x10000) >> 10));
      put(0xDC00 + ((point - 0x10000) & 0x3FF));
    }
  }
  return out;
}

std::string written(std::string bytes, Written how) {
  const bool text = is_utf8(bytes) && bytes.find('\0') == std::string::npos && !bytes.starts_with("\xEF\xBB\xBF");
  if (!text || how == Written::kAsIs) return bytes;
  return how == Written::kMarked ? "\xEF\xBB\xBF" + bytes : utf16(bytes, how == Written::kUtf16Little);
}

Status read_case(const GoldenCase& golden, const GoldenSettings& settings, EventBatch& batch,
                 Written how = Written::kAsIs) {
  SOJOURN_TRY(const Format* format, find_format(golden.format));
  SOJOURN_CHECK(check_settings(*format, settings.format));
  std::vector<std::pair<std::string, std::string>> side;
  for (const fs::path& path : sorted_entries(golden.folder / "side")) {
    side.emplace_back(path.filename().string(), written(slurp(path), how));
  }
  batch.source = golden.format;
  EventWriter writer(batch, settings.options);
  for (const fs::path& path : sorted_entries(golden.folder / "in")) {
    batch.input = path.filename().string();
    const std::string bytes = written(slurp(path), how);
    FormatInput input;
    input.bytes = bytes;
    input.name = settings.headers.empty() ? batch.input : "";
    input.headers = settings.headers;
    input.received = settings.received;
    for (const auto& [name, text] : side) input.side_files.emplace_back(name, text);
    SOJOURN_CHECK(read_format(*format, input, settings.format, writer));
  }
  return {};
}

// Of one id the newest version, and the first of equal ones; in the order in which they were first told.
std::vector<const Event*> in_force(const EventBatch& batch) {
  std::vector<const Event*> events;
  std::map<EventKey, size_t> places;
  for (const Event& event : batch.events) {
    const auto [place, fresh] = places.emplace(event_key(batch.source, event), events.size());
    if (fresh) {
      events.push_back(&event);
    } else if (event.version > events[place->second]->version) {
      events[place->second] = &event;
    }
  }
  return events;
}

std::string describe(const EventBatch& batch) {
  std::string text;
  for (const Event* event : in_force(batch)) text += event_json(*event).dump() + "\n";
  for (const Reject& reject : batch.rejects) {
    nlohmann::ordered_json json;
    json["reject"] = {{"file", reject.file}, {"line", reject.line}, {"field", reject.field}, {"reason", reject.reason}};
    text += json.dump() + "\n";
  }
  return text;
}

// The first line that differs is told, not all of both.
void expect_same_lines(const std::string& text, const std::string& expected) {
  std::istringstream lines(text);
  std::istringstream expected_lines(expected);
  std::string line;
  std::string wanted;
  for (int number = 1;; ++number) {
    const bool more = static_cast<bool>(std::getline(lines, line));
    const bool more_wanted = static_cast<bool>(std::getline(expected_lines, wanted));
    if (!more && !more_wanted) return;
    EXPECT_EQ(more ? line : "(no more lines)", more_wanted ? wanted : "(no more lines)") << "line " << number;
    if (!more || !more_wanted || line != wanted) return;
  }
}

// Unknown is absent: a 0 must be named by the case.
void expect_no_zeros(const EventBatch& batch, const GoldenSettings& settings) {
  for (const Event& event : batch.events) {
    for (const FieldInfo& info : all_fields()) {
      if (!event.has(info.field) || is_text(info.type) || info.type == FieldType::kBool) continue;
      const bool zero =
          info.type == FieldType::kNumber ? event.number(info.field) == 0 : event.integer(info.field) == 0;
      const bool scale = info.field == Field::kScaleMin || info.field == Field::kScaleMax;
      EXPECT_TRUE(!zero || scale || settings.zeros.contains(std::string(info.name)))
          << event.id << " has a 0 in " << info.name << "; if the source says so, name it in `zeros`";
    }
  }
}

// What the check-list asks of every event of every format.
void expect_sound(EventBatch& batch, const GoldenSettings& settings) {
  expect_no_zeros(batch, settings);
  static const std::set<std::string> kRoles{"customer", "agent", "bot", "system"};
  for (Event& event : batch.events) {
    EXPECT_TRUE(validate_event(event).ok());
    EXPECT_TRUE(event.text(Field::kOutcome) != "abandoned" || !event.has(Field::kAgent)) << event.id;
    const Json properties = event.properties.empty() ? Json::object() : Json::parse(event.properties);
    int64_t last = 0;
    for (const Json& turn : items_at(properties, "turns")) {
      EXPECT_FALSE(text_at(turn, "text").empty()) << event.id;
      EXPECT_TRUE(!turn.contains("role") || kRoles.contains(text_at(turn, "role"))) << event.id << turn.dump();
      EXPECT_GE(integer_at(turn, "from_ms").value_or(last), last) << event.id;
      last = integer_at(turn, "from_ms").value_or(last);
    }
  }
}

TEST(Golden, EveryCaseGivesItsRows) {
  const char* mode = std::getenv("SOJOURN_GOLDEN");
  for (const GoldenCase& golden : golden_cases()) {
    const bool write = mode != nullptr && (std::string_view(mode) == "all" || golden.format == mode);
    SCOPED_TRACE(golden.folder.string());
    const GoldenSettings settings = read_settings(golden.folder);
    EventBatch batch;
    const Status status = read_case(golden, settings, batch);
    EXPECT_TRUE(status.ok()) << status.to_string();
    expect_sound(batch, settings);
    const fs::path expected = golden.folder / "expected.jsonl";
    if (write) std::ofstream(expected, std::ios::binary) << describe(batch);
    expect_same_lines(describe(batch), slurp(expected));
    EXPECT_FALSE(batch.events.empty()) << "a case without events checks nothing";
    // Read again, it says the same: the record would take nothing as new.
    EventBatch again;
    EXPECT_TRUE(read_case(golden, settings, again).ok());
    expect_same_lines(describe(again), describe(batch));
    EXPECT_EQ(again.counts.rows, batch.counts.rows);
  }
}

// Tools write UTF-16 where somebody chose "Unicode text", and a mark where Excel is to open the file.
TEST(Golden, EncodingsThatAMarkTellsReadTheSame) {
  for (const GoldenCase& golden : golden_cases()) {
    const GoldenSettings settings = read_settings(golden.folder);
    if (!settings.headers.empty()) continue;
    SCOPED_TRACE(golden.folder.string());
    for (const Written how : {Written::kMarked, Written::kUtf16Little, Written::kUtf16Big}) {
      SCOPED_TRACE(static_cast<int>(how));
      EventBatch batch;
      const Status status = read_case(golden, settings, batch, how);
      EXPECT_TRUE(status.ok()) << status.to_string();
      expect_same_lines(describe(batch), slurp(golden.folder / "expected.jsonl"));
    }
  }
}

TEST(Golden, EveryFormatHasACase) {
  std::set<std::string> covered;
  for (const GoldenCase& golden : golden_cases()) covered.insert(golden.format);
  for (const Format& format : formats()) EXPECT_TRUE(covered.contains(format.id)) << format.id;
}

// A file of one format is taken for no other.
TEST(Golden, FormatsAreToldApart) {
  constexpr size_t kHead = 64 * 1024;
  for (const GoldenCase& golden : golden_cases()) {
    for (const fs::path& path : sorted_entries(golden.folder / "in")) {
      const std::string bytes = slurp(path);
      const Format* found = recognise_format(std::string_view(bytes).substr(0, kHead), path.filename().string());
      EXPECT_TRUE(found == nullptr || found->id == golden.format) << path << " was taken for " << found->id;
      const std::string wide = written(bytes, Written::kUtf16Little);
      EXPECT_EQ(recognise_format(std::string_view(wide).substr(0, kHead), path.filename().string()), found) << path;
    }
  }
}

// Damaged files give rejects or errors, and never more.
TEST(Golden, EveryCutIsSurvived) {
  for (const GoldenCase& golden : golden_cases()) {
    const GoldenSettings settings = read_settings(golden.folder);
    const Result<const Format*> format = find_format(golden.format);
    if (!format) continue;
    for (const fs::path& path : sorted_entries(golden.folder / "in")) {
      const std::string bytes = slurp(path);
      const size_t step = std::max<size_t>(1, bytes.size() / 40);
      for (size_t size = 0; size < bytes.size(); size += step) {
        EventBatch batch;
        EventWriter writer(batch, settings.options);
        FormatInput input;
        input.bytes = std::string_view(bytes).substr(0, size);
        input.name = path.filename().string();
        input.headers = settings.headers;
        input.received = settings.received;
        (void)read_format(**format, input, settings.format, writer);
        for (Event& event : batch.events) EXPECT_TRUE(validate_event(event).ok());
      }
    }
  }
}

}  // namespace
}  // namespace sojourn
