#include "enrich/block_voices.h"

namespace sojourn {

std::shared_ptr<const BlockVoices> BlockVoiceCache::find(const BlockMark& mark) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_customer_.find(mark.first_customer);
  if (found == by_customer_.end() || found->second.first != mark.content) return nullptr;
  return found->second.second;
}

void BlockVoiceCache::keep(const BlockMark& mark, std::shared_ptr<const BlockVoices> voices) {
  const std::lock_guard lock(mutex_);
  heard_[mark.first_customer] = mark.content;
  if (bytes_ + voices->bytes() > kBlockVoiceBytes) {
    by_customer_.clear();
    bytes_ = 0;
  }
  auto& place = by_customer_[mark.first_customer];  // What a block held before is of no use any more.
  if (place.second) bytes_ -= place.second->bytes();
  bytes_ += voices->bytes();
  place = {mark.content, std::move(voices)};
}

bool BlockVoiceCache::was_heard(const BlockMark& mark) const {
  const std::lock_guard lock(mutex_);
  const auto found = heard_.find(mark.first_customer);
  return found != heard_.end() && found->second == mark.content;
}

}  // namespace sojourn
