// What stands behind Names: a list of texts that only grows, shared by all snapshots.
//
// Threads   safe. A text that was handed out stays where it is for the life of the vocabulary.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "timelines/snapshot.h"

namespace sojourn {

class GrowingNames final : public Names {
 public:
  GrowingNames();
  uint32_t size() const override;
  std::string_view text(uint32_t code) const override;
  std::optional<uint32_t> find(std::string_view text) const override;
  uint32_t intern(std::string_view text) override;

 private:
  mutable std::shared_mutex mutex_;
  std::deque<std::string> texts_;  // A deque, so that views into it and the index's keys stay valid.
  std::unordered_map<std::string_view, uint32_t> codes_;
};

}  // namespace sojourn
