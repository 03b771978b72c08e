// Something per code of a vocabulary, found fast: small codes by index, others by hash. In order of first sight.
// Code is uint64_t where two codes make one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sojourn {

template <class T, class Code = uint32_t>
class ByCode {
 public:
  // Made empty on first use. The reference holds until the next code is new.
  T& at(Code code) {
    uint32_t& index = slot(code);
    if (index == 0) {
      entries_.emplace_back(code, T{});
      index = static_cast<uint32_t>(entries_.size());
    }
    return entries_[index - 1].second;
  }
  const std::vector<std::pair<Code, T>>& entries() const { return entries_; }

 private:
  static constexpr Code kByIndexMax = 4096;

  uint32_t& slot(Code code) {
    if (code >= kByIndexMax) return by_hash_[code];
    if (code >= by_index_.size()) by_index_.resize(static_cast<size_t>(code) + 1, 0);
    return by_index_[code];
  }

  std::vector<std::pair<Code, T>> entries_;
  std::vector<uint32_t> by_index_;  // Index into entries_, from 1; 0: none yet.
  std::unordered_map<Code, uint32_t> by_hash_;
};

}  // namespace sojourn
