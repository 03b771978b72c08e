// The terms of the record: each text once, with its code, in memory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "event/event.h"
#include "store/code_table.h"

namespace sojourn {

class Vocabulary {
 public:
  // 0 for "" and for what is not known.
  uint32_t find(std::string_view text) const {
    if (text.empty()) return 0;
    return table_.find(hash64(text), [&](uint32_t code) { return texts_[code] == text; });
  }
  uint32_t find_or_add(std::string_view text) {
    const uint32_t known = find(text);
    if (known != 0 || text.empty()) return known;
    const auto code = static_cast<uint32_t>(texts_.size());
    table_.insert(hash64(text), code, [this](uint32_t other) { return hash64(texts_[other]); });
    texts_.push_back(arena_.keep(text));
    return code;
  }
  // The largest code.
  uint32_t size() const { return static_cast<uint32_t>(texts_.size() - 1); }
  // "" for 0. REQUIRES: code <= size().
  std::string_view text(uint32_t code) const { return texts_[code]; }

 private:
  TextArena arena_;
  std::vector<std::string_view> texts_{std::string_view()};  // By code; the first is "no value".
  CodeTable table_;
};

}  // namespace sojourn
