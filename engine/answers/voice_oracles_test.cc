// The measures of what customers say against DuckDB: random customers who write, talk, answer, fail and pay, with the
// verdicts on their texts set by chance; each question of tests/oracles/voice/*.sql is asked of the engine over their
// timelines and put as SQL to the same events in a store.
//
// Method    the SQL was written from the definitions, not from the code. Verdicts are no part of the record: a store
//           keeps them among the properties, and a view `events` with the columns `voice.*` stands before each query.
#include <gtest/gtest.h>

#include <random>

#include "answers/asker.h"
#include "answers/oracle_fixture.h"
#include "base/source_folder_fixture.h"
#include "metrics/random_life.h"
#include "stats/intervals.h"
#include "timelines/voice_columns.h"

namespace sojourn {
namespace {

class VoiceLives {
 public:
  VoiceLives(uint64_t seed, size_t count, size_t customers) : random_(seed), customers_(customers) {
    // The record begins and ends with months, weeks apart.
    add_at(kLifeStart, "c0");
    for (size_t i = 0; i < count; ++i) add_at(kLifeStart + static_cast<Micros>(below(724)) * 6 * kHour, someone());
    add_at(kLifeStart + 181 * kDay - 1, "c1");
  }
  const std::vector<LifeEvent>& events() const { return events_; }

 private:
  size_t below(size_t limit) { return random_() % limit; }
  bool chance(size_t percent) { return below(100) < percent; }
  std::string one_of(std::initializer_list<const char*> items) { return *(items.begin() + below(items.size())); }
  std::string someone() { return chance(12) ? "" : "c" + std::to_string(below(customers_)); }

  void add_at(Micros time, const std::string& customer) {
    LifeEvent event{customer, time, {}};
    const auto set = [&event](const char* name, const std::string& value) { event.fields.emplace_back(name, value); };
    if (!chance(10)) set("channel", one_of({"web", "call", "chatbot", "SMS", "ivr"}));
    if (!chance(15)) set("touchpoint", one_of({"checkout", "delivery", "support"}));
    if (chance(10)) set("direction", one_of({"out", "in"}));
    if (chance(25)) set("outcome", one_of({"failed", "served", "Handed-Over", "hang up", "odd"}));
    if (chance(10)) set("transfers", one_of({"0", "1"}));
    if (chance(15)) set("resolved", one_of({"true", "false"}));
    if (chance(25)) set("properties.session", "s" + std::to_string(below(40)));
    if (chance(10)) set("properties.conversation", "t" + std::to_string(below(20)));
    if (chance(30)) set("properties.response", "r" + std::to_string(below(60)));
    if (chance(20)) {
      set("currency", one_of({"EUR", "EUR", "JPY"}));
      set("amount", std::to_string(static_cast<int>(below(80)) - 10));
    }
    const std::string topic = chance(40) ? say(event, time) : "";
    if (chance(20)) talk(event);
    if (chance(45)) answer(event, topic);
    events_.push_back(std::move(event));
  }

  // The topic.
  std::string say(LifeEvent& event, Micros time) {
    const auto set = [&event](const char* name, const std::string& value) { event.fields.emplace_back(name, value); };
    const bool late = time > kLifeStart + 150 * kDay;
    const std::string topic = late && chance(50) ? "app" : one_of({"delivery", "price", "price", "other"});
    const bool bad = topic == "delivery" && chance(50);
    set("voice.sentiment", bad ? "negative" : one_of({"positive", "neutral", "negative", "unknown"}));
    if (!chance(10)) set("voice.score", one_of({"-1", "-0.25", "0", "0.5", "0.999999"}));
    set("voice.emotion", one_of({"joy", "anger", "none", "unknown"}));
    set("voice.motive", one_of({"safety", "belonging", "unknown", "unknown"}));
    set("voice.intent", one_of({"praise", "complaint", "question", "unknown"}));
    set("voice.topic", topic);
    if (late ? chance(60) : chance(15)) set("voice.wish", one_of({"dark mode", "export"}));
    if (chance(40)) set("voice.obstacle", one_of({"checkout length", "login"}));
    if (chance(20)) set("voice.rival", one_of({"Acme", "unnamed"}));
    return topic;
  }

  void talk(LifeEvent& event) {
    const auto some = [&](const char* name, std::initializer_list<const char*> values) {
      if (chance(80)) event.fields.emplace_back(name, one_of(values));
    };
    event.fields.emplace_back("voice.turns", "6");
    some("voice.tone_first", {"-0.5", "0", "0.25"});
    some("voice.tone_last", {"-0.45", "0.1", "0.75"});
    some("voice.agent_words", {"0", "120", "450"});
    some("voice.customer_words", {"20", "75"});
    some("voice.agent_talk", {"0", "60.5", "180"});
    some("voice.customer_talk", {"30", "45.125"});
    some("voice.silence", {"0", "12"});
    some("voice.interruptions", {"0", "3"});
    some("voice.response", {"1.5", "2", "40", "7.25"});
    some("voice.cues", {"0", "7"});
    some("voice.hesitations", {"0", "2"});
    some("voice.apologies", {"1", "2"});
    some("voice.courtesies", {"0", "1"});
    some("voice.promises", {"0", "2"});
    some("voice.escalation", {"yes", "no", "no"});
  }

