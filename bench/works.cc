#include "works.h"

#include <cmath>
#include <map>
#include <stdexcept>
#include <string_view>

#include "base/calendar.h"
#include "base/decimal.h"
#include "event_data.h"
#include "measure/value.h"

namespace sojourn::bench {
namespace {

constexpr int64_t kWeekSeconds = 604'800;
constexpr int64_t kMondayShift = 259'200;  // 1970-01-01 was a Thursday.

// --- reading our answers

size_t column_of(const Answer& answer, std::string_view name) {
  for (size_t i = 0; i < answer.columns.size(); ++i) {
    if (answer.columns[i].name == name) return i;
  }
  throw std::runtime_error("the answer has no column " + std::string(name));
}

// "t07" as "7", "c2" as "2"; other texts as they stand.
std::string code_text(const Value& cell) {
  std::string text = value_text(cell);
  if (text.size() < 2 || (text[0] != 't' && text[0] != 'c')) return text;
  return text.substr(text[0] == 't' && text[1] == '0' ? 2 : 1);
}

std::string plain_text(const Value& cell) {
  if (const auto* whole = std::get_if<int64_t>(&cell)) return std::to_string(*whole);
  if (const auto* real = std::get_if<double>(&cell)) return format_number(*real);
  return code_text(cell);
}

// Chosen columns of the rows that `keep` accepts.
std::function<Rows(const Answer&)> columns(std::vector<std::string> names,
                                           std::function<bool(const std::vector<std::string>&)> keep = {}) {
  return [names = std::move(names), keep = std::move(keep)](const Answer& answer) {
    std::vector<size_t> picked;
    for (const std::string& name : names) picked.push_back(column_of(answer, name));
    Rows rows;
    for (const std::vector<Value>& cells : answer.rows) {
      std::vector<std::string> row;
      for (const size_t column : picked) row.push_back(plain_text(cells[column]));
      if (!keep || keep(row)) rows.push_back(std::move(row));
    }
    return rows;
  };
}

bool between_nodes(const std::vector<std::string>& row) { return row[0] != "(start)" && row[1] != "(end)"; }

// --- SQL

// ClickHouse: one row a customer, arrays in order of time, from the sorted table.
std::string arrays(const std::string& table, const std::string& columns_and_names) {
  return "(SELECT " + columns_and_names + " FROM (SELECT * FROM " + table +
         " ORDER BY customer, time) GROUP BY customer)";
}
// The same where the order does not hang on the order in which rows arrive.
std::string sorted_arrays(const std::string& table) {
  return "(SELECT arraySort(groupArray((time, touchpoint, channel))) x, x.1 ts, x.2 tp, x.3 ch FROM " + table +
         " GROUP BY customer)";
}

std::string number(int64_t value) { return std::to_string(value); }

Question ask(const std::string& measure, std::map<std::string, std::vector<std::string>> parameters = {}) {
  Question question;
  question.measure = measure;
  question.parameters = std::move(parameters);
  return question;
}

std::string touchpoint_filter(uint32_t touchpoint) { return "touchpoint = \"" + touchpoint_name(touchpoint) + "\""; }

Work funnel() {
  Work work;
  work.name = "funnel of 4 steps in 7 days";
  work.aim = 50;
  work.question =
      ask("funnel", {{"step", {touchpoint_filter(1), touchpoint_filter(2), touchpoint_filter(3), touchpoint_filter(4)}},
                     {"within", {"7d"}}});
  work.read = [](const Answer& answer) {
    Rows rows(1);
    for (const std::vector<Value>& cells : answer.rows) {
      rows[0].push_back(plain_text(cells[column_of(answer, "customers")]));
    }
    return rows;
  };
  for (const char* table : {"s", "m"}) {
    work.clickhouse.push_back(
        std::string(
            "SELECT countIf(l >= 1), countIf(l >= 2), countIf(l >= 3), countIf(l >= 4) FROM (SELECT "
            "windowFunnel(604800)(time, touchpoint = 1, touchpoint = 2, touchpoint = 3, touchpoint = 4) l FROM ") +
        table + " WHERE touchpoint <= 4 GROUP BY customer)");
  }
  // The latest start that reaches each level, carried forward level by level.
  const std::string over = ") OVER (PARTITION BY customer ORDER BY time) ";
  work.duckdb.push_back(
      "WITH a AS (SELECT customer, time, touchpoint, max(CASE WHEN touchpoint = 1 THEN time END" + over +
      "s1 FROM s WHERE touchpoint <= 4), b AS (SELECT *, max(CASE WHEN touchpoint = 2 AND time - s1 <= 604800 THEN s1 "
      "END" +
      over + "s2 FROM a), c AS (SELECT *, max(CASE WHEN touchpoint = 3 AND time - s2 <= 604800 THEN s2 END" + over +
      "s3 FROM b), d AS (SELECT customer, max(CASE WHEN touchpoint = 4 AND time - s3 <= 604800 THEN 4 WHEN s3 IS NOT "
      "NULL "
      "THEN 3 WHEN s2 IS NOT NULL THEN 2 WHEN s1 IS NOT NULL THEN 1 END) l FROM c GROUP BY customer) SELECT count(*) "
      "FILTER (l >= 1), count(*) FILTER (l >= 2), count(*) FILTER (l >= 3), count(*) FILTER (l >= 4) FROM d");
  return work;
}

Work process_map() {
  Work work;
  work.name = "process map, counts";
  work.aim = 50;
  work.question = ask("process_map", {{"times", {"no"}}});
  work.read = columns({"from", "to", "n"}, between_nodes);
  work.clickhouse.push_back(
      "SELECT f, t, count() FROM (SELECT touchpoint t, lagInFrame(touchpoint) OVER (PARTITION BY customer ORDER BY "
      "time "
      "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) f FROM s) WHERE f != 0 GROUP BY f, t");
  for (const char* table : {"s", "m"}) {
    work.clickhouse.push_back(
        "SELECT p.1, p.2, count() FROM (SELECT arrayJoin(arrayZip(arrayPopBack(tp), "
        "arrayPopFront(tp))) p FROM " +
        arrays(table, "groupArray(touchpoint) tp") + ") GROUP BY p");
    work.clickhouse.push_back(
        "SELECT intDiv(p, 256), p % 256, count() FROM (SELECT arrayJoin(arrayMap((a, b) -> toUInt16(a * 256 + b), "
        "arrayPopBack(tp), arrayPopFront(tp))) p FROM " +
        arrays(table, "groupArray(touchpoint) tp") + ") GROUP BY p");
  }
  work.duckdb.push_back(
      "SELECT f, touchpoint, count(*) FROM (SELECT touchpoint, lag(touchpoint) OVER (PARTITION BY customer ORDER BY "
      "time) "
      "f FROM s) WHERE f IS NOT NULL GROUP BY ALL");
  return work;
}

// Exact quantiles of the rivals: their digests were an eighth faster and up to 3 % off.
Work process_map_times() {
  Work work = process_map();
  work.name = "process map, counts and times (mean, median, p95)";
  work.question = ask("process_map");
  work.read = columns({"from", "to", "n", "mean", "median", "p95"}, between_nodes);
  work.exact = 3;
  work.clickhouse = {
      "SELECT f, t, count(), avg(d), quantilesExactInclusive(0.5, 0.95)(d) q, q[1], q[2] FROM (SELECT touchpoint t, "
      "time - "
      "lagInFrame(time) OVER w d, lagInFrame(touchpoint) OVER w f FROM s WINDOW w AS (PARTITION BY customer ORDER BY "
      "time "
      "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)) WHERE f != 0 GROUP BY f, t"};
  for (const char* table : {"s", "m"}) {
    work.clickhouse.push_back(
        "SELECT e.1 f, e.2 t, count(), avg(e.3), quantilesExactInclusive(0.5, 0.95)(e.3) q, q[1], q[2] FROM (SELECT "
        "arrayJoin(arrayZip(arrayPopBack(tp), arrayPopFront(tp), arrayPopFront(arrayDifference(ts)))) e FROM " +
        arrays(table, "groupArray(touchpoint) tp, groupArray(time) ts") + ") GROUP BY f, t");
  }
  for (std::string& sql : work.clickhouse) {
    sql = "SELECT f, t, c, a, q1, q2 FROM (" + sql + ")";  // Without the array.
    const auto put = [&sql](const std::string& from, const std::string& to) {
      if (const size_t at = sql.find(from); at != std::string::npos) sql.replace(at, from.size(), to);
    };
    put(", count(), avg(d),", ", count() c, avg(d) a,");
    put(", count(), avg(e.3),", ", count() c, avg(e.3) a,");
    put("q[1], q[2]", "q[1] q1, q[2] q2");
  }
  work.duckdb = {
      "SELECT f, t, count(*), avg(d), quantile_cont(d, 0.5), quantile_cont(d, 0.95) FROM (SELECT touchpoint t, "
      "time - "
      "lag(time) OVER w d, lag(touchpoint) OVER w f FROM s WINDOW w AS (PARTITION BY customer ORDER BY time)) WHERE f "
      "IS "
      "NOT NULL GROUP BY ALL"};
  return work;
}

Work sessions() {
  Work work;
  work.name = "sessions by entry touchpoint (30 min)";
  work.aim = 20;
  work.question = ask("sessions", {{"show", {"entry"}}, {"gap", {"30m"}}});
  work.read = columns({"node", "n"});
  const std::string starts =
      "arrayJoin(arrayFilter((p, d, i) -> i = 1 OR d > 1800, tp, arrayDifference(ts), "
      "arrayEnumerate(ts))) n FROM ";
  work.clickhouse.push_back("SELECT n, count() FROM (SELECT " + starts + sorted_arrays("s") + ") GROUP BY n");
  for (const char* table : {"s", "m"}) {
    work.clickhouse.push_back("SELECT n, count() FROM (SELECT " + starts +
                              arrays(table, "groupArray(touchpoint) tp, groupArray(time) ts") + ") GROUP BY n");
  }
  work.duckdb.push_back(
      "SELECT touchpoint, count(*) FROM (SELECT touchpoint, time - lag(time) OVER (PARTITION BY customer ORDER BY "
      "time) d "
      "FROM s) WHERE d IS NULL OR d > 1800 GROUP BY ALL");
  return work;
}

Work paths() {
  Work work;
  work.name = "paths of 5 places, runs collapsed";
  work.aim = 20;
  work.question = ask("paths", {{"steps", {"5"}}, {"top", {"40"}}});
  work.read = [read = columns({"column", "from", "to", "n"})](const Answer& answer) {
    Rows rows = read(answer);
    for (std::vector<std::string>& row : rows) {
      if (row[2] == "(end)") row[2] = "0";
      if (row[2] == "(further)") row[2] = "255";
    }
    return rows;
  };
  const auto links = [](const std::string& source) {
    return "SELECT i, p[i] f, if(i = length(p), 0, if(i = 5, 255, p[i + 1])) t, count() FROM (SELECT "
           "arraySlice(arrayCompact(tp), 1, 6) p FROM " +
           source + ") ARRAY JOIN arrayEnumerate(arraySlice(p, 1, 5)) AS i GROUP BY i, f, t";
  };
  work.clickhouse.push_back(links(sorted_arrays("s")));
  for (const char* table : {"s", "m"}) work.clickhouse.push_back(links(arrays(table, "groupArray(touchpoint) tp")));
  work.duckdb.push_back(
      "WITH r AS (SELECT *, lag(touchpoint) OVER (PARTITION BY customer ORDER BY time) p FROM s), c AS (SELECT "
      "touchpoint, "
      "row_number() OVER w i, lead(touchpoint) OVER w n FROM r WHERE p IS NULL OR p <> touchpoint WINDOW w AS "
      "(PARTITION "
      "BY customer ORDER BY time)) SELECT i, touchpoint, CASE WHEN n IS NULL THEN 0 WHEN i = 5 THEN 255 ELSE n END t, "
      "count(*) FROM c WHERE i <= 5 GROUP BY ALL");
  return work;
}

Work retention() {
  Work work;
  work.name = "retention, weekly cohorts, 12 weeks";
  work.aim = 20;
  work.question = ask("retention", {{"every", {"week"}}, {"intervals", {"12"}}});
  work.read = [read = columns({"interval", "customers"})](const Answer& answer) {
    const size_t cohort = column_of(answer, "cohort");
    Rows rows = read(answer);
    Rows kept;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i][1] == "0") continue;  // The rivals have no rows for nobody.
      const Result<ParsedTime> monday = parse_time(value_text(answer.rows[i][cohort]), Zone());
      if (!monday.has_value()) throw std::runtime_error("a cohort is no day");
      kept.push_back({number((monday->utc / kSecond + kMondayShift) / kWeekSeconds), rows[i][0], rows[i][1]});
    }
    return kept;
  };
  for (const char* table : {"s", "m"}) {
    work.clickhouse.push_back(
        std::string("SELECT c, w - c i, count() FROM (SELECT arrayMin(ws) c, arrayJoin(ws) w FROM "
                    "(SELECT groupUniqArray(intDiv(time + 259200, 604800)) ws FROM ") +
        table + " GROUP BY customer)) WHERE i <= 12 GROUP BY c, i");
  }
  const std::string weeks = "WITH d AS (SELECT DISTINCT customer, (time + 259200) // 604800 w FROM s) ";
  work.duckdb.push_back(
      weeks +
      "SELECT c, w - c i, count(*) FROM (SELECT w, min(w) OVER (PARTITION BY customer) c FROM d) WHERE "
      "w - c <= 12 GROUP BY ALL");
  work.duckdb.push_back(weeks +
                        "SELECT c, w - c i, count(*) FROM d JOIN (SELECT customer, min(w) c FROM d GROUP BY customer) "
                        "USING (customer) WHERE w - c <= 12 GROUP BY ALL");
  return work;
}

