#include "intake/import_job.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/text.h"
#include "intake/json_members.h"

namespace sojourn {
namespace {

using members::integer_of;
using members::list_of;
using members::number_of;
using members::text_of;
using members::time_of;
using members::truth_of;

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 6> kStates{"open", "queued", "running", "done", "failed", "stopped"};
constexpr size_t kRejectsShown = 10;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json time_or_null(Micros time) { return time == 0 ? Json(nullptr) : Json(format_time(time)); }

Json reject_json(const Reject& reject) {
  return {{"file", file_name(reject.file)}, {"line", reject.line}, {"field", reject.field}, {"reason", reject.reason}};
}

Json source_json(const SourceReport& source) {
  Json json{{"source", source.source},
            {"rows", source.counts.rows},
            {"events", source.counts.events},
            {"repeats", source.counts.repeats},
            {"without_id", source.counts.without_id},
            {"without_event", source.without_event},
            {"rejected", source.counts.rejected},
            {"superseded", source.replaced},
            {"texts", source.texts},
            {"personal", source.personal}};
  json["rejects"] = Json::array();
  for (const Reject& reject : source.rejects) json["rejects"].push_back(reject_json(reject));
  return json;
}

// As told, else the one that it turned out to be.
std::string source_of(const ImportJob& job) {
  const bool one = job.source.empty() && job.report.sources.size() == 1;
  return one ? job.report.sources.front().source : job.source;
}

void add_totals(const ImportJob& job, Json& json) {
  IntakeCounts counts;
  int64_t replaced = 0;
  int64_t without_event = 0;
  int64_t texts = 0;
  int64_t personal = 0;
  Json rejects = Json::array();
  for (const SourceReport& source : job.report.sources) {
    counts += source.counts;
    replaced += source.replaced;
    without_event += source.without_event;
    texts += source.texts;
    personal += source.personal;
    for (const Reject& reject : source.rejects) {
      if (rejects.size() < kRejectsShown) rejects.push_back(reject_json(reject));
    }
  }
  json["rows"] = std::max(job.rows, counts.rows);
  json["events"] = counts.events;
  json["repeats"] = counts.repeats;
  json["without_id"] = counts.without_id;
  json["without_event"] = without_event;
  json["rejected"] = counts.rejected;
  json["superseded"] = replaced;
  json["texts"] = texts;
  json["personal"] = personal;
  json["rejects"] = std::move(rejects);
}

// --- reading

uint64_t unsigned_of(const Json& json, const char* name) {
  return static_cast<uint64_t>(std::max<int64_t>(0, integer_of(json, name)));
}
std::vector<std::string> texts_of(const Json& json, const char* name) {
  std::vector<std::string> texts;
  for (const Json& each : list_of(json, name)) {
    if (each.is_string()) texts.push_back(each.get<std::string>());
  }
  return texts;
}

SourceReport read_source(const Json& json) {
  SourceReport source;
  source.source = text_of(json, "source");
  source.counts.rows = integer_of(json, "rows");
  source.counts.events = integer_of(json, "events");
  source.counts.repeats = integer_of(json, "repeats");
  source.counts.without_id = integer_of(json, "without_id");
  source.without_event = integer_of(json, "without_event");
  source.counts.rejected = integer_of(json, "rejected");
  source.replaced = integer_of(json, "superseded");
  source.texts = integer_of(json, "texts");
  source.personal = integer_of(json, "personal");
  for (const Json& each : list_of(json, "rejects")) {
    source.rejects.push_back(
        {text_of(each, "file"), unsigned_of(each, "line"), text_of(each, "field"), text_of(each, "reason"), ""});
  }
  return source;
}

Status read_error(const Json& json) {
  const std::string message = text_of(json, "error");
  if (message.empty()) return {};
  const std::string name = text_of(json, "error_code");
  for (unsigned char code = 1; code <= static_cast<unsigned char>(StatusCode::kInternal); ++code) {
    if (status_code_name(static_cast<StatusCode>(code)) == name) return {static_cast<StatusCode>(code), message};
  }
  return Status::internal(message);
}

void read_wish(const Json& json, ImportJob& job) {
  job.name = text_of(json, "name");
  job.map = text_of(json, "map");
  job.format = text_of(json, "format");
  job.source = text_of(json, "source");
  job.zone = text_of(json, "zone");
  job.country = text_of(json, "country");
  job.currency = text_of(json, "currency");
  job.dry_run = truth_of(json, "dry_run");
  job.strict = truth_of(json, "strict");
  job.redact = truth_of(json, "redact");
  const Json settings = json.value("settings", Json::object());
  for (const auto& [name, value] : settings.items()) {
    if (value.is_string()) job.settings[name] = value.get<std::string>();
  }
  job.map_toml = text_of(json, "map_toml");
  job.files = texts_of(json, "files");
  job.side_files = texts_of(json, "side_files");
  job.attempts = integer_of(json, "attempts");
}

}  // namespace

std::string_view import_state_name(ImportState state) { return kStates[static_cast<size_t>(state)]; }

std::string import_job_text(const ImportJob& job, bool whole) {
  Json json{{"id", std::to_string(job.id)},
            {"name", job.name},
            {"map", or_null(job.map)},
            {"format", or_null(job.format)},
            {"source", or_null(source_of(job))},
            {"zone", or_null(job.zone)},
            {"country", or_null(job.country)},
            {"currency", or_null(job.currency)},
            {"dry_run", job.dry_run},
            {"strict", job.strict},
            {"redact", job.redact},
            {"state", import_state_name(job.state)},
            {"bytes_total", job.bytes_total},
            {"bytes_read", job.bytes_read}};
  json["settings"] = Json::object();
  for (const auto& [name, value] : job.settings) json["settings"][name] = value;
  add_totals(job, json);
  json["sources"] = Json::array();
  for (const SourceReport& source : job.report.sources) json["sources"].push_back(source_json(source));
  json["skipped"] = Json::array();
  for (const std::string& file : job.report.skipped) json["skipped"].push_back(file_name(file));
  json["samples"] = job.report.samples;
  json["seconds"] = job.report.seconds;
  json["error"] = job.error.ok() ? Json(nullptr) : Json(job.error.to_string());
  json["error_code"] = job.error.ok() ? Json(nullptr) : Json(status_code_name(job.error.code()));
  json["made_at"] = time_or_null(job.made_at);
  json["started_at"] = time_or_null(job.started_at);
  json["ended_at"] = time_or_null(job.ended_at);
  if (whole) {
    json["map_toml"] = job.map_toml;
    json["files"] = job.files;
    json["side_files"] = job.side_files;
    json["attempts"] = job.attempts;
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<ImportJob> parse_import_job(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return Status::corruption("an import cannot be read: it is no JSON object");
  ImportJob job;
  const Result<int64_t> id = parse_integer(text_of(json, "id"));
  const std::string state = text_of(json, "state");
  const auto known = std::find(kStates.begin(), kStates.end(), state);
  if (!id || known == kStates.end()) return Status::corruption("an import cannot be read: its id or state is missing");
  job.id = *id;
  job.state = static_cast<ImportState>(known - kStates.begin());
  read_wish(json, job);
  job.bytes_total = unsigned_of(json, "bytes_total");
  job.bytes_read = unsigned_of(json, "bytes_read");
  job.rows = integer_of(json, "rows");
  for (const Json& each : list_of(json, "sources")) job.report.sources.push_back(read_source(each));
  job.report.skipped = texts_of(json, "skipped");
  job.report.samples = texts_of(json, "samples");
  job.report.seconds = number_of(json, "seconds");
  job.error = read_error(json);
  job.made_at = time_of(json, "made_at").value_or(0);
  job.started_at = time_of(json, "started_at").value_or(0);
  job.ended_at = time_of(json, "ended_at").value_or(0);
  return job;
}

}  // namespace sojourn
