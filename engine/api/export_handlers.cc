// What the terminal does with the whole record, for when a server holds it: files of all events, and bodies of webhooks
// read again.
#include <algorithm>
#include <array>
#include <chrono>

#include "api/handlers.h"
#include "api/json_body.h"
#include "api/long_work.h"
#include "api/record_json.h"
#include "api/sent_file.h"
#include "base/disk_room.h"
#include "intake/log_export.h"
#include "intake/replay.h"
#include "store/export.h"

namespace sojourn {
namespace {

const std::array<std::string, 3> kExportKeys{"format", "query", "gap"};
const std::array<std::string, 2> kReplayKeys{"source", "failed_only"};

// Generous, and finite: as long as an export reads, the record's log is not folded.
constexpr std::chrono::minutes kExportTime{30};
// What an export leaves to the record.
constexpr uint64_t kRoomBytes = uint64_t{64} << 20;

struct ExportWish {
  std::string format;
  std::string query;
  std::string gap;
  bool is_ocel() const { return format.starts_with("ocel"); }
  bool log() const { return format == "xes" || is_ocel(); }
};

struct ExportFormat {
  const char* name;  // Also the ending of the file, by which the writer of OCEL knows which kind is meant.
  const char* media;
};
constexpr ExportFormat kExportFormats[] = {{"parquet", "application/vnd.apache.parquet"},
                                           {"csv", "text/csv; charset=utf-8"},
                                           {"xes", "application/xml"},
                                           {"ocel", "application/json"},
                                           {"ocel.xml", "application/xml"},
                                           {"ocel.sqlite", "application/vnd.sqlite3"}};

const ExportFormat* find_format(std::string_view name) {
  const auto* found = std::find_if(std::begin(kExportFormats), std::end(kExportFormats),
                                   [name](const ExportFormat& each) { return each.name == name; });
  return found == std::end(kExportFormats) ? nullptr : found;
}

Result<ExportWish> export_wish(const Call& call) {
  SOJOURN_TRY(const Json json, parse_json_object(call.request.body, kExportKeys));
  ExportWish wish;
  SOJOURN_TRY(wish.format, text_at(json, "format"));
  SOJOURN_TRY(wish.query, text_or_empty(json, "query"));
  SOJOURN_TRY(wish.gap, text_or_empty(json, "gap"));
  if (find_format(wish.format) == nullptr) {
    return Status::invalid("parquet, csv, xes, ocel, ocel.xml or ocel.sqlite was expected", "format");
  }
  if (wish.log() && !wish.query.empty()) return Status::invalid("an event log holds all events", "query");
  if (wish.format != "xes" && !wish.gap.empty()) return Status::invalid("is of xes alone", "gap");
  return wish;
}

// The client left or we are to stop; the disk fills; it takes too long.
StopReason stop_of(const std::atomic<bool>* cancelled, const std::string& folder) {
  return [cancelled, folder, ends = std::chrono::steady_clock::now() + kExportTime]() -> Status {
    if (cancelled != nullptr && *cancelled) return Status(StatusCode::kCancelled, "nobody waits for the export");
    if (std::chrono::steady_clock::now() > ends) {
      return Status::limit("the export took longer than " + std::to_string(kExportTime.count()) +
                           " minutes and was stopped: ask for less, or stop the server and use sojourn export");
    }
    return find_room(folder, kRoomBytes);
  };
}

// Written whole beside the data, sent, and removed.
Result<HttpReply> export_events(const Engine& engine, const ExportWish& wish, const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(PrivateFolder folder, PrivateFolder::make(engine.imports->folder()));
  const std::string name = "events." + wish.format;
  const std::string path = folder.path() + "/" + name;
  SOJOURN_TRY(LongReader* const reader, long_reader(engine.store));
  const StopReason stop = stop_of(cancelled, folder.path());
  SOJOURN_TRY(const int64_t rows, wish.log()
                                      ? export_log(engine.store, path, wish.is_ocel() ? "ocel" : "xes", wish.gap, stop)
                                      : reader->export_rows(path, wish.query, stop));
  SOJOURN_TRY(const std::shared_ptr<SentFile> file, SentFile::open(std::move(folder), name));
  HttpReply reply{200, find_format(wish.format)->media, "", {}};
  reply.headers.emplace_back("X-Rows", std::to_string(rows));
  reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  reply.file = file;
  return reply;
}

Json report_json(const ReplayReport& report) {
  Json json{{"bodies", report.bodies}, {"mended", report.mended},   {"failed", report.failed},
            {"stored", report.stored}, {"repeats", report.repeats}, {"rejected", report.rejected}};
  json["faults"] = Json::array();
  for (const ReplayReport::Fault& fault : report.faults) {
    json["faults"].push_back({{"body", fault.number}, {"source", fault.source}, {"reason", fault.reason}});
  }
  return json;
}

Result<ReplayOptions> replay_wish(const Call& call) {
  const bool empty = call.request.body.find_first_not_of(" \t\r\n") == std::string::npos;
  SOJOURN_TRY(const Json json, empty ? Json::object() : parse_json_object(call.request.body, kReplayKeys));
  ReplayOptions options;
  SOJOURN_TRY(options.source, text_or_empty(json, "source"));
  if (json.contains("failed_only") && !json["failed_only"].is_null()) {
    if (!json["failed_only"].is_boolean()) return Status::invalid("true or false was expected", "failed_only");
    options.failed_only = json["failed_only"].get<bool>();
  }
  return options;
}

const char* const kExportExample = R"({"format":"parquet","query":"select * from events where channel = 'call'"})";
const char* const kReplayExample = R"({"source":"web","failed_only":true})";

}  // namespace

void add_export_routes(const Engine& engine, std::vector<Route>& routes) {
  const auto work = std::make_shared<LongWork>();
  routes.push_back({"POST", "/v1/export", "All events, or the result of a query, as a file; X-Rows tells how many.",
                    [engine, work](const Call& call) -> Result<HttpReply> {
                      SOJOURN_TRY(ExportWish wish, export_wish(call));
                      return work->run(call.request.request_id,
                                       [engine, wish = std::move(wish), cancelled = call.cancelled] {
                                         return export_events(engine, wish, cancelled);
                                       });
                    },
                    "Export", ""});
  routes.back().needs = Permission::kRecord;
  routes.back().media = {"application/vnd.apache.parquet", "text/csv", "application/xml", "application/json",
                         "application/vnd.sqlite3"};
  routes.back().request_example = kExportExample;
  routes.push_back({"POST", "/v1/replay", "Reads bodies of webhooks again with the readers of today.",
                    [engine, work](const Call& call) -> Result<HttpReply> {
                      SOJOURN_TRY(ReplayOptions options, replay_wish(call));
                      options.cancelled = call.cancelled;
                      options.progress = [engine](int64_t) { engine.intake.touch(); };
                      return work->run(
                          call.request.request_id, [engine, options = std::move(options)]() -> Result<HttpReply> {
                            SOJOURN_TRY(const ReplayReport report, replay(engine.store, engine.sources, options));
                            return json_reply(report_json(report));
                          });
                    },
                    "ReplayWish", "Replay"});
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = kReplayExample;
}

}  // namespace sojourn
