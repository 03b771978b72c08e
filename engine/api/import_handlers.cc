// Files that are brought in: sent in one body each, read in the background, looked after and stopped.

#include "api/handlers.h"
#include "api/json_body.h"
#include "api/record_json.h"
#include "base/decimal.h"
#include "intake/map_book.h"

namespace sojourn {
namespace {

HttpReply job_reply(const ImportJob& job, int status = 200) {
  return {status, "application/json", import_job_text(job, false), {}};
}

// `where` of what the jobs say in the words of their own is the query's name.
Result<HttpReply> job_reply_of(const Result<ImportJob>& job, int status = 200) {
  if (job) return job_reply(*job, status);
  return job.error();
}

Result<bool> truth_of(const Call& call, const char* name) {
  const std::string word = call.query(name);
  if (word.empty() || word == "false") return false;
  if (word == "true") return true;
  return Status::invalid("true or false was expected", name);
}

Result<std::map<std::string, std::string>> settings_of(const Call& call) {
  std::map<std::string, std::string> settings;
  const std::string text = call.query("settings");
  if (text.empty()) return settings;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return Status::invalid("a JSON object of texts was expected", "settings");
  for (const auto& [name, value] : json.items()) {
    if (!value.is_string()) return Status::invalid("a text was expected", "settings." + name);
    settings[name] = value.get<std::string>();
  }
  return settings;
}

Result<int64_t> id_of(const Call& call) {
  const Result<int64_t> id = parse_integer(call.path[0]);
  if (id) return *id;
  return Status::not_found("there is no import \"" + call.path[0].substr(0, 80) + "\"", "id");
}

// What the query asks for. Errors: kInvalidArgument and kNotFound, `where` is the word.
Result<ImportJob> wish_of(const Engine& engine, const Call& call) {
  ImportJob wish;
  wish.map = call.query("map");
  wish.format = call.query("format");
  if (!wish.map.empty() && !wish.format.empty()) {
    return Status::invalid("a file is read by a map or by a format, not by both", "format");
  }
  if (!wish.map.empty()) {
    SOJOURN_TRY(const SavedMap saved, MapBook(engine.store).find(wish.map));
    wish.map_toml = saved.toml;
  }
  if (!wish.format.empty() && wish.format != kRowsFormat) {
    if (const Status known = find_format(wish.format).status(); !known.ok()) {
      return Status::invalid(known.message(), "format");
    }
  }
  wish.source = call.query("source");
  wish.zone = call.query("zone");
  if (!wish.zone.empty()) {
    if (const Status zone = Zone::find(wish.zone).status(); !zone.ok()) return Status::invalid(zone.message(), "zone");
  }
  wish.country = call.query("country");
  wish.currency = call.query("currency");
  SOJOURN_TRY(wish.settings, settings_of(call));
  SOJOURN_TRY(wish.dry_run, truth_of(call, "dry_run"));
  SOJOURN_TRY(wish.strict, truth_of(call, "strict"));
  SOJOURN_TRY(wish.redact, truth_of(call, "redact"));
  return wish;
}

// The file of the request: on disk already when it came by a socket.
Result<std::shared_ptr<UploadFile>> file_of(const Engine& engine, const Call& call) {
  std::shared_ptr<UploadFile> file = call.request.upload;
  if (file == nullptr) {
    SOJOURN_TRY(file, engine.imports->make_file(call.query("name"), call.request.body.size()));
    SOJOURN_CHECK(file->write(call.request.body));
    SOJOURN_CHECK(file->finish(true));
  }
  if (file->bytes() == 0) return Status::invalid("the body is empty: send the whole file as it is", "body");
  return file;
}

// `of`: the open import that waits for it; 0: none.
Result<std::shared_ptr<UploadFile>> begin_file(const Engine& engine, const Call& call, std::optional<uint64_t> length,
                                               int64_t of = 0) {
  Result<std::unique_ptr<UploadFile>> file = engine.imports->make_file(call.query("name"), length, of);
  if (!file) return std::move(file).error();
  return std::shared_ptr<UploadFile>(std::move(file).value());
}

// --- the handlers

Result<HttpReply> take_import(const Engine& engine, const Call& call) {
  SOJOURN_TRY(ImportJob wish, wish_of(engine, call));
  SOJOURN_TRY(const bool more, truth_of(call, "more"));
  SOJOURN_TRY(const std::shared_ptr<UploadFile> file, file_of(engine, call));
  return job_reply_of(engine.imports->add(std::move(wish), *file, more), 202);
}

Result<ImportJobs::As> as_of(const Call& call) {
  const std::string as = call.query("as");
  if (as.empty() || as == "file") return ImportJobs::As::kFile;
  if (as == "with") return ImportJobs::As::kSideFile;
  if (as == "map") return ImportJobs::As::kMap;
  return Status::invalid("file, with or map was expected", "as");
}

Result<std::shared_ptr<UploadFile>> begin_other_file(const Engine& engine, const Call& call,
                                                     std::optional<uint64_t> length) {
  SOJOURN_TRY(const int64_t id, id_of(call));
  SOJOURN_TRY(const ImportJobs::As as, as_of(call));
  if (as == ImportJobs::As::kMap) SOJOURN_CHECK(check_map_bytes(length.value_or(0)));
  return begin_file(engine, call, length, id);
}

Result<HttpReply> take_file(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t id, id_of(call));
  SOJOURN_TRY(const ImportJobs::As as, as_of(call));
  SOJOURN_TRY(const std::shared_ptr<UploadFile> file, file_of(engine, call));
  return job_reply_of(engine.imports->add_file(id, *file, as));
}

Result<HttpReply> start_import(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t id, id_of(call));
  return job_reply_of(engine.imports->close(id), 202);
}

