// For the tests of this folder: asks a measure of a snapshot, in one piece or in many, as the engine would.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/assert.h"
#include "base/decimal.h"
#include "measure/fold.h"
#include "timelines/fixture.h"

namespace sojourn {

// How the work is divided. No answer may depend on it.
struct Division {
  size_t states = 1;           // Blocks are dealt over this many states, which are then merged.
  bool backwards = false;      // Blocks are read and states merged in reverse.
  bool through_bytes = false;  // Each state is saved and loaded before it is merged.
};

class Asked {
 public:
  Asked(MeasureDefinition definition, std::shared_ptr<const Snapshot> snapshot, Question question)
      : definition_(std::move(definition)), snapshot_(std::move(snapshot)), question_(std::move(question)) {}

  Result<std::unique_ptr<Fold>> bind() const {
    SOJOURN_CHECK(check_parameters(definition_, question_));
    TimeRange range;
    if (!question_.from.empty()) range.from = parse_time(question_.from, Zone())->utc;
    if (!question_.to.empty()) range.to = parse_time(question_.to, Zone())->utc;
    const Micros as_of = question_.to.empty() ? snapshot_->time_span().to : range.to;
    BindContext context(*snapshot_, question_, definition_, Zone(), range, as_of);
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

  // Numbers of the customers behind a cell.
  // A cell that is not there aborts: the test is wrong.
  std::set<uint32_t> who(const CellRef& cell) const {
    const std::unique_ptr<Fold> fold = std::move(bind()).value();
    const std::unique_ptr<BlockReader> reader = snapshot_->reader(fold->columns());
    std::vector<uint32_t> found;
    for (size_t i = 0; i < snapshot_->block_count(); ++i) {
      const Status status = fold->who(cell, reader->read(i), found);
      SOJOURN_ASSERT(status.ok(), "the cell does not exist");
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
        SOJOURN_TRY(state, fold.load(fold.save(*state)));
      }
      fold.merge(*whole, *state);
    }
    return whole;
  }

  MeasureDefinition definition_;
  std::shared_ptr<const Snapshot> snapshot_;
  Question question_;
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

// The answer must be the same however parts, blocks, arrival and work are divided, and so must the saved bytes.
// Says what differs; "" when nothing does.
inline std::string difference_when_divided(const MeasureDefinition& definition, const Fixture& life,
                                           const Question& question) {
  const Asked plain(definition, life.snapshot(), question);
  const Result<Answer> wanted = plain.answer();
  if (!wanted.has_value()) return wanted.status().to_string();
  const std::string wanted_bytes = *plain.bytes();
  for (const FixtureOptions& options : {FixtureOptions{3, 1, 0}, FixtureOptions{2, 5, 17}, FixtureOptions{5, 0, 99}}) {
    const Asked other(definition, life.snapshot(options), question);
    for (const Division& division : {Division{}, Division{3, true, false}, Division{4, false, true}}) {
      const std::string where =
          " in " + std::to_string(options.parts) + " parts, " + std::to_string(division.states) + " states";
      const Result<Answer> answer = other.answer(division);
      if (!answer.has_value()) return answer.status().to_string() + where;
      if (answer->rows != wanted->rows) return "other rows" + where;
      if (*other.bytes(division) != wanted_bytes) return "other bytes" + where;
    }
  }
  return "";
}

// Every shortening of a saved state must be refused, and any damage refused or read as some state that finishes.
// Says what went wrong; "" when nothing did.
inline std::string trouble_with_damage(const MeasureDefinition& definition, const Fixture& life,
                                       const Question& question) {
  const Asked asked(definition, life.snapshot(), question);
  const std::unique_ptr<Fold> fold = std::move(asked.bind()).value();
  const std::string good = *asked.bytes();
  for (size_t size = 0; size < good.size(); ++size) {
    if (fold->load(std::string_view(good).substr(0, size)).has_value()) return "taken, cut at " + std::to_string(size);
  }
  if (fold->load(good + "x").has_value()) return "taken with a byte too many";
  std::mt19937_64 random(3);
  for (int round = 0; round < 2'000; ++round) {
    std::string damaged = good;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    const Result<std::unique_ptr<FoldState>> loaded = fold->load(damaged);
    if (!loaded.has_value()) continue;
    Answer answer;
    if (const Status status = fold->finish(**loaded, answer); !status.ok()) return status.to_string();
  }
  return "";
}

}  // namespace sojourn
