// For tests: asks a measure about a fixture, by two roads that must agree.
//
// The first folds the whole snapshot into one state. The second deals events over three parts in shuffled arrival, uses
// small blocks, folds them into three states, saves and loads each, and merges them from the last. Every test that asks
// anything thereby tests the laws of merge, save and load, and that blocks and arrival do not matter. A broken law ends
// the test program and names the measure.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "measure/definition.h"
#include "measure/fold.h"
#include "timelines/fixture.h"

namespace sojourn {

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
    return lines;
  }
};

inline void law(bool holds, const MeasureDefinition& definition, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "%s: %s\n", definition.id.c_str(), what.c_str());
  std::abort();
}

inline TimeRange range_of(const Question& question) {
  TimeRange range;
  if (!question.from.empty()) range.from = parse_time(question.from, Zone())->utc;
  if (!question.to.empty()) range.to = parse_time(question.to, Zone())->utc;
  return range;
}

inline Result<Answer> ask_by_blocks(const MeasureDefinition& definition, const Snapshot& snapshot,
                                    const Question& question, size_t states) {
  SOJOURN_CHECK(check_parameters(definition, question));
  SOJOURN_TRY(const Zone zone, Zone::find(question.zone));
  BindContext context(snapshot, question, definition, zone, range_of(question), snapshot.time_span().to);
  SOJOURN_TRY(const std::unique_ptr<Fold> fold, definition.bind(context));
  const std::unique_ptr<BlockReader> reader = snapshot.reader(fold->columns());
  std::vector<std::unique_ptr<FoldState>> dealt;
  for (size_t i = 0; i < states; ++i) dealt.push_back(fold->new_state());
  for (size_t b = 0; b < snapshot.block_count(); ++b) fold->fold_block(*dealt[b % states], reader->read(b));
  std::unique_ptr<FoldState> total = fold->new_state();
  for (auto state = dealt.rbegin(); state != dealt.rend(); ++state) {
    const std::string saved = fold->save(**state);
    SOJOURN_TRY(const std::unique_ptr<FoldState> loaded, fold->load(saved));
    law(fold->save(*loaded) == saved, definition, "what is loaded saves as it was saved");
    fold->merge(*total, *loaded);
  }
  const std::string bytes = fold->save(*total);
  for (size_t cut = 0; cut < bytes.size(); cut += 1 + bytes.size() / 60) {
    const bool refused = !fold->load(std::string_view(bytes).substr(0, cut)).has_value();
    law(refused, definition, "a state cut at byte " + std::to_string(cut) + " is refused");
  }
  for (size_t at = 0; at < bytes.size(); at += 1 + bytes.size() / 60) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x90);
    if (const auto loaded = fold->load(damaged)) {  // A state that is accepted can be used like any other.
      Answer answer;
      law(fold->finish(**loaded, answer).ok(), definition, "a state that was accepted finishes");
    }
  }
  Answer answer;
  SOJOURN_CHECK(fold->finish(*total, answer));
  return answer;
}

inline Asked ask(const MeasureDefinition& definition, const Fixture& life, Question question = {}) {
  question.measure = definition.id;
  Asked asked;
  const auto whole = ask_by_blocks(definition, *life.snapshot(), question, 1);
  FixtureOptions pieces;
  pieces.parts = 3;
  pieces.block_events = 5;
  pieces.shuffle_seed = 7;
  const auto dealt = ask_by_blocks(definition, *life.snapshot(pieces), question, 3);
  law(whole.has_value() == dealt.has_value(), definition, "both roads answer, or neither");
  if (!whole || !dealt) {
    asked.error = whole.status().to_string();
    return asked;
  }
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
  const auto snapshot = life.snapshot();
  BindContext context(*snapshot, question, definition, Zone(), range_of(question), snapshot->time_span().to);
  const auto fold = definition.bind(context);
  const auto reader = snapshot->reader((*fold)->columns());
  std::vector<uint32_t> customers;
  for (size_t b = 0; b < snapshot->block_count(); ++b) {
    law((*fold)->who(cell, reader->read(b), customers).ok(), definition, "a cell that exists has its customers");
  }
  return customers;
}

}  // namespace sojourn
