#include "api/survey_use.h"

#include "base/decimal.h"
#include "base/limits.h"

namespace sojourn {
namespace {

constexpr size_t kRowsMost = 100'000;

int64_t count_of(const std::optional<std::string>& cell) {
  const Result<int64_t> count = parse_integer(cell.value_or("0"));
  return count ? *count : 0;
}

std::string since_sql(Micros since) { return "time >= TIMESTAMP '" + format_time(since) + "'"; }

}  // namespace

Result<std::map<std::string, SurveyUse>> use_of_surveys(Store& store, Micros since) {
  std::map<std::string, SurveyUse> use;
  SOJOURN_TRY(const SqlTable answers,
              store.sql("select substr(source, 8), coalesce(properties->>'medium', ''), "
                        "count(distinct properties->>'response') from events where source like 'survey:%' and kind is "
                        "not null and " +
                            since_sql(since) + " group by 1, 2",
                        kRowsMost));
  for (const auto& row : answers.rows) {
    SurveyUse& one = use[row[0].value_or("")];
    one.by_medium[row[1].value_or("")] = count_of(row[2]);
    one.answers += count_of(row[2]);
  }
  SOJOURN_TRY(const SqlTable sent,
              store.sql("select properties->>'survey', count(*), count(*) filter (where outcome = 'answered') from "
                        "events where source = 'invitations' and outcome in ('sent', 'answered') and " +
                            since_sql(since) + " group by 1",
                        kRowsMost));
  for (const auto& row : sent.rows) {
    SurveyUse& one = use[row[0].value_or("")];
    one.sent = count_of(row[1]);
    one.answered = count_of(row[2]);
  }
  return use;
}

}  // namespace sojourn
