#include "measure/state_bytes.h"

#include <string>

#include "base/limits.h"

namespace sojourn {
namespace {

constexpr uint32_t kStateMark = 0x32534A53;  // "SJS2"
constexpr size_t kCellsMax = limits::kSplitsMax + 1;

enum class CellTag : uint8_t { kAbsent, kInteger, kNumber, kText, kTime, kNone };

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

void write_state_header(int version, const StateHeader& header, ByteWriter& out) {
  out.u32(kStateMark);
  out.u32(static_cast<uint32_t>(version));
  out.u8(header.overflow ? 1 : 0);
  out.u64(header.groups);
}

Result<StateHeader> read_state_header(int version, ByteReader& in) {
  SOJOURN_TRY(const uint32_t mark, in.u32());
  if (mark != kStateMark) return in.corrupt("this is not a saved state");
  SOJOURN_TRY(const uint32_t saved, in.u32());
  if (saved != static_cast<uint32_t>(version)) {
    return Status::conflict("the state was saved in version " + std::to_string(saved) +
                            ", this program reads version " + std::to_string(version));
  }
  SOJOURN_TRY(const uint8_t overflow, in.u8());
  if (overflow > 1) return in.corrupt("a flag is neither 0 nor 1");
  StateHeader header;
  header.overflow = overflow == 1;
  SOJOURN_TRY(header.groups, in.count(1));
  if (header.groups > limits::kGroupsMax) return in.corrupt("there are more groups than an answer may have");
  return header;
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

}  // namespace sojourn
