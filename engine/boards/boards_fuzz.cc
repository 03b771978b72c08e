// Any bytes as a board in JSON and TOML, a segment, a goal, a decision, a benchmark and its CSV: what is read is written and read
// back as the same, and nothing else happens.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "boards/benchmark.h"
#include "boards/board.h"
#include "boards/decision.h"
#include "boards/goal.h"
#include "boards/segment.h"
#include "boards/share.h"

namespace {

void check_board(const sojourn::Result<sojourn::Board>& board) {
  if (!board) return;
  const sojourn::Result<sojourn::Board> json = sojourn::parse_board_json(sojourn::boards::text_of(board_json(*board)));
  SOJOURN_ASSERT(json.has_value() && *json == *board, "a board reads back from JSON as the same");
  const sojourn::Result<sojourn::Board> toml = sojourn::parse_board_toml(sojourn::board_toml(*board), "board.toml");
  SOJOURN_ASSERT(toml.has_value() && same_definition(*toml, *board), "a board reads back from TOML as the same");
  static_cast<void>(sojourn::check_board_questions(*board, nullptr).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_board(sojourn::parse_board_json(text, "board"));
  check_board(sojourn::parse_board_toml(text, "board.toml", "board"));
  if (const auto segment = sojourn::parse_segment(text, "segment")) {
    const auto again = sojourn::parse_segment(sojourn::SegmentKind::text(*segment));
    SOJOURN_ASSERT(again.has_value() && *again == *segment, "a segment reads back as the same");
  }
  if (const auto goal = sojourn::parse_goal(text, "goal", nullptr)) {
    const auto again = sojourn::GoalKind::parse(sojourn::GoalKind::text(*goal), "goal");
    SOJOURN_ASSERT(again.has_value() && goal_json(*again) == goal_json(*goal), "a goal reads back as the same");
  }
  if (const auto decision = sojourn::parse_decision(text, "decision", nullptr)) {
    const auto again = sojourn::DecisionKind::parse(sojourn::DecisionKind::text(*decision), "decision");
    SOJOURN_ASSERT(again.has_value() && decision_json(*again) == decision_json(*decision),
                   "a decision reads back as the same");
  }
  if (const auto benchmark = sojourn::parse_benchmark(text, "benchmark")) {
    const auto again = sojourn::parse_benchmark(sojourn::BenchmarkKind::text(*benchmark));
    SOJOURN_ASSERT(again.has_value() && *again == *benchmark, "a benchmark reads back as the same");
  }
  static_cast<void>(sojourn::parse_benchmark_csv(text).has_value());
  static_cast<void>(sojourn::ShareKind::parse(text, "share").has_value());
  return 0;
}
