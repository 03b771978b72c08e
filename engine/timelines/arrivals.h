// Events in the order in which they arrived, column by column, on their way into a part.
//
// Memory    A column that all events have costs its values (codes as narrow as they come); one that only some have,
//           four bytes more a value; one that none has, nothing.
// Threads   one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "timelines/chunk.h"

namespace sojourn {

// Codes that widen as larger ones come.
class GrowingCodes {
 public:
  void push(uint32_t code);
  void append(std::span<const uint32_t> codes);
  size_t size() const { return bytes_.size() / width_; }
  uint32_t operator[](size_t index) const { return column()[index]; }
  CodeColumn column() const { return {bytes_.data(), width_}; }
  uint8_t width() const { return width_; }

 private:
  void widen(uint8_t width);
  uint8_t width_ = 1;
  std::vector<unsigned char> bytes_;
};

struct ArrivalColumn {
  ColumnType type = ColumnType::kCode;
  // Events that have a value; not kept while every event so far has one.
  bool full = true;
  std::vector<uint32_t> positions;
  GrowingCodes codes;           // kCode.
  std::vector<uint64_t> words;  // kNumber, kInteger, kKey.
  std::vector<uint64_t> ends;   // kText: where each text ends in `texts`.
  std::string texts;

  size_t count() const;
  std::string_view text(size_t index) const {
    const uint64_t begin = index == 0 ? 0 : ends[index - 1];
    return std::string_view(texts).substr(begin, ends[index] - begin);
  }
};

class Arrivals {
 public:
  // A new event; its values follow. `sequence` is only needed where events do not come in its order.
  void add(uint32_t customer, bool identified, Micros time);
  void add(uint32_t customer, bool identified, Micros time, uint64_t sequence);
  // Values of the event added last, or of an earlier one (ascending within a column). Absent values are not given; of
  // several for one event and column the first stays.
  void set_code(ColumnId column, uint32_t code) { set_code_at(column, times.size() - 1, code); }
  void set_code_at(ColumnId column, size_t event, uint32_t code);
  // One code an event, from event `first` on; 0: absent.
  void set_codes(ColumnId column, size_t first, std::span<const uint32_t> codes);
  void set_word_at(ColumnId column, ColumnType type, size_t event, uint64_t word);
  void set_text_at(ColumnId column, size_t event, std::string_view text);

  size_t size() const { return times.size(); }

  std::vector<uint32_t> customers;
  std::vector<uint8_t> identified;
  std::vector<Micros> times;
  std::vector<uint64_t> sequences;     // Empty: events came in order.
  std::vector<ArrivalColumn> columns;  // By ColumnId.

 private:
  // The column, ready for a value of that event; null when it has one.
  ArrivalColumn* at(ColumnId column, ColumnType type, size_t event);
};

}  // namespace sojourn
