// For tests: asks a measure about a fixture, by several roads that must agree.
//
//   const Asked asked = ask(nps_definition(), life, with({{"count", "all"}}));
//   EXPECT_EQ(asked.number("value"), 50);
//
// ask() folds the whole snapshot into one state, and again in small blocks, dealt over parts and states in shuffled
// arrival, with every state saved and loaded. Every test that asks anything thereby tests the laws of merge, save and
// load. A broken law ends the test program and names the measure.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/assert.h"
#include "base/decimal.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "timelines/fixture.h"

namespace sojourn {

inline void law(bool holds, const MeasureDefinition& definition, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "%s: %s\n", definition.id.c_str(), what.c_str());
  std::abort();
}

// How the work is divided. No answer may depend on it.
struct Division {
  size_t states = 1;           // Blocks are dealt over this many states, which are then merged.
  bool backwards = false;      // Blocks are read and states merged in reverse.
  bool through_bytes = false;  // Each state is saved and loaded before it is merged.
};

// A question to a measure about one snapshot, folded as the engine would.
class FixtureQuestion {
 public:
  // `clock`: events later than this lie in the future. As the asker has it (answers/bound_question.h), but that an end
  // of the range is always past.
  FixtureQuestion(MeasureDefinition definition, std::shared_ptr<const Snapshot> snapshot, Question question,
                  Micros clock = kTimeMax)
      : definition_(std::move(definition)),
        snapshot_(std::move(snapshot)),
        question_(std::move(question)),
        clock_(clock) {}

  Result<std::unique_ptr<Fold>> bind() const {
    SOJOURN_CHECK(check_parameters(definition_, question_));
    SOJOURN_TRY(const Zone zone, Zone::find(question_.zone));
    TimeRange range;
    if (!question_.from.empty()) range.from = parse_time(question_.from, zone)->utc;
    if (!question_.to.empty()) range.to = parse_time(question_.to, zone)->utc;
    const Micros newest = std::min(clock_, snapshot_->time_span().to);
    const Micros as_of = question_.to.empty() ? newest : range.to;
    BindContext context(*snapshot_, question_, definition_, zone, range, as_of, newest);
    return definition_.bind(context);
  }

  Result<Answer> answer(const Division& division = {}) const {
    SOJOURN_TRY(const std::unique_ptr<Fold> fold, bind());
    SOJOURN_TRY(const std::unique_ptr<FoldState> whole, folded(*fold, division));
    Answer answer;
    SOJOURN_CHECK(fold->finish(*whole, answer));
    return answer;
  }

  // The saved state.
  Result<std::string> bytes(const Division& division = {}) const {
    SOJOURN_TRY(const std::unique_ptr<Fold> fold, bind());
    SOJOURN_TRY(const std::unique_ptr<FoldState> whole, folded(*fold, division));
    return fold->save(*whole);
  }

  // Numbers of the customers behind a cell. A cell that is not there aborts: the test is wrong.
  std::set<uint32_t> who(const CellRef& cell) const {
    const std::unique_ptr<Fold> fold = std::move(bind()).value();
    const std::unique_ptr<BlockReader> reader = snapshot_->reader(fold->columns());
    const std::unique_ptr<FoldState> whole = std::move(folded(*fold, {})).value();
    std::vector<uint32_t> found;
    for (size_t i = 0; i < snapshot_->block_count(); ++i) {
      law(fold->who(cell, reader->read(i), whole.get(), found).ok(), definition_,
          "a cell that exists has its customers");
    }
    return {found.begin(), found.end()};
  }

 private:
  Result<std::unique_ptr<FoldState>> folded(const Fold& fold, const Division& division) const {
    const std::unique_ptr<BlockReader> reader = snapshot_->reader(fold.columns());
    std::vector<std::unique_ptr<FoldState>> states;
    for (size_t i = 0; i < division.states; ++i) states.push_back(fold.new_state());
    const size_t blocks = snapshot_->block_count();
    for (size_t i = 0; i < blocks; ++i) {
      const size_t block = division.backwards ? blocks - 1 - i : i;
      fold.fold_block(*states[i % division.states], reader->read(block));
    }
    if (division.backwards) std::reverse(states.begin(), states.end());
    std::unique_ptr<FoldState> whole = fold.new_state();
    for (std::unique_ptr<FoldState>& state : states) {
      if (division.through_bytes) {
        const std::string saved = fold.save(*state);
        SOJOURN_TRY(state, fold.load(saved));
        law(fold.save(*state) == saved, definition_, "what is loaded saves as it was saved");
      }
      fold.merge(*whole, *state);
    }
    return whole;
  }

  MeasureDefinition definition_;
  std::shared_ptr<const Snapshot> snapshot_;
  Question question_;
  Micros clock_;
};

// --- answers to look into

// An answer with its cells by name.
struct Asked {
  Answer answer;
  std::string error;

  const Value& cell(const std::string& name, size_t row = 0) const {
    for (size_t i = 0; i < answer.columns.size(); ++i) {
      if (answer.columns[i].name == name && row < answer.rows.size()) return answer.rows[row][i];
    }
    static const Value missing = std::string("no such cell");
    return missing;
  }
  std::string text(const std::string& name, size_t row = 0) const { return value_text(cell(name, row)); }
  // A number that is not there is far from every number that a test expects.
  double number(const std::string& name, size_t row = 0) const {
    const Value& value = cell(name, row);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* integer = std::get_if<int64_t>(&value)) return static_cast<double>(*integer);
    return -1e300;
  }
  // The reason in a cell without a value; "" when there is one.
  std::string none(const std::string& name, size_t row = 0) const {
    const auto* none = std::get_if<None>(&cell(name, row));
    return none == nullptr ? "" : none->reason;
  }
  std::string table() const {
    std::string lines = answer.none;
    for (const auto& row : answer.rows) {
      for (const Value& value : row) lines += value_text(value) + "|";
      lines += "\n";
    }
    for (const std::string& note : answer.notes) lines += note + "\n";
    return lines;
  }
};

