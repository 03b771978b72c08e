// Maps: saved under a name, proposed for a file that nobody described, and tried while a person corrects them.
#include <array>

#include "api/handlers.h"
#include "api/json_body.h"
#include "api/map_proposal_json.h"
#include "api/map_trial.h"
#include "api/record_json.h"
#include "collect/map.h"
#include "intake/map_book.h"

namespace sojourn {
namespace {

constexpr size_t kReviseBytesMax = 8 * kSampleBytesMax;  // JSON writes some characters as six.
const std::array<std::string, 3> kReviseKeys{"proposal", "sample", "name"};

// --- saved maps

Json brief_json(const SavedMap& map) {
  return {{"name", map.name}, {"source", map.source}, {"changed_at", time_or_null(map.changed_at)}};
}

Result<HttpReply> list_maps(const Engine& engine) {
  SOJOURN_TRY(const std::vector<SavedMap> maps, MapBook(engine.store).list());
  Json json;
  Json& list = json["maps"] = Json::array();
  for (const SavedMap& map : maps) list.push_back(brief_json(map));
  return json_reply(json);
}

Result<HttpReply> get_map(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const SavedMap map, MapBook(engine.store).find(call.path[0]));
  return HttpReply{200, "application/toml; charset=utf-8", map.toml, {}};
}

Result<HttpReply> put_map(const Engine& engine, const Call& call) {
  MapBook book(engine.store);
  const bool known = book.find(call.path[0]).has_value();
  SOJOURN_TRY(const SavedMap map, book.put(call.path[0], call.request.body));
  return json_reply(brief_json(map), known ? 200 : 201);
}

Result<HttpReply> remove_map(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const SavedMap map, MapBook(engine.store).remove(call.path[0]));
  return json_reply(brief_json(map));
}

// --- proposals

// What is still wrong with it, in one sentence; "" : nothing.
std::string problem_with(const MapProposal& proposal) {
  Status status = check_proposal(proposal);
  if (status.ok()) status = parse_map(map_toml(proposal), "map").status();
  return status.ok() ? std::string() : status.to_string();
}

void add_proposal(const MapProposal& proposal, Json& json) {
  const std::string problem = problem_with(proposal);
  json["proposal"] = proposal_json(proposal);
  json["problem"] = problem.empty() ? Json(nullptr) : Json(problem);
  json["map"] = problem.empty() ? Json(map_toml(proposal)) : Json(nullptr);
  json["targets"] = proposal_targets();
  json["kinds"] = proposal_kinds();
}

Result<std::shared_ptr<UploadFile>> sample_file(const Engine& engine, const std::string& name,
                                                const std::string& bytes) {
  SOJOURN_TRY(std::shared_ptr<UploadFile> file, engine.imports->make_file(name, bytes.size()));
  SOJOURN_CHECK(file->write(bytes));
  SOJOURN_CHECK(file->finish(false));
  return file;
}

Result<HttpReply> propose(const Engine& engine, const Call& call) {
  const std::string name = call.query("name");
  std::shared_ptr<UploadFile> file = call.request.upload;
  if (file == nullptr) {
    SOJOURN_TRY(file, sample_file(engine, name, call.request.body));
  }
  if (file->bytes() == 0) return Status::invalid("the body is empty: send the first rows of the file", "body");
  const std::string told = call.query("cut");
  if (!told.empty() && told != "true" && told != "false") return Status::invalid("true or false was expected", "cut");
  // Who sends a beginning of a round size and says nothing has cut it.
  Result<Sample> read = Sample::read(file, told.empty() ? file->bytes() == kSampleBytesMax : told == "true");
  if (!read) return as_sender_sees(read.error(), file->folder());
  Sample& sample = *read;
  Json json;
  json["format"] = sample.format() != nullptr ? Json(sample.format()->id) : Json(nullptr);
  json["ready"] = sample.ready();
  const Result<MapProposal> proposal = sample.propose();
  if (proposal) {
    add_proposal(*proposal, json);
  } else {
    // A format need not be a table.
    if (sample.format() == nullptr) return as_sender_sees(proposal.error(), file->folder());
    json["proposal"] = json["map"] = nullptr;
    json["problem"] = proposal.error().to_string();
    json["targets"] = json["kinds"] = Json::array();
  }
  json["sample"] = sample.text();
  return json_reply(json);
}

