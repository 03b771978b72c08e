#include "stages/stage_moves.h"

#include <string>

#include "measure/cells.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

constexpr size_t kOutside = StageMoves::kOutside;

std::string kind_of(size_t from, size_t to) {
  if (from == kOutside) return "start";
  if (to == kOutside) return "end";
  if (to == from + 1) return "forward";
  if (to > from) return "skip";
  return to == StageColumn::kEvaluate ? "jump" : "back";
}

void count(StageMoves::Move& move, uint64_t customer) {
  ++move.times;
  move.customers += move.made_by != customer ? 1 : 0;
  move.made_by = customer;
}

void count_loop_back(StageMoves::Move& move, uint64_t customer) {
  ++move.loop_back_moves;
  move.loop_backs += move.looped_by != customer ? 1 : 0;
  move.looped_by = customer;
}

}  // namespace

Result<StageMoves> StageMoves::bind(BindContext& context) {
  StageMoves moves;
  moves.column_ = StageColumn::bind(context);
  context.only_identified();
  return moves;
}

std::vector<AnswerColumn> StageMoves::columns() const {
  return {{"from", ColumnRole::kKey, ""},
          {"to", ColumnRole::kKey, ""},
          {"kind", ColumnRole::kDetail, ""},
          {"value", ColumnRole::kValue, "moves"},
          {"n", ColumnRole::kCount, "moves"},
          {"customers", ColumnRole::kCount, "customers"},
          {"loop_backs", ColumnRole::kCount, "customers"},
          {"loop_back_moves", ColumnRole::kDetail, "moves"},
          {"share_of_from", ColumnRole::kDetail, "%"}};
}

void StageMoves::fold(const Slice& slice, Groups<State>& groups) const {
  const uint64_t customer = slice.block.customers[slice.customer];
  State* state = nullptr;
  size_t current = kOutside;
  unsigned been = 0;  // Stages in which the customer has been, as bits.
  column_.for_each_stay(slice, [&](uint32_t event, size_t next) {
    if (state == nullptr) state = &groups.at(event);
    Move& move = state->moves[current][next];
    count(move, customer);
    if (next < current && ((been >> next) & 1) != 0) count_loop_back(move, customer);
    been |= 1U << next;
    current = next;
  });
  if (state != nullptr) count(state->moves[current][kOutside], customer);
}

void StageMoves::merge(State& into, const State& from) const {
  for (size_t i = 0; i <= kOutside; ++i) {
    for (size_t j = 0; j <= kOutside; ++j) {
      Move& target = into.moves[i][j];
      const Move& move = from.moves[i][j];
      target.times += move.times;
      target.customers += move.customers;
      target.loop_backs += move.loop_backs;
      target.loop_back_moves += move.loop_back_moves;
    }
  }
}

void StageMoves::finish(const State& state, Rows& rows) const {
  const auto add_from = [&](size_t from) {
    int64_t stays = 0;
    for (const Move& move : state.moves[from]) stays += move.times;
    for (size_t to = 0; to <= kOutside; ++to) {
      const Move& move = state.moves[from][to];
      if (move.times == 0) continue;
      rows.add({from == kOutside ? "(start)" : StageColumn::name(from),
                to == kOutside ? "(end)" : StageColumn::name(to), kind_of(from, to), move.times, move.times,
                move.customers, move.loop_backs, move.loop_back_moves, percent(move.times, stays)});
    }
  };
  add_from(kOutside);
  for (size_t from = 0; from < kOutside; ++from) add_from(from);
}

void StageMoves::save(const State& state, ByteWriter& out) const {
  for (const auto& from : state.moves) {
    for (const Move& move : from) {
      for (const int64_t count : {move.times, move.customers, move.loop_backs, move.loop_back_moves}) out.i64(count);
    }
  }
}

Result<StageMoves::State> StageMoves::load(ByteReader& in) const {
  State state;
  std::array<int64_t, kOutside + 1> surplus{};  // What comes in less what goes out.
  int64_t left = kSavedCountMax;
  for (size_t from = 0; from <= kOutside; ++from) {
    for (size_t to = 0; to <= kOutside; ++to) {
      Move& move = state.moves[from][to];
      for (int64_t* count : {&move.times, &move.customers, &move.loop_backs, &move.loop_back_moves}) {
        SOJOURN_TRY(*count, load_count(in));
      }
      const bool once = from == kOutside || to == kOutside;  // Each customer starts and ends once.
      const bool back = !once && to < from;
      if (move.customers > move.times || (move.customers == 0) != (move.times == 0) || move.times > left ||
          (once && move.customers != move.times) || (from == to && move.times > 0) ||
          move.loop_back_moves > (back ? move.times : 0) || move.loop_backs > move.customers ||
          move.loop_backs > move.loop_back_moves || (move.loop_backs == 0) != (move.loop_back_moves == 0)) {
        return in.corrupt("a move's counts make no sense");
      }
      left -= move.times;
      surplus[to] += move.times;
      surplus[from] -= move.times;
    }
  }
  for (const int64_t each : surplus) {
    if (each != 0) return in.corrupt("what comes into a stage does not equal what goes out");
  }
  return state;
}

}  // namespace sojourn