Work drop_outs(int64_t newest) {
  Work work;
  work.name = "drop-outs: 30 days of silence";
  work.aim = 20;
  work.question = ask("drop_outs", {{"after", {"30d"}}});
  work.read = columns({"touchpoint", "n", "dropped", "away"});
  const std::string count =
      "SELECT p, count(*), countIf(d > 0), countIf(d > 1) FROM (SELECT customer, p, max(d) d FROM ";
  const auto each = [&](const std::string& source) {
    return count +
           "(SELECT customer, arrayJoin(arrayMap((p, t, n, i) -> (p, if(n - t > 2592000, if(i = length(tp), 2, 1), "
           "0)), tp, ts, arrayPushBack(arrayPopFront(ts), " +
           number(newest) + "), arrayEnumerate(ts))) e, e.1 p, e.2 d FROM " + source +
           ") GROUP BY customer, p) GROUP BY p";
  };
  for (const char* table : {"s", "m"}) {
    work.clickhouse.push_back(each(arrays(table, "customer, groupArray(touchpoint) tp, groupArray(time) ts")));
  }
  const std::string window =
      "(SELECT customer, touchpoint p, CASE WHEN n IS NULL THEN CASE WHEN " + number(newest) +
      " - time > 2592000 THEN 2 ELSE 0 END WHEN n - time > 2592000 THEN 1 ELSE 0 END d FROM (SELECT *, lead(time) OVER "
      "(PARTITION BY customer ORDER BY time) n FROM s)) GROUP BY customer, p) GROUP BY p";
  work.duckdb.push_back(
      "SELECT p, count(*), count(*) FILTER (d > 0), count(*) FILTER (d > 1) FROM (SELECT customer, p, "
      "max(d) d FROM " +
      window);
  return work;
}