Result<HttpReply> revise(const Engine& engine, const Call& call) {
  SOJOURN_TRY(const Json body, parse_json_object(call.request.body, kReviseKeys));
  if (!body.contains("proposal")) return Status::invalid("the proposal is missing", "proposal");
  Result<MapProposal> proposal = parse_proposal(body["proposal"]);
  if (!proposal) return std::move(proposal).error().within("proposal");
  SOJOURN_TRY(const std::string text, text_or_empty(body, "sample"));
  SOJOURN_TRY(std::string name, text_or_empty(body, "name"));
  if (name.empty()) name = "sample.csv";
  Json json;
  add_proposal(*proposal, json);
  json["events"] = json["rejects"] = Json::array();
  json["counts"] = nullptr;
  if (json["map"].is_null() || text.empty()) return json_reply(json);
  SOJOURN_TRY(const std::shared_ptr<UploadFile> file, sample_file(engine, name, text));
  const Result<Json> tried = try_map(json["map"].get<std::string>(), *file, source_finder(engine.sources));
  if (tried) {
    json.update(*tried);
  } else {
    json["problem"] = as_sender_sees(tried.error(), file->folder()).to_string();
    json["map"] = nullptr;
  }
  return json_reply(json);
}

Result<std::shared_ptr<UploadFile>> begin_sample(const Engine& engine, const Call& call,
                                                 std::optional<uint64_t> length) {
  Result<std::unique_ptr<UploadFile>> file = engine.imports->make_file(call.query("name"), length);
  if (!file) return std::move(file).error();
  return std::shared_ptr<UploadFile>(std::move(file).value());
}

const char* const kMapExample =
    "source = \"till\"\n\n[[file]]\nname = \"*\"\n\n[[file.event]]\ntime = \"time\"\nwho.id = \"customer\"\ntouchpoint "
    "= \"touchpoint\"\n";
const char* const kSampleExample = "when,card,paid\n2026-01-05 10:00,17,12.50\n";
const char* const kReviseExample =
    R"({"name":"till.csv","sample":"when,card\n2026-01-05 10:00,17\n","proposal":{"source":"till","zone":"Europe/Amsterdam","columns":[{"column":"when","target":"time","time_format":"%Y-%m-%d %H:%M"},{"column":"card","target":"who.id"}],"constants":{"touchpoint":"purchase"}}})";

}  // namespace

void add_map_routes(const Engine& engine, std::vector<Route>& routes) {
  routes.push_back(
      {"GET", "/v1/maps", "The maps that are saved.", [engine](const Call&) { return list_maps(engine); }, "", "Maps"});
  routes.back().needs = Permission::kSetup;
  // Before the routes with a name: nobody can save a map under these words by POST.
  routes.push_back(
      {"POST",
       "/v1/maps/propose",
       "Looks at the first rows of a file that nobody described and proposes a map.",
       [engine](const Call& call) { return propose(engine, call); },
       "Sample",
       "MapProposal",
       {{"name", "string", "The file's name, with its ending."},
        {"cut", "string", "true: there is more of the file. Workbooks and Parquet files are sent whole."}}});
  routes.back().needs = Permission::kSetup;
  routes.back().request_media = "application/octet-stream";
  routes.back().request_example = kSampleExample;
  routes.back().body_bytes_max = kImportBytesMax;
  routes.back().upload = [engine](const Call& call, std::optional<uint64_t> length) {
    return begin_sample(engine, call, length);
  };
  routes.push_back({"POST", "/v1/maps/revise", "The map of a proposal that was corrected, and what it makes of rows.",
                    [engine](const Call& call) { return revise(engine, call); }, "MapRevision", "MapProposal"});
  routes.back().needs = Permission::kSetup;
  routes.back().request_example = kReviseExample;
  routes.back().body_bytes_max = kReviseBytesMax;
  routes.push_back({"GET", "/v1/maps/{name}", "One map, as TOML.",
                    [engine](const Call& call) { return get_map(engine, call); }, "", ""});
  routes.back().needs = Permission::kSetup;
  routes.back().media = {"application/toml"};
  routes.push_back({"PUT", "/v1/maps/{name}", "Saves a map (201), or replaces it.",
                    [engine](const Call& call) { return put_map(engine, call); }, "MapText", "SavedMap"});
  routes.back().needs = Permission::kSetup;
  routes.back().request_media = "application/toml";
  routes.back().request_example = kMapExample;
  routes.back().also = {{201, kIsNew}};
  routes.push_back({"DELETE", "/v1/maps/{name}", "Removes a map; what was read by it stays.",
                    [engine](const Call& call) { return remove_map(engine, call); }, "", "SavedMap"});
  routes.back().needs = Permission::kSetup;
}

}  // namespace sojourn
