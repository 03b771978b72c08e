// Which codes the customer at hand was seen with. Kept by a thread, so that folding does not allocate.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace sojourn {

class SeenCodes {
 public:
  void next_customer() { ++customer_; }
  // True the first time.
  bool add(uint32_t code) {
    if (code >= last_.size()) last_.resize(code + size_t{1}, 0);
    return std::exchange(last_[code], customer_) != customer_;
  }

 private:
  uint64_t customer_ = 0;
  std::vector<uint64_t> last_;
};

}  // namespace sojourn