// An answer as a table: rows by their key and split cells, joined by "|"; cells by column name, as text.
using Table = std::map<std::string, std::map<std::string, std::string>>;

inline Table table_of(const Answer& answer) {
  Table table;
  for (const std::vector<Value>& row : answer.rows) {
    std::string key;
    std::map<std::string, std::string> cells;
    for (size_t i = 0; i < row.size(); ++i) {
      const AnswerColumn& column = answer.columns[i];
      if (column.role == ColumnRole::kKey || column.role == ColumnRole::kSplit) {
        key += (key.empty() ? "" : "|") + value_text(row[i]);
      }
      cells[column.name] = value_text(row[i]);
    }
    const bool added = table.emplace(key, std::move(cells)).second;
    SOJOURN_ASSERT(added, "two rows have the same key");
  }
  return table;
}

inline int64_t number(const Table& table, const std::string& row, const std::string& column) {
  const auto found = table.find(row);
  if (found == table.end()) return 0;
  return parse_integer(found->second.at(column)).value();
}

inline double real(const Table& table, const std::string& row, const std::string& column) {
  return parse_number(table.at(row).at(column)).value();
}

// --- laws

// The answer must be the same however parts, blocks, arrival and work are divided, and so must the saved bytes.
// Says what differs; "" when nothing does.
inline std::string difference_when_divided(const MeasureDefinition& definition, const Fixture& life,
                                           const Question& question) {
  const FixtureQuestion plain(definition, life.snapshot(), question);
  const Result<Answer> wanted = plain.answer();
  if (!wanted.has_value()) return wanted.status().to_string();
  const std::string wanted_bytes = *plain.bytes();
  for (const FixtureOptions& options : {FixtureOptions{3, 1, 0}, FixtureOptions{2, 5, 17}, FixtureOptions{5, 0, 99}}) {
    const FixtureQuestion other(definition, life.snapshot(options), question);
    for (const Division& division : {Division{}, Division{3, true, false}, Division{4, false, true}}) {
      const std::string where =
          " in " + std::to_string(options.parts) + " parts, " + std::to_string(division.states) + " states";
      const Result<Answer> answer = other.answer(division);
      if (!answer.has_value()) return answer.status().to_string() + where;
      if (answer->rows != wanted->rows) return "other rows" + where;
      if (answer->notes != wanted->notes) return "other notes" + where;
      if (*other.bytes(division) != wanted_bytes) return "other bytes" + where;
    }
  }
  return "";
}

// Shortenings of a saved state must be refused, and any damage refused or read as some state that finishes.
// Says what went wrong; "" when nothing did. `step`: every so many bytes are tried.
inline std::string trouble_with_damage(const FixtureQuestion& asked, size_t step = 1, int rounds = 2'000) {
  const std::unique_ptr<Fold> fold = std::move(asked.bind()).value();
  const std::string good = *asked.bytes();
  for (size_t size = 0; size < good.size(); size += step) {
    if (fold->load(std::string_view(good).substr(0, size)).has_value()) return "taken, cut at " + std::to_string(size);
  }
  if (fold->load(good + "x").has_value()) return "taken with a byte too many";
  std::mt19937_64 random(3);
  for (int round = 0; round < rounds; ++round) {
    std::string damaged = good;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    const Result<std::unique_ptr<FoldState>> loaded = fold->load(damaged);
    if (!loaded.has_value()) continue;
    Answer answer;
    const Status status = fold->finish(**loaded, answer);
    if (!status.ok() && status.code() != StatusCode::kLimit) return status.to_string();
  }
  return "";
}

// --- asking with the laws

inline Asked ask(const MeasureDefinition& definition, const Fixture& life, Question question = {}) {
  question.measure = definition.id;
  Asked asked;
  const FixtureQuestion plain(definition, life.snapshot(), question);
  const auto whole = plain.answer();
  const FixtureQuestion pieces(definition, life.snapshot({3, 5, 7}), question);
  const auto dealt = pieces.answer({3, true, true});
  law(whole.has_value() == dealt.has_value(), definition, "both roads answer, or neither");
  if (!whole || !dealt) {
    asked.error = whole.status().to_string();
    return asked;
  }
  const std::string trouble = trouble_with_damage(plain, 1 + plain.bytes()->size() / 60, 60);
  law(trouble.empty(), definition, trouble);
  asked.answer = *dealt;
  const std::string by_pieces = asked.table();
  asked.answer = *whole;
  law(asked.table() == by_pieces, definition,
      "the answer does not depend on parts, blocks and merges:\n" + asked.table() + "is not\n" + by_pieces);
  return asked;
}

inline Question with(std::map<std::string, std::string> parameters, std::string where = "") {
  Question question;
  for (auto& [name, value] : parameters) question.parameters[name] = {value};
  question.where = std::move(where);
  return question;
}

// The customers counted in a column, by number.
inline std::vector<uint32_t> who(const MeasureDefinition& definition, const Fixture& life, const Question& question,
                                 const CellRef& cell) {
  const std::set<uint32_t> found = FixtureQuestion(definition, life.snapshot(), question).who(cell);
  return {found.begin(), found.end()};
}

}  // namespace sojourn