Work last_touch() {
  Work work;
  work.name = "attribution, last touch by channel";
  work.aim = 20;
  work.question =
      ask("attribution", {{"conversion", {touchpoint_filter(4)}}, {"node", {"channel"}}, {"model", {"last"}}});
  work.read = [read = columns({"touch", "value"})](const Answer& answer) {
    Rows rows = read(answer);
    for (std::vector<std::string>& row : rows) {
      if (row[0] == "(none)") row[0] = "0";  // Conversions without any touch.
    }
    std::erase_if(rows, [](const std::vector<std::string>& row) { return row[1] == "0"; });
    return rows;
  };
  const auto credit = [](const std::string& source) {
    return "SELECT e c, count() FROM (SELECT arrayJoin(arrayFilter((c, p) -> p = 4, arrayMap((b, t) -> if(b.1 > 0 AND "
           "t - b.1 <= 2592000, b.2, 0), arrayFill(x -> x.1 > 0, arrayMap((t, c, p) -> if(p = 4, (0, 0), (t, c)), ts, "
           "ch, tp)), ts), tp)) e FROM " +
           source + ") GROUP BY c";
  };
  work.clickhouse.push_back(credit(sorted_arrays("s")));
  for (const char* table : {"s", "m"}) {
    work.clickhouse.push_back(
        credit(arrays(table, "groupArray(touchpoint) tp, groupArray(time) ts, groupArray(channel) ch")));
  }
  work.duckdb.push_back(
      "SELECT CASE WHEN time - l <= 2592000 THEN c ELSE 0 END k, count(*) FROM (SELECT touchpoint, time, "
      "last_value(CASE WHEN touchpoint <> 4 THEN channel END IGNORE NULLS) OVER w c, max(CASE WHEN touchpoint <> 4 "
      "THEN time END) OVER w l FROM s WINDOW w AS (PARTITION BY customer ORDER BY time ROWS BETWEEN UNBOUNDED "
      "PRECEDING AND 1 PRECEDING)) WHERE touchpoint = 4 GROUP BY ALL");
  work.duckdb.push_back(
      "SELECT CASE WHEN c.time - t.time <= 2592000 THEN t.channel ELSE 0 END k, count(*) FROM (SELECT customer, time "
      "FROM s WHERE touchpoint = 4) c ASOF LEFT JOIN (SELECT customer, time, channel FROM s WHERE touchpoint <> 4) t "
      "ON c.customer = t.customer AND c.time > t.time GROUP BY ALL");
  return work;
}

