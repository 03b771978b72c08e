// A customer's events where all of them are in scope: what a Slice's `events` are, without the list.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sojourn {

class WholeLife {
 public:
  WholeLife(uint32_t begin, uint32_t end) : begin_(begin), size_(end - begin) {}
  uint32_t operator[](size_t i) const { return begin_ + static_cast<uint32_t>(i); }
  size_t size() const { return size_; }

 private:
  uint32_t begin_;
  uint32_t size_;
};

}  // namespace sojourn
