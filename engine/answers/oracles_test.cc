// The measures against DuckDB: random events go into a real store, each question of tests/oracles/*.sql is asked of the
// engine and put to the record as SQL, and the two must agree, row by row and cell by cell.
// Format    tests/oracles/README.md. The SQL was written from the definitions, not from the code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "answers/asker.h"
#include "answers/question_text.h"
#include "base/decimal.h"
#include "base/source_folder_fixture.h"
#include "metrics/random_life.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

// What SQL and the engine both say of one row: cells by column; absent and undefined are empty.
using Cells = std::map<std::string, std::optional<std::string>>;

struct OracleCase {
  std::string question;  // JSON.
  std::string sql;
};

// Files that are one query about one question, which their head gives as a command line.
const std::map<std::string, std::string> kOneQuestion = {
    {"funnel", R"({"measure":"funnel","parameters":{"within":"7d","step":["touchpoint = \"product page\"",
                   "touchpoint = \"checkout\"","touchpoint = \"purchase\""]}})"},
};

// Those files speak of people only, to whom `customer` is a name or nothing.
constexpr std::string_view kNamedEvents =
    "WITH events AS (SELECT * REPLACE (CASE WHEN NOT starts_with(customer, 'unknown:') THEN customer END AS customer)"
    " FROM main.events), ";

// Shared lines, then cases that begin with "-- ask:".
std::vector<OracleCase> read_cases(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::string shared;
  std::vector<OracleCase> cases;
  constexpr std::string_view kAsk = "-- ask: ";
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(kAsk)) {
      cases.push_back({line.substr(kAsk.size()), shared});
    } else {
      (cases.empty() ? shared : cases.back().sql) += line + "\n";
    }
  }
  if (const auto one = kOneQuestion.find(path.stem().string()); cases.empty() && one != kOneQuestion.end()) {
    constexpr std::string_view kWith = "WITH ";
    shared.replace(shared.find(kWith), kWith.size(), kNamedEvents);
    cases.push_back({one->second, shared});
  }
  for (OracleCase& each : cases) each.sql.erase(each.sql.find_last_not_of("; \n") + 1);
  return cases;
}

void set_field(Event& event, const std::string& name, const std::string& value, const std::string& currency,
               BatchMaker& maker) {
  constexpr std::string_view kProperty = "properties.";
  if (name.starts_with(kProperty)) {  // REQUIRES: one an event.
    event.properties = maker.keep("{\"" + name.substr(kProperty.size()) + "\":\"" + value + "\"}");
    return;
  }
  const Field field = *find_field(name);
  switch (field_info(field).type) {
    case FieldType::kNumber: event.set_number(field, *parse_number(value)); break;
    case FieldType::kMoney: event.set_integer(field, *to_minor_units(*parse_decimal(value), currency, false)); break;
    default: event.set_text(field, maker.keep(value));
  }
}

// Places and stages for journeys, on top of what measures of scores and money need.
std::vector<LifeEvent> random_events(uint64_t seed) {
  std::vector<LifeEvent> events = RandomLife(seed, 3000, true, 150).events();
  std::mt19937_64 random(seed);
  const std::vector<std::string> places = {"product page", "checkout", "support", "visit"};
  for (LifeEvent& event : events) {
    if (!event.has("touchpoint") && random() % 3 != 0) event.fields.emplace_back("touchpoint", places[random() % 4]);
    if (random() % 3 != 0) event.fields.emplace_back("stage", stage_names()[random() % 6]);
  }
  return events;
}

class Oracles : public ::testing::Test {
 protected:
  Oracles() {
    store_ = open_store(folder_.path());
    const std::vector<LifeEvent> events = random_events(20'260'301);
    for (size_t begin = 0; begin < events.size(); begin += 700) {
      BatchMaker maker("survey", "random " + std::to_string(begin));
      for (size_t i = begin; i < std::min(events.size(), begin + 700); ++i) {
        Who who;
        if (!events[i].customer.empty()) who.emplace_back(IdentifierKind::kId, events[i].customer);
        Event& event = maker.add("e" + std::to_string(i), events[i].time, who);
        for (const auto& [name, value] : events[i].fields) {
          set_field(event, name, value, events[i].field("currency"), maker);
        }
        EXPECT_TRUE(validate_event(event).ok());
      }
      append(*store_, maker);
    }
    auto timelines = Timelines::open(folder_.path() + "/timelines", *store_);
    EXPECT_TRUE(timelines.has_value()) << timelines.status().to_string();
    timelines_ = std::move(*timelines);
  }