// Of each conversion the last 1,000 touches, as ours has it.
Work linear() {
  Work work = last_touch();
  work.name = "attribution, linear by channel";
  work.question.parameters["model"] = {"linear"};
  work.exact = 1;
  work.within = 1e-9;
  const auto credit = [](const std::string& source) {
    return "SELECT c, sum(w) FROM (SELECT arrayCompact(arraySlice(arrayFilter((c, t, p) -> p != 4 AND t < e AND t + "
           "2592000 >= e, ch, ts, tp), -1000)) r, if(empty(r), [0], r) k, 1 / length(k) w FROM (SELECT ch, ts, tp, "
           "arrayJoin(arrayFilter((t, "
           "p) -> p = 4, ts, tp)) e FROM " +
           source + ")) ARRAY JOIN k AS c GROUP BY c";
  };
  work.clickhouse = {credit(sorted_arrays("s"))};
  for (const char* table : {"s", "m"}) {
    work.clickhouse.push_back(
        credit(arrays(table, "groupArray(touchpoint) tp, groupArray(time) ts, groupArray(channel) ch")));
  }
  work.duckdb = {
      "WITH j AS (SELECT c.customer, c.time e, t.time, coalesce(t.channel, 0) channel FROM (SELECT customer, time FROM "
      "s WHERE touchpoint = 4) c LEFT JOIN (SELECT customer, time, channel FROM s WHERE touchpoint <> 4) t ON "
      "c.customer = t.customer AND t.time < c.time AND t.time + 2592000 >= c.time), r AS (SELECT customer, e, channel, "
      "lag(channel) OVER w p, row_number() OVER w i, count(*) OVER (PARTITION BY customer, e) n FROM j WINDOW w AS "
      "(PARTITION BY customer, e ORDER BY time)), k AS (SELECT channel, count(*) OVER (PARTITION BY customer, e) n "
      "FROM "
      "r WHERE i > n - 1000 AND (i = 1 OR i = n - 999 OR p <> channel)) SELECT channel, sum(1 / n) FROM k GROUP BY "
      "ALL"};
  return work;
}

}  // namespace

