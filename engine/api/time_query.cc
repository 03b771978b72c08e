#include "api/time_query.h"

namespace sojourn {
namespace {

Result<Micros> time_of(const Call& call, const std::string& name, const Zone& zone, Micros otherwise) {
  const std::string text = call.query(name);
  if (text.empty()) return otherwise;
  Result<ParsedTime> parsed = parse_time(text, zone);
  if (!parsed.has_value()) return std::move(parsed).error().within(name);
  return parsed->utc;
}

}  // namespace

Result<AskedTimes> asked_times(const Call& call) {
  AskedTimes asked;
  if (const std::string name = call.query("zone"); !name.empty()) {
    Result<Zone> found = Zone::find(name);
    if (!found.has_value()) return std::move(found).error().within("zone");
    asked.zone = *found;
  }
  SOJOURN_TRY(asked.range.from, time_of(call, "from", asked.zone, asked.range.from));
  SOJOURN_TRY(asked.range.to, time_of(call, "to", asked.zone, asked.range.to));
  return asked;
}

std::vector<QueryParameter> time_parameters() {
  return {{"from", "string", "First moment, ISO 8601; in."},
          {"to", "string", "Last moment; out."},
          {"zone", "string", "Time zone of `from` and `to` where they name none; UTC unless told."}};
}

}  // namespace sojourn
