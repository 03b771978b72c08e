#include "timelines/growing_names.h"

#include <memory>
#include <mutex>

namespace sojourn {

GrowingNames::GrowingNames() : texts_(1) {}

uint32_t GrowingNames::size() const {
  const std::shared_lock lock(mutex_);
  return static_cast<uint32_t>(texts_.size());
}

std::string_view GrowingNames::text(uint32_t code) const {
  const std::shared_lock lock(mutex_);
  return code < texts_.size() ? std::string_view(texts_[code]) : std::string_view();
}

std::optional<uint32_t> GrowingNames::find(std::string_view text) const {
  if (text.empty()) return 0;
  const std::shared_lock lock(mutex_);
  const auto found = codes_.find(text);
  if (found == codes_.end()) return std::nullopt;
  return found->second;
}

uint32_t GrowingNames::intern(std::string_view text) {
  if (const std::optional<uint32_t> known = find(text)) return *known;
  const std::unique_lock lock(mutex_);
  if (const auto found = codes_.find(text); found != codes_.end()) return found->second;
  const auto code = static_cast<uint32_t>(texts_.size());
  texts_.emplace_back(text);
  codes_.emplace(texts_.back(), code);
  return code;
}

std::shared_ptr<Names> make_names() { return std::make_shared<GrowingNames>(); }

}  // namespace sojourn