std::vector<Work> journey_works(int64_t newest) {
  return {funnel(),    process_map(),     process_map_times(), sessions(), paths(),
          retention(), drop_outs(newest), last_touch(),        linear()};
}

std::string difference(const Work& work, const Rows& ours, const Rows& theirs) {
  if (ours.size() != theirs.size()) {
    return number(static_cast<int64_t>(ours.size())) + " rows against " + number(static_cast<int64_t>(theirs.size()));
  }
  for (size_t i = 0; i < ours.size(); ++i) {
    bool same = ours[i].size() == theirs[i].size();
    for (size_t j = 0; same && j < ours[i].size(); ++j) {
      if (ours[i][j] == theirs[i][j]) continue;
      const Result<double> a = parse_number(ours[i][j]);
      const Result<double> b = parse_number(theirs[i][j]);
      same = j >= work.exact && a.has_value() && b.has_value() &&
             std::abs(*a - *b) <= work.within * std::max(1.0, std::abs(*b));
    }
    if (same) continue;
    std::string text;
    for (const Rows* rows : {&ours, &theirs}) {
      text += text.empty() ? "" : " against ";
      for (const std::string& cell : (*rows)[i]) text += cell + " ";
    }
    return text;
  }
  return "";
}

}  // namespace sojourn::bench