  // Who speaks of delivery is less content.
  void answer(LifeEvent& event, const std::string& topic) {
    const std::string kind = one_of({"nps", "nps", "csat", "ces"});
    const bool odd = chance(8);  // A scale without a threshold.
    const int least = kind == "nps" && !odd ? 0 : 1;
    const int greatest = kind == "nps" ? 10 : odd ? 8 : kind == "csat" ? 5 : chance(70) ? 7 : 5;
    event.fields.emplace_back("kind", kind);
    event.fields.emplace_back("scale_min", std::to_string(least));
    event.fields.emplace_back("scale_max", std::to_string(greatest));
    if (chance(10)) return;
    int given = least + static_cast<int>(below(static_cast<size_t>(greatest - least + 1)));
    if (topic == "delivery" && chance(60)) given = least;
    event.fields.emplace_back("answer", std::to_string(given));
  }

  std::mt19937_64 random_;
  size_t customers_;
  std::vector<LifeEvent> events_;
};

// Verdicts and properties as one JSON object.
std::string json_of(const LifeEvent& event) {
  std::string json;
  for (const auto& [name, value] : event.fields) {
    constexpr std::string_view kProperty = "properties.";
    if (!name.starts_with(kProperty) && !name.starts_with("voice.")) continue;
    const std::string key = name.starts_with(kProperty) ? name.substr(kProperty.size()) : name;
    json += (json.empty() ? "{\"" : ",\"") + key + "\":\"" + value + "\"";
  }
  return json.empty() ? json : json + "}";
}

// What stands before each query: the events with their verdicts, and Student's t at 95 % by degrees of freedom.
std::string voiced(size_t freedoms) {
  std::string sql = "WITH t AS (SELECT unnest(range(1, " + std::to_string(freedoms + 1) + ")) AS df, unnest([";
  for (size_t df = 1; df <= freedoms; ++df) {
    sql += (df == 1 ? "" : ",") + format_number(two_sided_t(kConfidence, static_cast<double>(df))) + "::DOUBLE";
  }
  sql += "]) AS t), events AS (SELECT *";
  for (const VoiceColumnInfo& column : voice_columns()) {
    const std::string name(column.name);
    const std::string text = "json_extract_string(properties, '$.\"" + name + "\"')";
    sql +=
        ", " + (column.type == ColumnType::kCode ? text : "TRY_CAST(" + text + " AS DOUBLE)") + " AS \"" + name + "\"";
  }
  for (const char* property : {"session", "conversation", "response"}) {
    sql += ", json_extract_string(properties, '$." + std::string(property) + "') AS \"properties." + property + "\"";
  }
  return sql + " FROM main.events), ";
}

class VoiceOracles : public ::testing::Test {
 protected:
  void live(uint64_t seed, size_t count, size_t customers) {
    store_ = open_store(folder_.path());
    BatchMaker maker("voice", "random");
    Fixture life;
    const VoiceLives lives(seed, count, customers);
    for (size_t i = 0; i < lives.events().size(); ++i) {
      const LifeEvent& event = lives.events()[i];
      life.add(event.customer, event.time, event.fields);
      Who who;
      if (!event.customer.empty()) who.emplace_back(IdentifierKind::kId, event.customer);
      Event& stored = maker.add("e" + std::to_string(i), event.time, who);
      for (const auto& [name, value] : event.fields) {
        if (find_field(name)) set_stored(stored, name, value, event.field("currency"), maker);
      }
      if (const std::string json = json_of(event); !json.empty()) stored.properties = maker.keep(json);
      ASSERT_TRUE(validate_event(stored).ok()) << validate_event(stored).to_string();
    }
    append(*store_, maker);
    snapshot_ = life.snapshot({3, 200, 11});
    voiced_ = voiced(lives.events().size());
  }

  // Rows that SQL gives.
  size_t judge(const OracleCase& each) {
    SCOPED_TRACE(each.question);
    const Result<Question> question = parse_question(each.question);
    EXPECT_TRUE(question.has_value()) << question.status().to_string();
    if (!question) return 0;
    const Result<Answer> answer = ask_snapshot(*question, *snapshot_);
    EXPECT_TRUE(answer.has_value()) << answer.status().to_string();
    std::string sql = each.sql;
    constexpr std::string_view kWith = "WITH ";
    sql.replace(sql.find(kWith), kWith.size(), voiced_);
    const Result<SqlTable> table = store_->sql(sql, 10'000);
    EXPECT_TRUE(table.has_value()) << table.status().to_string().substr(0, 600);
    if (!answer || !table) return 0;
    OracleJudge::compare(*answer, *table);
    return table->rows.size();
  }

  void judge_all(bool all_have_rows) {
    size_t judged = 0;
    for (const std::filesystem::path& path : oracles_in(source_folder() + "/tests/oracles/voice")) {
      SCOPED_TRACE(path.filename().string());
      for (const OracleCase& each : read_oracle(path)) {
        const size_t rows = judge(each);
        EXPECT_TRUE(rows > 0 || !all_have_rows) << "an oracle that says nothing judges nothing: " << each.question;
        ++judged;
      }
    }
    EXPECT_GE(judged, 30U);
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::string voiced_;
};

TEST_F(VoiceOracles, ManyCustomers) {
  live(20'260'601, 1'700, 110);
  judge_all(true);
}

// Few customers with many texts each, so that intervals shrink and ties are everywhere.
TEST_F(VoiceOracles, FewCustomers) {
  live(7, 600, 9);
  judge_all(false);
}

// Almost nothing: what is undefined is so on both sides.
TEST_F(VoiceOracles, ScarcelyAnything) {
  live(3, 14, 3);
  judge_all(false);
}

}  // namespace
}  // namespace sojourn
