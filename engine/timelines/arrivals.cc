#include "timelines/arrivals.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <type_traits>

#include "base/assert.h"

namespace sojourn {

void GrowingCodes::push(uint32_t code) {
  if (const uint8_t needed = code_width(code); needed > width_) widen(needed);
  const size_t at = bytes_.size();
  bytes_.resize(at + width_);
  std::memcpy(bytes_.data() + at, &code, width_);  // Little-endian: the low bytes come first.
}

void GrowingCodes::append(std::span<const uint32_t> codes) {
  if (codes.empty()) return;
  const uint8_t needed = code_width(*std::max_element(codes.begin(), codes.end()));
  if (needed > width_) widen(needed);
  const size_t at = bytes_.size();
  bytes_.resize(at + codes.size() * width_);
  const auto copy = [&](auto* out) {
    for (size_t i = 0; i < codes.size(); ++i) out[i] = static_cast<std::remove_pointer_t<decltype(out)>>(codes[i]);
  };
  unsigned char* end = bytes_.data() + at;
  if (width_ == 1) copy(end);
  if (width_ == 2) copy(reinterpret_cast<uint16_t*>(end));
  if (width_ == 4) copy(reinterpret_cast<uint32_t*>(end));
}

void GrowingCodes::widen(uint8_t width) {
  const size_t count = size();
  std::vector<unsigned char> wide(count * width, 0);
  for (size_t i = 0; i < count; ++i) std::memcpy(wide.data() + i * width, bytes_.data() + i * width_, width_);
  bytes_ = std::move(wide);
  width_ = width;
}

size_t ArrivalColumn::count() const {
  if (type == ColumnType::kCode) return codes.size();
  return type == ColumnType::kText ? ends.size() : words.size();
}

void Arrivals::add(uint32_t customer, bool known, Micros time) {
  customers.push_back(customer);
  identified.push_back(known ? 1 : 0);
  times.push_back(time);
}

void Arrivals::add(uint32_t customer, bool known, Micros time, uint64_t sequence) {
  SOJOURN_ASSERT(sequences.size() == times.size(), "all events have a sequence or none");
  add(customer, known, time);
  sequences.push_back(sequence);
}

ArrivalColumn* Arrivals::at(ColumnId column, ColumnType type, size_t event) {
  if (columns.size() <= column) columns.resize(column + 1);
  ArrivalColumn& found = columns[column];
  const size_t count = found.count();
  if (count == 0) found.type = type;
  if (found.full ? event < count : found.positions.back() == event) return nullptr;
  if (found.full && event != count) {
    found.full = false;
    found.positions.resize(count);
    std::iota(found.positions.begin(), found.positions.end(), 0U);
  }
  if (!found.full) found.positions.push_back(static_cast<uint32_t>(event));
  return &found;
}

void Arrivals::set_code_at(ColumnId column, size_t event, uint32_t code) {
  if (code == 0) return;
  if (ArrivalColumn* found = at(column, ColumnType::kCode, event); found != nullptr) found->codes.push(code);
}

void Arrivals::set_codes(ColumnId column, size_t first, std::span<const uint32_t> codes) {
  if (columns.size() <= column) columns.resize(column + 1);
  ArrivalColumn& found = columns[column];
  const size_t count = found.codes.size();
  const bool whole = std::find(codes.begin(), codes.end(), 0U) == codes.end();
  if (found.full && count == first && whole) {
    found.codes.append(codes);
    return;
  }
  // A value that is already there stays; such columns go one by one.
  if (found.full ? count > first : found.positions.back() >= first) {
    for (size_t i = 0; i < codes.size(); ++i) set_code_at(column, first + i, codes[i]);
    return;
  }
  std::vector<uint32_t> present;
  std::vector<uint32_t> positions;
  for (size_t i = 0; i < codes.size(); ++i) {
    if (codes[i] == 0) continue;
    present.push_back(codes[i]);
    positions.push_back(static_cast<uint32_t>(first + i));
  }
  if (present.empty()) return;
  if (found.full) {
    found.full = false;
    found.positions.resize(count);
    std::iota(found.positions.begin(), found.positions.end(), 0U);
  }
  found.positions.insert(found.positions.end(), positions.begin(), positions.end());
  found.codes.append(present);
}

void Arrivals::set_word_at(ColumnId column, ColumnType type, size_t event, uint64_t word) {
  if (ArrivalColumn* found = at(column, type, event); found != nullptr) found->words.push_back(word);
}

void Arrivals::set_text_at(ColumnId column, size_t event, std::string_view text) {
  if (text.empty()) return;
  ArrivalColumn* found = at(column, ColumnType::kText, event);
  if (found == nullptr) return;
  found->texts.append(text);
  found->ends.push_back(found->texts.size());
}

}  // namespace sojourn
