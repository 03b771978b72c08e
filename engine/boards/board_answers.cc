#include "boards/board_answers.h"

#include <algorithm>

#include "boards/board_period.h"
#include "timelines/filter.h"

namespace sojourn {
namespace {

// What all tiles of a reading have in common.
struct Reading {
  BoardPeriod period;
  Zone zone;
  std::string zone_name;
  std::string where;  // The board's, the reader's and the scope.
  Period step = Period::kMonth;
  Micros newest = 0;
};

Result<Reading> read(const Board& board, const BoardReading& wish, Micros newest, const FindSegment& find) {
  Reading reading;
  SOJOURN_TRY(reading.period, find_board_period(wish.period.empty() ? board.period : wish.period));
  reading.zone_name = wish.zone.empty() ? "UTC" : wish.zone;
  Result<Zone> zone = Zone::find(reading.zone_name);
  if (!zone) return std::move(zone).error().within("zone");
  reading.zone = *std::move(zone);
  if (Status fault = check_board_filter(wish.where, find); !fault.ok()) return std::move(fault).within("where");
  SOJOURN_TRY(reading.where, both_filters(board.where, wish.where, find));
  SOJOURN_TRY(reading.where, both_filters(reading.where, wish.scope, find));
  reading.step = step_of(reading.period);
  if (!board.over.empty()) {
    SOJOURN_TRY(reading.step, parse_period(board.over));
  }
  reading.newest = newest;
  return reading;
}

// Of the record itself: it speaks of everything, and cannot be filtered or split.
bool from_record(const MeasureDefinition* definition) { return definition != nullptr && !definition->bind; }

// A line is a trend, unless the measure draws periods of its own.
bool takes_steps(const MeasureDefinition& definition) {
  const auto periods = [](const ParameterInfo& parameter) { return parameter.name == "every"; };
  return definition.splits && (definition.shape == Shape::kNumber || definition.shape == Shape::kTable) &&
         std::none_of(definition.parameters.begin(), definition.parameters.end(), periods);
}

Result<TileQuestion> question_of(const Tile& tile, size_t index, const Reading& reading, const FindSegment& find) {
  TileQuestion asked{index, tile.question, std::nullopt, {}};
  Question& question = asked.question;
  const Result<const MeasureDefinition*> known = find_measure(question.measure);
  const MeasureDefinition* const definition = known ? *known : nullptr;
  Result<std::string> where = both_filters(question.where, reading.where, find);
  if (!where) return std::move(where).error().within("where");
  question.where = *std::move(where);
  if (question.zone.empty()) question.zone = reading.zone_name;
  if (from_record(definition)) return asked;
  if (tile.drawing == "line" && !question.over && definition != nullptr && takes_steps(*definition)) {
    question.over = reading.step;
  }
  if (!question.from.empty() || !question.to.empty()) return asked;
  SOJOURN_TRY(const Zone zone, Zone::find(question.zone));
  const QuestionSpan span = span_of(reading.period, reading.newest, zone);
  question.from = span.from;
  if (const auto before = compared_span(reading.period, reading.newest, zone, tile.compare)) {
    asked.compared = question;
    asked.compared->from = before->from;
    asked.compared->to = before->to;
  }
  return asked;
}

}  // namespace

Result<std::string> both_filters(const std::string& a, const std::string& b, const FindSegment& find) {
  for (const std::string* each : {&a, &b}) {
    SOJOURN_TRY(const std::string expanded, expand_segments(*each, find));
    SOJOURN_CHECK(Filter::parse(expanded).status());
  }
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  return "(" + a + ") and (" + b + ")";
}

Result<std::vector<TileQuestion>> board_questions(const Board& board, const BoardReading& wish, Micros newest,
                                                  const FindSegment& find) {
  SOJOURN_TRY(const Reading reading, read(board, wish, newest, find));
  std::vector<TileQuestion> questions;
  for (size_t i = 0; i < board.tiles.size(); ++i) {
    if (board.tiles[i].text) continue;
    Result<TileQuestion> question = question_of(board.tiles[i], i, reading, find);
    if (question) {
      questions.push_back(*std::move(question));
    } else {
      questions.push_back({i, board.tiles[i].question, std::nullopt, question.error()});
    }
  }
  return questions;
}

Result<std::vector<TileAnswer>> ask_board(const Board& board, const BoardReading& reading, const Asker& asker,
                                          const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(const Micros newest, asker.newest());
  SOJOURN_TRY(const std::vector<TileQuestion> tiles, board_questions(board, reading, newest, asker.segments()));
  std::vector<Question> questions;
  for (const TileQuestion& each : tiles) {
    if (each.fault.ok()) questions.push_back(each.question);
    if (each.compared) questions.push_back(*each.compared);
  }
  SOJOURN_TRY(std::vector<Result<Answer>> answers, asker.ask_all(questions, cancelled));
  std::vector<TileAnswer> told;
  size_t next = 0;
  for (const TileQuestion& each : tiles) {
    TileAnswer tile{each.tile, each.question, each.fault.ok() ? std::move(answers[next++]) : each.fault, std::nullopt};
    if (each.compared) tile.compared = std::move(answers[next++]);
    told.push_back(std::move(tile));
  }
  return told;
}

}  // namespace sojourn