  void judge(const OracleCase& each) {
    SCOPED_TRACE(each.question);
    const Result<Question> question = parse_question(each.question);
    ASSERT_TRUE(question.has_value()) << question.status().to_string();
    const Result<Answer> answer = Asker(*store_, *timelines_).ask(*question);
    ASSERT_TRUE(answer.has_value()) << answer.status().to_string();
    const Result<SqlTable> table = store_->sql(each.sql, 10'000);
    ASSERT_TRUE(table.has_value()) << table.status().to_string();
    ASSERT_FALSE(table->rows.empty()) << "an oracle that says nothing judges nothing";
    compare(*answer, *table);
  }

  static void compare(const Answer& answer, const SqlTable& table) {
    std::vector<std::string> keys;
    std::vector<std::string> others;
    for (const SqlTable::Column& column : table.columns) {
      const auto known = std::find_if(answer.columns.begin(), answer.columns.end(),
                                      [&](const AnswerColumn& each) { return each.name == column.name; });
      ASSERT_NE(known, answer.columns.end()) << "the answer has no column " << column.name;
      const bool key = known->role == ColumnRole::kSplit || known->role == ColumnRole::kKey;
      (key ? keys : others).push_back(column.name);
    }
    const std::map<std::string, Cells> ours = by_key(rows_of(answer), keys);
    const std::map<std::string, Cells> theirs = by_key(rows_of(table), keys);
    EXPECT_EQ(ours.size(), answer.rows.size()) << "rows are told apart by their keys";
    EXPECT_EQ(theirs.size(), table.rows.size()) << "rows are told apart by their keys";
    for (const auto& [key, cells] : theirs) {
      const auto found = ours.find(key);
      ASSERT_NE(found, ours.end()) << "the answer has no row " << key;
      for (const std::string& name : others) {
        EXPECT_TRUE(agree(found->second.at(name), cells.at(name)))
            << key << " " << name << ": the answer has " << found->second.at(name).value_or("nothing") << ", SQL has "
            << cells.at(name).value_or("nothing");
      }
    }
    EXPECT_EQ(ours.size(), theirs.size());
  }

 private:
  // "5.0" and "5" are the same number.
  static std::string plain(const std::string& text) {
    const Result<double> number = parse_number(text);
    return number ? format_number(*number) : text;
  }

  static std::vector<Cells> rows_of(const Answer& answer) {
    std::vector<Cells> rows;
    for (const std::vector<Value>& row : answer.rows) {
      Cells& cells = rows.emplace_back();
      for (size_t i = 0; i < row.size(); ++i) {
        const bool absent = std::holds_alternative<std::monostate>(row[i]) || std::holds_alternative<None>(row[i]);
        cells[answer.columns[i].name] = absent ? std::nullopt : std::optional(value_text(row[i]));
      }
    }
    return rows;
  }

  static std::vector<Cells> rows_of(const SqlTable& table) {
    std::vector<Cells> rows;
    for (const auto& row : table.rows) {
      Cells& cells = rows.emplace_back();
      for (size_t i = 0; i < row.size(); ++i) cells[table.columns[i].name] = row[i];
    }
    return rows;
  }

  static std::map<std::string, Cells> by_key(const std::vector<Cells>& rows, const std::vector<std::string>& keys) {
    std::map<std::string, Cells> sorted;
    for (const Cells& cells : rows) {
      std::string key;
      for (const std::string& name : keys) {
        const std::optional<std::string>& cell = cells.at(name);
        key += name + "=" + (cell ? plain(*cell) : "") + " ";
      }
      sorted[key] = cells;
    }
    return sorted;
  }

  static bool agree(const std::optional<std::string>& ours, const std::optional<std::string>& theirs) {
    if (!ours || !theirs) return ours.has_value() == theirs.has_value();
    const Result<double> a = parse_number(*ours);
    const Result<double> b = parse_number(*theirs);
    if (!a || !b) return *ours == *theirs;
    return std::abs(*a - *b) <= 1e-9 * std::max({1.0, std::abs(*a), std::abs(*b)});
  }

  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Timelines> timelines_;
};

TEST_F(Oracles, EveryQuestionOfEveryFile) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(source_folder() + "/tests/oracles")) {
    if (entry.path().extension() == ".sql") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  size_t judged = 0;
  for (const std::filesystem::path& path : paths) {
    SCOPED_TRACE(path.filename().string());
    const std::vector<OracleCase> cases = read_cases(path);
    EXPECT_FALSE(cases.empty()) << "an oracle has a line -- ask:";
    for (const OracleCase& each : cases) {
      judge(each);
      ++judged;
    }
  }
  EXPECT_GE(judged, 20u);
}

}  // namespace
}  // namespace sojourn
