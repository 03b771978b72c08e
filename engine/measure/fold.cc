#include "measure/fold.h"

#include "base/suggest.h"

namespace sojourn {
namespace {

constexpr uint32_t kStateMark = 0x534A5354;  // "SJST"
constexpr size_t kCellsMax = limits::kSplitsMax + 1;

enum class CellTag : uint8_t { kAbsent, kInteger, kNumber, kText, kTime, kNone };

std::vector<std::string> names_of(const std::vector<AnswerColumn>& columns) {
  std::vector<std::string> names;
  for (const AnswerColumn& column : columns) names.push_back(column.name);
  return names;
}

Result<Value> read_cell(ByteReader& in) {
  SOJOURN_TRY(const uint8_t tag, in.u8());
  switch (static_cast<CellTag>(tag)) {
    case CellTag::kAbsent: return Value(std::monostate{});
    case CellTag::kInteger: {
      SOJOURN_TRY(const int64_t integer, in.i64());
      return Value(integer);
    }
    case CellTag::kNumber: {
      SOJOURN_TRY(const double number, in.f64());
      if (!(number - number == 0)) return in.corrupt("a number is not finite");
      return Value(number);
    }
    case CellTag::kText: {
      SOJOURN_TRY(std::string text, in.text());
      return Value(std::move(text));
    }
    case CellTag::kTime: {
      SOJOURN_TRY(const int64_t time, in.i64());
      return Value(TimeValue{time});
    }
    case CellTag::kNone: {
      SOJOURN_TRY(std::string reason, in.text());
      return Value(None{std::move(reason)});
    }
  }
  return in.corrupt("a cell is of an unknown kind");
}

}  // namespace

void write_state_header(int version, uint64_t groups, ByteWriter& out) {
  out.u32(kStateMark);
  out.u32(static_cast<uint32_t>(version));
  out.u64(groups);
}

Result<uint64_t> read_state_header(int version, ByteReader& in) {
  SOJOURN_TRY(const uint32_t mark, in.u32());
  if (mark != kStateMark) return in.corrupt("this is not a saved state");
  SOJOURN_TRY(const uint32_t saved, in.u32());
  if (saved != static_cast<uint32_t>(version)) {
    return Status::conflict("the state was saved in version " + std::to_string(saved) +
                            ", this program reads version " + std::to_string(version));
  }
  return in.count(1);
}

void write_cells(const std::vector<Value>& cells, ByteWriter& out) {
  out.u8(static_cast<uint8_t>(cells.size()));
  for (const Value& cell : cells) {
    out.u8(static_cast<uint8_t>(cell.index()));
    if (const auto* integer = std::get_if<int64_t>(&cell)) out.i64(*integer);
    if (const auto* number = std::get_if<double>(&cell)) out.f64(*number);
    if (const auto* text = std::get_if<std::string>(&cell)) out.text(*text);
    if (const auto* time = std::get_if<TimeValue>(&cell)) out.i64(time->time);
    if (const auto* none = std::get_if<None>(&cell)) out.text(none->reason);
  }
}

Result<std::vector<Value>> read_cells(ByteReader& in) {
  SOJOURN_TRY(const uint8_t count, in.u8());
  if (count > kCellsMax) return in.corrupt("a group has too many cells");
  std::vector<Value> cells;
  for (size_t i = 0; i < count; ++i) {
    SOJOURN_TRY(Value cell, read_cell(in));
    cells.push_back(std::move(cell));
  }
  return cells;
}

Result<CellMatcher> CellMatcher::make(const CellRef& cell, const std::vector<AnswerColumn>& columns) {
  CellMatcher matcher;
  const auto find = [&columns](const std::string& name) -> std::optional<size_t> {
    for (size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].name == name) return i;
    }
    return std::nullopt;
  };
  for (const auto& [name, text] : cell.keys) {
    const std::optional<size_t> index = find(name);
    if (!index || (columns[*index].role != ColumnRole::kSplit && columns[*index].role != ColumnRole::kKey)) {
      return Status::invalid(
          "the answer has no rows named by \"" + name + "\"." + did_you_mean(name, names_of(columns)), "cell");
    }
    matcher.keys_.emplace_back(*index, text);
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].role != ColumnRole::kCount || (!cell.column.empty() && columns[i].name != cell.column)) continue;
    matcher.count_ = i;
    return matcher;
  }
  return Status::invalid("\"" + cell.column + "\" is not a column that counts customers", "cell");
}

bool CellMatcher::any(const std::vector<std::vector<Value>>& rows) const {
  for (const std::vector<Value>& row : rows) {
    bool matches = true;
    for (const auto& [index, text] : keys_) matches = matches && value_text(row[index]) == text;
    if (!matches) continue;
    const Value& count = row[count_];
    if (const auto* integer = std::get_if<int64_t>(&count); integer != nullptr && *integer > 0) return true;
    if (const auto* number = std::get_if<double>(&count); number != nullptr && *number > 0) return true;
  }
  return false;
}

void select_events(const FoldScope& scope, const Block& block, EventBits& bits, EventBits& spare) {
  const size_t count = block.event_count();
  if (scope.predicates.empty()) {
    bits.reset(count, true);
  } else {
    scope.predicates.front()->select(block, bits);
    for (size_t p = 1; p < scope.predicates.size(); ++p) {
      scope.predicates[p]->select(block, spare);
      for (size_t w = 0; w < bits.words().size(); ++w) bits.words()[w] &= spare.words()[w];
    }
  }
  if (scope.range == TimeRange{}) return;
  for (size_t w = 0; w < bits.words().size(); ++w) {
    uint64_t& word = bits.words()[w];
    for (uint64_t rest = word; rest != 0; rest &= rest - 1) {
      const size_t bit = static_cast<size_t>(std::countr_zero(rest));
      if (!scope.range.contains(block.times[w * 64 + bit])) word &= ~(uint64_t{1} << bit);
    }
  }
}

Result<FoldScope> bind_scope(BindContext& context, Scope scope, const Splitter& splitter) {
  FoldScope bound;
  if (!context.question().where.empty()) {
    SOJOURN_TRY(auto where, context.filter(context.question().where, "where"));
    bound.predicates.push_back(std::move(where));
  }
  for (const auto& predicate : context.only_predicates()) bound.predicates.push_back(predicate);
  if (scope == Scope::kInRange) bound.range = context.range();
  if (scope == Scope::kUntilEnd) bound.range.to = context.range().to;
  bound.identified_only = context.identified_only();
  bound.columns.assign(context.columns().begin(), context.columns().end());
  for (const ColumnId id : splitter.columns()) {
    if (std::find(bound.columns.begin(), bound.columns.end(), id) == bound.columns.end()) bound.columns.push_back(id);
  }
  return bound;
}

}  // namespace sojourn
