// Something per code of a vocabulary, found fast: small codes by index, others by hash. In order of first sight.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sojourn {

template <class T>
class ByCode {
 public:
  // Made empty on first use. The reference holds until the next code is new.
  T& at(uint32_t code) {
    uint32_t& index = slot(code);
    if (index == 0) {
      entries_.emplace_back(code, T{});
      index = static_cast<uint32_t>(entries_.size());
    }
    return entries_[index - 1].second;
  }
  const std::vector<std::pair<uint32_t, T>>& entries() const { return entries_; }

 private:
  static constexpr uint32_t kByIndexMax = 4096;

  uint32_t& slot(uint32_t code) {
    if (code >= kByIndexMax) return by_hash_[code];
    if (code >= by_index_.size()) by_index_.resize(code + size_t{1}, 0);
    return by_index_[code];
  }

  std::vector<std::pair<uint32_t, T>> entries_;
  std::vector<uint32_t> by_index_;  // Index into entries_, from 1; 0: none yet.
  std::unordered_map<uint32_t, uint32_t> by_hash_;
};

}  // namespace sojourn
