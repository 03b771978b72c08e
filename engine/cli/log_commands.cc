// Event logs for process mining, out of the record.
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands.h"
#include "cli/remote.h"
#include "formats/event_log.h"
#include "intake/log_export.h"

namespace sojourn {

namespace {

// As the server names the kinds that a file's ending tells.
std::string ocel_format(const std::string& path) {
  switch (ocel_kind(path)) {
    case OcelKind::kXml: return "ocel.xml";
    case OcelKind::kSqlite: return "ocel.sqlite";
    case OcelKind::kJson: break;
  }
  return "ocel";
}

}  // namespace

Status run_log_export(const std::string& folder, const std::string& path, const std::string& kind,
                      const std::string& gap) {
  const Result<Workplace> place = open_workplace(folder, "sojourn export", false);
  Result<int64_t> count = place ? export_log(*place->store, path, kind, gap) : Result<int64_t>(place.error());
  if (const std::optional<std::string> server = place ? std::nullopt : server_of(place.error())) {
    nlohmann::json wish{{"format", kind == "ocel" ? ocel_format(path) : kind}};
    if (kind == "xes") wish["gap"] = gap;
    count =
        fetch_file(*server, "/v1/export", wish.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), path);
  }
  if (!count) return count.error();
  print_line(with_groups(*count) + " events written to " + path);
  return {};
}

}  // namespace sojourn
