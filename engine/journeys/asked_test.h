// For the tests of this folder: asks a measure of a snapshot, in one piece or in many, as the engine would.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

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
  std::set<uint32_t> who(const CellRef& cell) const {
    const std::unique_ptr<Fold> fold = std::move(bind()).value();
    const std::unique_ptr<BlockReader> reader = snapshot_->reader(fold->columns());
    std::vector<uint32_t> found;
    for (size_t i = 0; i < snapshot_->block_count(); ++i) {
      const Status status = fold->who(cell, reader->read(i), found);
      EXPECT_TRUE(status.ok()) << status.to_string();
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
    EXPECT_TRUE(table.emplace(key, std::move(cells)).second) << "two rows for " << key;
  }
  return table;
}

inline int64_t number(const Table& table, const std::string& row, const std::string& column) {
  const auto found = table.find(row);
  if (found == table.end()) return 0;
  return std::stoll(found->second.at(column));
}

// The answer must be the same however parts, blocks, arrival and work are divided, and so must the saved bytes.
inline void expect_same_however_divided(const MeasureDefinition& definition, const Fixture& life,
                                        const Question& question) {
  const Asked plain(definition, life.snapshot(), question);
  const Result<Answer> wanted = plain.answer();
  ASSERT_TRUE(wanted.has_value()) << wanted.status().to_string();
  const Result<std::string> wanted_bytes = plain.bytes();
  for (const FixtureOptions& options : {FixtureOptions{3, 1, 0}, FixtureOptions{2, 5, 17}, FixtureOptions{5, 0, 99}}) {
    const Asked other(definition, life.snapshot(options), question);
    for (const Division& division : {Division{}, Division{3, true, false}, Division{4, false, true}}) {
      const Result<Answer> answer = other.answer(division);
      ASSERT_TRUE(answer.has_value()) << answer.status().to_string();
      EXPECT_EQ(answer->rows, wanted->rows);
      EXPECT_EQ(*other.bytes(division), *wanted_bytes);
    }
  }
}

// Every shortening and many damages of a saved state are refused or read as some state, and never more than that.
inline void expect_damage_is_survived(const MeasureDefinition& definition, const Fixture& life,
                                      const Question& question) {
  const Asked asked(definition, life.snapshot(), question);
  const std::unique_ptr<Fold> fold = std::move(asked.bind()).value();
  const std::string good = *asked.bytes();
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(fold->load(std::string_view(good).substr(0, size)).has_value()) << "cut at " << size;
  }
  EXPECT_FALSE(fold->load(good + "x").has_value());
  std::mt19937_64 random(3);
  for (int round = 0; round < 2'000; ++round) {
    std::string damaged = good;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    const Result<std::unique_ptr<FoldState>> loaded = fold->load(damaged);
    if (!loaded.has_value()) continue;
    Answer answer;
    EXPECT_TRUE(fold->finish(**loaded, answer).ok());
  }
}

}  // namespace sojourn