Result<HttpReply> list_imports(const Engine& engine) {
  Json json;
  Json& list = json["imports"] = Json::array();
  for (const ImportJob& job : engine.imports->list()) list.push_back(Json::parse(import_job_text(job, false)));
  return json_reply(json);
}

Result<HttpReply> get_import(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t id, id_of(call));
  return job_reply_of(engine.imports->find(id));
}

Result<HttpReply> stop_import(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const int64_t id, id_of(call));
  return job_reply_of(engine.imports->stop_job(id));
}

std::vector<QueryParameter> import_words() {
  return {
      {"name", "string", "The file's name, with its ending."},
      {"map", "string", "A saved map (/v1/maps) to read it by."},
      {"format", "string",
       "A format (/v1/formats) to read it by; rows: columns by their names. Default: by its content. Not with a map."},
      {"source", "string", "Name of the source; default: the map's, the format's, else the file's name."},
      {"zone", "string", "Time zone of times without an offset; default: the map's, the source's, else UTC."},
      {"country", "string", "Country of phone numbers without one; default: the map's, else the source's."},
      {"currency", "string", "Currency of amounts that name none; default: the map's, else the source's."},
      {"settings", "string", "Of a format: its settings, a JSON object of texts. Not with a map."},
      {"dry_run", "string", "true: read and check everything, store nothing."},
      {"strict", "string", "true: stop at the first row that is refused."},
      {"redact", "string", "true: names, addresses and numbers in texts are masked before they are stored."},
      {"more", "string", "true: other files of this import follow (its /files), then its /start."}};
}

const char* const kFileExample = "time,customer,touchpoint\n2026-01-05T10:00:00Z,c-1,purchase\n";

void make_upload(Route& route) {
  route.request_example = kFileExample;
  route.request_media = "application/octet-stream";
  route.body_bytes_max = kImportBytesMax;
}

}  // namespace

void add_import_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back({"GET", "/v1/imports", "The newest 100 imports, newest first.",
                    [engine](const Call&) { return list_imports(engine); }, "", "Imports"});
  routes.back().needs = Permission::kRecord | Permission::kSetup;
  routes.push_back({"POST", "/v1/imports", "Takes a file of any size and reads it in the background.",
                    [engine](const Call& call) { return take_import(engine, call); }, "File", "Import",
                    import_words()});
  routes.back().needs = Permission::kSetup;
  routes.back().success = 202;
  make_upload(routes.back());
  routes.back().upload = [engine](const Call& call, std::optional<uint64_t> length) {
    // What is wrong with the words is told before the file is sent.
    if (const Status status = wish_of(engine, call).status(); !status.ok()) {
      return Result<std::shared_ptr<UploadFile>>(status);
    }
    return begin_file(engine, call, length);
  };
  routes.push_back({"GET", "/v1/imports/{id}", "One import: how far it is, what came of it.",
                    [engine](const Call& call) { return get_import(engine, call); }, "", "Import"});
  routes.back().needs = Permission::kRecord | Permission::kSetup;
  routes.push_back({"DELETE", "/v1/imports/{id}", "Stops an import; what is stored stays.",
                    [engine](const Call& call) { return stop_import(engine, call); }, "", "Import"});
  routes.back().needs = Permission::kSetup;
  routes.push_back({"POST",
                    "/v1/imports/{id}/files",
                    "Takes another file of an import that was begun with more=true.",
                    [engine](const Call& call) { return take_file(engine, call); },
                    "File",
                    "Import",
                    {{"name", "string", "The file's name, with its ending."},
                     {"as", "string", "file (default), with: one that the format looks things up in, map: the map."}}});
  routes.back().needs = Permission::kSetup;
  make_upload(routes.back());
  routes.back().upload = [engine](const Call& call, std::optional<uint64_t> length) {
    return begin_other_file(engine, call, length);
  };
  routes.push_back({"POST", "/v1/imports/{id}/start", "All files have come: begins to read them.",
                    [engine](const Call& call) { return start_import(engine, call); }, "", "Import"});
  routes.back().needs = Permission::kSetup;
  routes.back().success = 202;
}

}  // namespace sojourn
